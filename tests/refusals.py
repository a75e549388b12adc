"""How a wrong file is refused."""

from pathlib import Path

from posecoach.errors import ExerciseError
from posecoach.exercise.lint import inspect


def refused(path: Path, error: ExerciseError) -> None:
    """One clear line that starts with the path; and the check of files finds the same."""
    in_one_line(path, error)
    assert str(error) in inspect(path).problems


def in_one_line(path: Path, error: ExerciseError) -> None:
    """A line of its own, after the path."""
    assert str(error).startswith(f"{path}: ")
    assert len(str(error).splitlines()) == 1
