"""Many moments at rest at once: what they teach of the start position, and how far a movement is from each of them."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from posecoach.coaching.drive_signal import DriveSignal, Lesson
from posecoach.coaching.start_position import LONGEST_STEP_S, MEMORY_S, StartPosition
from posecoach.counting.table import Column, MeasureTable, Rows
from posecoach.measures import Values

__all__ = ["OriginLessons", "StillMoments", "progress_by"]

_SPARE = 2
"""Moments more than are remembered, whatever rounding says."""


class OriginLessons:
    """What the rows of a recording teach of the drive's origin."""

    def __init__(self, table: MeasureTable, learns: NDArray[np.bool_]) -> None:
        """Takes the rows from which it is learnt.

        Args:
            table: The measures.
            learns: Shape (n,), whether a row at rest teaches.
        """
        self._rows: list[int] = np.flatnonzero(learns).tolist()
        self._times_s: list[float] = table.time_s[learns].tolist()
        self._drives: list[float] = table.drive[learns].tolist()

    def teach(self, signal: DriveSignal, rows: slice) -> list[Lesson]:
        """Has a signal learn from rows at rest; tells what they teach, each from which of the rows on."""
        places = slice(bisect_left(self._rows, rows.start), bisect_left(self._rows, rows.stop))
        taught = signal.rest_on(self._times_s[places], self._drives[places])
        return [lesson._replace(at=self._rows[places.start + lesson.at] - rows.start) for lesson in taught]


def progress_by(lessons: Sequence[Lesson], drive: Values, pole: float) -> tuple[Values, NDArray[np.bool_]]:
    """Progress at rest by what is learnt from row to row, and whether movements are looked for.

    Args:
        lessons: The one known before, and those that the rows teach.
        drive: Shape (n,), of the table.
        pole: See `DriveSignal`.
    """
    edges = [*(lesson.at for lesson in lessons), len(drive)]
    lasting = [end - start for start, end in pairwise(edges)]
    is_open = np.repeat([lesson.open for lesson in lessons], lasting)
    progress = pole * (drive - np.repeat([lesson.origin for lesson in lessons], lasting))
    return np.where(is_open, progress, 0.0), is_open


class StillMoments:
    """What the still rows of a recording show of the start position, of which only the last are remembered."""

    def __init__(self, rows: Rows, columns: Sequence[Column], still: NDArray[np.bool_]) -> None:
        """Takes the rows.

        Args:
            rows: All rows.
            columns: Columns whose values in the start position matter.
            still: Shape (n,), whether a row is still.
        """
        self._time_s, self._columns = rows.time_s, [rows.column(column) for column in columns]
        self._rows: list[int] = np.flatnonzero(still).tolist()
        times_s = np.array(rows.time_s)[still]
        self._rested_s: list[float] = np.cumsum(
            np.minimum(np.diff(times_s, prepend=times_s[:1]), LONGEST_STEP_S)
        ).tolist()

    def show(self, start: StartPosition, rows: slice) -> None:
        """Has a start position take in consecutive rows at rest."""
        first, end = bisect_left(self._rows, rows.start), bisect_left(self._rows, rows.stop)
        if not self._columns or first == end:
            return
        remembered = bisect_left(self._rested_s, self._rested_s[end - 1] - MEMORY_S, first, end) - _SPARE
        shown = self._rows[max(first, remembered) : end]
        start.extend([self._time_s[row] for row in shown], [[column[row] for row in shown] for column in self._columns])
