"""Plans: exercises in an order with their doses and rests; an article's routine, or a physiotherapist's own."""

from enum import Enum
from typing import Annotated

from pydantic import Field

from posecoach.exercise.dose import Dose
from posecoach.exercise.rules import Article, Identifier, Strict

__all__ = ["Plan", "PlannedExercise", "Stage"]

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
