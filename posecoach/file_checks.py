"""All that is wrong with an exercise, plan or calibration file, and what is doubtful about it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from posecoach.calibrations.files import DEFAULT, calibration_paths
from posecoach.calibrations.model import Calibration
from posecoach.calibrations.overlay import Layer, Overlay
from posecoach.data_files import all_problems, data_folder, nearest, toml_data
from posecoach.errors import ExerciseError
from posecoach.exercise.lint import lint
from posecoach.exercise.plan import Plan, PlannedExercise
from posecoach.exercise.schema import Exercise
from posecoach.exercise_files import ExerciseLibrary, exercise_paths, not_personal
from posecoach.plan_files import task_of

__all__ = ["Findings", "inspect", "not_used"]

_SCHEMA = "schema"
"""Key that only calibrations have."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What is to be said about a file, a line each that begins with its path.

    Attributes:
        problems: Why it is refused; empty when it isn't.
        lint: What is allowed but can't be meant.
    """

    problems: tuple[str, ...] = ()
    lint: tuple[str, ...] = ()


def inspect(path: Path) -> Findings:
    """Looks at a file: a calibration if it says so, a plan if it lists exercises, else an exercise."""
    try:
        data = toml_data(path)
    except ExerciseError as error:
        return Findings((str(error),))
    if _SCHEMA in data:
        problems, doubtful = _of_calibration(path, data)
    elif "exercises" in data:
        problems, doubtful = _of_plan(data)
    else:
        problems, doubtful = _of_exercise(path, data)
    return Findings(tuple(f"{path}: {line}" for line in problems), tuple(f"{path}: {line}" for line in doubtful))


def _of_exercise(path: Path, data: dict[str, Any]) -> tuple[list[str], list[str]]:
    identifier = data.get("id")
    named = isinstance(identifier, str) and identifier != path.stem
    misnamed = [f"id = {identifier!r}; allowed: the file's own name, {path.stem!r}"] if named else []
    try:
        exercise = Exercise.model_validate(data)
    except ValidationError as error:
        return [*all_problems(error), *misnamed], []
    return [*misnamed, *not_personal(exercise)], [
        *lint(exercise),
        *_shadowing(path),
        *_calibrated_otherwise(exercise),
    ]


def _shadowing(path: Path) -> list[str]:
    ours = data_folder("exercises") / path.name
    if not ours.exists() or ours.resolve() == path.resolve():
        return []
    return [f"id = {path.stem!r}: takes the place of the exercise of this name that comes with the program"]


def _calibrated_otherwise(exercise: Exercise) -> list[str]:
    """Calibrations that hold for everybody, but aren't used because the file has changed since."""
    try:
        found = Overlay.of(calibration_paths()).left_out(exercise)
    except ExerciseError as error:
        return [str(error)]
    return [not_used(exercise, path) for path in found]


def not_used(exercise: Exercise, calibration: Path) -> str:
    """Says that a calibration file's values for an exercise were fitted to other rules than its file has."""
    return (
        f"{calibration} was fitted to other rules of {exercise.id} and isn't used for it; "
        f"fit it again: `posecoach tune {exercise.id} FOLDER`"
    )


def _of_calibration(path: Path, data: dict[str, Any]) -> tuple[list[str], list[str]]:
    try:
        calibration = Calibration.model_validate(data)
    except ValidationError as error:
        return all_problems(error), []
    layer = Layer(path, calibration, None if path.stem == DEFAULT else path.stem)
    try:
        library = ExerciseLibrary(exercise_paths(), Overlay(()) if layer.profile is None else Overlay.load())
    except ExerciseError as error:
        return [str(error)], []
    found = [_of_calibrated(layer, exercise_id, library) for exercise_id in calibration.exercises]
    return [line for lines, _ in found for line in lines], [line for _, lines in found for line in lines]


def _of_calibrated(layer: Layer, exercise_id: str, library: ExerciseLibrary) -> tuple[list[str], list[str]]:
    """What is to be said about one exercise of a calibration that lies over what is in a library."""
    place = f"exercises.{exercise_id}"
    if exercise_id not in library.paths:
        return [], [f"{place}: there is no such exercise; did you mean {nearest(exercise_id, library.paths)}?"]
    try:
        if not layer.fits(library.raw(exercise_id)):
            return [], [f"{place}: fitted to other rules than the exercise's file has; it isn't used"]
        layer.over(library.load(exercise_id))
    except ExerciseError as error:
        return [str(error).removeprefix(f"{layer.path}: ")], []
    return [], []


def _of_plan(data: dict[str, Any]) -> tuple[list[str], list[str]]:
    try:
        plan = Plan.model_validate(data)
    except ValidationError as error:
        return all_problems(error), []
    try:
        library = ExerciseLibrary.open()
    except ExerciseError as error:
        return [str(error)], []
    entries = enumerate(plan.exercises)
    return [f"exercises.{index}: {line}" for index, entry in entries for line in _of_entry(entry, library)], []


def _of_entry(planned: PlannedExercise, library: ExerciseLibrary) -> list[str]:
    try:
        task_of(planned, library)
    except ExerciseError as error:
        return [str(error)]
    return []
