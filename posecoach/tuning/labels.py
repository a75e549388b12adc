"""Labels: what a person did in a recording, as somebody has written it down."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from enum import Enum
from itertools import pairwise
from typing import NamedTuple

from posecoach.counting.holds import HOLD_CHECK
from posecoach.errors import SourceError
from posecoach.exercise.schema import Exercise
from posecoach.messages import Message
from posecoach.pose.landmarks import Side

__all__ = [
    "HEAD",
    "Comment",
    "Counts",
    "LabelledMovement",
    "Labels",
    "Row",
    "checked_labels",
    "csv_text",
    "refuse_times_beyond",
]


class Counts(str, Enum):
    """Whether a movement is a repetition."""

    YES = "yes"
    NO = "no"
    """An attempt, which mustn't be counted."""
    MAYBE = "maybe"
    """Both can be defended: counting it is neither right nor wrong."""


@dataclass(frozen=True, slots=True)
class LabelledMovement:
    """A movement that somebody saw.

    Attributes:
        start_s: It begins, in seconds of the recording.
        end_s: The start position is reached again.
        side: The side that works; None when both do, or nobody said.
        hold_s: How long the end position is held; None if nobody said.
        faults: Ids of the checks that it fails, each once.
        counts: Whether it is a repetition.
        cues_right: Ids of checks whose cue somebody has called right; others may be failed as well.
        cues_wrong: Those whose cue somebody has called wrong.
    """

    start_s: float
    end_s: float
    side: Side | None = None
    hold_s: float | None = None
    faults: tuple[str, ...] = ()
    counts: Counts = Counts.YES
    cues_right: tuple[str, ...] = ()
    cues_wrong: tuple[str, ...] = ()

    def speaks_of(self, check: str) -> bool:
        """Whether somebody has called a cue of a check right or wrong."""
        return check in self.cues_right or check in self.cues_wrong


@dataclass(frozen=True, slots=True)
class Labels:
    """All labels of a recording.

    Attributes:
        exercise: Id of the exercise they are for; None if nobody said.
        movements: In the order of time; they don't overlap.
        faults_known: Whether faults were looked for; if not, a repetition without faults says nothing about them.
    """

    exercise: str | None
    movements: tuple[LabelledMovement, ...] = ()
    faults_known: bool = False

    @property
    def repetitions(self) -> tuple[LabelledMovement, ...]:
        """The movements that count."""
        return self.those(Counts.YES)

    def those(self, counts: Counts) -> tuple[LabelledMovement, ...]:
        """The movements that count so."""
        return tuple(one for one in self.movements if one.counts is counts)

    def known_faults(self, movement: LabelledMovement) -> tuple[str, ...]:
        """Ids of the checks that a movement is known to fail."""
        return movement.faults if self.faults_known else movement.cues_right

    def with_faults_known(self) -> "Labels":
        """The same once faults are looked for; what is known of a few of them already is kept."""
        if self.faults_known:
            return self
        known = (replace(one, faults=one.cues_right, cues_right=(), cues_wrong=()) for one in self.movements)
        return replace(self, movements=tuple(known), faults_known=True)

    def with_cue(self, movement: LabelledMovement, check: str, *, right: bool) -> "Labels":
        """The same, with a cue of a movement called right or wrong."""
        changed = (
            replace(movement, faults=_with(movement.faults, check, there=right))
            if self.faults_known
            else replace(
                movement,
                cues_right=_with(movement.cues_right, check, there=right),
                cues_wrong=_with(movement.cues_wrong, check, there=not right),
            )
        )
        return replace(self, movements=tuple(changed if one == movement else one for one in self.movements))


def _with(checks: tuple[str, ...], check: str, *, there: bool) -> tuple[str, ...]:
    others = tuple(one for one in checks if one != check)
    return (*others, check) if there else others


_ROUNDING_S = 1.0
"""Times by hand are whole seconds as a rule: the last one may lie this far beyond the recording's end."""
_HOLD_ROUNDING_S = 0.05
"""A hold that lasts as long as its repetition may come out longer than that by rounding."""


@dataclass(frozen=True, slots=True)
class Row:
    """A movement as a file names it.

    Attributes:
        place: Where in the file it is, such as "line 3".
        start_s: It begins.
        end_s: It is over.
        side: The side that works, if the file says so.
        hold_s: How long the end position is held, if the file says so.
        faults: Ids of the checks that it fails, each once.
        counts: Whether it is a repetition.
        cues_right: As in `LabelledMovement`.
        cues_wrong: As above.
    """

    place: str
    start_s: float
    end_s: float
    side: Side | None = None
    hold_s: float | None = None
    faults: tuple[str, ...] = ()
    counts: Counts = Counts.YES
    cues_right: tuple[str, ...] = ()
    cues_wrong: tuple[str, ...] = ()

    @property
    def movement(self) -> LabelledMovement:
        """What it says."""
        return LabelledMovement(**{field.name: getattr(self, field.name) for field in fields(LabelledMovement)})


