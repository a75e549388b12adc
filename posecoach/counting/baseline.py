"""Where a person's own start position is, learnt from what was seen so far."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from posecoach.measures import Values

__all__ = ["Baseline"]

_REMEMBERED_S = 60.0
_SAMPLED_S, _LEARNT_S = 0.1, 0.25
"""How often a frame is remembered, and how often the baseline is learnt anew."""
_ELSEWHERE_S = 2.5
"""Who was in another posture for longer than this has left the start position, and takes up a new one."""
_GLANCES = 3
"""Remembered frames in which the start position must have been seen: fewer are a glitch."""
_NEAREST = 1 / 3
"""Of the way, nearest to the start: a long hold at the other end must not be taken for the start position."""
_SAME = 0.1
"""Of the way: values this close together are the same position."""
_NEAR = 0.05
"""Trunk lengths within which a height counts as that of the start position, and by half as much twice for the feet."""


@dataclass(slots=True)
class Baseline:
    """The median of some columns while the body is at its usual height of the start position, which is its highest.

    Attributes:
        columns: How many.
    """

    columns: int
    _time_s: list[float] = field(default_factory=list)
    _rows: list[Values] = field(default_factory=list)
    _learnt_s: float = -np.inf
    _elsewhere_s: float | None = None
    _level: Values = field(init=False)

    def __post_init__(self) -> None:
        self._level = np.full(self.columns, np.nan)

    def __call__(
        self, time_s: Values, height: Values, feet: Values, vectors: Values, elsewhere: NDArray[np.bool_] | None = None
    ) -> Values:
        """The baseline at each of the next frames.

        Args:
            time_s: Shape (n,).
            height: Shape (n,), trunk lengths; the start position is where it is highest.
            feet: Shape (n,), height of the hips above the feet, by which lifted feet are passed over.
            vectors: Shape (n, columns), what the baseline is of.
            elsewhere: Shape (n,), whether the body is in another posture; None for never.
        """
        levels = np.empty((len(time_s), self.columns))
        for row, moment in enumerate(time_s.tolist()):
            self._arrive(moment, elsewhere=elsewhere is not None and bool(elsewhere[row]))
            if not self._time_s or moment - self._time_s[-1] >= _SAMPLED_S:
                self._remember(moment, np.array([height[row], feet[row], *vectors[row]]))
            if moment - self._learnt_s >= _LEARNT_S or np.isnan(self._level[0]):
                self._learn()
                self._learnt_s = moment
            levels[row] = self._level
        return levels

    def _arrive(self, moment: float, *, elsewhere: bool) -> None:
        """Forgets what was seen before the body came into the posture."""
        if elsewhere:
            self._elsewhere_s = moment if self._elsewhere_s is None else self._elsewhere_s
        elif self._elsewhere_s is not None:
            if moment - self._elsewhere_s >= _ELSEWHERE_S:
                self._time_s, self._rows = [], []
            self._elsewhere_s = None

    def _remember(self, moment: float, row: Values) -> None:
        self._time_s.append(moment)
        self._rows.append(row)
        while moment - self._time_s[0] > _REMEMBERED_S:
            del self._time_s[0], self._rows[0]

    def _learn(self) -> None:
        rows = np.array(self._rows)
        height, feet = rows[:, 0], rows[:, 1]
        seen = ~np.isnan(rows[:, :3]).any(axis=1)
        if not seen.any():
            return
        down = seen & (feet >= np.median(feet[seen]) - 2 * _NEAR)
        if down.sum() < _GLANCES:
            return
        start = down & (np.abs(height - _usual_highest(height[down])) <= _NEAR)
        if start.any():
            self._level = np.median(rows[start, 2:], axis=0)


def _usual_highest(height: Values) -> float:
    """The commonest height among the highest third of the way."""
    low, high = np.percentile(height, 5), np.sort(height)[-_GLANCES]
    way = max(0.0, float(high - low))
    highest = np.sort(height[height >= high - _NEAREST * way])
    levels = np.arange(highest[0], highest[-1] + 1e-9, max(_SAME / 5 * way, 1e-3))
    counts = _within(highest, levels, _SAME * way)
    level = levels[int(np.argmax(counts))]
    return float(np.median(highest[np.abs(highest - level) <= _SAME * way + 1e-9]))


def _within(ordered: Values, levels: Values, distance: float) -> NDArray[np.intp]:
    """How many of the ordered values lie near each level."""
    return np.searchsorted(ordered, levels + distance, "right") - np.searchsorted(ordered, levels - distance)
