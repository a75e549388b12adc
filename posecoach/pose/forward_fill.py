"""Carrying the last known value forward, across chunk borders and for a limited time."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

__all__ = ["ForwardFill"]


@dataclass(slots=True)
class ForwardFill:
    """Replaces unknown rows per column by the last known one, at most `longest_s` seconds old.

    Feeding a series whole or in chunks gives the same result.
    """

    longest_s: float
    _time_s: NDArray[np.float64] | None = field(default=None, init=False)
    _last: NDArray[np.float64] | None = field(default=None, init=False)

    def __call__(
        self, time_s: NDArray[np.float64], values: NDArray[np.float64], known: NDArray[np.bool_]
    ) -> NDArray[np.float64]:
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
