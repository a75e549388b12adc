"""Whether thresholds count what a person comfortably does."""

from collections.abc import Sequence

from posecoach.coaching.coach import Coach
from posecoach.coaching.dose import Dose
from posecoach.coaching.events import RepetitionCounted
from posecoach.coaching.exercise import Exercise
from posecoach.pose.series import StablePoses
from posecoach.tuning.person.movements import Stroke

__all__ = ["counted_of", "faulted_checks"]


def counted_of(exercise: Exercise, poses: StablePoses, strokes: Sequence[Stroke]) -> int:
    """How many of a person's repetitions count with the exercise's thresholds.

    Args:
        exercise: The exercise with them.
        poses: As the exercise measures them.
        strokes: The person's movements.
    """
    times = {(stroke.start_s, stroke.end_s) for stroke in strokes}
    return sum(any(_overlap(rep, *time) for rep in _counted(exercise, poses)) for time in times)


def faulted_checks(exercise: Exercise, poses: StablePoses, strokes: Sequence[Stroke]) -> set[str]:
    """Ids of the checks that a person's repetitions fail."""
    return {
        check
        for rep in _counted(exercise, poses)
        for check in rep.faults
        if any(_overlap(rep, stroke.start_s, stroke.end_s) for stroke in strokes)
    }


def _counted(exercise: Exercise, poses: StablePoses) -> list[RepetitionCounted]:
    coach = Coach(exercise, Dose())
    events = [*coach.advance(poses).events, *coach.finish()]
    return [event for event in events if isinstance(event, RepetitionCounted)]


def _overlap(rep: RepetitionCounted, start_s: float, end_s: float) -> bool:
    shared_s = min(rep.end_s, end_s) - max(rep.start_s, start_s)
    return shared_s > 0.5 * min(rep.end_s - rep.start_s, end_s - start_s)
