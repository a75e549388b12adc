"""Why a recording can't be calibrated from, in one line."""

from collections import defaultdict
from collections.abc import Sequence

from posecoach.coaching.hips import with_hips_for
from posecoach.counting.coach import Coach
from posecoach.counting.events import NotCounted
from posecoach.exercise.dose import Dose
from posecoach.exercise.schema import Exercise
from posecoach.measures import MEASURES
from posecoach.pose.series import StablePoses
from posecoach.recognition import recognise
from posecoach.tuning.person.loosening import loosened

__all__ = ["refusal", "worded"]

_FEWEST = 2
"""Comfortable repetitions that are needed: one may be a try."""


def refusal(exercise: Exercise, poses: StablePoses, repetitions: int, others: Sequence[Exercise]) -> str | None:
    """What is wrong with a recording; None if a person's range can be read off it.

    Args:
        exercise: The exercise.
        poses: Stable poses with the hips as they were found.
        repetitions: Comfortable ones that were found.
        others: Exercises that it may show instead.
    """
    if repetitions >= _FEWEST:
        return None
    if repetitions == 1:
        return f"one comfortable repetition of {exercise.name}; do at least {_FEWEST}, or better three, alike"
    reason = f"no repetition of {exercise.name}, even at the limits of its thresholds{_reason(exercise, poses)}"
    other = _other(poses, others)
    return reason if other is None else f"{reason}; it looks like {other.name} ({other.id})"


def worded(measure: str, value: float) -> str:
    """A value with its unit."""
    known = MEASURES[measure]
    if known.unit == "deg":
        return f"{value + 0.0:.0f} degrees" if abs(value) >= 10 else f"{value + 0.0:.1f} degrees"
    return f"{value + 0.0:.2f} {known.unit}"


def _other(poses: StablePoses, others: Sequence[Exercise]) -> Exercise | None:
    """The exercise that the longest part shows."""
    known = {other.id: other for other in others}
    parts = [part for part in recognise(poses, others) if part.exercise is not None]
    longest = max(parts, key=lambda part: part.end_s - part.start_s, default=None)
    return None if longest is None else known[str(longest.exercise)]


def _reason(exercise: Exercise, poses: StablePoses) -> str:
    """Why nothing counts: the reason that most of the time has."""
    coach = Coach(loosened(exercise), Dose())
    events = [*coach.advance(with_hips_for(exercise, poses)).events, *coach.finish()]
    spans_s = defaultdict[str, float](float)
    for event in events:
        if isinstance(event, NotCounted):
            spans_s[event.reason] += event.end_s - event.start_s
    return f": {max(spans_s, key=lambda reason: spans_s[reason])}" if spans_s else ""