def checked_labels(
    rows: Sequence[Row], exercise: Exercise, *, named: str | None, faults_known: bool, wrong: Sequence[str] = ()
) -> Labels:
    """Labels from a file's rows.

    Args:
        rows: In any order.
        exercise: The exercise that they are read for.
        named: Id of the exercise that the file itself names.
        faults_known: Whether faults were looked for.
        wrong: What is wrong with other rows of the file.

    Raises:
        SourceError: If they can't be true or are another exercise's, with all that is wrong; the lines lack the file's
            name.
    """
    if named is not None and named != exercise.id:
        raise SourceError(
            Message(
                "labels of {named}, not of {exercise}; tune {named} with it, or name another folder",
                named=named,
                exercise=exercise.id,
            )
        )
    in_time = sorted(rows, key=lambda row: (row.start_s, row.end_s))
    problems = [*wrong, *(line for row in rows for line in _untrue(row, exercise)), *_overlapping(in_time)]
    if problems:
        raise SourceError(problems[0], problems[1:])
    return Labels(named, tuple(row.movement for row in in_time), faults_known)


def refuse_times_beyond(labels: Labels, duration_s: float) -> None:
    """Raises SourceError if something is labelled after the recording's end; the lines lack the file's name."""
    problems = [
        Message(
            "{start:g} to {end:g} s: the recording ends at {duration:.1f} s; "
            "correct the time, or put the labels beside their own recording",
            start=one.start_s,
            end=one.end_s,
            duration=duration_s,
        )
        for one in labels.movements
        if one.end_s > duration_s + _ROUNDING_S
    ]
    if problems:
        raise SourceError(problems[0], problems[1:])


def _overlapping(in_time: Sequence[Row]) -> Iterator[str]:
    for first, second in pairwise(in_time):
        if second.start_s < first.end_s:
            yield Message(
                "{place}: begins at {start:g} s, before {other_place} is over at {end:g} s; movements can't overlap",
                place=second.place,
                start=second.start_s,
                other_place=first.place,
                end=first.end_s,
            )


def _untrue(row: Row, exercise: Exercise) -> Iterator[str]:
    """Why a row alone can't be true."""
    if row.start_s < 0:
        yield Message(
            "{place}: begins at {start:g} s; times count from the recording's beginning",
            place=row.place,
            start=row.start_s,
        )
    length_s = row.end_s - row.start_s
    if length_s <= 0:
        yield Message(
            "{place}: ends at {end:g} s, but begins at {start:g} s; end must be later",
            place=row.place,
            end=row.end_s,
            start=row.start_s,
        )
    if row.side is not None and not exercise.sides.in_turn:
        yield Message(
            "{place}: side {side}, but both sides of {exercise} work together",
            place=row.place,
            side=row.side.value,
            exercise=exercise.id,
        )
    if length_s > 0 and row.hold_s is not None and not 0 <= row.hold_s <= length_s + _HOLD_ROUNDING_S:
        yield Message(
            "{place}: a hold of {hold:g} s; allowed: 0 to the movement's {length:g} s",
            place=row.place,
            hold=row.hold_s,
            length=length_s,
        )
    allowed = (*(rule.id for rule in exercise.rules), HOLD_CHECK)
    for check in sorted({*row.cues_right} & {*row.cues_wrong}):
        yield f"{row.place}: cue {check} is both right and wrong; leave it in one column"
    for fault in (*row.faults, *row.cues_right, *row.cues_wrong):
        if fault not in allowed:
            yield Message(
                "{place}: unknown fault {fault!r} of {exercise}; allowed: {known}",
                place=row.place,
                fault=fault,
                exercise=exercise.id,
                known=", ".join(allowed),
            )


class Comment(NamedTuple):
    """A line of comment in a table.

    Attributes:
        above_s: Start of the movement that it stands above; -1 above the names of the columns.
        text: With its mark.
    """

    above_s: float
    text: str


def csv_text(labels: Labels, comments: Sequence[Comment] = ()) -> str:
    """The table, with the comment that names the exercise, and only with columns that say something.

    Args:
        labels: What it says.
        comments: Lines of comment of one's own.
    """
    columns = dict(_columns(labels))
    lines = [(-2.0, line) for line in _head(labels)]
    lines += [(comment.above_s, comment.text) for comment in comments]
    lines.append((-0.5, ",".join(columns)))
    for one in labels.movements:
        lines.append((one.start_s + _ROUNDED_S, ",".join(cell(one) for cell in columns.values())))
    return "".join(f"{line}\n" for _, line in sorted(lines, key=lambda line: line[0]))


_ROUNDED_S = 0.006
"""Times are written to a hundredth."""
HEAD = "# Seconds of the recording. A movement with counts = no mustn't be counted; with maybe, either is right."


def _head(labels: Labels) -> Iterator[str]:
    if labels.exercise:
        yield f"# exercise: {labels.exercise}"
    yield HEAD


def _columns(labels: Labels) -> Iterator[tuple[str, Callable[[LabelledMovement], str]]]:
    """Names of columns and what they say of a movement."""
    yield "start_s", lambda one: f"{one.start_s:.2f}"
    yield "end_s", lambda one: f"{one.end_s:.2f}"
    if any(one.side for one in labels.movements):
        yield "side", lambda one: one.side.value if one.side else ""
    if any(one.hold_s is not None for one in labels.movements):
        yield "hold_s", lambda one: "" if one.hold_s is None else f"{one.hold_s:.2f}"
    if labels.faults_known:
        yield "faults", lambda one: " ".join(one.faults)
    elif any(one.cues_right or one.cues_wrong for one in labels.movements):
        yield "cues_right", lambda one: " ".join(one.cues_right)
        yield "cues_wrong", lambda one: " ".join(one.cues_wrong)
    if any(one.counts is not Counts.YES for one in labels.movements):
        yield "counts", lambda one: one.counts.value
