"""What the product makes of landmarks: the one place of this benchmark that knows how an analysis runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from accuracy_report.observation import shipped_exercise

from posecoach.counting.coach import Coach
from posecoach.counting.events import Event
from posecoach.errors import ExerciseError
from posecoach.exercise.library import data_folder
from posecoach.exercise.schema import Exercise
from posecoach.pose.series import Landmarks
from posecoach.pose.stabilise import Stabiliser
from posecoach.recognition import recognise

__all__ = ["NamedPart", "all_exercises", "check_ids", "count", "exercise_of", "recognised"]


@dataclass(frozen=True, slots=True)
class NamedPart:
    """A stretch of a recording whose exercise was named.

    Attributes:
        exercise: Its id.
        start_s: Beginning.
        end_s: End.
        confidence: How sure that is, 0 to 1.
    """

    exercise: str
    start_s: float
    end_s: float
    confidence: float


def count(series: Landmarks, exercise: Exercise) -> tuple[Event, ...]:
    """All events of a recording, as an analysis with the dose of the shortest hold has them."""
    coach = Coach(exercise, min(exercise.doses.values(), key=lambda dose: dose.hold_s))
    return (*coach.advance(series).events, *coach.finish())


def recognised(series: Landmarks, exercises: Sequence[Exercise]) -> tuple[NamedPart, ...]:
    """The parts of a recording that `--exercise auto` is sure of."""
    parts = recognise(Stabiliser()(series), exercises)
    return tuple(NamedPart(one.exercise, one.start_s, one.end_s, one.confidence) for one in parts if one.exercise)


def check_ids(exercise: Exercise) -> frozenset[str]:
    """Of everything that can be judged about its form."""
    return frozenset(rule.id for rule in exercise.rules)


@lru_cache
def exercise_of(exercise_id: str) -> Exercise:
    """The exercise as it comes with the program.

    Raises:
        ExerciseError: There is none of that name.
    """
    exercise = shipped_exercise(exercise_id)
    if exercise is None:
        raise ExerciseError(f"no exercise named {exercise_id}")
    return exercise


@lru_cache
def all_exercises() -> tuple[Exercise, ...]:
    """All exercises that come with the program."""
    return tuple(exercise_of(path.stem) for path in sorted(data_folder("exercises").glob("*.toml")))
