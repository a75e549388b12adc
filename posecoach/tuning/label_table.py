"""Tables of labels: comma-separated text as people and spreadsheets write it."""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from posecoach.csv_text import CsvText, is_comment, seconds, shortened
from posecoach.errors import SourceError
from posecoach.exercise.file_errors import on_line
from posecoach.messages import Message
from posecoach.pose.landmarks import Side
from posecoach.tuning.labels import HEAD, Comment, Counts, Row

__all__ = ["Table", "read_table"]

_NEEDED = ("start_s", "end_s")
_COLUMNS = (*_NEEDED, "side", "hold_s", "faults", "counts")
_EXAMPLE = ",".join(_NEEDED)
_YES, _NO = dict.fromkeys(("y", "true", "1"), Counts.YES), dict.fromkeys(("n", "false", "0"), Counts.NO)
_COUNTS = {counts.value: counts for counts in Counts} | _YES | _NO
_EXERCISE = re.compile(r"#\s*exercise\s*[:=]\s*(.+)", re.IGNORECASE)

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
        raise SourceError(
            Message(
                "the file is empty; for a recording in which nothing counts, write one line: {example}",
                example=_EXAMPLE,
            )
        )
    text = CsvText.of(content, _EXAMPLE)
    text.refuse_wrong_columns(_COLUMNS, _NEEDED)
    rows, wrong = list[Row](), list[str]()
    above = [(text.header, -1.0)]
    for number, line in text.rows:
        row, problems = _tried_row(text, number, line)
        wrong += problems
        if row is not None:
            rows.append(row)
            above.append((number, row.start_s))
    comments = tuple(_comments(text.lines, above))
    return Table(tuple(rows), _named_exercise(text.lines), "faults" in text.columns, comments, tuple(wrong))


def _comments(lines: Sequence[tuple[int, str]], above: Sequence[tuple[int, float]]) -> Iterator[Comment]:
    """Comments but for those that every table is written with; `above` has the header's and the rows' places."""
    for number, line in lines:
        text = line.strip(' \t;,"')
        if is_comment(line) and text != HEAD and not _EXERCISE.fullmatch(text):
            yield Comment(next((start_s for place, start_s in above if place > number), math.inf), text)


def _named_exercise(lines: Sequence[tuple[int, str]]) -> str | None:
    """What the comment `# exercise: ID` says, which a spreadsheet may have put between quotes and separators."""
    exercise: str | None = None
    for number, line in lines:
        found = _EXERCISE.fullmatch(line.strip(' \t;,"')) if is_comment(line) else None
        if found is None:
            continue
        name = re.sub(r"\W+", "_", found[1].strip().lower())
        if exercise not in (None, name):
            problem = Message("exercise {name}, but {before} before; name one", name=name, before=exercise)
            raise SourceError(on_line(number, problem))
        exercise = name
    return exercise


def _too_many(values: int, columns: int) -> Message:
    return Message(
        "{values} values for {columns} columns; with decimal commas, separate by semicolons; several faults, by spaces",
        values=values,
        columns=columns,
    )


def _tried_row(text: CsvText, number: int, line: str) -> tuple[Row | None, list[str]]:
    """A row, or what is wrong with it."""
    try:
        return _row(number, text.values(number, line, _too_many)), []
    except SourceError as error:
        return None, [error.message, *error.more]


def _row(number: int, given: Mapping[str, str]) -> Row:
    problems = list[str]()

    def read(cell: Callable[[], Meaning]) -> Meaning | None:
        try:
            return cell()
        except SourceError as error:
            problems.append(on_line(number, error.message))
        return None

    start_s, end_s = read(lambda: _seconds(given, "start_s")), read(lambda: _seconds(given, "end_s"))
    side = read(lambda: _one_of(given, "side", {side.value: side for side in Side}, usual=None))
    hold_s = read(lambda: _seconds(given, "hold_s")) if "hold_s" in given else None
    faults = tuple(dict.fromkeys(re.findall(r"[^\s;,]+", given.get("faults", "").lower())))
    counts = read(lambda: _one_of(given, "counts", _COUNTS, usual=Counts.YES))
    if start_s is None or end_s is None or counts is None or problems:
        raise SourceError(problems[0], problems[1:])
    return Row(Message("line {number}", number=number), start_s, end_s, side, hold_s, faults, counts)


def _seconds(given: Mapping[str, str], column: str) -> float:
    """Seconds, minutes:seconds or hours:minutes:seconds, with a decimal point or comma.

    Raises:
        SourceError: If it is none of them.
    """
    if column not in given:
        raise SourceError(Message("{key} is missing", key=column))
    try:
        return seconds(given[column])
    except ValueError:
        value = shortened(given[column])
        raise SourceError(
            Message("{key} = {value!r} is not a number; allowed: 83.5 or 1:23.5", key=column, value=value)
        ) from None


def _one_of(given: Mapping[str, str], column: str, meanings: Mapping[str, Meaning], *, usual: Meaning) -> Meaning:
    """What a word means.

    Raises:
        SourceError: If it isn't one of them.
    """
    word = given.get(column, "").lower()
    if word and word not in meanings:
        raise SourceError(
            Message(
                "{key} = {value!r}; allowed: {allowed}",
                key=column,
                value=shortened(given[column]),
                allowed=", ".join(meanings),
            )
        )
    return meanings[word] if word else usual
