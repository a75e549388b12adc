"""Plans: exercises in an order with their doses and rests; an article's routine, or a physiotherapist's own."""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from posecoach.errors import ExerciseError
from posecoach.exercise.data_files import TomlFile, overlaid
from posecoach.exercise.library import ExerciseLibrary, choose_dose
from posecoach.exercise.rules import Article, HandWritten, Identifier, RepsSpan, SecondsSpan
from posecoach.exercise.schema import Dose, Exercise
from posecoach.messages import Message
from posecoach.names import nearest

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
    "wrong_entries",
]

_USUAL_REST_S = 20.0


class Stage(str, Enum):
    """What an exercise is there for."""

    WARM_UP = "warm-up"
    MAIN = "main"
    COOL_DOWN = "cool-down"

    @classmethod
    def _missing_(cls, value: object) -> "Stage | None":
        """What people write as well."""
        others = {one.value.replace("-", ""): one for one in cls}
        return others.get("".join(letter for letter in str(value).lower() if letter.isalpha()))


def _as_list(value: object) -> object:
    """A single entry is a list of one."""
    return [value] if isinstance(value, dict | str) else value


def _as_entry(value: object) -> object:
    """A name alone is an entry of a list."""
    return {"exercise": value} if isinstance(value, str) else value


def _as_id(value: object) -> object:
    """An exercise's id, also of "Bird dog"."""
    return "_".join(value.lower().split()) if isinstance(value, str) else value


class PlannedExercise(HandWritten):
    """One exercise of a plan.

    Attributes:
        exercise: Exercise id.
        dose: Name of one of its doses, or a dose of its own; None for the usual one.
        reps: Fewest and most repetitions in place of the named or usual dose's; None keeps them.
        hold_s: Shortest and longest hold in seconds in place of that dose's; None keeps it.
        moving_s: Shortest and longest movement in seconds in place of that dose's; None keeps it.
        rest_s: Rest after it, in seconds.
        stage: What it is there for.
        note: Spoken before it begins.
    """

    exercise: Annotated[Identifier, BeforeValidator(_as_id, json_schema_input_type=str)]
    dose: Dose | Annotated[str, Field(min_length=1)] | None = None
    reps: RepsSpan | None = None
    hold_s: SecondsSpan | None = None
    moving_s: SecondsSpan | None = None
    rest_s: Annotated[float, Field(ge=0, le=3600, allow_inf_nan=False)] = _USUAL_REST_S
    stage: Stage = Stage.MAIN
    note: str = ""

    @property
    def dose_changes(self) -> dict[str, tuple[float, float]]:
        """What is written beside the dose, by the name of its key."""
        beside = {"reps": self.reps, "hold_s": self.hold_s, "moving_s": self.moving_s}
        return {name: span for name, span in beside.items() if span is not None}

    @model_validator(mode="after")
    def _said_once(self) -> "PlannedExercise":
        if isinstance(self.dose, Dose) and self.dose_changes:
            key = next(iter(self.dose_changes))
            raise ValueError(Message("{key} stands beside a dose of its own; write it into dose", key=key))
        return self


class Plan(HandWritten):
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
    exercises: Annotated[
        tuple[
            Annotated[PlannedExercise, BeforeValidator(_as_entry, json_schema_input_type=PlannedExercise | str)], ...
        ],
        Field(min_length=1),
        BeforeValidator(_as_list, json_schema_input_type=list[PlannedExercise | str]),
    ]


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
    raise ExerciseError(
        Message("unknown routine {name!r}; allowed: {known}, or a plan's file", name=name, known=nearest(name, paths))
    )


def read_plan(path: Path, profile: str | None = None) -> LoadedPlan:
    """Reads and checks a plan's file.

    Args:
        path: The file.
        profile: Name of the profile of who does it; None for nobody in particular.

    Raises:
        ExerciseError: If there is no such profile, or the file can't be read or is wrong, with its key, value and
            what is allowed.
    """
    file = TomlFile.read(path)
    plan, library = file.read_as(Plan), ExerciseLibrary.open(profile)
    problems = wrong_entries(file, plan, library)
    if problems:
        raise file.refusal(problems)
    return LoadedPlan(plan, tuple(task_of(planned, library) for planned in plan.exercises))


def wrong_entries(file: TomlFile, plan: Plan, library: ExerciseLibrary) -> list[str]:
    """What is wrong with the entries of a plan, a line each.

    Args:
        file: The plan's file.
        plan: What it says.
        library: Where its exercises are.
    """
    entries = enumerate(plan.exercises)
    problems = [(place, line) for place, entry in entries for line in _wrong_entry(entry, library)]
    if not problems:
        return []
    lines, key = file.key_lines(), next(key for key in ("exercises", "exercise") if key in file.data)
    return [lines.located((key, place), line) for place, line in problems]


def _wrong_entry(planned: PlannedExercise, library: ExerciseLibrary) -> list[str]:
    try:
        task_of(planned, library)
    except ExerciseError as error:
        return [error.message]
    return []


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
    return Task(exercise, *choose_dose(exercise, planned.dose, planned.dose_changes), planned)
