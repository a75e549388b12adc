import doctest
import inspect
import subprocess
import sys

import pytest

import posecoach

HEAVY = ("av", "cv2", "mediapipe", "nicegui", "pandas", "typer", "xarray")
LOADED = f"import sys, posecoach; print([name for name in {HEAVY} if name in sys.modules])"
NAMES = [
    *("Advance", "Coach", "CoachState", "Dose", "Exercise", "ExerciseError", "Landmarks", "LoadedPlan", "ModelError"),
    *("OutputError", "PosecoachError", "Session", "SourceError", "__version__", "analyse", "coach", "events"),
    *("exercises", "load_exercise", "plans"),
]
DOCUMENTED = [name for name in NAMES if name != "__version__"]
FACE = {name: getattr(posecoach, name) for name in NAMES}


def test_the_public_names() -> None:
    """Each one more is a promise; the order is that of sorted()."""
    assert posecoach.__all__ == NAMES == sorted(NAMES)


def test_importing_loads_nothing_heavy() -> None:
    """Neither OpenCV nor MediaPipe, nor what only some commands need."""
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("name", DOCUMENTED)
def test_every_public_name_has_an_example(name: str) -> None:
    """In its own docstring."""
    assert doctest.DocTestParser().get_examples(inspect.getdoc(FACE[name]) or "")


@pytest.mark.parametrize("name", [*DOCUMENTED, "posecoach"])
def test_examples_run(name: str) -> None:
    """As they stand, after `from posecoach import *`; only what needs a recording is skipped."""
    thing = FACE.get(name, posecoach)
    runner = doctest.DocTestRunner()
    for found in doctest.DocTestFinder().find(thing, name, globs=dict(FACE)):
        runner.run(found)
    assert runner.summarize(verbose=False).failed == 0
