"""One threshold goes elsewhere; the drive's other zones make way."""

from collections.abc import Mapping

from posecoach.exercise.schema import Exercise
from posecoach.exercise.tunables import ZONES, in_order, with_thresholds
from posecoach.tuning.wording import threshold_words

__all__ = ["dragged"]

_GAP_SHARE = 0.02
"""Of a zone's limits: a zone that is pushed keeps this distance."""


def dragged(exercise: Exercise, values: Mapping[str, float], key: str, value: float) -> dict[str, float]:
    """All thresholds after one was dragged to a value.

    Args:
        exercise: Whose they are.
        values: As they are now.
        key: What is dragged.
        value: To where; kept within its limits and rounded to what its measure is known to.

    Raises:
        ValueError: If there is no such threshold, or the values would contradict each other.
    """
    if key not in exercise.tunables:
        raise ValueError(f"{key} is not tunable in {exercise.id}")
    moved = {**values, key: _rounded(exercise, key, value)}
    if key in ZONES:
        moved = in_order(exercise, _pushed(exercise, moved, ZONES.index(key)))
        moved |= {zone: _rounded(exercise, zone, moved[zone]) for zone in ZONES}
    with_thresholds(exercise, moved)
    return moved


def _pushed(exercise: Exercise, values: Mapping[str, float], place: int) -> dict[str, float]:
    sign = exercise.drive.sign
    zones = [sign * values[key] for key in ZONES]
    gaps = [_GAP_SHARE * (high - low) for low, high in (exercise.tunables[key] for key in ZONES)]
    for index in range(place + 1, len(zones)):
        zones[index] = max(zones[index], zones[index - 1] + gaps[index])
    for index in range(place - 1, -1, -1):
        zones[index] = min(zones[index], zones[index + 1] - gaps[index])
    return {**values, **{key: sign * zone for key, zone in zip(ZONES, zones, strict=True)}}


def _rounded(exercise: Exercise, key: str, value: float) -> float:
    low, high = exercise.tunables[key]
    return min(high, max(low, round(value, threshold_words(exercise, key).decimals)))
