"""All that is wrong with an exercise or plan file, and what is doubtful about it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from posecoach.coaching.doubts import doubts
from posecoach.coaching.exercise import Exercise
from posecoach.coaching.plan import Plan, PlannedExercise
from posecoach.data_files import all_problems, data_folder, toml_data
from posecoach.errors import ExerciseError
from posecoach.plan_files import task_of

__all__ = ["Findings", "inspect"]


@dataclass(frozen=True, slots=True)
class Findings:
    """What is to be said about a file, a line each that begins with its path.

    Attributes:
        problems: Why it is refused; empty when it isn't.
        doubts: What is allowed but can't be meant.
    """

    problems: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def inspect(path: Path) -> Findings:
    """Looks at a file: a plan if it lists exercises, else an exercise."""
    try:
        data = toml_data(path)
    except ExerciseError as error:
        return Findings((str(error),))
    problems, doubtful = _of_plan(data) if "exercises" in data else _of_exercise(path, data)
    return Findings(tuple(f"{path}: {line}" for line in problems), tuple(f"{path}: {line}" for line in doubtful))


def _of_exercise(path: Path, data: dict[str, Any]) -> tuple[list[str], list[str]]:
    identifier = data.get("id")
    named = isinstance(identifier, str) and identifier != path.stem
    misnamed = [f"id = {identifier!r}; allowed: the file's own name, {path.stem!r}"] if named else []
    try:
        exercise = Exercise.model_validate(data)
    except ValidationError as error:
        return [*all_problems(error), *misnamed], []
    return misnamed, [*doubts(exercise), *_shadowing(path)]


def _shadowing(path: Path) -> list[str]:
    ours = data_folder("exercises") / path.name
    if not ours.exists() or ours.resolve() == path.resolve():
        return []
    return [f"id = {path.stem!r}: takes the place of the exercise of this name that comes with the program"]


def _of_plan(data: dict[str, Any]) -> tuple[list[str], list[str]]:
    try:
        plan = Plan.model_validate(data)
    except ValidationError as error:
        return all_problems(error), []
    problems = [f"exercises.{index}: {line}" for index, entry in enumerate(plan.exercises) for line in _of_entry(entry)]
    return problems, []


def _of_entry(planned: PlannedExercise) -> list[str]:
    try:
        task_of(planned)
    except ExerciseError as error:
        return [str(error)]
    return []
