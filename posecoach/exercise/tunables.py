"""Thresholds that calibration may change: which an exercise file declares, their values, and exercises with others.

A threshold is named by its place in the exercise file:

    drive.start, drive.end, drive.least, drive.min_snr
    checks.ID.below, checks.ID.above

All but two are in the unit of the measure that they are compared with: `drive.least` is a share of the described
travel, and `drive.min_snr` a multiple of the noise.
"""

from collections.abc import Mapping
from typing import Any

from posecoach.exercise.schema import Exercise
from posecoach.exercise.threshold_keys import measure_at, number_at, put_number

__all__ = ["measured_by", "thresholds", "with_thresholds"]


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
