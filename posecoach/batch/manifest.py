"""Manifests: tables of recordings in which exercise, dose, subject, side or times are known."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator
from pydantic_core.core_schema import ValidationInfo

from posecoach.batch.recordings import AUTO, BESIDE_ALL, Recording
from posecoach.csv_text import CsvText, seconds
from posecoach.errors import SourceError
from posecoach.exercise.file_errors import KeyLines, all_problems
from posecoach.exercise.library import load_exercises
from posecoach.files import read_whole
from posecoach.messages import Message, os_reason
from posecoach.names import nearest
from posecoach.pose.landmarks import Side

__all__ = ["is_manifest", "read_manifest"]

_COLUMNS = ("file", "exercise", "dose", "subject", "side", "from", "to")
_NEEDED = _COLUMNS[:1]
_LONGEST = 1 << 24
"""Bytes; those of a hundred thousand recordings."""

_Doses = Mapping[str, Sequence[str]]
"""Names of the doses of each exercise."""


def _known(exercise: str, info: ValidationInfo) -> str:
    name = re.sub(r"\W+", "_", exercise.strip().lower())
    doses: _Doses = info.context or {}
    if name not in doses:
        raise ValueError(Message("unknown exercise; did you mean {names}?", names=nearest(name, doses)))
    return name


_Seconds = Annotated[float, BeforeValidator(seconds)]
_Small = BeforeValidator(str.lower)


class _Row(BaseModel):
    """What a manifest says of one recording.

    Attributes:
        file: Its path, from the manifest's folder on.
        exercise: What is done in it, `auto` to find out.
        dose: Name of the dose that is asked for.
        subject: Whom it shows.
        side: The side that it is about.
        start_s: Where the part to be analysed begins.
        end_s: Where it ends.
    """

    model_config = ConfigDict(frozen=True)

    file: Path
    exercise: Annotated[str, AfterValidator(_known)] | None = None
    dose: str | None = None
    subject: str | None = None
    side: Annotated[Side, _Small] | None = None
    start_s: _Seconds = Field(default=0.0, alias="from")
    end_s: _Seconds | None = Field(default=None, alias="to")

    @field_validator("dose")
    @classmethod
    def _is_of_the_exercise(cls, dose: str, info: ValidationInfo) -> str:
        doses: _Doses = info.context or {}
        exercise = info.data.get("exercise")
        if exercise is not None and exercise != AUTO and dose not in doses[exercise]:
            known = ", ".join(doses[exercise])
            raise ValueError(Message("{exercise} has no such dose; allowed: {known}", exercise=exercise, known=known))
        return dose

    @field_validator("end_s")
    @classmethod
    def _is_later(cls, end_s: float, info: ValidationInfo) -> float:
        if end_s <= info.data.get("start_s", 0.0):
            raise ValueError(Message("not later than from"))
        return end_s


class _Manifest(BaseModel):
    rows: list[_Row]


@dataclass(frozen=True, slots=True)
class _Lines:
    """The rows of a file as they are written, and where.

    Attributes:
        rows: What each has, by column.
        numbers: Their lines.
        wrong: What is wrong with lines that aren't rows.
    """

    rows: list[dict[str, str]]
    numbers: list[int]
    wrong: list[str]

    @classmethod
    def of(cls, text: CsvText) -> "_Lines":
        found = cls([], [], [])
        for number, line in text.rows:
            found.add(text, number, line)
        return found

    def add(self, text: CsvText, number: int, line: str) -> None:
        """Takes in a line."""
        try:
            self.rows.append(text.values(number, line))
        except SourceError as error:
            self.wrong.append(error.message)
        else:
            self.numbers.append(number)

    def checked(self, doses: _Doses) -> tuple[list[_Row], list[str]]:
        """The rows, or what is wrong with any."""
        data: dict[str, Any] = {"rows": self.rows}
        try:
            rows = _Manifest.model_validate(data, context=doses).rows
        except ValidationError as error:
            keys = [("rows", place) for place in range(len(self.rows))]
            places = KeyLines(dict(zip(keys, self.numbers, strict=True)), frozenset(keys))
            return [], [*self.wrong, *all_problems(error, data, _Manifest, places)]
        return rows, [*self.wrong, *self._twice(rows)]

    def _twice(self, rows: Sequence[_Row]) -> Iterator[str]:
        first = dict[tuple[Path, float, float | None], int]()
        for number, row in zip(self.numbers, rows, strict=True):
            before = first.setdefault((row.file, row.start_s, row.end_s), number)
            if before != number:
                yield Message(
                    "line {number}: {file} is in line {before} already; give another from or to, or remove one",
                    number=number,
                    file=row.file,
                    before=before,
                )


def is_manifest(path: Path) -> bool:
    """Whether a file is one, by its name."""
    return path.suffix.lower() == ".csv"


def read_manifest(path: Path) -> list[Recording]:
    """The recordings that a manifest lists; whether they are there is not looked at.

    Raises:
        SourceError: If it can't be read or is wrong, with all that is: line, value and what is allowed.
    """
    doses = {exercise.id: list(exercise.doses) for exercise in load_exercises()} | {AUTO: []}
    try:
        text = CsvText.of(read_whole(path, _LONGEST), ",".join(_COLUMNS))
        text.refuse_wrong_columns(_COLUMNS, _NEEDED)
    except OSError as error:
        raise SourceError(Message("{path}: can't be read ({reason})", path=path, reason=os_reason(error))) from error
    except SourceError as error:
        raise SourceError(_in_file(path, error.message)) from error
    rows, wrong = _Lines.of(text).checked(doses)
    if wrong:
        first, *more = (_in_file(path, problem) for problem in wrong)
        raise SourceError(first, more)
    if not rows:
        raise SourceError(_in_file(path, Message("lists no recording; write a row for each")))
    return [_recording(row, path.parent) for row in rows]


def _in_file(path: Path, problem: str) -> Message:
    return Message("{path}: {problem}", path=path, problem=problem)


def _recording(row: _Row, folder: Path) -> Recording:
    inside = not row.file.is_absolute() and ".." not in row.file.parts
    place = PurePath(row.file.parent) if inside else BESIDE_ALL
    return Recording(folder / row.file, place, row.exercise, row.dose, row.subject, row.side, row.start_s, row.end_s)
