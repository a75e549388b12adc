"""The One Euro filter: smooth when still, quick when moving.

Source: Casiez, Roussel and Vogel, "1 Euro Filter: A Simple Speed-based Low-pass Filter for Noisy Input in
Interactive Systems", CHI 2012, algorithm 1.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

__all__ = ["OneEuroFilter"]

Array = NDArray[np.float64]


def _smoothing(cutoff_hz: Array | float, interval_s: Array) -> Array:
    """Weight of the new value in a first-order low-pass filter with this cutoff."""
    ratio = 2 * np.pi * cutoff_hz * interval_s
    return np.asarray(ratio / (ratio + 1))


@dataclass(slots=True)
class OneEuroFilter:
    """Filters arrays of any fixed shape, each element by itself.

    A NaN element comes out as NaN and leaves that element's state alone; after a gap longer than
    `longest_gap_s` the element starts afresh.

    Attributes:
        min_cutoff_hz: Cutoff when still; lower is smoother.
        beta: How fast the cutoff rises with speed, in Hz per unit of speed; higher lags less.
        speed_cutoff_hz: Cutoff of the speed estimate.
        longest_gap_s: Longest gap that is filtered across.
    """

    min_cutoff_hz: float = 1.0
    beta: float = 0.0
    speed_cutoff_hz: float = 1.0
    longest_gap_s: float = np.inf
    _time_s: Array | None = field(default=None, init=False)
    _value: Array = field(init=False)
    _speed: Array = field(init=False)

    def reset(self) -> None:
        """Forgets everything, so that the next value passes unchanged."""
        self._time_s = None

    def __call__(self, time_s: float, value: Array, scale: float = 1.0) -> Array:
        """The filtered value.

        Args:
            time_s: Moment of the value, later than the one before; 0 is a moment like any other.
            value: The raw value; NaN where there is none.
            scale: Length that speed is measured in, so that `beta` fits near and far persons alike.
        """
        if self._time_s is None:
            self._time_s = np.full(value.shape, -np.inf)
            self._value, self._speed = np.zeros(value.shape), np.zeros(value.shape)
        seen = ~np.isnan(value)
        interval_s = time_s - self._time_s
        fresh = interval_s > self.longest_gap_s
        fresh |= ~np.isfinite(interval_s)
        known = seen & ~fresh
        self._update(np.where(known, value, self._value), np.where(known, interval_s, 1.0), known, scale)
        self._value = np.where(seen & fresh, value, self._value)
        self._speed = np.where(seen & fresh, 0.0, self._speed)
        self._time_s = np.where(seen, time_s, self._time_s)
        return np.where(seen, self._value, np.nan)

    def _update(self, value: Array, interval_s: Array, known: NDArray[np.bool_], scale: float) -> None:
        step = value - self._value
        weight = _smoothing(self.speed_cutoff_hz, interval_s)
        speed = self._speed + weight * (step / interval_s - self._speed)
        cutoff_hz = self.min_cutoff_hz + self.beta * np.abs(speed) / scale
        self._value = self._value + _smoothing(cutoff_hz, interval_s) * step
        self._speed = np.where(known, speed, self._speed)
