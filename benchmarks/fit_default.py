"""Fits calibration/default.toml to the training half of the sample clips, with `posecoach tune`.

    python benchmarks/fit_default.py [EXERCISE ...] [--trials N]

Each fit begins in the middle of the thresholds' limits, as though nothing else were known. If that doesn't help on
held-out recordings, it begins with the exercise file's values; if that doesn't either, the file's values are kept, and
the comparison is written down. The held-out half of the clips, other people in other rooms, is never looked at.
Landmarks are found once per clip; after that a fit takes up to a minute.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from posecoach.data_files import data_folder  # noqa: E402 - found only now
from sample_videos.recipes import Recipe, load_recipes  # noqa: E402 - as above
from sample_videos.truth import truth_path  # noqa: E402 - as above

CLIPS = ROOT / "sample_videos" / "clips"
HEADER = """# Thresholds fitted by `python benchmarks/fit_default.py` to the training half of the sample clips;
# they overlay those of the exercise files. Where an exercise has none here, no fit was better than its file.
schema = "posecoach.calibration/1"
"""
_REFUSED = 3
"""Exit code of `tune` when a fit doesn't help."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Fits exercise by exercise; if one fails, the old file is put back."""
    options = _parser().parse_args(arguments)
    recipes = [recipe for recipe in load_recipes().values() if recipe.half == "training"]
    names = options.exercises or sorted({recipe.exercise for recipe in recipes})
    target = data_folder("calibration") / "default.toml"
    old = target.read_text(encoding="utf-8")
    if not options.exercises:
        # What an earlier fit has found must not be where this one begins.
        target.write_text(HEADER, encoding="utf-8")
    try:
        written = [name for name in names if _fitted(name, recipes, target, options.trials)]
    except BaseException:
        target.write_text(old, encoding="utf-8")
        raise
    print(f"{len(written)} of {len(names)} exercises fitted: {', '.join(written)}")


def _fitted(exercise: str, recipes: Sequence[Recipe], target: Path, trials: int) -> bool:
    """Runs `tune` on the training clips of an exercise; returns whether it wrote."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as nobody:
        for recipe in recipes:
            video = CLIPS / f"{recipe.name}.mp4"
            if recipe.exercise == exercise and video.is_file():
                for path in (video, truth_path(video)):
                    (Path(folder) / path.name).symlink_to(path)
        command = [sys.executable, "-m", "posecoach", "tune", exercise, folder, "--trials", str(trials)]
        environment = os.environ | {"POSECOACH_CONFIG_DIR": nobody}
        for start in (["--start", "middle"], ["--start", "file", "--confirm"]):
            done = subprocess.run([*command, *start, "--out", str(target)], env=environment, check=False)
            if done.returncode != _REFUSED:
                break
    if done.returncode not in (0, _REFUSED):
        raise SystemExit(f"fit_default.py: tune {exercise} failed")
    return done.returncode == 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("exercises", nargs="*", metavar="EXERCISE", help="only these; all when none is named")
    parser.add_argument("--trials", type=int, default=60, help="thresholds tried in each search")
    return parser


if __name__ == "__main__":
    main()
