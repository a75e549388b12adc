"""The curves of a recording: which measures an exercise's thresholds belong to, their values, and the lines on them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from posecoach.counting.frames import median
from posecoach.counting.table import MeasureTable
from posecoach.exercise.rules import Check, SideOf
from posecoach.exercise.schema import Exercise
from posecoach.exercise.thresholds import Threshold, all_thresholds
from posecoach.measures import MEASURES, Values
from posecoach.messages import Message
from posecoach.pose.landmarks import Side
from posecoach.tuning.wording import rounded

__all__ = [
    "Curve",
    "CurveKind",
    "Limit",
    "Line",
    "LineKind",
    "curve_kinds",
    "curves_of",
    "limits_of",
    "span_of",
    "thinned",
]

_BEFORE_S = 0.5
"""Before a movement, that tells the level it begins from."""
_SEEN_RANGES = 8
"""Limits are brought into view unless they are further than this many ranges of the curve from its middle."""
_MARGIN = 0.09
"""Above and below the curve, of its range; at least as much as can be read."""


class LineKind(str, Enum):
    """How a line looks."""

    START = "start"
    """The described start position."""
    END = "end"
    """The described end position."""
    LEAST = "least"
    """A repetition that begins in the described start position goes at least as far."""
    EITHER_END = "either end"
    """One of the two ends that a repetition must go beyond."""
    TOLERANCE = "tolerance"
    """Beyond it is a fault."""


@dataclass(frozen=True, slots=True)
class Line:
    """A threshold on a curve: it lies at `base + factor * value`.

    Attributes:
        kind: How it looks.
        key: Of the threshold, see `posecoach.exercise.thresholds`.
        value: What the threshold is, if it can't be moved; else None.
        base: See above.
        factor: See above.
        good_above: Whether the good or wanted side is above it.
    """

    kind: LineKind
    key: str
    value: float | None
    base: float
    factor: float
    good_above: bool


@dataclass(frozen=True, slots=True)
class CurveKind:
    """A measure, and where it is taken.

    Attributes:
        measure: Its name.
        side: Where it is taken; None for the drive, as it is counted.
        from_start: Whether values count from those in the start position.
        lines: Thresholds on it.
        names: Ids of the checks that it belongs to; "drive" for the drive.
    """

    measure: str
    side: SideOf | None
    from_start: bool
    lines: tuple[Line, ...]
    names: tuple[str, ...]

    @property
    def id(self) -> str:
        """Tells curves apart."""
        return ":".join((self.measure, self.side.value if self.side else "drive", "change" if self.from_start else ""))

    @property
    def decimals(self) -> int:
        """Places that its values are shown with."""
        return MEASURES[self.measure].decimals

    @property
    def label(self) -> Message:
        """What people call the measure."""
        return MEASURES[self.measure].label

    @property
    def title(self) -> Message:
        """What it shows."""
        if self.side is None:
            return Message("{measure}, counted", measure=self.label)
        title = self.label
        if self.side is SideOf.LEAST:
            title = Message("{measure}, smaller side", measure=title)
        elif self.side is SideOf.MOST:
            title = Message("{measure}, larger side", measure=title)
        return Message("{measure}, from the start", measure=title) if self.from_start else title


@dataclass(frozen=True, slots=True)
class Limit:
    """A threshold's line where it lies.

    Attributes:
        line: Which.
        value: Of the threshold.
        at: Where it lies on the curve.
        before: Where it lies with the thresholds on disk.
        movable: Whether it can be dragged.
        decimals: Places that it is shown with.
    """

    line: Line
    value: float
    at: float
    before: float
    movable: bool
    decimals: int

    @property
    def words(self) -> Message:
        """What stands beside it."""
        above, at = self.line.good_above, rounded(self.at, self.decimals)
        if self.line.kind is LineKind.LEAST:
            return Message("counts from {value}", value=at) if above else Message("counts to {value}", value=at)
        if self.line.kind is LineKind.EITHER_END:
            return Message("passed from {value}", value=at) if above else Message("passed to {value}", value=at)
        if self.line.kind is LineKind.TOLERANCE:
            return Message("good from {value}", value=at) if above else Message("good to {value}", value=at)
        start = self.line.kind is LineKind.START
        return Message("start {value}", value=at) if start else Message("end {value}", value=at)


@dataclass(frozen=True, eq=False, slots=True)
class Curve:
    """One measure of a recording.

    Attributes:
        kind: Which.
        time_s: Shape (n,).
        values: Named series of shape (n,): one, or both sides for what is taken on a side that only a movement tells.
        bounds: Between which values nearly all of them lie.
    """

    kind: CurveKind
    time_s: NDArray[np.float64]
    values: dict[str, Values]
    bounds: tuple[float, float]


def curve_kinds(exercise: Exercise) -> tuple[CurveKind, ...]:
    """The drive first, then what the checks look at; checks of the same values share a curve."""
    drive = CurveKind(exercise.drive.measure, None, False, tuple(_drive_lines(exercise)), ("drive",))  # noqa: FBT003
    merged: dict[tuple[str, SideOf, bool], CurveKind] = {}
    for check in exercise.checks:
        place, lines = (check.measure, check.side, check.from_start), tuple(_check_lines(exercise, check))
        known = merged.get(place, CurveKind(*place, (), ()))
        merged[place] = replace(known, lines=(*known.lines, *lines), names=(*known.names, check.id))
    return (drive, *merged.values())


def limits_of(
    curve: Curve, now: Mapping[str, float], saved: Mapping[str, float], *, movable: bool
) -> tuple[Limit, ...]:
    """A curve's thresholds as they are now."""
    return tuple(_limit(line, now, saved, movable=movable, decimals=curve.kind.decimals) for line in curve.kind.lines)


