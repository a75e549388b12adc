"""Results of any number of recordings as tables for statistics: a row per repetition, and a row per frame."""

import csv
import json
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any

from posecoach.errors import OutputError, SourceError
from posecoach.files import atomic_write
from posecoach.installation import install_command
from posecoach.messages import Message, one_of, os_reason
from posecoach.results.session import Session
from posecoach.results.table_columns import (
    FRAME_COLUMNS,
    Column,
    frame_columns,
    in_table_order,
    measured_names,
    origin_values,
    repetition_rows,
    value_column,
)

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["DataSet", "write_frames", "write_table"]

_ROWS_AT_ONCE = 2048
"""Rows of a Parquet file's row group."""
_BYTES_AT_ONCE = 4 << 20
"""Of frames.csv."""
_KINDS = (".parquet", ".csv")
_LONGEST_NAME = 200
"""Bytes of a partition's folder; file systems take from 143 (encrypted ones) or 255 on."""
_ESCAPED = str.maketrans({character: f"%{ord(character):02X}" for character in '%=/\\:*?"<>|'})
"""As Hive escapes them; readers of partitioned data sets take it back."""


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
            raise OutputError(
                Message(
                    "{path}: no such kind of table; let its name end in {kinds}", path=self.table, kinds=one_of(_KINDS)
                )
            )
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


def _spool(file: IO[str], sessions: Iterable[Session]) -> list[Column]:
    """Writes the rows of sessions as lines of JSON; returns the columns that they have."""
    found = set[Column]()
    for row in chain.from_iterable(map(repetition_rows, sessions)):
        found.update(row)
        file.write(json.dumps({column.name: value for column, value in row.items()}) + "\n")
    return in_table_order(found)


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
    # The partition's folder says the recording's name; who reads the whole data set gets it as a column.
    schema = _arrow_schema(frame_columns(), {"recording": session.source})
    origin, count = origin_values(session), 0
    try:
        with _parquet_writer(path, schema) as writer:
            for batch in _read_frames(frames):
                writer.write_table(_frame_rows(batch, schema, origin, count))
                count += len(batch)
    except (OSError, KeyError, ValueError) as error:
        known = Message("it is no frames.csv that this version knows")
        reason = os_reason(error) if isinstance(error, OSError) else known
        raise SourceError(
            Message("{path}: can't be read ({reason}); analyse the recording again", path=frames, reason=reason)
        ) from error


def _frame_rows(batch: "pa.RecordBatch", schema: "pa.Schema", origin: Mapping[str, Any], before: int) -> "pa.Table":
    """Some rows of frames.csv, after so many before them, with all the columns of a schema."""
    pa, rows = _require_pyarrow(), len(batch)
    known = {_frame_name(name): batch[name] for name in batch.schema.names}
    known["frame"] = pa.array(range(before + 1, before + rows + 1))

    def column(field: Any) -> Any:
        if field.name in known:
            return known[field.name]
        return pa.repeat(pa.scalar(origin.get(field.name), field.type), rows)

    return pa.Table.from_arrays(list(map(column, schema)), schema=schema)


def _frame_name(column: str) -> str:
    """What a column of frames.csv is called in a table."""
    return column if column in {known.name for known in FRAME_COLUMNS} else value_column(column).name


def _read_frames(path: Path) -> "Iterator[pa.RecordBatch]":
    pa = _require_pyarrow()
    from pyarrow import csv as arrow_csv  # noqa: PLC0415 - an extra

    kinds = {column.name: _arrow_type(column.type) for column in FRAME_COLUMNS}
    kinds |= {name: pa.float64() for name in measured_names()}
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
        raise OutputError(
            Message("a Parquet file needs pyarrow, which isn't installed: {command}", command=install_command("tables"))
        )
    import pyarrow as pa  # noqa: PLC0415 - an extra

    return pa


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            Message("{folder}: can't be made ({reason}); choose another folder", folder=folder, reason=os_reason(error))
        ) from error


def _is_csv(path: Path) -> bool:
    return path.suffix.lower() == ".csv"


def _partition(source: str) -> str:
    """A recording's name as the value of a partition: readable, and fit for the name of a folder."""
    name = source.translate(_ESCAPED)
    short = name.encode()[:_LONGEST_NAME].decode(errors="ignore")
    return f"{short[:-1]}%{ord(short[-1]):02X}" if short[-1:] in {".", " "} else short
