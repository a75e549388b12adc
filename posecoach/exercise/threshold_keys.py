"""Where a threshold stands in an exercise file's data."""

from collections.abc import Mapping
from typing import Any

__all__ = ["measure_at", "number_at", "put_number"]

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
