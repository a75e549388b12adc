"""Finding and reading exercise files: the ones that come with the program, overlaid by the user's own."""

import difflib
import os
import sys
from pathlib import Path

import platformdirs
from pydantic import ValidationError

from posecoach.coaching.exercise import Dose, Exercise
from posecoach.errors import ExerciseError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

__all__ = ["choose_dose", "data_folder", "exercise_paths", "load_exercise", "read_exercise"]

_USER_FOLDER = "POSECOACH_CONFIG_DIR"


def data_folder(name: str) -> Path:
    """A folder of data that comes with the program: inside the package once installed, beside it in a checkout."""
    package = Path(__file__).parent
    inside = package / name
    return inside if inside.is_dir() else package.parent / name


def _user_folder() -> Path:
    chosen = os.environ.get(_USER_FOLDER)
    return Path(chosen) if chosen else platformdirs.user_config_path("posecoach")


def exercise_paths() -> dict[str, Path]:
    """Exercise files by exercise id; a user's own file takes the place of the one with the same name."""
    folders = (data_folder("exercises"), _user_folder() / "exercises")
    found = {path.stem: path for folder in folders for path in folder.glob("*.toml")}
    return dict(sorted(found.items()))


def load_exercise(exercise_id: str) -> Exercise:
    """The exercise with this id.

    Raises:
        ExerciseError: If there is none, with the nearest names, or its file is wrong.
    """
    paths = exercise_paths()
    if exercise_id not in paths:
        near = difflib.get_close_matches(exercise_id, paths, n=3, cutoff=0.5) or list(paths)
        raise ExerciseError(f"unknown exercise {exercise_id!r}; did you mean {_either(near)}?")
    return read_exercise(paths[exercise_id])


def read_exercise(path: Path) -> Exercise:
    """Reads and checks one exercise file.

    Raises:
        ExerciseError: If the file can't be read or is wrong, with its key, value and what is allowed.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ExerciseError(f"{path}: can't be read ({error.strerror})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ExerciseError(f"{path}: not a TOML file: {error}") from error
    try:
        exercise = Exercise.model_validate(data)
    except ValidationError as error:
        raise ExerciseError(f"{path}: {_first_problem(error)}") from error
    if exercise.id != path.stem:
        raise ExerciseError(f"{path}: id = {exercise.id!r}; allowed: the file's own name, {path.stem!r}")
    return exercise


def choose_dose(exercise: Exercise, name: str | None, settings: dict[str, float]) -> tuple[str, Dose]:
    """The dose to follow: an article's, or the exercise's usual one, with single values changed.

    Args:
        exercise: The exercise.
        name: Key of the article, or None for the usual one.
        settings: New values of "reps" and "hold_s".

    Returns:
        The dose's name (with a plus sign when changed) and the dose.

    Raises:
        ExerciseError: If the dose or a setting doesn't exist or its value isn't possible.
    """
    key = name or exercise.default_dose
    if key not in exercise.doses:
        raise ExerciseError(f"{exercise.id}: no dose {key!r}; allowed: {', '.join(exercise.doses)}")
    dose = exercise.doses[key]
    if not settings:
        return key, dose
    unknown = settings.keys() - {"reps", "hold_s"}
    if unknown:
        raise ExerciseError(f"unknown setting {min(unknown)!r}; allowed: reps, hold_s")
    changes = {setting: (value, value) for setting, value in settings.items()}
    try:
        return f"{key}+", Dose.model_validate(dose.model_dump() | changes)
    except ValidationError as error:
        raise ExerciseError(f"setting {_first_problem(error)}") from error


def _first_problem(error: ValidationError) -> str:
    problem = error.errors()[0]
    key = ".".join(str(part) for part in problem["loc"]) or "file"
    message = problem["msg"].removeprefix("Value error, ")
    if problem["type"] == "missing":
        return f"{key} is missing"
    value = "" if isinstance(problem["input"], dict) else f" = {problem['input']!r}"
    return f"{key}{value}: {message[0].lower()}{message[1:]}"


def _either(names: list[str]) -> str:
    return " or ".join(names) if len(names) < 3 else f"{', '.join(names[:-1])} or {names[-1]}"
