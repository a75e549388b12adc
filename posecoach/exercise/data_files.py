"""Finding and reading the data that comes with the program, overlaid by the user's own."""

import difflib
import os
import sys
from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, TypeVar

import platformdirs
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from posecoach.errors import ExerciseError
from posecoach.files import locked, read_whole
from posecoach.names import printable

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

__all__ = [
    "all_problems",
    "data_folder",
    "first_problem",
    "nearest",
    "one_writer",
    "overlaid",
    "read_toml",
    "toml_data",
    "user_folder",
]

_USER_FOLDER = "POSECOACH_CONFIG_DIR"
_LOCK = ".lock"
_NAME_KINDS, _TABLE_KINDS = (("str",), ("constrained-str",)), (("Attempt",), ("Dose",))
"""What pydantic puts at the end of a key that may hold a name or a table."""
_LONGEST_VALUE = 80
"""Letters of a wrong value that are told."""

_MOST_DOTS = 100
"""In a line."""
_MOST_TABLES = 10_000
"""And lists, in a file."""

Model = TypeVar("Model", bound=BaseModel)


def data_folder(name: str) -> Path:
    """A folder of data that comes with the program: inside the package once installed, beside it in a checkout."""
    package = Path(__file__).parents[1]
    inside = package / name
    return inside if inside.is_dir() else package.parent / name


def user_folder() -> Path:
    """Where a user's own exercises, plans and calibrations are."""
    chosen = os.environ.get(_USER_FOLDER)
    return Path(chosen) if chosen else platformdirs.user_config_path("posecoach")


def one_writer() -> AbstractContextManager[None]:
    """Meanwhile, no other process of this user changes exercises, calibrations, profiles or labels.

    Raises:
        OutputError: If another process does so for long.
    """
    return locked(user_folder() / _LOCK)


def overlaid(folder: str) -> dict[str, Path]:
    """TOML files of a folder by name; a user's own file takes the place of the one with the same name."""
    folders = (data_folder(folder), user_folder() / folder)
    found = {path.stem: path for place in folders for path in place.glob("*.toml")}
    return dict(sorted(found.items()))


def read_toml(path: Path, model: type[Model]) -> Model:
    """Reads and checks a file.

    Raises:
        ExerciseError: If the file can't be read or is wrong, with its key, value and what is allowed.
    """
    try:
        return model.model_validate(toml_data(path))
    except ValidationError as error:
        raise ExerciseError(f"{path}: {first_problem(error)}") from error


def toml_data(path: Path) -> dict[str, Any]:
    """What a file holds, unchecked.

    Raises:
        ExerciseError: If the file can't be read or isn't TOML.
    """
    try:
        text = read_whole(path).decode("utf-8")
        _refuse_too_much(text)
        return tomllib.loads(text)
    except OSError as error:
        raise ExerciseError(f"{path}: can't be read ({error.strerror})") from error
    except (ValueError, RecursionError) as error:
        # Not only tomllib's own error: numbers of thousands of digits are a plain ValueError.
        raise ExerciseError(f"{path}: not a TOML file: {printable(str(error))}") from error


def _refuse_too_much(text: str) -> None:
    """Refuses what takes far more time and memory than it has letters.

    A dotted key takes them with the square of its parts, and a table that is wrong has a problem for each key it lacks.
    """
    for number, line in enumerate(text.splitlines(), 1):
        if line.count(".") > _MOST_DOTS:
            raise ValueError(f"line {number} has more than {_MOST_DOTS} dots")
    if text.count("[") + text.count("{") > _MOST_TABLES:
        raise ValueError(f"more than {_MOST_TABLES} tables and lists")


def first_problem(error: ValidationError) -> str:
    """Key, value and reason of the first thing that is wrong."""
    return all_problems(error)[0]


def all_problems(error: ValidationError) -> list[str]:
    """Key, value and reason of everything that is wrong."""
    problems = error.errors()
    return [_told(problem) for problem in problems if not _other_kind(problem)] or [_told(problems[0])]


def _other_kind(problem: ErrorDetails) -> bool:
    """Whether it only says that a table isn't a name, or the other way round, where either is allowed."""
    is_table = isinstance(problem["input"], dict)
    return problem["loc"][-1:] in (_NAME_KINDS if is_table else _TABLE_KINDS)


def _told(problem: ErrorDetails) -> str:
    kinds = {part for kind in (*_NAME_KINDS, *_TABLE_KINDS) for part in kind}
    key = ".".join(str(part) for part in problem["loc"] if part not in kinds) or "file"
    message = problem["msg"].removeprefix("Value error, ")
    if problem["type"] == "missing":
        return printable(f"{key} is missing")
    value = "" if isinstance(problem["input"], dict) else f" = {_shortened(problem['input'])}"
    return printable(f"{key}{value}: {message[0].lower()}{message[1:]}")


def _shortened(value: object) -> str:
    try:
        text = repr(value)
    except (ValueError, RecursionError):
        return "a value of thousands of parts"
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}..."


def nearest(wrong: str, names: Iterable[str]) -> str:
    """What may have been meant, in words: the nearest names, or all of them."""
    known = list(names)
    near = difflib.get_close_matches(wrong, known, n=3, cutoff=0.5) or known
    return near[0] if len(near) == 1 else f"{', '.join(near[:-1])} or {near[-1]}"
