"""What thresholds and measures are called for people, with their units."""

from posecoach.exercise.schema import Exercise
from posecoach.exercise.tunables import measured_by
from posecoach.measures import MEASURES

__all__ = ["measure_unit", "threshold_unit"]

_SECONDS = ("dwell_s", "longest_s")


def measure_unit(measure: str) -> str:
    """Unit of a measure in words; nothing for one that doesn't exist."""
    if measure not in MEASURES:
        return ""
    unit = MEASURES[measure].unit
    return "degrees" if unit == "deg" else unit


def threshold_unit(exercise: Exercise, key: str) -> str:
    """Unit of the threshold with this key, which the exercise must have; see `posecoach.exercise.tunables`."""
    field = key.rpartition(".")[2]
    if field in _SECONDS:
        return "s"
    if field == "clear_by":
        return "times the noise at rest"
    unit = measure_unit(measured_by(exercise, key))
    return f"{unit} a second" if field == "still_speed" else unit
