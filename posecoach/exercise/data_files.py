"""Finding and reading the data that comes with the program, overlaid by the user's own."""

import os
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import platformdirs
from pydantic import BaseModel, ValidationError

from posecoach.errors import ExerciseError
from posecoach.exercise.file_errors import KeyLines, all_problems, syntax_problem
from posecoach.files import locked, read_whole
from posecoach.messages import Message, os_reason
from posecoach.names import printable

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

__all__ = ["TomlFile", "data_folder", "one_writer", "overlaid", "read_toml", "user_folder"]

_USER_FOLDER = "POSECOACH_CONFIG_DIR"
_LOCK = ".lock"

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


@dataclass(frozen=True, slots=True)
class TomlFile:
    """A file as somebody wrote it.

    Attributes:
        path: The file.
        text: All of it.
        data: What it holds, unchecked.
    """

    path: Path
    text: str
    data: dict[str, Any]

    @classmethod
    def read(cls, path: Path) -> "TomlFile":
        """Reads a file.

        Raises:
            ExerciseError: If it can't be read or isn't TOML.
        """
        try:
            text = read_whole(path).decode("utf-8")
            _refuse_too_much(text)
        except OSError as error:
            raise ExerciseError(
                Message("{path}: can't be read ({reason})", path=path, reason=os_reason(error))
            ) from error
        except ValueError as error:
            told = next((one for one in error.args if isinstance(one, Message)), printable(str(error)))
            raise ExerciseError(Message("{path}: not a TOML file: {reason}", path=path, reason=told)) from error
        try:
            return cls(path, text, tomllib.loads(text))
        except (ValueError, RecursionError) as error:
            # Not only tomllib's own error: numbers of thousands of digits are a plain ValueError.
            problem = syntax_problem(text, error)
            raise ExerciseError(Message("{path}: {problem}", path=path, problem=problem)) from error

    def read_as(self, model: type[Model]) -> Model:
        """What it says.

        Raises:
            ExerciseError: If that is wrong, with all that is: line, key, value and what is allowed.
        """
        try:
            return model.model_validate(self.data)
        except ValidationError as error:
            raise self.refusal(self.problems(error, model)) from error

    def problems(self, error: ValidationError, model: type[BaseModel]) -> list[str]:
        """All that a check has found, a line each."""
        return all_problems(error, self.data, model, self.key_lines())

    def key_lines(self) -> KeyLines:
        """Where its keys stand; all of it is read for that."""
        return KeyLines.of(self.text)

    def refusal(self, problems: Sequence[str]) -> ExerciseError:
        """The error that tells all that is wrong with it."""
        first, *more = (Message("{path}: {problem}", path=self.path, problem=problem) for problem in problems)
        return ExerciseError(first, more)


def read_toml(path: Path, model: type[Model]) -> Model:
    """Reads and checks a file.

    Raises:
        ExerciseError: If the file can't be read or is wrong, with all that is: line, key, value and what is allowed.
    """
    return TomlFile.read(path).read_as(model)


def _refuse_too_much(text: str) -> None:
    """Refuses what takes far more time and memory than it has letters.

    A dotted key takes them with the square of its parts, and a table that is wrong has a problem for each key it lacks.
    """
    for number, line in enumerate(text.splitlines(), 1):
        if line.count(".") > _MOST_DOTS:
            raise ValueError(Message("line {number} has more than {most} dots", number=number, most=_MOST_DOTS))
    if text.count("[") + text.count("{") > _MOST_TABLES:
        raise ValueError(Message("more than {most} tables and lists", most=_MOST_TABLES))
