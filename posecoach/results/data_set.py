"""Results of any number of recordings as tables for statistics: a row per repetition, and a row per frame."""

import csv
import json
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile
from types import MappingProxyType
from typing import IO, TYPE_CHECKING, Any

from posecoach.counting.table import column_name, measure_of
from posecoach.errors import OutputError, SourceError
from posecoach.files import atomic_write
from posecoach.installation import install_command
from posecoach.measures import MEASURES, Measure
from posecoach.pose.landmarks import Side
from posecoach.results.flat import unit_suffix
from posecoach.results.session import RepRecord, Session

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["FRAME_COLUMNS", "ORIGIN_COLUMNS", "REPETITION_COLUMNS", "Column", "DataSet", "write_frames", "write_table"]

_ROWS_AT_ONCE = 2048
"""Rows of a Parquet file's row group."""
_BYTES_AT_ONCE = 4 << 20
"""Of frames.csv."""
_KINDS = (".parquet", ".csv")
_LONGEST_NAME = 200
"""Bytes of a partition's folder; file systems take from 143 (encrypted ones) or 255 on."""
_ESCAPED = str.maketrans({character: f"%{ord(character):02X}" for character in '%=/\\:*?"<>|'})
"""As Hive escapes them; readers of partitioned data sets take it back."""


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
    Column("posecoach_version", str, "", "version of posecoach that counted"),
    Column("schema", str, "", "schema of the session.json that the row was taken from"),
)
"""Where a row comes from."""
REPETITION_COLUMNS = (
    *ORIGIN_COLUMNS,
    Column("recording_duration_s", float, "s", "how long the recording is"),
    Column("frame_rate_hz", float, "Hz", "frames a second that were looked at, on average"),
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
    Column("frame", int, "", "its number among those that were looked at, from 1"),
    Column("time_s", float, "s", "media time"),
    Column("phase", str, "", "where the coach saw the movement: rest, outbound, hold, returning, away or lost"),
    Column("side", str, "", "the side that works, where sides take turns"),
)
"""Of a frame; see `frame_columns`."""


@dataclass(frozen=True, slots=True)
class DataSet:
    """The tables that somebody wants of their results.

    Attributes:
        table: File for a row per repetition, .parquet or .csv; None for none.
        frames: Folder for a row per frame; None for none.

    Raises:
        OutputError: If the table's name has another ending, or what writes Parquet files isn't installed.
    """

    table: Path | None = None
    frames: Path | None = None

    def __post_init__(self) -> None:
        if self.table is not None and self.table.suffix.lower() not in _KINDS:
            raise OutputError(f"{self.table}: no such kind of table; let its name end in {' or '.join(_KINDS)}")
        if self.frames is not None or (self.table is not None and not _is_csv(self.table)):
            _require_pyarrow()

    def write(self, results: Sequence[Path]) -> None:
        """Writes them.

        Args:
            results: Folders of results, each with its session.json.

        Raises:
            SourceError: If results can't be read.
            OutputError: If a table can't be written.
        """
        if self.table is not None:
            write_table(self.table, (Session.load(folder / "session.json") for folder in results))
        if self.frames is not None:
            write_frames(self.frames, results)


def write_table(path: Path, sessions: Iterable[Session]) -> None:
    """Writes a row for each repetition; only some of them are in memory at a time.

    Args:
        path: File to write, .parquet or .csv.
        sessions: Each is taken once.

    Raises:
        OutputError: If it can't be written, or pyarrow isn't installed.
    """
    write = _write_csv if _is_csv(path) else _write_parquet
    _make(path.parent)
    with atomic_write(path) as beside, TemporaryFile("w+", encoding="utf-8") as file:
        columns = _spool(file, sessions)
        file.seek(0)
        write(beside, columns, map(json.loads, file))


