"""What this person's start position looks like: medians over the last still moments at rest."""

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from posecoach.coaching.noise import NOISE_LAG_S, noise_of

__all__ = ["StartPosition"]

_MEMORY_S = 2.0
"""Of stillness that is remembered: long enough to outweigh jitter, short enough to follow a person who settles."""
_LONGEST_STEP_S = 0.1
"""What one frame counts at most, so that a pause in the recording doesn't wipe the memory."""
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
            lag = max(1, round(len(self._samples) * NOISE_LAG_S / max(self.total_s, NOISE_LAG_S)))
            self.spreads = tuple(noise_of(column, lag) for column in columns)

    def forget(self) -> None:
        """The body has left the exercise; where it rests next time may be elsewhere."""
        self.levels = self.spreads = ()
        self._samples.clear()
        self.total_s, self._time_s = 0.0, None


def _level(values: Sequence[float]) -> float:
    seen = [value for value in values if not math.isnan(value)]
    return median(seen) if seen else math.nan
