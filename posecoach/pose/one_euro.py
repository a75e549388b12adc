"""The One Euro filter: smooth when still, quick when moving.

Source: Casiez, Roussel and Vogel, "1 Euro Filter: A Simple Speed-based Low-pass Filter for Noisy Input in
Interactive Systems", CHI 2012, algorithm 1.
"""

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

__all__ = ["OneEuroFilter"]

Array = NDArray[np.float64]


def _weight(cutoff_hz: float, interval_s: float) -> float:
    """Weight of the new value in a first-order low-pass filter with this cutoff."""
    ratio = 2 * math.pi * cutoff_hz * interval_s
    return ratio / (ratio + 1)


@dataclass(slots=True)
class _State:
    """Where every element stands; arrays of the elements' shape."""

    time_s: float
    seen_s: Array
    value: Array
    speed: Array


@dataclass(slots=True)
class OneEuroFilter:
    """Filters arrays over time, each element by itself; chunks may be fed one after the other.

    A NaN element comes out as NaN and stands still meanwhile; after a gap longer than `longest_gap_s` it starts
    afresh.

    Attributes:
        min_cutoff_hz: Cutoff when still; lower is smoother.
        beta: How fast the cutoff rises with speed, in Hz per unit of speed; higher lags less.
        speed_cutoff_hz: Cutoff of the speed estimate.
        longest_gap_s: Longest gap that is filtered across.
    """

    min_cutoff_hz: float = 1.0
    beta: float = 0.0
    speed_cutoff_hz: float = 1.0
    longest_gap_s: float = math.inf
    _state: _State | None = field(default=None, init=False)

    def reset(self) -> None:
        """Forgets everything, so that the next value passes unchanged."""
        self._state = None

    def __call__(self, time_s: Array, values: Array, scale: Array | float = 1.0) -> Array:
        """The filtered values.

        Args:
            time_s: Shape (n,), increasing; 0 is a moment like any other.
            values: Shape (n, ...); NaN where there is no value.
            scale: Shape (n,) or one number: the length that speed is measured in, so that `beta` fits near and
                far persons alike.
        """
        shape = values.shape[1:]
        state = self._state or _State(float(time_s[0]), np.full(shape, -np.inf), np.zeros(shape), np.zeros(shape))
        known = ~np.isnan(values)
        fresh = known & self._after_gap(state, time_s, known)
        intervals_s = np.diff(time_s, prepend=state.time_s).tolist()
        betas = np.broadcast_to(self.beta / scale, time_s.shape).tolist()
        filtered = np.empty_like(values)
        rows_with_fresh = set(np.nonzero(fresh)[0].tolist())
        for row in range(len(values)):
            if row in rows_with_fresh:
                state.value[fresh[row]] = values[row][fresh[row]]
                state.speed[fresh[row]] = 0.0
            self._step(state, values[row], known[row], intervals_s[row], betas[row])
            filtered[row] = state.value
        state.time_s = float(time_s[-1])
        self._state = state
        return np.where(known, filtered, np.nan)

    def _after_gap(self, state: _State, time_s: Array, known: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Where an element has no past, or none that is recent enough; notes when each was seen last."""
        moments = time_s.reshape(-1, *[1] * (known.ndim - 1))
        seen_s = np.maximum.accumulate(np.where(known, moments, -np.inf), axis=0)
        seen_s = np.concatenate([state.seen_s[None], np.maximum(seen_s, state.seen_s)])
        state.seen_s = seen_s[-1]
        past = seen_s[:-1]
        return np.asarray((moments - past > self.longest_gap_s) | np.isneginf(past))

    def _step(self, state: _State, value: Array, known: NDArray[np.bool_], interval_s: float, beta: float) -> None:
        if interval_s <= 0:
            return
        step = np.where(known, value - state.value, 0.0)
        weight, turn_s = _weight(self.speed_cutoff_hz, interval_s), 2 * math.pi * interval_s
        state.speed *= 1 - weight
        state.speed += weight / interval_s * step
        ratio = turn_s * self.min_cutoff_hz + turn_s * beta * np.abs(state.speed)
        state.value += ratio / (ratio + 1) * step
