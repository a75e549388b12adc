"""The columns of tables of results, with their units and meanings, and the rows of a session."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from posecoach.counting.table import column_name, measure_of
from posecoach.measures import MEASURES, Measure
from posecoach.pose.landmarks import Side
from posecoach.results.flat import unit_suffix
from posecoach.results.session import RepRecord, Session

__all__ = [
    "FRAME_COLUMNS",
    "ORIGIN_COLUMNS",
    "REPETITION_COLUMNS",
    "Column",
    "frame_columns",
    "in_table_order",
    "measured_names",
    "origin_values",
    "repetition_rows",
    "value_column",
]

_EXTREMES: Mapping[str, str] = MappingProxyType({"min": "smallest", "max": "largest"})
"""Of a measure during a repetition, in words."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        name: With its unit at the end.
        type: Of its values.
        unit: "s", "deg", "trunk lengths" or "Hz"; empty where there is none.
        meaning: What it says, for people.
    """

    name: str
    type: type[str | float | int | bool]
    unit: str
    meaning: str


ORIGIN_COLUMNS = (
    Column("recording", str, "", "name of the recording or camera"),
    Column("recording_sha256", str, "", "hash of the recording's bytes, or of its landmarks'; empty for a camera"),
    Column("recorded_at", str, "", "when it was recorded, ISO 8601 with its time zone"),
    Column("estimator", str, "", "what found the landmarks"),
    Column("model_sha256", str, "", "hash of its model"),
    Column("pose_rate_hz", float, "Hz", "how often a second the recording was looked at, at most"),
    Column("posecoach_version", str, "", "version of posecoach that counted"),
    Column("schema", str, "", "schema of the session.json that the row was taken from"),
)
"""Where a row comes from."""
REPETITION_COLUMNS = (
    *ORIGIN_COLUMNS,
    Column("recording_duration_s", float, "s", "how long the recording is"),
    Column("frame_rate_hz", float, "Hz", "frames a second, on average"),
    Column("profile", str, "", "whose thresholds were used; empty without a profile"),
    Column("exercise", str, "", "id of the exercise"),
    Column("dose", str, "", "name of the dose, with + where it was changed; none where nobody chose one"),
    Column("dose_hold_min_s", float, "s", "shortest hold that the dose asks for"),
    Column("dose_hold_max_s", float, "s", "longest hold that the dose asks for"),
    Column("dose_reps_min", int, "", "fewest repetitions that the dose asks for, of each side where sides take turns"),
    Column("dose_reps_max", int, "", "most repetitions that the dose asks for"),
    Column("dose_moving_min_s", float, "s", "shortest continuous movement, where that is asked for"),
    Column("dose_moving_max_s", float, "s", "longest continuous movement, where that is asked for"),
    Column("repetition", int, "", "its number in the recording, from 1"),
    Column("side", str, "", "left or right, of the person's own body, where sides take turns"),
    Column("start_s", float, "s", "media time at which the body left its start position"),
    Column("hold_start_s", float, "s", "media time at which it came to rest in the end position"),
    Column("hold_end_s", float, "s", "media time at which it began to leave it"),
    Column("end_s", float, "s", "media time at which it was back in its start position"),
    Column("hold_s", float, "s", "how long the end position was held"),
    Column("good", bool, "", "whether the end position was reached and no check found a fault"),
    Column("faults", str, "", "ids of the checks that found a fault, with commas between them; hold for one too short"),
    Column("evidence", str, "", "seen, or paced where the movement is too small to be seen and was called for"),
    Column("confidence", float, "", "how sure the movement was no noise, 0 to 1"),
    Column("open_start", bool, "", "whether it was under way when it was first seen"),
    Column("open_end", bool, "", "whether it was still under way when it was last seen"),
)
"""Of a repetition; columns of checks and measures follow."""
FRAME_COLUMNS = (
    Column("frame", int, "", "its number, from 1"),
    Column("time_s", float, "s", "media time"),
    Column("phase", str, "", "where the coach saw the movement: rest, outbound, hold, returning, away or lost"),
    Column("side", str, "", "the side that works, where sides take turns"),
)
"""Of a frame; see `frame_columns`."""


def frame_columns() -> list[Column]:
    """Of each frame; the same whatever the exercise, so that all files of a data set can be read together."""
    return [*FRAME_COLUMNS, *map(value_column, measured_names()), *ORIGIN_COLUMNS[1:]]


def in_table_order(found: Collection[Column]) -> list[Column]:
    """Those that every row has, and then those of checks and measures that some have, in the order of all tables."""
    measures = [_extreme_column(name, end) for name in measured_names() for end in _EXTREMES]
    checks = sorted({*found}.difference(REPETITION_COLUMNS, measures), key=lambda column: column.name)
    return [*REPETITION_COLUMNS, *checks, *(column for column in measures if column in found)]


def repetition_rows(session: Session) -> Iterator[dict[Column, Any]]:
    """The values of each repetition."""
    said = _session_values(session)
    for rep, flat in zip(session.reps, session.repetitions, strict=True):
        known = said | flat
        row = {column: known.get(column.name) for column in REPETITION_COLUMNS}
        yield row | dict(_check_values(rep)) | dict(_measure_values(rep))


def _check_values(rep: RepRecord) -> Iterator[tuple[Column, Any]]:
    for one in rep.checks:
        yield _verdict_column(one.check), one.verdict.value
        if one.unit is not None:
            yield _judged_column(one.check, one.unit), one.measured
        yield _reason_column(one.check), one.reason


def _measure_values(rep: RepRecord) -> Iterator[tuple[Column, Any]]:
    for name, extremes in rep.measures.items():
        for end in _EXTREMES:
            yield _extreme_column(name, end), getattr(extremes, end)


@cache
def _verdict_column(check: str) -> Column:
    return Column(f"check_{check}", str, "", f"answer of the check {check}: good, fault or can't tell")


@cache
def _judged_column(check: str, unit: str) -> Column:
    name = f"check_{check}_measured_{unit_suffix(unit)}"
    return Column(name, float, unit, f"value that the check {check} judged")


@cache
def _reason_column(check: str) -> Column:
    return Column(f"check_{check}_reason", str, "", f"why the check {check} can't tell")


@cache
def _extreme_column(name: str, end: str) -> Column:
    measure = measure_of(name)
    meaning = f"{_EXTREMES[end]} value during the repetition: {_on_side(name, measure)}"
    return Column(f"{name}_{end}_{unit_suffix(measure.unit)}", float, measure.unit, meaning)


@cache
def value_column(name: str) -> Column:
    """Of a measure in each frame, by its name in frames.csv; KeyError if there is none such."""
    measure = measure_of(name)
    return Column(f"{name}_{unit_suffix(measure.unit)}", float, measure.unit, _on_side(name, measure))


def _on_side(name: str, measure: Measure) -> str:
    side = name.removesuffix(measure.name).rstrip("_") or "nearer"
    return f"{measure.meaning} ({side} side)" if measure.sided else measure.meaning


def measured_names() -> Iterator[str]:
    """How tables call every measure, on the nearer side first and then on each."""
    for measure in MEASURES.values():
        yield measure.name
        if measure.sided:
            yield from (column_name((measure.name, side)) for side in Side)


def origin_values(session: Session) -> dict[str, Any]:
    """Where a session's rows come from, by the names of columns."""
    return {
        "recording": session.source,
        "recording_sha256": session.recording_sha256,
        "recorded_at": session.recorded_at,
        "estimator": session.estimator,
        "model_sha256": session.model_sha256,
        "pose_rate_hz": session.pose_rate_hz,
        "posecoach_version": session.version,
        "schema": session.schema_,
    }


def _session_values(session: Session) -> dict[str, Any]:
    row = origin_values(session) | {
        "recording_duration_s": session.duration_s,
        "frame_rate_hz": session.frame_rate,
        "profile": session.profile,
        "exercise": session.exercise,
        "dose": session.dose,
    }
    if session.settings is not None:
        asked = session.settings
        row["dose_hold_min_s"], row["dose_hold_max_s"] = asked.hold_s
        row["dose_reps_min"], row["dose_reps_max"] = asked.reps
        row["dose_moving_min_s"], row["dose_moving_max_s"] = asked.moving_s or (None, None)
    return row
