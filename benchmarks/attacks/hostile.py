"""Python modules that lie beside recordings, in the folder that a command is started in."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from attacks.tally import Case, Tally

__all__ = ["run"]

_ROOT = Path(__file__).parents[2]
_CLIP = _ROOT / "sample_videos/clips/bridge_alignment_maria.mp4"
_MODULES = (
    *("pip", "multiprocessing", "numpy", "cv2", "av", "json", "random", "signal", "encodings", "sitecustomize"),
    *("pyttsx3", "sounddevice", "mediapipe", "typing", "tomli"),
)
_COMMANDS = (
    ("model", "fetch"),
    ("doctor",),
    ("exercises",),
    ("analyse", _CLIP.name, "--exercise", "bridge", "--out", "results"),
    ("analyse", _CLIP.name, "--exercise", "auto", "--out", "results"),
    ("tune", "bridge", ".", "--trials", "2", "--folds", "2"),
)
_LONGEST_S = 300


def run(cases: int | None = None) -> Tally:
    """Starts each command beside hostile modules; their code must not run."""
    return Tally("Code in the current folder", tuple(_case(command) for command in _COMMANDS[:cases]))


def _case(command: tuple[str, ...]) -> Case:
    with tempfile.TemporaryDirectory() as name:
        folder, ran = Path(name, "clips"), Path(name, "ran")
        folder.mkdir()
        shutil.copy(_CLIP, folder)
        for module in _MODULES:
            code = f"open({str(ran)!r}, 'a').write('{module} ')\n"
            (folder / f"{module}.py").write_text(code, encoding="utf-8")
        _start(command, folder)
        return Case(" ".join(command), f"ran {ran.read_text(encoding='utf-8')}" if ran.exists() else "")


def _start(command: tuple[str, ...], folder: Path) -> None:
    env = {**os.environ, "PIP_NO_INDEX": "1"}
    if command[0] == "model":
        env["POSECOACH_CACHE_DIR"] = str(folder.parent / "cache")
    program = Path(sys.executable).with_name("posecoach")
    subprocess.run([program, *command], cwd=folder, env=env, capture_output=True, timeout=_LONGEST_S, check=False)
