"""The frames that a counter still needs, as a block of numbers that grows at its end."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posecoach.counting.table import Column, MeasureTable, column_name, from_side
from posecoach.exercise.rules import SideOf
from posecoach.exercise.schema import Exercise
from posecoach.measures import MEASURES, Values
from posecoach.pose.landmarks import Side

__all__ = ["FrameLog", "Row"]

_SMALLEST = 256


@dataclass(frozen=True, slots=True)
class _Layout:
    """Which column of the block holds what."""

    values: Mapping[Column, int]
    seen: Mapping[Column, int]
    near: int
    width: int

    @classmethod
    def of(cls, exercise: Exercise) -> "_Layout":
        values = [(name, side) for name in exercise.measures for side in Side]
        seen = [(name, side) for name in exercise.gate_measures for side in Side]
        near = len(values) + len(seen)
        places = {column: place for place, column in enumerate(values)}
        return cls(places, {column: len(values) + place for place, column in enumerate(seen)}, near, near + 1)


@dataclass(frozen=True, slots=True)
class Row:
    """A frame as the counter needs it.

    Attributes:
        frame: Its number.
        progress: Share of the described travel; NaN where the drive can't be seen.
        right: 1 where the right side works, 0 where the left one does, NaN where neither is told.
        in_start_position: Whether the exercise's posture and the gate's ranges of the start position hold.
        in_end_position: Whether the gate's posture and ranges of the end position hold.
        cut: Whether this frame doesn't follow on the one before it.
        noise: Standard deviation of the progress while nothing moves; infinite while that isn't known.
    """

    frame: int
    progress: float
    right: float
    in_start_position: bool
    in_end_position: bool
    cut: bool
    noise: float


class FrameLog:
    """Measures of the last frames by frame number, counted from the first frame that ever was."""

    def __init__(self, exercise: Exercise) -> None:
        self._exercise, self._layout = exercise, _Layout.of(exercise)
        self._time_s = np.empty(_SMALLEST)
        self._block = np.empty((_SMALLEST, self._layout.width))
        self._first = self._count = 0

    def __len__(self) -> int:
        """How many frames there ever were."""
        return self._first + self._count

    @property
    def first(self) -> int:
        """Number of the oldest frame that is still known."""
        return self._first

    def add(self, table: MeasureTable) -> None:
        """Appends the table's frames."""
        rows = len(table.time_s)
        if self._count + rows > len(self._time_s):
            self._grow(self._count + rows)
        place = slice(self._count, self._count + rows)
        self._time_s[place] = table.time_s
        block = self._block[place]
        for columns, source in ((self._layout.values, table.values), (self._layout.seen, table.seen)):
            for column, index in columns.items():
                block[:, index] = source[column]
        block[:, self._layout.near] = table.near_is_right
        self._count += rows

    def forget(self, before: int) -> None:
        """Drops the frames before one."""
        count = before - self._first
        if count < max(_SMALLEST, self._count // 2):
            return
        self._time_s[: self._count - count] = self._time_s[count : self._count]
        self._block[: self._count - count] = self._block[count : self._count]
        self._first, self._count = before, self._count - count

    def time_s(self, frame: int) -> float:
        """Media time of a frame."""
        return float(self._time_s[frame - self._first])

    def times_s(self, first: int, last: int) -> Values:
        """Media times of the frames from one up to and with another."""
        return self._time_s[first - self._first : last - self._first + 1]

    def between(self, start_s: float, end_s: float) -> NDArray[np.intp]:
        """Numbers of the frames from one media time to another."""
        known_s = self._time_s[: self._count]
        first, last = np.searchsorted(known_s, start_s), np.searchsorted(known_s, end_s, "right")
        return self._first + np.arange(first, last)

    def median(
        self, frames: NDArray[np.intp], measure: str, side: SideOf, working: Side | None, *, seen: bool
    ) -> float:
        """Median of a measure in some frames, from where a rule wants it; NaN if it was never seen."""
        return median(self.values(frames, measure, side, working, seen=seen))

    def values(
        self, frames: NDArray[np.intp], measure: str, side: SideOf, working: Side | None, *, seen: bool
    ) -> Values:
        """A measure's values in some frames, from where a rule wants them.

        Args:
            frames: Their numbers.
            measure: Name of the measure.
            side: Where it is taken.
            working: The side that works, if one does.
            seen: Whether of all landmarks that the estimator gave, or only of those that may be believed.
        """
        layout = self._layout.seen if seen else self._layout.values
        rows = self._block[frames - self._first]
        left, right = (rows[:, layout[measure, one]] for one in Side)
        return from_side(left, right, side, working=working, near_is_right=rows[:, self._layout.near] > 0)

    def extremes(self, first: int, last: int) -> dict[str, tuple[float, float]]:
        """Smallest and largest value of each measure between two frames; measures never seen are left out."""
        rows = self._block[first - self._first : last - self._first + 1]
        near = rows[:, self._layout.near] > 0
        found: dict[str, tuple[float, float]] = {}
        for name in self._exercise.measures:
            left, right = (rows[:, self._layout.values[name, side]] for side in Side)
            columns = {name: from_side(left, right, SideOf.NEAR, near_is_right=near)}
            if MEASURES[name].sided:
                columns |= {column_name((name, Side.LEFT)): left, column_name((name, Side.RIGHT)): right}
            found.update(_extremes(columns))
        return found

    def _grow(self, rows: int) -> None:
        size = max(rows, 2 * len(self._time_s))
        self._time_s = np.concatenate([self._time_s, np.empty(size - len(self._time_s))])
        self._block = np.concatenate([self._block, np.empty((size - len(self._block), self._layout.width))])


def median(values: Values | Sequence[float]) -> float:
    """Median of the values that were seen; NaN if none was."""
    known = np.asarray(values, np.float64)
    known = known[~np.isnan(known)]
    return float(np.median(known)) if len(known) else math.nan


def _extremes(columns: Mapping[str, Values]) -> dict[str, tuple[float, float]]:
    seen = {name: values[~np.isnan(values)] for name, values in columns.items()}
    return {name: (float(values.min()), float(values.max())) for name, values in seen.items() if len(values)}
