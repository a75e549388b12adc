"""Plans: exercises in an order with their doses and rests; an article's routine, or a physiotherapist's own."""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Annotated

from pydantic import Field

from posecoach.errors import ExerciseError
from posecoach.exercise.data_files import nearest, overlaid, read_toml
from posecoach.exercise.library import ExerciseLibrary, choose_dose
from posecoach.exercise.rules import Article, Identifier, Strict
from posecoach.exercise.schema import Dose, Exercise

__all__ = [
    "LoadedPlan",
    "Plan",
    "PlannedExercise",
    "Stage",
    "Task",
    "load_plan",
    "read_plan",
    "routine_paths",
    "task_of",
]

_USUAL_REST_S = 20.0


class Stage(str, Enum):
    """What an exercise is there for."""

    WARM_UP = "warm-up"
    MAIN = "main"
    COOL_DOWN = "cool-down"


class PlannedExercise(Strict):
    """One exercise of a plan.

    Attributes:
        exercise: Exercise id.
        dose: Name of one of its doses, or a dose of its own; None for the usual one.
        rest_s: Rest after it, in seconds.
        stage: What it is there for.
        note: Spoken before it begins.
    """

    exercise: Identifier
    dose: Dose | Annotated[str, Field(min_length=1)] | None = None
    rest_s: Annotated[float, Field(ge=0, le=3600, allow_inf_nan=False)] = _USUAL_REST_S
    stage: Stage = Stage.MAIN
    note: str = ""


class Plan(Strict):
    """Exercises in their order.

    Attributes:
        name: For people.
        article: Key of the article that it is the routine of; None for a plan of one's own.
        note: Spoken before the first exercise.
        exercises: In their order.
    """

    name: Annotated[str, Field(min_length=1)]
    article: Article | None = None
    note: str = ""
    exercises: Annotated[tuple[PlannedExercise, ...], Field(min_length=1)]


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

    >>> from posecoach import plans
    >>> task = plans()["B"].tasks[0]
    >>> task.exercise.name, task.dose.reps
    ('Pelvic tilt', (10, 15))

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
