"""Label files: what somebody has written down about a recording."""

import csv
import hashlib
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from posecoach.errors import SourceError
from posecoach.exercise.data_files import first_problem, one_writer
from posecoach.exercise.rules import Identifier
from posecoach.exercise.schema import Exercise
from posecoach.files import atomic_write, refuse_changed, sha256_of
from posecoach.pose.landmarks import Side
from posecoach.tuning.labels import (
    HEAD,
    Comment,
    Counts,
    LabelledMovement,
    Labels,
    Row,
    checked_labels,
    csv_text,
    refuse_times_beyond,
)
from posecoach.tuning.recording import is_of_results

__all__ = [
    "FoundLabels",
    "Table",
    "find_labels",
    "label_paths",
    "labels_path",
    "own_labels_path",
    "read_labels",
    "read_table",
    "replace_labels",
    "write_labels",
]

_NEEDED = ("start_s", "end_s")
_COLUMNS = (*_NEEDED, "side", "hold_s", "faults", "counts")
_EXAMPLE = ",".join(_NEEDED)
_YES, _NO = dict.fromkeys(("y", "true", "1"), Counts.YES), dict.fromkeys(("n", "false", "0"), Counts.NO)
_COUNTS = {counts.value: counts for counts in Counts} | _YES | _NO
_BYTE_ORDER_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
_SEPARATORS = ";\t,"
"""The first of them in the header is meant: with decimal commas, a comma can't separate as well."""
_NAMED_SEPARATOR = re.compile(r"sep=(.)", re.IGNORECASE)
"""What German Excel may write into a first line of its own."""
_EXERCISE = re.compile(r"#\s*exercise\s*[:=]\s*(.+)", re.IGNORECASE)
_TIME = re.compile(r"(?:(?:(\d+):)?(\d+):)?(\d+(?:[.,]\d+)?|[.,]\d+)\s*s?", re.ASCII)
_SIXTY = 60
_LONGEST_SHOWN = 40
"""Letters of a wrong value that are told."""

Meaning = TypeVar("Meaning")


@dataclass(frozen=True, slots=True)
class Table:
    """What a file says.

    Attributes:
        rows: In the file's order.
        exercise: The exercise that a comment names.
        faults_known: Whether there is a column of faults.
        comments: Lines of comment of one's own.
    """

    rows: tuple[Row, ...]
    exercise: str | None
    faults_known: bool
    comments: tuple[Comment, ...]


def read_table(content: bytes) -> Table:
    """Reads a table of times.

    Args:
        content: The file's bytes.

    Raises:
        SourceError: If it isn't one; the message has line and reason but lacks the file's name.
    """
    if not content:
        raise SourceError(f"the file is empty; for a recording in which nothing counts, write one line: {_EXAMPLE}")
    lines = list(enumerate(_text(content).splitlines(), 1))
    exercise = _named_exercise(lines)
    told = [(number, line) for number, line in lines if line.strip(' \t;,"') and not _is_comment(line)]
    named_separator = _NAMED_SEPARATOR.fullmatch(told[0][1].strip()) if told else None
    told = told[1:] if named_separator else told
    if not told:
        raise SourceError(f"no header; the first line must name the columns, such as {_EXAMPLE}")
    separator = named_separator[1] if named_separator else _separator(told[0][1])
    header, *rest = ((f"line {number}", _cells(number, line, separator)) for number, line in told)
    columns = _header(*header)
    rows = tuple(_row(place, columns, cells) for place, cells in rest)
    above = [(told[0][0], -1.0), *((number, row.start_s) for (number, _), row in zip(told[1:], rows, strict=True))]
    return Table(rows, exercise, "faults" in columns, tuple(_comments(lines, above)))


