"""Tables of labels: comma-separated text as people and spreadsheets write it."""

import csv
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from posecoach.errors import SourceError
from posecoach.pose.landmarks import Side
from posecoach.tuning.labels import HEAD, Comment, Counts, Row

__all__ = ["Table", "read_table"]

_NEEDED = ("start_s", "end_s")
_COLUMNS = (*_NEEDED, "side", "hold_s", "faults", "counts", "cues_right", "cues_wrong")
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
        rows: Those that can be read, in the file's order.
        exercise: The exercise that a comment names.
        faults_known: Whether there is a column of faults.
        comments: Lines of comment of one's own.
        wrong: What is wrong with the other rows, a line each.
    """

    rows: tuple[Row, ...]
    exercise: str | None
    faults_known: bool
    comments: tuple[Comment, ...]
    wrong: tuple[str, ...] = ()


def read_table(content: bytes) -> Table:
    """Reads a table of times.

    Args:
        content: The file's bytes.

    Raises:
        SourceError: If it isn't one; the message has line and reason but lacks the file's name. A row that can't be
            read is among what the table says.
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
    (first, header), *rest = told
    columns = _header(f"line {first}", _cells(first, header, separator))
    rows, wrong = list[Row](), list[str]()
    above = [(first, -1.0)]
    for number, line in rest:
        row, problems = _tried_row(number, line, columns, separator)
        wrong += problems
        if row is not None:
            rows.append(row)
            above.append((number, row.start_s))
    return Table(tuple(rows), exercise, "faults" in columns, tuple(_comments(lines, above)), tuple(wrong))


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


def _tried_row(number: int, line: str, columns: Sequence[str], separator: str) -> tuple[Row | None, list[str]]:
    """A row, or what is wrong with it."""
    try:
        return _row(f"line {number}", columns, _cells(number, line, separator)), []
    except SourceError as error:
        return None, [str(error), *error.more]


def _row(place: str, columns: Sequence[str], cells: Sequence[str]) -> Row:
    if len(cells) > len(columns):
        hint = "with decimal commas, separate by semicolons; several faults, by spaces"
        raise SourceError(f"{place}: {len(cells)} values for {len(columns)} columns; {hint}")
    given = {column: cell for column, cell in zip(columns, cells, strict=False) if cell}
    problems = list[str]()

    def read(cell: Callable[[], Meaning]) -> Meaning | None:
        try:
            return cell()
        except ValueError as error:
            problems.append(f"{place}: {error}")
        return None

    start_s, end_s = read(lambda: _seconds(given, "start_s")), read(lambda: _seconds(given, "end_s"))
    side = read(lambda: _one_of(given, "side", {side.value: side for side in Side}, usual=None))
    hold_s = read(lambda: _seconds(given, "hold_s")) if "hold_s" in given else None
    faults, right, wrong = (_checks(given, column) for column in ("faults", "cues_right", "cues_wrong"))
    counts = read(lambda: _one_of(given, "counts", _COUNTS, usual=Counts.YES))
    if start_s is None or end_s is None or counts is None or problems:
        raise SourceError(problems[0], problems[1:])
    return Row(place, start_s, end_s, side, hold_s, faults, counts, right, wrong)


def _checks(given: Mapping[str, str], column: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(re.findall(r"[^\s;,]+", given.get(column, "").lower())))


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
    return repr(value if len(value) <= _LONGEST_SHOWN else f"{value[:_LONGEST_SHOWN]}...")
