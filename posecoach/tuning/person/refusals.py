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
_CLEAR = 0.5
"""Confidence in another exercise that isn't just like this one: those that are get up to 0.5 over each other, because
holds tell them apart, and short ones will do here."""
_MOST = 0.5
"""Of the recognised time: an exercise that covers less is what else was done."""


def refusal(exercise: Exercise, poses: StablePoses, repetitions: int, others: Sequence[Exercise]) -> str | None:
    """What is wrong with a recording; None if a person's range can be read off it.

    Args:
        exercise: The exercise.
        poses: Stable poses with the hips as they were found.
        repetitions: Comfortable ones that were found.
        others: Exercises that it may show instead.
    """
    other = _other(exercise, poses, others)
    if other is not None:
        return f"shows {other.name} ({other.id}), not {exercise.name} ({exercise.id})"
    if repetitions >= _FEWEST:
        return None
    if repetitions == 1:
        return f"one comfortable repetition of {exercise.name}; do at least {_FEWEST}, or better three, alike"
    return f"no repetition of {exercise.name}, even at the limits of its thresholds{_reason(exercise, poses)}"


def worded(measure: str, value: float) -> str:
    """A value with its unit."""
    known = MEASURES[measure]
    if known.unit == "deg":
        return f"{value + 0.0:.0f} degrees" if abs(value) >= 10 else f"{value + 0.0:.1f} degrees"
    return f"{value + 0.0:.2f} {known.unit}"


def _other(exercise: Exercise, poses: StablePoses, others: Sequence[Exercise]) -> Exercise | None:
    """The exercise that is clearly shown instead: one that accounts for the recording much better than this one."""
    if not others:
        return None
    known = {other.id: other for other in others if other.id != exercise.id}
    parts = recognise(poses, [*known.values(), loosened(exercise)])
    whole_s = sum(part.end_s - part.start_s for part in parts)
    for part in parts:
        clear = part.confidence > _CLEAR or exercise.id not in part.guesses
        if clear and part.exercise in known and part.end_s - part.start_s > _MOST * whole_s:
            return known[str(part.exercise)]
    return None


def _reason(exercise: Exercise, poses: StablePoses) -> str:
    """Why nothing counts: the reason that most of the time has."""
    coach = Coach(loosened(exercise), Dose())
    events = [*coach.advance(with_hips_for(exercise, poses)).events, *coach.finish()]
    spans_s = defaultdict[str, float](float)
    for event in events:
        if isinstance(event, NotCounted):
            spans_s[event.reason] += event.end_s - event.start_s
    return f": {max(spans_s, key=lambda reason: spans_s[reason])}" if spans_s else ""
