"""The curves of a recording: values over time, and as few of them as a picture has columns."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posecoach.counting.frames import median
from posecoach.counting.table import MeasureTable, from_side
from posecoach.exercise.rules import SideOf
from posecoach.exercise.schema import Exercise
from posecoach.measures import Values
from posecoach.pose.landmarks import Side
from posecoach.tuning.page.lines import CurveKind, curve_kinds

__all__ = ["Curve", "curves_of", "thinned"]

_BEFORE_S = 0.5
"""Before a movement, that tells the level it begins from."""


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
    left, right = (table.values[measure, side] for side in Side)
    if rule in (SideOf.WORKING, SideOf.RESTING):
        return {Side.LEFT.value: left, Side.RIGHT.value: right}
    return {"": from_side(left, right, rule, working=None, near_is_right=table.near_is_right)}


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
