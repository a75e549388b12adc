"""Limbs that the estimator invents: it puts a hidden arm somewhere else in every frame, and a seen one moves evenly."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from posecoach.pose.geometry import body_scale, distance
from posecoach.pose.landmarks import ARM_LANDMARKS, LANDMARK_COUNT
from posecoach.pose.series import Floats, PoseSeries

__all__ = ["Jitter"]

_MEMORY_S = 0.4
"""Time constant of the running mean."""
_UNSTEADY, _STEADY = 0.05, 0.03
"""Hysteresis, in trunk lengths: the mean change of a step. Hidden arms read 0.1 to 0.3, seen ones below 0.01."""
_ACCELERATION = 20.0
"""Trunk lengths per second squared that a quick arm reaches, so that low frame rates aren't taken for jitter."""


@dataclass(slots=True)
class Jitter:
    """Marks arm landmarks whose steps change from frame to frame; chunks may be fed one after the other."""

    _mean: NDArray[np.float64] = field(default_factory=lambda: np.zeros(LANDMARK_COUNT))
    _jittery: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(LANDMARK_COUNT, bool))
    _points: Floats | None = None
    _time_s: float = 0.0

    def __call__(self, series: PoseSeries) -> NDArray[np.bool_]:
        """Shape (n, 33): whether each landmark jitters; never true of other landmarks than the arms'."""
        bends, intervals_s = self._bends(series)
        weights = -np.expm1(-intervals_s / _MEMORY_S)
        found = np.zeros(bends.shape, bool)
        for row, (bend, weight) in enumerate(zip(bends, weights.tolist(), strict=True)):
            # A step that isn't known leaves the mean where it is.
            self._mean += weight * np.where(np.isnan(bend), 0.0, bend - self._mean)
            self._jittery = self._mean > np.where(self._jittery, _STEADY, _UNSTEADY)
            found[row] = self._jittery
        marked = np.zeros(LANDMARK_COUNT, bool)
        marked[list(ARM_LANDMARKS)] = True
        return np.asarray(found & marked)

    def _bends(self, series: PoseSeries) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Change of each landmark's step beyond what acceleration explains, in trunk lengths; and the intervals."""
        known = np.repeat(series.points[:1], 2, axis=0) if self._points is None else self._points
        points = np.concatenate([known, series.points])
        intervals_s = np.diff(series.time_s, prepend=series.time_s[0] if self._points is None else self._time_s)
        self._points, self._time_s = points[-2:], float(series.time_s[-1])
        bends = distance(points[1:-1] - points[:-2], points[2:] - points[1:-1])
        bends /= body_scale(series.points, series.size)[:, None]
        return np.maximum(0.0, bends - _ACCELERATION * intervals_s[:, None] ** 2), intervals_s
