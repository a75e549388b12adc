"""Thresholds that calibration may change: which an exercise file declares, their values, and exercises with others.

A threshold is named by its place in the exercise file:

    drive.rest, drive.hold_leave, drive.hold_enter, drive.travel, ...   but never drive.target, the described position
    witness.change, also_back.within
    checks.ID.below, checks.ID.above, checks.ID.dwell_s
    start.MEASURE.min, start.MEASURE.max, and engaged.MEASURE.min, ...
    start.MEASURE.SIDE.min                                              where several conditions read that measure
"""

import math
from collections.abc import Mapping
from itertools import accumulate, pairwise
from typing import Any

from posecoach.exercise.schema import Exercise
from posecoach.exercise.threshold_keys import measure_at, number_at, put_number

__all__ = ["ZONES", "in_order", "measured_by", "thresholds", "with_thresholds"]

ZONES = ("drive.rest", "drive.hold_leave", "drive.hold_enter")
"""The drive's zones from the start position to the target; they are tunable together or not at all."""
_SMALLEST_GAP_SHARE = 0.02
"""Of the narrowest zone's limits: two zones are at least this far apart, or as far as the file's own."""


def thresholds(exercise: Exercise) -> dict[str, float]:
    """Values of all thresholds that the exercise's file declares tunable, in its order."""
    data = exercise.model_dump()
    return {key: number_at(data, key) for key in exercise.tunables}


def measured_by(exercise: Exercise, key: str) -> str:
    """The measure that a threshold of the exercise is compared with.

    Raises:
        ValueError: If the exercise has no such threshold.
    """
    return measure_at(exercise.model_dump(), key)


def with_thresholds(exercise: Exercise, values: Mapping[str, float]) -> Exercise:
    """The exercise with other values; thresholds that aren't named stay.

    Raises:
        ValueError: If a threshold isn't tunable, lies outside its limits, or the values contradict each other. A
            pydantic.ValidationError is one.
    """
    unknown = [key for key in values if key not in exercise.tunables]
    if unknown:
        allowed = ", ".join(exercise.tunables) or "none"
        raise ValueError(f"{unknown[0]} is not tunable in {exercise.id}; allowed: {allowed}")
    data: dict[str, Any] = exercise.model_dump()
    for key, value in values.items():
        put_number(data, key, value)
    return Exercise.model_validate(data)


def in_order(exercise: Exercise, values: Mapping[str, float]) -> dict[str, float]:
    """The values with the drive's zones put into their order and apart, within their limits."""
    ordered = dict(values)
    if not all(key in exercise.tunables for key in ZONES):
        return ordered
    own = thresholds(exercise)
    sign, gap, known = exercise.drive.sign, _gap(exercise, own), own | ordered
    zones = sorted(sign * known[key] for key in ZONES)
    previous = -math.inf
    for index, (low, high) in enumerate(_room(exercise, gap)):
        # Room for the gap is certain, but for rounding.
        previous = zones[index] = min(max(zones[index], low, previous + gap), high)
    return ordered | {key: sign * zone for key, zone in zip(ZONES, zones, strict=True)}


def _gap(exercise: Exercise, own: Mapping[str, float]) -> float:
    """By how much two zones must differ; the file's own zones do."""
    zones = [exercise.drive.sign * own[key] for key in ZONES]
    smallest = min(high - low for low, high in (exercise.tunables[key] for key in ZONES))
    return min(_SMALLEST_GAP_SHARE * smallest, *(after - before for before, after in pairwise(zones)))


def _room(exercise: Exercise, gap: float) -> list[tuple[float, float]]:
    """Limits of the zones that leave the others their room, with the drive's sign taken out."""
    sign = exercise.drive.sign
    limits = [sorted(sign * limit for limit in exercise.tunables[key]) for key in ZONES]
    lows = list(accumulate((low for low, _ in limits), lambda before, low: max(low, before + gap)))
    highs = [min(high, sign * exercise.drive.target) for _, high in reversed(limits)]
    highs = list(accumulate(highs, lambda after, high: min(high, after - gap)))
    return list(zip(lows, reversed(highs), strict=True))