def span_of(curve: Curve, limits: Sequence[Limit]) -> tuple[float, float]:
    """The smallest and the largest value to show: of nearly all the curve has, and of all lines that can be moved."""
    first, last = curve.bounds
    reach = _SEEN_RANGES * max(last - first, 1e-6)
    shown = [one.at for one in limits if one.movable or one.line.kind is not LineKind.TOLERANCE]
    near = [at for at in shown if abs(at - (first + last) / 2) < reach]
    low, high = min(first, *near, last), max(last, *near, first)
    margin = max(_MARGIN * (high - low), 10.0**-curve.kind.decimals)
    return low - margin, high + margin


def curves_of(
    exercise: Exercise, table: MeasureTable, drive: Values, moving: Sequence[tuple[float, float]]
) -> list[Curve]:
    """All curves of a recording.

    Args:
        exercise: Its exercise.
        table: Its measures.
        drive: Its drive as it is counted.
        moving: Start and end of its movements, in seconds.
    """
    curves = []
    for kind in curve_kinds(exercise):
        values = {"": drive} if kind.side is None else _values(table, kind.measure, kind.side)
        if kind.from_start:
            values = {name: one - _start_level(table.time_s, one, moving) for name, one in values.items()}
        curves.append(Curve(kind, table.time_s, values, _bounds(list(values.values()))))
    return curves


def thinned(
    time_s: NDArray[np.float64], values: Values, span: tuple[float, float], columns: int
) -> NDArray[np.float32]:
    """A stretch of a curve for a picture of so many columns.

    Args:
        time_s: Shape (n,), increasing.
        values: Shape (n,), NaN where nothing was seen.
        span: Start and end of the stretch in seconds; one value to each side of it comes along.
        columns: Of the picture.

    Returns:
        Shape (m, 3), m at most columns + 3: seconds since the stretch's start, smallest and largest value of each
        column that has any frame; NaN where nothing was seen.
    """
    first = max(0, int(np.searchsorted(time_s, span[0])) - 1)
    last = min(len(time_s), int(np.searchsorted(time_s, span[1], side="right")) + 1)
    if first >= last:
        return np.empty((0, 3), np.float32)
    times, part = time_s[first:last] - span[0], values[first:last]
    column = np.floor(times * columns / max(span[1] - span[0], 1e-9)).astype(int)
    starts = np.flatnonzero(np.diff(column, prepend=column[0] - 1))
    lows, highs = (function.reduceat(part, starts) for function in (np.fmin, np.fmax))
    return np.stack([times[starts], lows, highs], axis=1).astype(np.float32)


def _values(table: MeasureTable, measure: str, rule: SideOf) -> dict[str, Values]:
    if rule in (SideOf.WORKING, SideOf.RESTING):
        return {side.value: table.values[measure, side] for side in Side}
    return {"": table.on_side(measure, rule)}


def _start_level(time_s: NDArray[np.float64], values: Values, moving: Sequence[tuple[float, float]]) -> Values:
    """What values count from at each moment: the level before the movement under way, or the last or first one."""
    if not moving:
        return np.full(len(values), np.nan)
    starts_s = np.array(sorted(start_s for start_s, _ in moving))
    firsts, lasts = np.searchsorted(time_s, starts_s - _BEFORE_S), np.searchsorted(time_s, starts_s, side="right")
    levels = np.array([median(values[first:last]) for first, last in zip(firsts, lasts, strict=True)])
    return np.asarray(levels[np.maximum(np.searchsorted(starts_s, time_s, side="right") - 1, 0)])


def _bounds(several: Sequence[Values]) -> tuple[float, float]:
    seen = np.concatenate([values[~np.isnan(values)] for values in several])
    if not len(seen):
        return 0.0, 1.0
    low, high = np.percentile(seen, [0.5, 99.5]).tolist()
    return low, high


def _drive_lines(exercise: Exercise) -> Iterator[Line]:
    drive = exercise.drive
    rising = drive.sign > 0
    start, end, least = (all_thresholds(exercise)[f"drive.{name}"] for name in ("start", "end", "least"))
    kinds = (LineKind.EITHER_END, LineKind.EITHER_END) if drive.bidirectional else (LineKind.START, LineKind.END)
    yield Line(kinds[0], start.path, _fixed(start), 0.0, 1.0, good_above=not rising)
    yield Line(kinds[1], end.path, _fixed(end), 0.0, 1.0, good_above=rising)
    if not drive.bidirectional:
        travel = drive.end - drive.start
        yield Line(LineKind.LEAST, least.path, _fixed(least), drive.start, travel, good_above=rising)


def _check_lines(exercise: Exercise, check: Check) -> Iterator[Line]:
    for one in all_thresholds(exercise).values():
        if one.check == check.id:
            sign = -1.0 if one.end == "below" else 1.0
            yield Line(LineKind.TOLERANCE, one.path, _fixed(one), check.target, sign, good_above=sign < 0)


def _limit(line: Line, now: Mapping[str, float], saved: Mapping[str, float], *, movable: bool, decimals: int) -> Limit:
    value, before = (values[line.key] if line.value is None else line.value for values in (now, saved))
    at, at_before = (line.base + line.factor * one for one in (value, before))
    return Limit(line, value, at, at_before, movable and line.value is None, decimals)


def _fixed(one: Threshold) -> float | None:
    return one.value if one.limits is None else None
