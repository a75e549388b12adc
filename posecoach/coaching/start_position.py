"""What this person's start position looks like: medians over the last still moments at rest."""

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

__all__ = ["StartPosition"]

_MEMORY_S = 2.0
"""Of stillness that is remembered: long enough to outweigh jitter, short enough to follow a person who settles."""
_LONGEST_STEP_S = 0.1
"""What one frame counts at most, so that a pause in the recording doesn't wipe the memory."""
_LAG_S = 0.3
_DEVIATIONS = 1.4826
"""Standard deviations in a median absolute deviation of normal noise."""
_AFRESH_S = 0.1
"""How often the medians are computed anew."""


@dataclass(slots=True)
class StartPosition:
    """Collects values of some columns while the body rests.

    Attributes:
        levels: Median of each column; empty before the first moment.
        spreads: Noise of each column: the standard deviation that the changes over a third of a second stand for, so
            that settling down isn't taken for noise.
        total_s: How much rest they are made of.
    """

    levels: tuple[float, ...] = ()
    spreads: tuple[float, ...] = ()
    total_s: float = 0.0
    _samples: deque[tuple[float, tuple[float, ...]]] = field(default_factory=deque)
    _time_s: float | None = None
    _computed_s: float = 0.0

    def add(self, time_s: float, values: Sequence[float]) -> None:
        """Takes in a still moment; values that weren't seen are NaN."""
        step_s = 0.0 if self._time_s is None else min(time_s - self._time_s, _LONGEST_STEP_S)
        self._time_s = time_s
        self._samples.append((step_s, tuple(values)))
        self.total_s += step_s
        while self.total_s > _MEMORY_S:
            self.total_s -= self._samples.popleft()[0]
        if not self.levels or time_s - self._computed_s >= _AFRESH_S:
            self._computed_s = time_s
            columns = list(zip(*(sample for _, sample in self._samples), strict=True))
            self.levels = tuple(_level(column) for column in columns)
            lag = max(1, round(len(self._samples) * _LAG_S / max(self.total_s, _LAG_S)))
            self.spreads = tuple(_spread(column, lag) for column in columns)

    def forget(self) -> None:
        """The body has left the exercise; where it rests next time may be elsewhere."""
        self.levels = self.spreads = ()
        self._samples.clear()
        self.total_s, self._time_s = 0.0, None


def _level(values: Sequence[float]) -> float:
    seen = [value for value in values if value == value]  # noqa: PLR0124 - NaN alone differs from itself
    return median(seen) if seen else float("nan")


def _spread(values: Sequence[float], lag: int) -> float:
    changes = [abs(later - value) for value, later in zip(values, values[lag:], strict=False)]
    return _DEVIATIONS / math.sqrt(2) * _level(changes) if changes else 0.0