def _comments(lines: Sequence[tuple[int, str]], above: Sequence[tuple[int, float]]) -> Iterator[Comment]:
    """Comments but for those that every table is written with; `above` has the header's and the rows' places."""
    for number, line in lines:
        text = line.strip(' \t;,"')
        if _is_comment(line) and text != HEAD and not _EXERCISE.fullmatch(text):
            yield Comment(next((start_s for place, start_s in above if place > number), math.inf), text)


def _text(content: bytes) -> str:
    """Letters other than ASCII only stand in comments, so it doesn't matter which ones an old encoding means."""
    marked = next((name for mark, name in _BYTE_ORDER_MARKS.items() if content.startswith(mark)), None)
    try:
        text = content.decode(marked or "utf-8")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    if "\0" in text:
        raise SourceError("not a text file; save the table as CSV")
    return text


def _is_comment(line: str) -> bool:
    return line.lstrip(' \t"').startswith("#")


def _named_exercise(lines: Sequence[tuple[int, str]]) -> str | None:
    """What the comment `# exercise: ID` says, which a spreadsheet may have put between quotes and separators."""
    exercise: str | None = None
    for number, line in lines:
        found = _EXERCISE.fullmatch(line.strip(' \t;,"')) if _is_comment(line) else None
        if found is None:
            continue
        name = re.sub(r"\W+", "_", found[1].strip().lower())
        if exercise not in (None, name):
            raise SourceError(f"line {number}: exercise {name}, but {exercise} before; name one")
        exercise = name
    return exercise


def _separator(header: str) -> str:
    return next((separator for separator in _SEPARATORS if separator in header), ",")


def _cells(number: int, line: str, separator: str) -> list[str]:
    try:
        cells = [cell.strip() for cell in next(csv.reader([line], delimiter=separator, skipinitialspace=True))]
    except (csv.Error, TypeError, ValueError) as error:
        raise SourceError(f"line {number}: not a row of a table: {_shown(line)}") from error
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _header(place: str, cells: Sequence[str]) -> tuple[str, ...]:
    columns = tuple(re.sub(r"\s+", "_", cell.lower()) for cell in cells)
    if not any(column in _COLUMNS for column in columns):
        raise SourceError(f"{place}: no header; the first line must name the columns, such as {_EXAMPLE}")
    unknown = [column for column in columns if column not in _COLUMNS]
    if unknown:
        raise SourceError(f"{place}: unknown column {_shown(unknown[0])}; allowed: {', '.join(_COLUMNS)}")
    twice = [column for column in columns if columns.count(column) > 1]
    if twice:
        raise SourceError(f"{place}: column {twice[0]} is there twice; keep one")
    missing = [column for column in _NEEDED if column not in columns]
    if missing:
        raise SourceError(f"{place}: column {missing[0]} is missing; needed: {', '.join(_NEEDED)}")
    return columns


def _row(place: str, columns: Sequence[str], cells: Sequence[str]) -> Row:
    if len(cells) > len(columns):
        hint = "with decimal commas, separate by semicolons; several faults, by spaces"
        raise SourceError(f"{place}: {len(cells)} values for {len(columns)} columns; {hint}")
    given = {column: cell for column, cell in zip(columns, cells, strict=False) if cell}
    try:
        return Row(
            place=place,
            start_s=_seconds(given, "start_s"),
            end_s=_seconds(given, "end_s"),
            side=_one_of(given, "side", {side.value: side for side in Side}, usual=None),
            hold_s=_seconds(given, "hold_s") if "hold_s" in given else None,
            faults=tuple(dict.fromkeys(re.findall(r"[^\s;,]+", given.get("faults", "").lower()))),
            counts=_one_of(given, "counts", _COUNTS, usual=Counts.YES),
        )
    except ValueError as error:
        raise SourceError(f"{place}: {error}") from error


