"""A session's repetitions as a flat table."""

import importlib.util
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from posecoach.counting.table import measure_of
from posecoach.errors import OutputError
from posecoach.installation import install_command
from posecoach.messages import Message

if TYPE_CHECKING:
    from posecoach.results.session import RepRecord

__all__ = ["data_frame", "rows", "unit_suffix"]

_LIBRARIES = ("pandas", "polars")
_PLAIN = (
    "side",
    "start_s",
    "hold_start_s",
    "hold_end_s",
    "end_s",
    "hold_s",
    "good",
    "evidence",
    "confidence",
    "open_start",
    "open_end",
)
"""Fields of a repetition that are taken over as they are."""


def rows(reps: Sequence["RepRecord"]) -> list[dict[str, Any]]:
    """See `Session.repetitions`."""
    found = [_row(rep) for rep in reps]
    keys = dict.fromkeys(key for row in found for key in row)
    return [{key: row.get(key) for key in keys} for row in found]


def unit_suffix(unit: str) -> str:
    """How names of columns end whose values have a unit."""
    return unit.replace(" ", "_")


def _row(rep: "RepRecord") -> dict[str, Any]:
    plain = rep.model_dump(mode="json", include=set(_PLAIN))
    measures = {
        f"{name}_{end}_{unit_suffix(measure_of(name).unit)}": value
        for name, extremes in rep.measures.items()
        for end, value in (("min", extremes.min), ("max", extremes.max))
    }
    checks = {f"check_{one.check}": one.verdict.value for one in rep.checks}
    return {"repetition": rep.number, **plain, "faults": ", ".join(rep.faults)} | checks | measures


def data_frame(records: Sequence[dict[str, Any]]) -> Any:
    """See `Session.to_dataframe`."""
    names = records[0] if records else ("repetition", *_PLAIN, "faults")
    columns = {name: [record[name] for record in records] for name in names}
    library = next(filter(importlib.util.find_spec, _LIBRARIES), None)
    if library is None:
        raise OutputError(
            Message(
                "a data frame needs pandas or polars, and neither is installed: {command}",
                command=install_command("dataframe"),
            )
        )
    return importlib.import_module(library).DataFrame(columns)
