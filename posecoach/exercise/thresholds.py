"""Thresholds that calibration may change: which an exercise file declares, their values, and exercises with others.

A threshold is named by its place in the exercise file:

    drive.start, drive.end, drive.least, drive.min_snr
    checks.ID.below, checks.ID.above

All but two are in the unit of the measure that they are compared with: `drive.least` is a share of the described
travel, and `drive.min_snr` a multiple of the noise.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from posecoach.exercise.schema import Exercise

__all__ = ["measure_at", "measured_by", "number_at", "put_number", "thresholds", "with_thresholds"]


def thresholds(exercise: "Exercise") -> dict[str, float]:
    """Values of all thresholds that the exercise's file declares tunable, in its order."""
    data = exercise.model_dump()
    return {key: number_at(data, key) for key in exercise.tunables}


def measured_by(exercise: "Exercise", key: str) -> str:
    """The measure that a threshold of the exercise is compared with.

    Raises:
        ValueError: If the exercise has no such threshold.
    """
    return measure_at(exercise.model_dump(), key)


def with_thresholds(exercise: "Exercise", values: Mapping[str, float]) -> "Exercise":
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
    return type(exercise).model_validate(data)


_DRIVE = ("start", "end", "least", "min_snr")
_CHECK = ("below", "above")


def number_at(data: Mapping[str, Any], key: str) -> float:
    """The number that a key names.

    Raises:
        ValueError: If it names none.
    """
    table, field = _place(data, key)
    value = table.get(field)
    if value is None:
        raise ValueError(f"{key}: the file gives no such number")
    return float(value)


def measure_at(data: Mapping[str, Any], key: str) -> str:
    """The measure of which the number that a key names is a value.

    Raises:
        ValueError: If it names none.
    """
    return str(_place(data, key)[0]["measure"])


def put_number(data: dict[str, Any], key: str, value: float) -> None:
    """Changes the number that a key names, in place.

    Raises:
        ValueError: If it names none.
    """
    number_at(data, key)
    table, field = _place(data, key)
    table[field] = value


def _place(data: Mapping[str, Any], key: str) -> tuple[dict[str, Any], str]:
    kind, *rest = key.split(".")
    if kind == "drive" and len(rest) == 1 and rest[0] in _DRIVE:
        return data["drive"], rest[0]
    if kind == "checks" and len(rest) == 2 and rest[1] in _CHECK:
        return _only([check for check in data["checks"] if check["id"] == rest[0]], key), rest[1]
    raise ValueError(f"{key}: not the name of a threshold")


def _only(tables: list[dict[str, Any]], key: str) -> dict[str, Any]:
    if len(tables) != 1:
        raise ValueError(f"{key}: {'several' if tables else 'nothing'} in the file is called so")
    return tables[0]
