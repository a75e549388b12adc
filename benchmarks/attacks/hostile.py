"""Python modules that lie beside recordings, in the folder that a command is started in."""

import os
import shutil
import subprocess
import sys
import tempfile
from itertools import product
from pathlib import Path

from attacks.tally import Case, Tally
from posecoach.pose.estimator import MEDIAPIPE
from posecoach.pose.recording import save_landmarks
from posecoach.testing import Figure, scripted_series
from posecoach.tuning.label_files import write_labels
from posecoach.tuning.labels import LabelledMovement, Labels

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
    ("live", "bridge", "--camera", _CLIP.name, "--record", "--out", "results"),
)
_STARTS = ((str(Path(sys.executable).with_name("posecoach")),), (sys.executable, "-m", "posecoach"))
_LONGEST_S = 300
_PEOPLE = {"anna": 174.0, "bert": 176.0, "cleo": 178.0}
"""Their hip angles at the top."""
_BRIDGES, _RATE_HZ = 80, 30
"""Of each of them: so many that tuning counts them in a process for each core."""


def run(cases: int | None = None) -> Tally:
    """Starts each command beside hostile modules, as a program and as a module; their code must not run."""
    tried = list(product(_COMMANDS, _STARTS))[:cases]
    return Tally("Code in the current folder", tuple(_case(command, start) for command, start in tried))


def _case(command: tuple[str, ...], start: tuple[str, ...]) -> Case:
    with tempfile.TemporaryDirectory() as name:
        folder, ran = Path(name, "clips"), Path(name, "ran")
        folder.mkdir()
        shutil.copy(_CLIP, folder)
        if command[0] == "tune":
            _add_labelled_recordings(folder)
        for module in _MODULES:
            code = f"open({str(ran)!r}, 'a').write('{module} ')\n"
            (folder / f"{module}.py").write_text(code, encoding="utf-8")
        _run_in(folder, (*start, *command))
        harm = f"ran {ran.read_text(encoding='utf-8')}" if ran.exists() else ""
        return Case(" ".join((Path(start[0]).name, *start[1:], *command)), harm)


def _add_labelled_recordings(folder: Path) -> None:
    for person, top in _PEOPLE.items():
        down, up = [Figure.supine(125)] * 30, [Figure.supine(top)] * 60
        series = scripted_series((down + up) * _BRIDGES + down, rate_hz=_RATE_HZ, profile=MEDIAPIPE)
        starts = [0.5 + index * len(down + up) / _RATE_HZ for index in range(_BRIDGES)]
        save_landmarks(folder / f"{person}.npz", series, f"{person}.mp4")
        labels = Labels("bridge", tuple(LabelledMovement(start_s, start_s + 3) for start_s in starts))
        write_labels(folder / f"{person}.labels.csv", labels)


def _run_in(folder: Path, command: tuple[str, ...]) -> None:
    env = {**os.environ, "PIP_NO_INDEX": "1", "POSECOACH_CONFIG_DIR": str(folder.parent / "own")}
    if "fetch" in command:
        env["POSECOACH_CACHE_DIR"] = str(folder.parent / "cache")
    subprocess.run(command, cwd=folder, env=env, capture_output=True, timeout=_LONGEST_S, check=False)
