"""Thresholds that calibration may change: which an exercise file declares, their values, and exercises with others.

A threshold is named by its place in the exercise file:

    drive.start, drive.end, drive.least, drive.min_snr
    checks.ID.below, checks.ID.above

All but two are in the unit of the measure that they are compared with: `drive.least` is a share of the described
travel, and `drive.min_snr` a multiple of the noise.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from posecoach.measures import MEASURES
from posecoach.messages import Message

if TYPE_CHECKING:
    from posecoach.exercise.rules import Measured
    from posecoach.exercise.schema import Exercise

__all__ = ["Threshold", "all_thresholds", "thresholds", "with_thresholds"]

_DRIVE = ("start", "end", "least", "min_snr")
_CHECK = ("below", "above")
_NO_VALUES_OF_MEASURES = {"least": (Message("of the described travel"), 2), "min_snr": (Message("times the noise"), 1)}
"""Unit and decimals."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """One number of an exercise file that decides what counts or what is a fault.

    Attributes:
        path: Its place in the file, such as "checks.alignment.below".
        check: Id of its check; None for the drive's.
        end: Which of the drive's or of the check's, such as "below".
        measure: What it is compared with.
        value: What it is.
        limits: Smallest and largest value that calibration may give it; None where it may change nothing.
    """

    path: str
    check: str | None
    end: str
    measure: str
    value: float
    limits: tuple[float, float] | None

    @property
    def unit(self) -> Message:
        """In words."""
        own = _NO_VALUES_OF_MEASURES.get(self.end)
        return own[0] if own else MEASURES[self.measure].unit_in_words

    @property
    def decimals(self) -> int:
        """Places that its value is shown with."""
        own = _NO_VALUES_OF_MEASURES.get(self.end)
        return own[1] if own else MEASURES[self.measure].decimals


def all_thresholds(exercise: "Exercise") -> dict[str, Threshold]:
    """All that have a value, by path, whether calibration may change them or not."""
    rules = [(exercise.drive, None), *((check, check.id) for check in exercise.checks)]
    return {one.path: one for rule, check in rules for one in _of(exercise, rule, check)}


def _of(exercise: "Exercise", rule: "Measured", check: str | None) -> Iterator[Threshold]:
    place, ends = ("drive", _DRIVE) if check is None else (f"checks.{check}", _CHECK)
    for end in ends:
        path, value = f"{place}.{end}", getattr(rule, end)
        if value is not None:
            yield Threshold(path, check, end, rule.measure, value, exercise.tunables.get(path))


def thresholds(exercise: "Exercise") -> dict[str, float]:
    """Values of all thresholds that the exercise's file declares tunable, in its order."""
    known = all_thresholds(exercise)
    return {path: known[path].value for path in exercise.tunables}


def with_thresholds(exercise: "Exercise", values: Mapping[str, float]) -> "Exercise":
    """The exercise with other values; thresholds that aren't named stay.

    Raises:
        ValueError: If a threshold isn't tunable, lies outside its limits, or the values contradict each other. A
            pydantic.ValidationError is one.
    """
    unknown = [path for path in values if path not in exercise.tunables]
    if unknown:
        allowed = ", ".join(exercise.tunables) or "none"
        raise ValueError(f"{unknown[0]} is not tunable in {exercise.id}; allowed: {allowed}")
    data: dict[str, Any] = exercise.model_dump()
    checks = {check["id"]: check for check in data["checks"]}
    known = all_thresholds(exercise)
    for path, value in values.items():
        one = known[path]
        (data["drive"] if one.check is None else checks[one.check])[one.end] = value
    return type(exercise).model_validate(data)
