"""The median of a window of time around each frame, whatever the frame rate and however the frames arrive."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

__all__ = ["RunningMedian"]

_Floats = NDArray[np.float64]
_SAME_S = 1e-6
_AT_ONCE = 4096
"""Frames whose windows are sorted together; the result doesn't depend on it."""


@dataclass(slots=True)
class RunningMedian:
    """Medians over the frames from `before_s` before to `after_s` after each frame; NaN values are passed over.

    A frame's median is given once its window is complete, so that a series fed whole or in chunks gives the same.

    Attributes:
        before_s: Seconds of the window before the frame.
        after_s: Seconds of it after the frame; 0 for medians without a delay.
    """

    before_s: float
    after_s: float = 0.0
    _time_s: _Floats = field(default_factory=lambda: np.empty(0), init=False)
    _values: _Floats = field(default_factory=lambda: np.empty(0), init=False)
    _done: int = field(default=0, init=False)

    def __call__(self, time_s: _Floats, values: _Floats) -> _Floats:
        """Takes in values of shape (n,); returns the medians that are now complete, in the order of time."""
        self._time_s, self._values = np.append(self._time_s, time_s), np.append(self._values, values)
        if not len(self._time_s):
            return np.empty(0)
        return self._upto(int(np.searchsorted(self._time_s, self._time_s[-1] - self.after_s + _SAME_S, "right")))

    def finish(self) -> _Floats:
        """The medians of the last frames, whose windows end with the series."""
        return self._upto(len(self._time_s))

    def _upto(self, end: int) -> _Floats:
        if end <= self._done:
            return np.empty(0)
        time_s = self._time_s
        wanted = time_s[self._done : end]
        first = np.searchsorted(time_s, wanted - self.before_s - _SAME_S)
        last = np.searchsorted(time_s, wanted + self.after_s + _SAME_S, "right")
        parts = [slice(start, start + _AT_ONCE) for start in range(0, len(wanted), _AT_ONCE)]
        medians = [_medians(self._values, first[part], last[part]) for part in parts]
        keep = int(np.searchsorted(time_s, time_s[end - 1] - self.before_s - _SAME_S))
        self._time_s, self._values, self._done = time_s[keep:], self._values[keep:], end - keep
        return np.concatenate(medians)


def _medians(values: _Floats, first: NDArray[np.intp], last: NDArray[np.intp]) -> _Floats:
    """Medians of values[first:last] for each pair of places."""
    places = first[:, None] + np.arange(int((last - first).max()))
    windows = np.where(places < last[:, None], values[np.minimum(places, len(values) - 1)], np.nan)
    windows.sort(axis=1)
    seen = np.isfinite(windows).sum(axis=1)
    rows, middle = np.arange(len(windows)), np.maximum(seen - 1, 0)
    return np.asarray((windows[rows, middle // 2] + windows[rows, np.maximum(seen, 1) // 2]) / 2)
