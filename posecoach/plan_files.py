"""Plans by name or file, with the exercises and doses that they ask for."""

from dataclasses import dataclass
from pathlib import Path

from posecoach.data_files import nearest, overlaid, read_toml
from posecoach.errors import ExerciseError
from posecoach.exercise.dose import Dose
from posecoach.exercise.plan import Plan, PlannedExercise
from posecoach.exercise.schema import Exercise
from posecoach.exercise_files import ExerciseLibrary, choose_dose

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


def load_plan(name: str, profile: str | None = None) -> LoadedPlan:
    """The plan in a file, or the routine with this name.

    Args:
        name: Of a file or a routine.
        profile: Name of the profile of who does it; None for nobody in particular.

    Raises:
        ExerciseError: If there is no such plan or profile, or the file or what it asks for is wrong.
    """
    paths = routine_paths()
    if name in paths:
        return read_plan(paths[name], profile)
    path = Path(name)
    if path.suffix == ".toml" or path.exists():
        return read_plan(path, profile)
    raise ExerciseError(f"unknown routine {name!r}; allowed: {nearest(name, paths)}, or a plan's file")


def read_plan(path: Path, profile: str | None = None) -> LoadedPlan:
    """Reads and checks a plan's file.

    Args:
        path: The file.
        profile: Name of the profile of who does it; None for nobody in particular.

    Raises:
        ExerciseError: If there is no such profile, or the file can't be read or is wrong, with its key, value and
            what is allowed.
    """
    plan = read_toml(path, Plan)
    library = ExerciseLibrary.open(profile)
    tasks = (_task(path, index, planned, library) for index, planned in enumerate(plan.exercises))
    return LoadedPlan(plan, tuple(tasks))


def task_of(planned: PlannedExercise, library: ExerciseLibrary) -> Task:
    """An entry of a plan with what it asks for.

    Args:
        planned: The entry.
        library: Where its exercise is.

    Raises:
        ExerciseError: If there is no such exercise or dose, or the exercise's file is wrong.
    """
    exercise = library.load(planned.exercise)
    if isinstance(planned.dose, Dose):
        return Task(exercise, _OWN_DOSE, planned.dose, planned)
    return Task(exercise, *choose_dose(exercise, planned.dose, {}), planned)


def _task(path: Path, index: int, planned: PlannedExercise, library: ExerciseLibrary) -> Task:
    try:
        return task_of(planned, library)
    except ExerciseError as error:
        raise ExerciseError(f"{path}: exercises.{index}: {error}") from error
