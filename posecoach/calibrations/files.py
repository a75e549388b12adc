"""Calibration files: where they are, reading them, and writing what was found of an exercise."""

import re
from pathlib import Path

from posecoach.calibrations.model import SCHEMA, Calibration, ExerciseCalibration
from posecoach.calibrations.text import header
from posecoach.calibrations.updating import update_toml
from posecoach.data_files import nearest, read_toml, user_folder
from posecoach.errors import ExerciseError, OutputError
from posecoach.file_writing import written_beside

__all__ = [
    "DEFAULT",
    "calibration_paths",
    "delete_profile",
    "new_profile_path",
    "profile_path",
    "profiles",
    "read_calibration",
    "user_calibration",
    "write_exercise",
    "write_text",
]

DEFAULT = "default"
"""Name of the calibrations that hold for everybody; the others are profiles."""
_FOLDER = "calibration"
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,63}")


def calibration_paths() -> tuple[Path, ...]:
    """The user's own calibration that holds for everybody, if there is one."""
    path = user_calibration(DEFAULT)
    return (path,) if path.is_file() else ()


def user_calibration(name: str) -> Path:
    """Where a profile is kept, or with `DEFAULT` the user's own calibration for everybody; it may not exist yet.

    Raises:
        ExerciseError: If profiles can't have this name.
    """
    if _NAME.fullmatch(name) is None or (name != DEFAULT and name.lower() == DEFAULT):
        raise ExerciseError(f"profile {name!r}: a name has letters a to z, digits, - and _, at most 64 of them")
    return user_folder() / _FOLDER / f"{name}.toml"


def new_profile_path(name: str) -> Path:
    """Where a profile is kept that may not exist yet.

    Raises:
        ExerciseError: If profiles can't have this name.
    """
    if name.lower() == DEFAULT:
        raise ExerciseError(f"profile {name!r}: this name is kept for what holds for everybody; choose another")
    return user_calibration(name)


def profiles() -> dict[str, Path]:
    """Files of all profiles by name."""
    found = {path.stem: path for path in sorted((user_folder() / _FOLDER).glob("*.toml"))}
    return {name: path for name, path in found.items() if name.lower() != DEFAULT and _NAME.fullmatch(name)}


def profile_path(name: str) -> Path:
    """The file of a profile that there is.

    Raises:
        ExerciseError: If there is none, with the nearest names.
    """
    known = profiles()
    if name in known:
        return known[name]
    if not known:
        raise ExerciseError(f"unknown profile {name!r}; there is none yet: `posecoach calibrate` makes one")
    raise ExerciseError(f"unknown profile {name!r}; did you mean {nearest(name, known)}?")


def delete_profile(name: str) -> None:
    """Deletes a profile's file.

    Raises:
        ExerciseError: If there is none, with the nearest names.
        OutputError: If it can't be deleted.
    """
    path = profile_path(name)
    try:
        path.unlink()
    except OSError as error:
        raise OutputError(f"{path}: can't be deleted ({error.strerror or error})") from error


def read_calibration(path: Path) -> Calibration:
    """Reads and checks a calibration file.

    Raises:
        ExerciseError: If the file can't be read or is wrong, with its key, value and what is allowed.
    """
    return read_toml(path, Calibration)


def write_exercise(path: Path, exercise_id: str, values: ExerciseCalibration, *, title: str) -> None:
    """Puts what was found of an exercise into a file, in place of what it said of that exercise.

    All else in the file is kept, also lines of comment among the exercise's own tables. Numbers are written in full:
    round them before.

    Args:
        path: The file; made if there is none.
        exercise_id: Of the exercise.
        values: What was found.
        title: First line of a new file.

    Raises:
        ExerciseError: If there is a file that can't be read or is wrong; it is left as it is.
        OutputError: If it can't be written; an old file is left as it is.
    """
    write_text(path, update_toml(_text(path) or header(title, SCHEMA), exercise_id, values))


def write_text(path: Path, text: str) -> None:
    """Writes a file whole or not at all, with its folder.

    Raises:
        OutputError: If it can't be written; an old file is left as it is.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{path.parent}: can't be made ({error.strerror or error})") from error
    with written_beside(path, "free space, or see who may write there") as beside:
        beside.write_text(text, encoding="utf-8")


def _text(path: Path) -> str:
    """Of a file that is right; empty if there is none."""
    if not path.exists():
        return ""
    read_calibration(path)
    return path.read_text(encoding="utf-8")