def _seconds(given: Mapping[str, str], column: str) -> float:
    """Seconds, minutes:seconds or hours:minutes:seconds, with a decimal point or comma.

    Raises:
        ValueError: If it is none of them.
    """
    if column not in given:
        raise ValueError(f"{column} is missing")
    found = _TIME.fullmatch(given[column])
    parts = [float(part.replace(",", ".")) for part in found.groups() if part is not None] if found else [math.inf]
    if math.isinf(max(parts)) or any(part >= _SIXTY for part in parts[1:]):
        raise ValueError(f"{column} = {_shown(given[column])} is not a number; allowed: 83.5 or 1:23.5")
    return sum(part * float(_SIXTY**power) for power, part in enumerate(reversed(parts)))


def _one_of(given: Mapping[str, str], column: str, meanings: Mapping[str, Meaning], *, usual: Meaning) -> Meaning:
    """What a word means.

    Raises:
        ValueError: If it isn't one of them.
    """
    word = given.get(column, "").lower()
    if word and word not in meanings:
        raise ValueError(f"{column} = {_shown(given[column])}; allowed: {', '.join(meanings)}")
    return meanings[word] if word else usual


def _shown(value: str) -> str:
    """A value on one line, without what would spoil a terminal."""
    text = "".join(letter if letter.isprintable() else "?" for letter in value)
    return repr(text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}...")


