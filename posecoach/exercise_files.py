"""Exercise files and doses by name."""

from pathlib import Path

from pydantic import ValidationError

from posecoach.coaching.dose import Dose
from posecoach.coaching.exercise import Exercise
from posecoach.data_files import data_folder, first_problem, nearest, overlaid, read_toml
from posecoach.errors import ExerciseError

__all__ = ["choose_dose", "data_folder", "exercise_paths", "load_exercise", "read_exercise"]

_SETTINGS = ("reps", "hold_s", "moving_s")


def exercise_paths() -> dict[str, Path]:
    """Exercise files by exercise id; a user's own file takes the place of the one with the same name."""
    return overlaid("exercises")


def load_exercise(exercise_id: str) -> Exercise:
    """The exercise with this id.

    Raises:
        ExerciseError: If there is none, with the nearest names, or its file is wrong.
    """
    paths = exercise_paths()
    if exercise_id not in paths:
        raise ExerciseError(f"unknown exercise {exercise_id!r}; did you mean {nearest(exercise_id, paths)}?")
    return read_exercise(paths[exercise_id])


def read_exercise(path: Path) -> Exercise:
    """Reads and checks one exercise file.

    Raises:
        ExerciseError: If the file can't be read or is wrong, with its key, value and what is allowed.
    """
    exercise = read_toml(path, Exercise)
    if exercise.id != path.stem:
        raise ExerciseError(f"{path}: id = {exercise.id!r}; allowed: the file's own name, {path.stem!r}")
    return exercise


def choose_dose(exercise: Exercise, name: str | None, settings: dict[str, float]) -> tuple[str, Dose]:
    """The dose to follow: an article's, or the exercise's usual one, with single values changed.

    Args:
        exercise: The exercise.
        name: Key of the article, or None for the usual one.
        settings: New values of "reps", "hold_s" and "moving_s".

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
    unknown = settings.keys() - set(_SETTINGS)
    if unknown:
        raise ExerciseError(f"unknown setting {min(unknown)!r}; allowed: {', '.join(_SETTINGS)}")
    changes = {setting: (value, value) for setting, value in settings.items()}
    try:
        return f"{key}+", Dose.model_validate(dose.model_dump() | changes)
    except ValidationError as error:
        raise ExerciseError(f"setting {first_problem(error)}") from error
