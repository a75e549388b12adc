"""Plans by name or file, with the exercises and doses that they ask for."""

from dataclasses import dataclass
from pathlib import Path

from posecoach.coaching.dose import Dose
from posecoach.coaching.exercise import Exercise
from posecoach.coaching.plan import Plan, PlannedExercise
from posecoach.data_files import nearest, overlaid, read_toml
from posecoach.errors import ExerciseError
from posecoach.exercise_files import choose_dose, load_exercise

__all__ = ["LoadedPlan", "Task", "load_plan", "read_plan", "routine_paths", "task_of"]

_OWN_DOSE = "own"


@dataclass(frozen=True, slots=True)
class Task:
    """One exercise of a plan, ready to be done.

    Attributes:
        exercise: What to do.
        dose_name: Name of the dose, "own" for the plan's own.
        dose: How much of it.
        planned: What the plan says.
    """

    exercise: Exercise
    dose_name: str
    dose: Dose
    planned: PlannedExercise


@dataclass(frozen=True, slots=True)
class LoadedPlan:
    """A plan with its exercises.

    Attributes:
        plan: As in its file.
        tasks: In the plan's order.
    """

    plan: Plan
    tasks: tuple[Task, ...]


def routine_paths() -> dict[str, Path]:
    """Routine files by name; a user's own file takes the place of the one with the same name."""
    return overlaid("routines")


def load_plan(name: str) -> LoadedPlan:
    """The plan in a file, or the routine with this name.

    Raises:
        ExerciseError: If there is none, or the file or what it asks for is wrong.
    """
    paths = routine_paths()
    if name in paths:
        return read_plan(paths[name])
    path = Path(name)
    if path.suffix == ".toml" or path.exists():
        return read_plan(path)
    raise ExerciseError(f"unknown routine {name!r}; allowed: {nearest(name, paths)}, or a plan's file")


def read_plan(path: Path) -> LoadedPlan:
    """Reads and checks a plan's file.

    Raises:
        ExerciseError: If the file can't be read or is wrong, with its key, value and what is allowed.
    """
    plan = read_toml(path, Plan)
    return LoadedPlan(plan, tuple(_task(path, index, planned) for index, planned in enumerate(plan.exercises)))


def task_of(planned: PlannedExercise) -> Task:
    """An entry of a plan with what it asks for.

    Raises:
        ExerciseError: If there is no such exercise or dose, or the exercise's file is wrong.
    """
    exercise = load_exercise(planned.exercise)
    if isinstance(planned.dose, Dose):
        return Task(exercise, _OWN_DOSE, planned.dose, planned)
    return Task(exercise, *choose_dose(exercise, planned.dose, {}), planned)


def _task(path: Path, index: int, planned: PlannedExercise) -> Task:
    try:
        return task_of(planned)
    except ExerciseError as error:
        raise ExerciseError(f"{path}: exercises.{index}: {error}") from error
