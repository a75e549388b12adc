"""Whether thresholds count what a person comfortably does."""

from collections.abc import Sequence

from posecoach.coaching.recount import Course, recount
from posecoach.counting.events import RepetitionCounted
from posecoach.exercise.dose import Dose
from posecoach.exercise.schema import Exercise
from posecoach.tuning.matching import Timed, overlap_s
from posecoach.tuning.person.movements import Stroke

__all__ = ["counted_of", "faulted_checks"]


_SAME_SHARE = 0.5
"""Of the shorter of two movements, that they share if they are the same one."""


def counted_of(exercise: Exercise, course: Course, strokes: Sequence[Stroke]) -> int:
    """How many of a person's repetitions count with the exercise's thresholds.

    Args:
        exercise: The exercise with them.
        course: The recording.
        strokes: The person's movements.
    """
    # A movement to both sides is two strokes with the same time.
    movements = {(stroke.start_s, stroke.end_s): stroke for stroke in strokes}.values()
    counted = _counted(exercise, course)
    return sum(any(_same(rep, movement) for rep in counted) for movement in movements)


def faulted_checks(exercise: Exercise, course: Course, strokes: Sequence[Stroke]) -> set[str]:
    """Ids of the checks that a person's repetitions fail."""
    return {
        check
        for rep in _counted(exercise, course)
        for check in rep.faults
        if any(_same(rep, stroke) for stroke in strokes)
    }


def _counted(exercise: Exercise, course: Course) -> list[RepetitionCounted]:
    return [event for event in recount(course, exercise, Dose()) if isinstance(event, RepetitionCounted)]


def _same(one: Timed, other: Timed) -> bool:
    return overlap_s(one, other) > _SAME_SHARE * min(one.end_s - one.start_s, other.end_s - other.start_s)
