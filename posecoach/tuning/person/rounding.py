"""Thresholds as people read them."""

from collections.abc import Mapping

from posecoach.exercise.schema import Exercise
from posecoach.exercise.tunables import in_order
from posecoach.measures import MEASURES
from posecoach.tuning.person.zones import within_limits

__all__ = ["rounded"]


def rounded(exercise: Exercise, values: Mapping[str, float]) -> dict[str, float]:
    """Tunable thresholds to as many places as their measures are known to, in order and within their limits."""
    short = {key: round(value, _decimals(exercise, key)) for key, value in values.items()}
    return in_order(exercise, within_limits(exercise, short))


def _decimals(exercise: Exercise, key: str) -> int:
    """Of the measure that a threshold is about."""
    kind, *rest = key.split(".")
    if kind in ("start", "engaged"):
        return MEASURES[rest[0]].decimals
    one = {
        "drive": exercise.drive,
        "witness": exercise.witness,
        "also_back": exercise.also_back,
        "checks": next((check for check in exercise.checks if check.id == rest[0]), None),
    }[kind]
    return MEASURES[(one or exercise.drive).measure].decimals