def write_frames(folder: Path, results: Iterable[Path]) -> None:
    """Writes a row for each frame, as a data set that is partitioned by exercise and recording.

    Files of results that were written there before are replaced; others stay.

    Args:
        folder: Of the data set.
        results: Folders of results, each with its session.json and frames.csv.

    Raises:
        SourceError: If results can't be read.
        OutputError: If it can't be written, or pyarrow isn't installed.
    """
    _require_pyarrow()
    for result in results:
        session = Session.load(result / "session.json")
        partition = folder / f"exercise={session.exercise}" / f"recording={_partition(session.source)}"
        _make(partition)
        # Recordings may share a name, and one recording may have several parts with the same exercise.
        name = f"{(session.recording_sha256 or 'camera')[:12]}-{result.name}.parquet"
        with atomic_write(partition / name) as beside:
            _write_frames(beside, session, result / "frames.csv")


def frame_columns() -> list[Column]:
    """Of each frame; the same whatever the exercise, so that all files of a data set can be read together."""
    return [*FRAME_COLUMNS, *map(_value_column, _measured()), *ORIGIN_COLUMNS[1:]]


def check_values(rep: RepRecord) -> Iterator[tuple[Column, str | float | None]]:
    """What each check says of a repetition."""
    for one in rep.checks:
        yield _verdict_column(one.check), one.verdict.value
        if one.unit is not None:
            yield _judged_column(one.check, one.unit), one.measured
        yield _reason_column(one.check), one.reason


def measure_values(rep: RepRecord) -> Iterator[tuple[str, float]]:
    """Smallest and largest value of each measure during a repetition, by the names of their columns."""
    for name, extremes in rep.measures.items():
        for end in _EXTREMES:
            yield _extreme_column(name, end).name, getattr(extremes, end)


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
def _value_column(name: str) -> Column:
    measure = measure_of(name)
    return Column(f"{name}_{unit_suffix(measure.unit)}", float, measure.unit, _on_side(name, measure))


def _on_side(name: str, measure: Measure) -> str:
    side = name.removesuffix(measure.name).rstrip("_") or "nearer"
    return f"{measure.meaning} ({side} side)" if measure.sided else measure.meaning


def _spool(file: IO[str], sessions: Iterable[Session]) -> list[Column]:
    """Writes the rows of sessions as lines of JSON; returns the columns that they have."""
    checks, measures = dict[str, Column](), set[str]()
    for session in sessions:
        plain = _session_values(session)
        for rep, flat in zip(session.reps, session.repetitions, strict=True):
            row = plain | {column.name: flat[column.name] for column in REPETITION_COLUMNS if column.name in flat}
            for column, value in check_values(rep):
                checks[column.name], row[column.name] = column, value
            extremes = dict(measure_values(rep))
            measures.update(extremes)
            file.write(json.dumps(row | extremes) + "\n")
    possible = (_extreme_column(name, end) for name in _measured() for end in _EXTREMES)
    seen = (column for column in possible if column.name in measures)
    return [*REPETITION_COLUMNS, *(checks[name] for name in sorted(checks)), *seen]


def _measured() -> Iterator[str]:
    """How tables call every measure, on the nearer side first and then on each."""
    for measure in MEASURES.values():
        yield measure.name
        if measure.sided:
            yield from (column_name((measure.name, side)) for side in Side)


def _origin_values(session: Session) -> dict[str, Any]:
    return {
        "recording": session.source,
        "recording_sha256": session.recording_sha256,
        "recorded_at": session.recorded_at,
        "estimator": session.estimator,
        "model_sha256": session.model_sha256,
        "posecoach_version": session.version,
        "schema": session.schema_,
    }


def _session_values(session: Session) -> dict[str, Any]:
    row = _origin_values(session) | {
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


def _write_csv(path: Path, columns: Sequence[Column], rows: Iterable[dict[str, Any]]) -> None:
    flags = [column.name for column in columns if column.type is bool]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, [column.name for column in columns])
        writer.writeheader()
        for row in rows:
            # As JSON, SQL and most readers of CSV have them, and not as Python does.
            writer.writerow(row | {name: str(row[name]).lower() for name in flags})


