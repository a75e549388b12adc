"""Filters over time, whose result is the same whether a series is fed whole or in chunks.

The One Euro filter is smooth when still and quick when moving: Casiez, Roussel and Vogel, "1 Euro Filter: A Simple
Speed-based Low-pass Filter for Noisy Input in Interactive Systems", CHI 2012, algorithm 1.
"""

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

__all__ = ["ForwardFill", "OneEuroFilter", "RunningMedian"]

_Array = NDArray[np.float64]
_SAME_S = 1e-6
_AT_ONCE = 1 << 20
"""Values of windows that are sorted together; the result doesn't depend on it."""


def _weight(cutoff_hz: float, interval_s: float) -> float:
    """Weight of the new value in a first-order low-pass filter with this cutoff."""
    ratio = 2 * math.pi * cutoff_hz * interval_s
    return ratio / (ratio + 1)


@dataclass(slots=True)
class _State:
    """Where every element stands; arrays of the elements' shape."""

    time_s: float
    seen_s: _Array
    value: _Array
    speed: _Array


@dataclass(slots=True)
class OneEuroFilter:
    """Filters arrays over time, each element by itself.

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

    def __call__(self, time_s: _Array, values: _Array, scale: _Array | float = 1.0) -> _Array:
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

    def _after_gap(self, state: _State, time_s: _Array, known: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Where an element has no past, or none that is recent enough; notes when each was seen last."""
        moments = time_s.reshape(-1, *[1] * (known.ndim - 1))
        seen_s = np.maximum.accumulate(np.where(known, moments, -np.inf), axis=0)
        seen_s = np.concatenate([state.seen_s[None], np.maximum(seen_s, state.seen_s)])
        state.seen_s = seen_s[-1]
        past = seen_s[:-1]
        return np.asarray((moments - past > self.longest_gap_s) | np.isneginf(past))

    def _step(self, state: _State, value: _Array, known: NDArray[np.bool_], interval_s: float, beta: float) -> None:
        if interval_s <= 0:
            return
        step = np.where(known, value - state.value, 0.0)
        weight, turn_s = _weight(self.speed_cutoff_hz, interval_s), 2 * math.pi * interval_s
        state.speed *= 1 - weight
        state.speed += weight / interval_s * step
        ratio = turn_s * self.min_cutoff_hz + turn_s * beta * np.abs(state.speed)
        state.value += ratio / (ratio + 1) * step


@dataclass(slots=True)
class RunningMedian:
    """Medians over the frames from `before_s` before to `after_s` after each frame; NaN values are passed over.

    A frame's median is given once its window is complete.

    Attributes:
        before_s: Seconds of the window before the frame.
        after_s: Seconds of it after the frame; 0 for medians without a delay.
    """

    before_s: float
    after_s: float = 0.0
    _time_s: _Array = field(default_factory=lambda: np.empty(0), init=False)
    _values: _Array = field(default_factory=lambda: np.empty(0), init=False)
    _done: int = field(default=0, init=False)

    def __call__(self, time_s: _Array, values: _Array) -> _Array:
        """Takes in values of shape (n,); returns the medians that are now complete, in the order of time."""
        self._time_s, self._values = np.append(self._time_s, time_s), np.append(self._values, values)
        if not len(self._time_s):
            return np.empty(0)
        return self._upto(int(np.searchsorted(self._time_s, self._time_s[-1] - self.after_s + _SAME_S, "right")))

    def finish(self) -> _Array:
        """The medians of the last frames, whose windows end with the series."""
        return self._upto(len(self._time_s))

    def _upto(self, end: int) -> _Array:
        if end <= self._done:
            return np.empty(0)
        time_s = self._time_s
        wanted = time_s[self._done : end]
        first = np.searchsorted(time_s, wanted - self.before_s - _SAME_S)
        last = np.searchsorted(time_s, wanted + self.after_s + _SAME_S, "right")
        rows = max(1, _AT_ONCE // int((last - first).max()))
        parts = [slice(start, start + rows) for start in range(0, len(wanted), rows)]
        medians = [_medians(self._values, first[part], last[part]) for part in parts]
        keep = int(np.searchsorted(time_s, time_s[end - 1] - self.before_s - _SAME_S))
        self._time_s, self._values, self._done = time_s[keep:], self._values[keep:], end - keep
        return np.concatenate(medians)


def _medians(values: _Array, first: NDArray[np.intp], last: NDArray[np.intp]) -> _Array:
    """Medians of values[first:last] for each pair of places."""
    places = first[:, None] + np.arange(int((last - first).max()))
    windows = np.where(places < last[:, None], values[np.minimum(places, len(values) - 1)], np.nan)
    windows.sort(axis=1)
    seen = np.isfinite(windows).sum(axis=1)
    rows, middle = np.arange(len(windows)), np.maximum(seen - 1, 0)
    return np.asarray((windows[rows, middle // 2] + windows[rows, np.maximum(seen, 1) // 2]) / 2)


@dataclass(slots=True)
class ForwardFill:
    """Replaces unknown rows per column by the last known one, at most `longest_s` seconds old."""

    longest_s: float
    _time_s: _Array | None = field(default=None, init=False)
    _last: _Array | None = field(default=None, init=False)

    def __call__(self, time_s: _Array, values: _Array, known: NDArray[np.bool_]) -> _Array:
        """The filled values.

        Args:
            time_s: Shape (n,).
            values: Shape (n, columns, ...).
            known: Shape (n, columns).

        Returns:
            Values of the same shape, NaN where nothing known is recent enough.
        """
        if self._last is None or self._time_s is None:
            self._last = np.full(values.shape[1:], np.nan)
            self._time_s = np.full(values.shape[1:2], -np.inf)
        values = np.concatenate([self._last[None], values])
        moments = np.concatenate([self._time_s[None], np.broadcast_to(time_s[:, None], known.shape)])
        rows = np.arange(len(values))[:, None]
        known = np.concatenate([np.ones((1, known.shape[1]), bool), known])
        source = np.maximum.accumulate(np.where(known, rows, 0), axis=0)
        columns = np.arange(known.shape[1])
        filled, since = values[source, columns], moments[source, columns]
        self._last, self._time_s = filled[-1], since[-1]
        old = time_s[:, None] - since[1:] > self.longest_s
        result = filled[1:].copy()
        result[old] = np.nan
        return result
