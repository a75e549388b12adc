"""The curves of a recording: values over time, and as few of them as a picture has columns."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posecoach.coaching.start_position import MEMORY_S
from posecoach.counting.table import MeasureTable
from posecoach.exercise.rules import SideOf
from posecoach.exercise.schema import Exercise
from posecoach.measures import Values
from posecoach.pose.landmarks import Side
from posecoach.tuning.page.lines import CurveKind, curve_kinds

__all__ = ["Curve", "curves_of", "thinned"]

_LEVEL_EVERY_S = 0.5
"""How often the start position's level is taken."""


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


def curves_of(exercise: Exercise, table: MeasureTable, moving: Sequence[tuple[float, float]]) -> list[Curve]:
    """All curves of a recording.

    Args:
        exercise: Its exercise.
        table: Its measures, judged by this exercise.
        moving: Start and end of its movements, in seconds; the start position is looked for between them.
    """
    at_rest = table.ready & table.engaged
    for start_s, end_s in moving:
        at_rest &= (table.time_s < start_s) | (table.time_s > end_s)
    curves = []
    for kind in curve_kinds(exercise):
        values = _values(exercise, table, kind)
        if kind.from_start:
            values = {name: one - _start_level(table.time_s, one, at_rest) for name, one in values.items()}
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


def _values(exercise: Exercise, table: MeasureTable, kind: CurveKind) -> dict[str, Values]:
    if kind.side is None:
        return {"": exercise.drive.sign * table.drive}
    both = {side.value: table.values[kind.measure, side] for side in Side}
    if kind.side is SideOf.NEAR:
        return {"": table.near[kind.measure]}
    if kind.side in (SideOf.LEAST, SideOf.MOST):
        return {"": (np.fmin if kind.side is SideOf.LEAST else np.fmax)(*both.values())}
    return both


def _start_level(time_s: NDArray[np.float64], values: Values, at_rest: NDArray[np.bool_]) -> Values:
    """What values count from at each moment: the median of the last seconds at rest, as the coach remembers them."""
    rows = np.flatnonzero(at_rest & ~np.isnan(values))
    if not len(rows):
        return np.full(len(values), np.nan)
    rest_s = time_s[rows]
    marks = np.arange(time_s[0], time_s[-1] + _LEVEL_EVERY_S, _LEVEL_EVERY_S)
    lasts = np.maximum(np.searchsorted(rest_s, marks, side="right"), 1)
    firsts = np.minimum(np.searchsorted(rest_s, rest_s[lasts - 1] - MEMORY_S), lasts - 1)
    levels = [float(np.median(values[rows[a:b]])) for a, b in zip(firsts, lasts, strict=True)]
    return np.asarray(levels)[np.searchsorted(marks, time_s, side="right") - 1]


def _bounds(several: Sequence[Values]) -> tuple[float, float]:
    seen = np.concatenate([values[~np.isnan(values)] for values in several])
    if not len(seen):
        return 0.0, 1.0
    low, high = np.percentile(seen, [0.5, 99.5]).tolist()
    return low, high
