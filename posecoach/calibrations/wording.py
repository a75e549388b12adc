"""What thresholds and measures are called for people, with their units."""

from posecoach.exercise.schema import Exercise
from posecoach.exercise.tunables import measured_by
from posecoach.measures import MEASURES

__all__ = ["measure_unit", "threshold_unit"]


def measure_unit(measure: str) -> str:
    """Unit of a measure in words; nothing for one that doesn't exist."""
    if measure not in MEASURES:
        return ""
    unit = MEASURES[measure].unit
    return "degrees" if unit == "deg" else unit


def threshold_unit(exercise: Exercise, key: str) -> str:
    """Unit of the threshold with this key, which the exercise must have; see `posecoach.exercise.tunables`."""
    if key == "drive.least":
        return "of the described travel"
    if key == "drive.min_snr":
        return "times the noise"
    return measure_unit(measured_by(exercise, key))