def _write_parquet(path: Path, columns: Sequence[Column], rows: Iterator[dict[str, Any]]) -> None:
    pa = _require_pyarrow()
    schema = _arrow_schema(columns)
    with _parquet_writer(path, schema) as writer:
        while batch := list(islice(rows, _ROWS_AT_ONCE)):
            writer.write_table(pa.Table.from_pylist(batch, schema))


def _write_frames(path: Path, session: Session, frames: Path) -> None:
    pa = _require_pyarrow()
    # The partition's folder says the recording's name; who reads the whole data set gets it as a column.
    origin = {name: value for name, value in _origin_values(session).items() if name != "recording"}
    schema = _arrow_schema(frame_columns(), {"recording": session.source})
    count = 0
    try:
        with _parquet_writer(path, schema) as writer:
            for batch in _read_frames(frames):
                numbers = pa.array(range(count + 1, count + len(batch) + 1))
                said = {name: pa.repeat(pa.scalar(value, pa.string()), len(batch)) for name, value in origin.items()}
                known = {"frame": numbers, **{_frame_name(name): batch[name] for name in batch.schema.names}, **said}
                empty = pa.nulls(len(batch), pa.float64())
                writer.write_table(
                    pa.Table.from_arrays([known.get(name, empty) for name in schema.names], schema=schema)
                )
                count += len(batch)
    except (OSError, KeyError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no frames.csv that this version knows"
        raise SourceError(f"{frames}: can't be read ({reason}); analyse the recording again") from error


def _frame_name(column: str) -> str:
    """What a column of frames.csv is called in a table."""
    return column if column in {known.name for known in FRAME_COLUMNS} else _value_column(column).name


def _read_frames(path: Path) -> "Iterator[pa.RecordBatch]":
    pa = _require_pyarrow()
    from pyarrow import csv as arrow_csv  # noqa: PLC0415 - an extra

    kinds = {column.name: _arrow_type(column.type) for column in FRAME_COLUMNS}
    kinds |= {name: pa.float64() for name in _measured()}
    return iter(
        arrow_csv.open_csv(
            path,
            arrow_csv.ReadOptions(block_size=_BYTES_AT_ONCE),
            convert_options=arrow_csv.ConvertOptions(column_types=kinds, strings_can_be_null=True),
        )
    )


@contextmanager
def _parquet_writer(path: Path, schema: "pa.Schema") -> "Generator[Any, None, None]":
    from pyarrow import parquet  # noqa: PLC0415 - an extra

    with parquet.ParquetWriter(path, schema) as writer:
        yield writer


def _arrow_schema(columns: Iterable[Column], note: dict[str, str] | None = None) -> "pa.Schema":
    pa = _require_pyarrow()
    fields = [
        pa.field(column.name, _arrow_type(column.type), metadata={"unit": column.unit, "description": column.meaning})
        for column in columns
    ]
    return pa.schema(fields, metadata={"table": "posecoach.table/1", **(note or {})})


def _arrow_type(kind: type) -> "pa.DataType":
    pa = _require_pyarrow()
    return {str: pa.string(), float: pa.float64(), int: pa.int64(), bool: pa.bool_()}[kind]


def _require_pyarrow() -> Any:
    if find_spec("pyarrow") is None:
        raise OutputError(f"a Parquet file needs pyarrow, which isn't installed: {install_command('tables')}")
    import pyarrow as pa  # noqa: PLC0415 - an extra

    return pa


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder}: can't be made ({error.strerror}); choose another folder") from error


def _is_csv(path: Path) -> bool:
    return path.suffix.lower() == ".csv"


def _partition(source: str) -> str:
    """A recording's name as the value of a partition: readable, and fit for the name of a folder."""
    name = source.translate(_ESCAPED)
    short = name.encode()[:_LONGEST_NAME].decode(errors="ignore")
    return f"{short[:-1]}%{ord(short[-1]):02X}" if short[-1:] in {".", " "} else short
