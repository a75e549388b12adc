"""Comma-separated tables as people and spreadsheets write them: read line by line, so that all problems can be told."""

import csv
import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from posecoach.errors import SourceError
from posecoach.messages import Message

__all__ = ["CsvText", "is_comment", "seconds", "shortened", "too_many_values"]

_BYTE_ORDER_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
_SEPARATORS = ";\t,"
"""The first of them in the header is meant: with decimal commas, a comma can't separate as well."""
_NAMED_SEPARATOR = re.compile(r"sep=(.)", re.IGNORECASE)
"""What German Excel may write into a first line of its own."""
_TIME = re.compile(r"(?:(?:(\d+):)?(\d+):)?(\d+(?:[.,]\d+)?|[.,]\d+)\s*s?", re.ASCII)
_SIXTY = 60
_LONGEST_SHOWN = 40
"""Letters of a wrong value that are told."""


def too_many_values(values: int, columns: int) -> Message:
    """What is wrong with a row that has more values than there are columns."""
    return Message(
        "{values} values for {columns} columns; with decimal commas, separate by semicolons",
        values=values,
        columns=columns,
    )


@dataclass(frozen=True, slots=True)
class CsvText:
    """The text of a table.

    Attributes:
        lines: All lines with their numbers, comments and empty ones too.
        header: Number of the line that names the columns.
        columns: Their names in small letters, underscores for spaces.
        rows: The other lines with something on them, with their numbers.
        separator: What stands between values.
    """

    lines: Sequence[tuple[int, str]]
    header: int
    columns: tuple[str, ...]
    rows: Sequence[tuple[int, str]]
    separator: str

    @classmethod
    def of(cls, content: bytes, example: str) -> "CsvText":
        """Reads a file's bytes.

        Args:
            content: The bytes.
            example: A header, to be told where there is none.

        Raises:
            SourceError: If it isn't a text with a header; the message lacks the file's name.
        """
        lines = list(enumerate(_decoded(content).splitlines(), 1))
        told = [(number, line) for number, line in lines if line.strip(' \t;,"') and not is_comment(line)]
        named_separator = _NAMED_SEPARATOR.fullmatch(told[0][1].strip()) if told else None
        told = told[1:] if named_separator else told
        if not told:
            raise SourceError(_no_header(example))
        (header, names), *rows = told
        separator = named_separator[1] if named_separator else _separator(names)
        columns = tuple(re.sub(r"\s+", "_", cell.lower()) for cell in _cells(header, names, separator))
        return cls(lines, header, columns, rows, separator)

    def refuse_wrong_columns(self, allowed: Sequence[str], needed: Sequence[str]) -> None:
        """Checks the header.

        Raises:
            SourceError: If a column isn't allowed, is there twice, or is missing.
        """
        if not any(column in allowed for column in self.columns):
            raise SourceError(_on_line(self.header, _no_header(",".join(needed))))
        for problem in self._wrong_columns(allowed, needed):
            raise SourceError(_on_line(self.header, problem))

    def _wrong_columns(self, allowed: Sequence[str], needed: Sequence[str]) -> Iterator[Message]:
        for column in self.columns:
            if column not in allowed:
                known = ", ".join(allowed)
                yield Message("unknown column {column!r}; allowed: {known}", column=shortened(column), known=known)
        for column in self.columns:
            if self.columns.count(column) > 1:
                yield Message("column {column} is there twice; keep one", column=column)
        for column in needed:
            if column not in self.columns:
                yield Message("column {column} is missing; needed: {needed}", column=column, needed=", ".join(needed))

    def values(
        self, number: int, line: str, too_many: Callable[[int, int], Message] = too_many_values
    ) -> dict[str, str]:
        """What a row has, by column, without what is empty.

        Args:
            number: Of the line.
            line: The row.
            too_many: What to tell of so many values for so many columns.

        Raises:
            SourceError: If it isn't a row of this table.
        """
        cells = _cells(number, line, self.separator)
        if len(cells) > len(self.columns):
            problem = too_many(len(cells), len(self.columns))
            raise SourceError(_on_line(number, problem))
        return {column: cell for column, cell in zip(self.columns, cells, strict=False) if cell}


def is_comment(line: str) -> bool:
    """Whether a line is one, also between the quotes that a spreadsheet may have put it in."""
    return line.lstrip(' \t"').startswith("#")


def seconds(text: str) -> float:
    """Seconds, minutes:seconds or hours:minutes:seconds, with a decimal point or comma.

    Raises:
        ValueError: If it is none of them.
    """
    found = _TIME.fullmatch(text)
    parts = [float(part.replace(",", ".")) for part in found.groups() if part is not None] if found else [math.inf]
    if math.isinf(max(parts)) or any(part >= _SIXTY for part in parts[1:]):
        raise ValueError(Message("not a number; allowed: 83.5 or 1:23.5"))
    return sum(part * float(_SIXTY**power) for power, part in enumerate(reversed(parts)))


def shortened(value: str) -> str:
    """As much of a value as is told."""
    return value if len(value) <= _LONGEST_SHOWN else f"{value[:_LONGEST_SHOWN]}..."


def _on_line(number: int, problem: str) -> Message:
    return Message("line {number}: {problem}", number=number, problem=problem)


def _no_header(example: str) -> Message:
    return Message("no header; the first line must name the columns, such as {example}", example=example)


def _decoded(content: bytes) -> str:
    marked = next((name for mark, name in _BYTE_ORDER_MARKS.items() if content.startswith(mark)), None)
    try:
        text = content.decode(marked or "utf-8")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    if "\0" in text:
        raise SourceError(Message("not a text file; save the table as CSV"))
    return text


def _separator(header: str) -> str:
    return next((separator for separator in _SEPARATORS if separator in header), ",")


def _cells(number: int, line: str, separator: str) -> list[str]:
    try:
        cells = [cell.strip() for cell in next(csv.reader([line], delimiter=separator, skipinitialspace=True))]
    except (csv.Error, TypeError, ValueError) as error:
        raise SourceError(_on_line(number, Message("not a row of a table: {line!r}", line=shortened(line)))) from error
    while cells and not cells[-1]:
        cells.pop()
    return cells
