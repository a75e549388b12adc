"""The values of the last moments, kept until the movement they belong to is over."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from posecoach.measures import Values

__all__ = ["History"]


@dataclass(slots=True)
class History:
    """Columns of values over time, added in chunks and forgotten from the front."""

    _chunks: list[tuple[NDArray[np.float64], dict[str, Values]]] = field(default_factory=list)

    def add(self, time_s: NDArray[np.float64], columns: dict[str, Values]) -> None:
        """Appends rows later than all before."""
        self._chunks.append((time_s, columns))

    def forget(self, before_s: float) -> None:
        """Drops chunks that end before this moment."""
        keep = 0
        while keep < len(self._chunks) and self._chunks[keep][0][-1] < before_s:
            keep += 1
        del self._chunks[:keep]

    def extremes(self, start_s: float, end_s: float) -> dict[str, tuple[float, float]]:
        """Smallest and largest value of each column between two moments; columns never seen are left out."""
        if not self._chunks:
            return {}
        time_s = np.concatenate([times for times, _ in self._chunks])
        inside = (time_s >= start_s) & (time_s <= end_s)
        extremes = {}
        for name in self._chunks[0][1]:
            values = np.concatenate([columns[name] for _, columns in self._chunks])[inside]
            if not np.isnan(values).all():
                extremes[name] = (float(np.nanmin(values)), float(np.nanmax(values)))
        return extremes
