"""What a label file says line by line, and whether it can be true."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from posecoach.counting.holds import HOLD_CHECK
from posecoach.errors import SourceError
from posecoach.exercise.schema import Exercise
from posecoach.pose.landmarks import Side
from posecoach.tuning.labels import Counts, LabelledMovement, Labels

__all__ = ["Row", "checked_labels", "refuse_times_beyond"]

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
    """

    place: str
    start_s: float
    end_s: float
    side: Side | None = None
    hold_s: float | None = None
    faults: tuple[str, ...] = ()
    counts: Counts = Counts.YES


def checked_labels(rows: Sequence[Row], exercise: Exercise, *, named: str | None, faults_known: bool) -> Labels:
    """Labels from a file's rows.

    Args:
        rows: In any order.
        exercise: The exercise that they are read for.
        named: Id of the exercise that the file itself names.
        faults_known: Whether faults were looked for.

    Raises:
        SourceError: If they can't be true or are another exercise's; the message lacks the file's name.
    """
    if named is not None and named != exercise.id:
        raise SourceError(f"labels of {named}, not of {exercise.id}; tune {named} with it, or name another folder")
    for row in rows:
        _check(row, exercise)
    in_time = sorted(rows, key=lambda row: (row.start_s, row.end_s))
    for first, second in pairwise(in_time):
        if second.start_s < first.end_s:
            raise SourceError(
                f"{second.place}: begins at {second.start_s:g} s, before {first.place} is over at {first.end_s:g} s; "
                "movements can't overlap"
            )
    movements = (LabelledMovement(r.start_s, r.end_s, r.side, r.hold_s, r.faults, r.counts) for r in in_time)
    return Labels(named, tuple(movements), faults_known)


def refuse_times_beyond(labels: Labels, duration_s: float) -> None:
    """Raises SourceError if something is labelled after the recording's end; the message lacks the file's name."""
    for one in labels.movements:
        if one.end_s > duration_s + _ROUNDING_S:
            raise SourceError(
                f"{one.start_s:g} to {one.end_s:g} s: the recording ends at {duration_s:.1f} s; "
                "correct the time, or put the labels beside their own recording"
            )


def _check(row: Row, exercise: Exercise) -> None:
    """Raises SourceError if a row alone can't be true."""
    if row.start_s < 0:
        raise SourceError(f"{row.place}: begins at {row.start_s:g} s; times count from the recording's beginning")
    if row.end_s <= row.start_s:
        raise SourceError(f"{row.place}: ends at {row.end_s:g} s, but begins at {row.start_s:g} s; end must be later")
    if row.side is not None and not exercise.sides.in_turn:
        raise SourceError(f"{row.place}: side {row.side.value}, but both sides of {exercise.id} work together")
    length_s = row.end_s - row.start_s
    if row.hold_s is not None and not 0 <= row.hold_s <= length_s + _HOLD_ROUNDING_S:
        raise SourceError(f"{row.place}: a hold of {row.hold_s:g} s; allowed: 0 to the movement's {length_s:g} s")
    allowed = (*(rule.id for rule in exercise.rules), HOLD_CHECK)
    unknown = [fault for fault in row.faults if fault not in allowed]
    if unknown:
        raise SourceError(f"{row.place}: unknown fault {unknown[0]!r} of {exercise.id}; allowed: {', '.join(allowed)}")
