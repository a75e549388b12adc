"""What this person's start position looks like: medians over the last still moments at rest."""

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from statistics import median

from posecoach.coaching.noise import NOISE_LAG_S, noise_of, seen

__all__ = ["LONGEST_STEP_S", "MEMORY_S", "ROUNDING_S", "Rest", "StartPosition"]

MEMORY_S = 2.0
"""Of stillness that is remembered: long enough to outweigh jitter, short enough to follow a person who settles."""
ROUNDING_S = 1e-6
"""Sixty steps of a thirtieth of a second are two seconds, whatever they add up to in floating point."""
LONGEST_STEP_S = 0.1
"""What one frame counts at most, so that a pause in the recording doesn't wipe the memory."""


@dataclass(frozen=True, slots=True)
class Rest:
    """The last still moments at rest.

    Attributes:
        total_s: How long they took.
        columns: Their values, column by column; NaN where they weren't seen.
    """

    total_s: float = 0.0
    columns: tuple[list[float], ...] = ()

    @property
    def levels(self) -> tuple[float, ...]:
        """Median of each column; empty before the first moment."""
        return tuple(map(_level, self.columns))

    @property
    def spreads(self) -> tuple[float, ...]:
        """Noise of each column: the standard deviation that the changes over a third of a second stand for.

        So settling down isn't taken for noise.
        """
        if not self.columns:
            return ()
        lag = max(1, round(len(self.columns[0]) * NOISE_LAG_S / max(self.total_s, NOISE_LAG_S)))
        return tuple(noise_of(column, lag) for column in self.columns)


@dataclass(slots=True)
class StartPosition:
    """Collects values of some columns while the body rests."""

    _rested_s: list[float] = field(default_factory=list)
    _columns: list[list[float]] = field(default_factory=list)
    _time_s: float | None = None

    def add(self, time_s: float, values: Sequence[float]) -> None:
        """Takes in a still moment; values that weren't seen are NaN."""
        self.extend([time_s], [[value] for value in values])

    def extend(self, time_s: Sequence[float], columns: Sequence[Sequence[float]]) -> None:
        """Takes in still moments in their order.

        Args:
            time_s: Their media times.
            columns: Their values, column by column.
        """
        if not time_s:
            return
        if self._time_s is None:
            self._rested_s, self._columns = [0.0], [[] for _ in columns]
            self._time_s = time_s[0]
        self._drop_old()
        steps_s = [
            min(later - one, LONGEST_STEP_S) for one, later in zip([self._time_s, *time_s], time_s, strict=False)
        ]
        self._rested_s += accumulate(steps_s, initial=self._rested_s.pop())
        self._time_s = time_s[-1]
        for known, more in zip(self._columns, columns, strict=True):
            known.extend(more)

    def copy(self) -> "StartPosition":
        """One that goes on from here by itself."""
        return StartPosition(self._rested_s.copy(), [column.copy() for column in self._columns], self._time_s)

    @property
    def known(self) -> bool:
        """Whether there was a moment."""
        return self._time_s is not None

    def rest(self, without: int = 0) -> Rest:
        """What is remembered.

        Args:
            without: The last moments that are left out; fewer than were taken in at last.
        """
        if self._time_s is None:
            return Rest()
        end = len(self._rested_s) - 1 - without
        first = self._oldest(end)
        columns = tuple(column[first:end] for column in self._columns)
        return Rest(self._rested_s[end] - self._rested_s[first], columns)

    def forget(self) -> None:
        """The body has left the exercise; where it rests next time may be elsewhere."""
        self._time_s = None

    def _oldest(self, end: int) -> int:
        """The first moment that is remembered at the end of some."""
        return bisect_left(self._rested_s, self._rested_s[end] - MEMORY_S - ROUNDING_S, 0, end)

    def _drop_old(self) -> None:
        """Now and then, so that resting costs no memory."""
        if self._rested_s[-1] - self._rested_s[0] > 2 * MEMORY_S:
            first = self._oldest(len(self._rested_s) - 1)
            del self._rested_s[:first]
            for column in self._columns:
                del column[:first]


def _level(values: Sequence[float]) -> float:
    known = seen(values)
    return median(known) if known else math.nan