_TRUTH = ".truth.json"
_SUFFIXES = (".labels.csv", ".csv", _TRUTH)
_NO_LABELS = "frames.csv"
"""What `analyse` writes for every frame."""
_ADVICE = "free space, or copy the recording to a folder that you may write to"
_SAME_S = 0.02
"""Two files whose times differ by less say the same: those that the program writes are rounded."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


class _Movement(_Model):
    start_s: float
    end_s: float
    side: Side | None = None
    hold_s: float | None = None
    faults: tuple[str, ...] = ()


class _Attempt(_Movement):
    counts: Counts = Counts.NO


class _Truth(_Model):
    """The part of a truth file that labels are: the poses of its frames are left out."""

    exercise: Identifier
    reps: tuple[_Movement, ...]
    attempts: tuple[_Attempt, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundLabels:
    """Labels of a recording, and where they come from.

    Attributes:
        path: The file.
        sha256: Of its bytes.
        labels: What it says.
    """

    path: Path
    sha256: str
    labels: Labels


def read_labels(path: Path, exercise: Exercise, duration_s: float | None = None) -> Labels:
    """Reads a label file: a sample clip's truth, or a table of times made by hand.

    Args:
        path: The file; a truth file is one whose name ends with .json.
        exercise: The exercise that is to be tuned.
        duration_s: How long the recording is; None if that isn't known yet.

    Raises:
        SourceError: If it can't be read, can't be true, or is another exercise's, with file, line and reason.
    """
    return _read(path, exercise, duration_s).labels


def write_labels(path: Path, labels: Labels) -> None:
    """Writes labels as a table of times that can be edited by hand; times are kept to a hundredth of a second.

    Lines of comment in a table that is there are kept.

    Raises:
        OutputError: If it can't be written; a file that was there stays.
    """
    comments: Sequence[Comment] = ()
    # One that is wrong is written over on purpose.
    with suppress(OSError, SourceError):
        comments = read_table(path.read_bytes()).comments
    with atomic_write(path, _ADVICE) as beside:
        beside.write_text(csv_text(labels, comments), encoding="utf-8", newline="\n")


def replace_labels(path: Path, labels: Labels, sha256: str | None) -> str:
    """Writes labels over those that were read.

    Args:
        path: The table.
        labels: What it is to say.
        sha256: Of the bytes that were read; None if there was no file.

    Returns:
        The hash of what it says now.

    Raises:
        ChangedFileError: If somebody else has changed it since.
        OutputError: If it can't be written; a file that was there stays.
    """
    with one_writer():
        refuse_changed(path, sha256)
        write_labels(path, labels)
        return sha256_of(path)


def label_paths(recording: Path) -> list[Path]:
    """All label files of a recording that are there.

    Those of `clip.mp4` are `clip.labels.csv`, `clip.csv` and `clip.truth.json` beside it. Landmarks in a folder of
    results, `clip/landmarks.npz`, have theirs within that folder or, called after it, beside it.
    """
    names = [recording.with_name(recording.stem + suffix) for suffix in _SUFFIXES]
    if is_of_results(recording):
        folder = recording.absolute().parent
        names += [folder.with_name(folder.name + suffix) for suffix in _SUFFIXES]
    return [path for path in names if path.name != _NO_LABELS and path.is_file()]


def labels_path(recording: Path) -> Path | None:
    """The label file of a recording, the first if there are several; None if there is none."""
    return next(iter(label_paths(recording)), None)


def own_labels_path(recording: Path) -> Path:
    """Where labels that are made with the program are written: the table that is there, or a new one."""
    tables = [path for path in label_paths(recording) if path.suffix == ".csv"]
    return tables[0] if tables else recording.with_name(f"{recording.stem}.labels.csv")


def find_labels(recording: Path, exercise: Exercise, duration_s: float | None = None) -> FoundLabels | None:
    """The labels of a recording; None if nobody has written any.

    Raises:
        SourceError: If a label file is wrong, or two of them contradict each other.
    """
    found = [_read(path, exercise, duration_s) for path in label_paths(recording)]
    for first, second in pairwise(found):
        if not _agree(first.labels, second.labels):
            raise SourceError(
                f"{first.path}: contradicts {second.path.name}, which labels the same recording; "
                f"remove {second.path.name} if {first.path.name} is right, else {first.path.name}"
            )
    return found[0] if found else None


def _read(path: Path, exercise: Exercise, duration_s: float | None) -> FoundLabels:
    try:
        content = path.read_bytes()
        labels = _truth(content, exercise) if path.suffix == ".json" else _table(content, exercise)
        if duration_s is not None:
            refuse_times_beyond(labels, duration_s)
    except OSError as error:
        raise SourceError(f"{path}: can't be read ({error.strerror})") from error
    except ValidationError as error:
        raise SourceError(f"{path}: not a truth file: {first_problem(error)}") from error
    except SourceError as error:
        raise SourceError(f"{path}: {error}") from error
    return FoundLabels(path, hashlib.sha256(content).hexdigest(), labels)


def _table(content: bytes, exercise: Exercise) -> Labels:
    table = read_table(content)
    return checked_labels(table.rows, exercise, named=table.exercise, faults_known=table.faults_known)


def _truth(content: bytes, exercise: Exercise) -> Labels:
    truth = _Truth.model_validate_json(content)
    rows = [*_rows("reps", truth.reps, exercise), *_rows("attempts", truth.attempts, exercise)]
    return checked_labels(rows, exercise, named=truth.exercise, faults_known=True)


def _rows(name: str, movements: Sequence[_Movement], exercise: Exercise) -> Iterator[Row]:
    # A clip is rendered once; no check may look for what was planted in it any more.
    checks = {rule.id for rule in exercise.rules}
    for index, one in enumerate(movements):
        faults = tuple(fault for fault in one.faults if fault in checks)
        counts = one.counts if isinstance(one, _Attempt) else Counts.YES
        yield Row(f"{name}.{index}", one.start_s, one.end_s, one.side, one.hold_s, faults, counts)


def _agree(one: Labels, other: Labels) -> bool:
    """Whether two files say the same, as far as both say something."""
    faults = one.faults_known and other.faults_known
    return _same(one.movements, other.movements, faults=faults)


def _same(ones: Sequence[LabelledMovement], others: Sequence[LabelledMovement], *, faults: bool) -> bool:
    return len(ones) == len(others) and all(
        one.counts is other.counts
        and max(abs(one.start_s - other.start_s), abs(one.end_s - other.end_s)) < _SAME_S
        and (None in (one.side, other.side) or one.side is other.side)
        and (not faults or set(one.faults) == set(other.faults))
        for one, other in zip(ones, others, strict=True)
    )
