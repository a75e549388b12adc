"""Commands that are killed at any moment, and what they leave behind once the next one has run."""

import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import av

from attacks.tally import Case, Tally
from posecoach.errors import PosecoachError
from posecoach.exercise.calibration_files import read_calibration
from posecoach.exercise.data_files import data_folder
from posecoach.pose.recording import load_landmarks
from posecoach.results.session import Session
from posecoach.tuning.label_table import read_table

__all__ = ["CLIP", "RUN", "environment", "run"]

CLIP = data_folder("sample_videos") / "clips" / "bridge_clean_maria.mp4"
RUN = """
import sys
from posecoach.cli import main
from posecoach.cli.live import note_advice
from posecoach.live import scenes
scenes._SUMMARY_S = 0.0
note_advice()
main()
"""
"""The command line, for somebody who has read the advice; a live session ends with its last exercise."""
_SAVE = """
import sys
from itertools import count
from pathlib import Path
import datetime as dt
from posecoach.exercise.calibration import ExerciseCalibration, Provenance
from posecoach.exercise.calibration_files import ExerciseSection, user_calibration
from posecoach.tuning.label_files import replace_labels
from posecoach.tuning.labels import LabelledMovement, Labels
from posecoach.files import sha256_of
table = Path(sys.argv[1], "clip.labels.csv")
known = sha256_of(table) if table.exists() else None
for number in range(2000):
    movements = tuple(LabelledMovement(5.0 * n, 5.0 * n + 3) for n in range(number % 40))
    known = replace_labels(table, Labels("bridge", movements), known)
    made = Provenance(made_by="attack", date=dt.date(2026, 1, 1), note=str(number))
    section = ExerciseSection.read(user_calibration("attacked"), f"exercise_{number % 9}")
    section.replace(ExerciseCalibration(provenance=made), title="Attacked.")
"""
"""What the tuning page does at each save."""
_NEXT_RUN_S = 120


@dataclass(frozen=True)
class _Deed:
    """Something that is killed.

    Attributes:
        name: Of it.
        longest_s: It is killed before this many seconds.
        arguments: What Python is given, for a folder of results.
    """

    name: str
    longest_s: float
    arguments: Callable[[Path], Sequence[str | Path]]

    def place(self, folder: str) -> Path:
        """All that is its own in a folder."""
        return Path(folder, self.name.replace(" ", "_"))


_DEEDS = (
    _Deed("analyse a clip", 20.0, lambda out: ["-c", RUN, "analyse", CLIP, "-e", "bridge", "-o", out]),
    _Deed(
        "live",
        14.0,
        lambda out: [
            *("-c", RUN, "live", "bridge", "--set", "reps=2", "hold_s=1", "--camera", CLIP, "--voice", "off"),
            *("--record-video", "-o", out),
        ],
    ),
    _Deed("calibrate", 16.0, lambda out: ["-c", RUN, "calibrate", "bridge", "--from", CLIP, "-p", out.name]),
    _Deed("save labels and calibrations", 6.0, lambda out: ["-c", _SAVE, out]),
)
_KILLS = 40


def run(cases: int | None) -> Tally:
    """Kills each deed some times, and runs it once more; nothing half or stale may be left."""
    rng = random.Random(0)  # noqa: S311 - a seed, so that the kills are the same each time
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(cases or _KILLS):
            deed = _DEEDS[number % len(_DEEDS)]
            after_s = rng.uniform(0.5, deed.longest_s)
            place = deed.place(folder)
            child = _started(deed, place)
            with suppress(subprocess.TimeoutExpired):
                child.wait(after_s)
            child.kill()
            child.wait()
            half = ", ".join(_half_files(place))
            found.append(Case(f"{deed.name}, killed after {after_s:.1f} s", half and f"half: {half}"))
        found += [_next_run(deed, deed.place(folder)) for deed in _DEEDS]
    return Tally("SIGKILL at any moment, and then a next run", tuple(found))


def environment(folder: Path) -> dict[str, str]:
    """In which a command keeps all that is its own in a folder."""
    for name in ("config", "temporary"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    own = {"POSECOACH_CONFIG_DIR": str(folder / "config"), "TMPDIR": str(folder / "temporary")}
    return {**os.environ, **own}


def _started(deed: _Deed, folder: Path) -> "subprocess.Popen[bytes]":
    out = folder / "out"
    out.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, *map(str, deed.arguments(out))]
    return subprocess.Popen(
        command, env=environment(folder), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL
    )


def _next_run(deed: _Deed, folder: Path) -> Case:
    child = _started(deed, folder)
    _, err = child.communicate(timeout=_NEXT_RUN_S)
    stale = [path.name for path in folder.rglob("*") if "posecoach-" in path.name]
    harms = [f"exit code {child.returncode}: {err.decode()}"] * (child.returncode != 0)
    harms += [f"half: {name}" for name in _half_files(folder)] + [f"stale: {name}" for name in stale]
    return Case(f"{deed.name}, the next run", ", ".join(harms))


def _half_files(folder: Path) -> Iterator[str]:
    """Files of results that can't be read to their end."""
    for path in sorted(folder.rglob("*")):
        check = _CHECKS.get(path.suffix)
        if check is None or path.name.startswith(".") or not path.is_file():
            continue
        try:
            check(path)
        except (PosecoachError, OSError, ValueError, av.FFmpegError) as error:
            yield f"{path.parent.name}/{path.name} ({error})"


def _check_table(path: Path) -> None:
    if path.name == "frames.csv":
        lines = path.read_text(encoding="utf-8").split("\n")
        if lines[-1] or len({line.count(",") for line in lines[:-1]}) > 1:
            raise ValueError("cut")
    else:
        read_table(path.read_bytes())


def _check_video(path: Path) -> None:
    with av.open(str(path)) as container:
        for _ in container.decode(video=0):
            pass


_CHECKS: dict[str, Callable[[Path], object]] = {
    ".json": lambda path: Session.model_validate_json(path.read_bytes()),
    ".npz": load_landmarks,
    ".part": load_landmarks,
    ".csv": _check_table,
    ".toml": read_calibration,
    ".mp4": _check_video,
    ".mkv": _check_video,
}
