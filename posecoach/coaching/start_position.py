"""What this person's start position looks like: medians over the last still moments at rest."""

import math
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median

from posecoach.coaching.noise import NOISE_LAG_S, noise_of

__all__ = ["StartPosition"]

_MEMORY_S = 2.0
"""Of stillness that is remembered: long enough to outweigh jitter, short enough to follow a person who settles."""
_ROUNDING_S = 1e-6
"""Sixty steps of a thirtieth of a second are two seconds, whatever they add up to in floating point."""
_LONGEST_STEP_S = 0.1
"""What one frame counts at most, so that a pause in the recording doesn't wipe the memory."""


@dataclass(slots=True)
class StartPosition:
    """Collects values of some columns while the body rests.

    Attributes:
        total_s: How much rest it knows.
    """

    total_s: float = 0.0
    _steps_s: deque[float] = field(default_factory=deque)
    _values: deque[tuple[float, ...]] = field(default_factory=deque)
    _time_s: float | None = None

    def add(self, time_s: float, values: tuple[float, ...]) -> None:
        """Takes in a still moment; values that weren't seen are NaN."""
        step_s = 0.0 if self._time_s is None else min(time_s - self._time_s, _LONGEST_STEP_S)
        self._time_s = time_s
        self._steps_s.append(step_s)
        self._values.append(values)
        self.total_s += step_s
        while self.total_s > _MEMORY_S + _ROUNDING_S:
            self.total_s -= self._steps_s.popleft()
            self._values.popleft()

    def extend(self, moments: Iterable[tuple[float, tuple[float, ...]]]) -> None:
        """Takes in moments in their order."""
        for time_s, values in moments:
            self.add(time_s, values)

    @property
    def known(self) -> bool:
        """Whether there was a moment."""
        return bool(self._values)

    @property
    def levels(self) -> tuple[float, ...]:
        """Median of each column; empty before the first moment."""
        return tuple(_level(column) for column in zip(*self._values, strict=True))

    @property
    def spreads(self) -> tuple[float, ...]:
        """Noise of each column: the standard deviation that the changes over a third of a second stand for.

        So settling down isn't taken for noise.
        """
        lag = max(1, round(len(self._values) * NOISE_LAG_S / max(self.total_s, NOISE_LAG_S)))
        return tuple(noise_of(column, lag) for column in zip(*self._values, strict=True))

    def forget(self) -> None:
        """The body has left the exercise; where it rests next time may be elsewhere."""
        self._steps_s.clear()
        self._values.clear()
        self.total_s, self._time_s = 0.0, None


def _level(values: Sequence[float]) -> float:
    # NaN alone isn't equal to itself; asking so is several times as fast as calling isnan.
    seen = [value for value in values if value == value]  # noqa: PLR0124 - see above
    return median(seen) if seen else math.nan
