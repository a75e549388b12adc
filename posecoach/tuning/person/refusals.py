"""Why a recording can't be calibrated from, in one line."""

from collections.abc import Sequence

import numpy as np

from posecoach.recognition import recognise
from posecoach.exercise.schema import Exercise
from posecoach.exercise.tunables import with_thresholds
from posecoach.measures import MEASURES
from posecoach.pose.series import StablePoses
from posecoach.tuning.person.loosening import easiest, loosened
from posecoach.tuning.person.movements import Found
from posecoach.tuning.person.resting import condition_values, level
from posecoach.tuning.person.zones import smallest_countable

__all__ = ["refusal", "too_small", "worded"]

_FEWEST = 2
"""Comfortable repetitions that are needed: one may be a try."""
_CLEAR = 0.5
"""Confidence in another exercise that isn't just like this one: those that are get up to 0.5 over each other, because
holds tell them apart, and short ones will do here."""
_MOST = 0.5
"""Of the recognised time: an exercise that covers less is what else was done."""


def refusal(
    exercise: Exercise, poses: StablePoses, found: Found, others: Sequence[Exercise], noise: float
) -> str | None:
    """What is wrong with a recording; None if a person's range can be read off it.

    Args:
        exercise: The exercise.
        poses: Stable poses with the hips as they were found.
        found: What was found of the exercise.
        others: Exercises that it may show instead.
        noise: Standard deviation of the drive at rest; 0 if it isn't known.
    """
    other = _other(exercise, poses, others)
    if other is not None:
        return f"shows {other.name} ({other.id}), not {exercise.name} ({exercise.id})"
    if found.repetitions >= _FEWEST:
        return None
    if not found.resting.any():
        return _never_ready(loosened(exercise), found)
    if found.repetitions == 1:
        return f"one comfortable repetition of {exercise.name}; do at least {_FEWEST}, or better three, alike"
    return too_small(exercise, 0.0 if exercise.drive.relative else found.rest, found.furthest, noise)


def too_small(exercise: Exercise, rest: float, furthest: float, noise: float) -> str:
    """A movement that doesn't count even at the limits.

    Args:
        exercise: The exercise.
        rest: Where it begins, with the drive's sign taken out.
        furthest: How far it goes.
        noise: Standard deviation at rest; 0 if it isn't known.
    """
    easy = with_thresholds(exercise, easiest(exercise)) if exercise.tunables else exercise
    needed = smallest_countable(easy, rest, noise)
    sign, measure = exercise.drive.sign, exercise.drive.measure
    went = f"to {worded(measure, sign * furthest)}" + (f", with a noise of {worded(measure, noise)}" if noise else "")
    if furthest >= needed:
        return (
            f"no repetition of {exercise.name} counts, though {measure} goes {went}; begin in the start position, come "
            "back to it each time, and do all of them alike"
        )
    return (
        f"no repetition of {exercise.name}: {measure} goes from {worded(measure, sign * rest)} {went}; what "
        f"counts, even at the limits of the exercise, goes to {worded(measure, sign * needed)}"
    )


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


def _never_ready(exercise: Exercise, found: Found) -> str:
    """Which condition of the start position is never met, and by how much."""
    words = f"{exercise.name}'s start position isn't seen"
    for condition in exercise.start:
        values = condition_values(exercise, found.table, condition)
        seen = values[~np.isnan(values)]
        if len(seen) and not ((seen >= condition.min) & (seen <= condition.max)).any():
            middle = worded(condition.measure, level(seen))
            return f"{words}: {condition.measure} is {middle}, allowed are {condition.min:g} to {condition.max:g}"
    return f"{words}; rest in it for a moment, and let the camera see all of you"
