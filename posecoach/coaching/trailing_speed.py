"""The speed of a value as far as it can be known at each moment: from the past alone."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from posecoach.measures import Values

__all__ = ["TrailingSpeed"]

_WINDOW_S = 0.2


@dataclass(slots=True)
class TrailingSpeed:
    """Slope over the last fifth of a second; chunks may be fed one after the other."""

    _time_s: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    _values: Values = field(default_factory=lambda: np.empty(0))

    def __call__(self, time_s: NDArray[np.float64], values: Values) -> Values:
        """Units a second; NaN where the value is NaN, 0 where there is no past."""
        seen = ~np.isnan(values)
        known_s = np.concatenate([self._time_s, time_s[seen]])
        known = np.concatenate([self._values, values[seen]])
        if not len(known):
            return np.full(len(values), np.nan)
        since_s = np.maximum(time_s - _WINDOW_S, known_s[0])
        rise = values - np.interp(since_s, known_s, known)
        recent = int(np.searchsorted(known_s, known_s[-1] - 2 * _WINDOW_S))
        self._time_s, self._values = known_s[recent:], known[recent:]
        return np.asarray(rise / np.maximum(time_s - since_s, 1e-3))
