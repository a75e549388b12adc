"""Which landmarks may be believed: seen, inside the picture, and neither jumping nor jittering.

A limb that leaves the picture or hides is invented by the model, often convincingly for a frame and wildly in the next.
Chunks of a series may be fed one after the other.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from posecoach.pose.estimator import MEDIAPIPE, EstimatorProfile
from posecoach.pose.geometry import body_scale, distance
from posecoach.pose.landmarks import ARM_LANDMARKS, LANDMARK_COUNT
from posecoach.pose.series import Floats, Landmarks

__all__ = ["Jitter", "ReliableLandmarks", "beyond_frame"]

_Mask = NDArray[np.bool_]

_ARMS = np.isin(np.arange(LANDMARK_COUNT), ARM_LANDMARKS)
_MARGIN = 0.1
"""Trunk lengths that a landmark may lie outside of the picture: a joint is inside the limb, not at its edge."""
_TOP_SPEED = 10.0
"""Trunk lengths a second; the foot of a quick leg lift reaches about four."""
_SMALLEST_JUMP, _LARGEST_JUMP = 0.25, 1.0
"""Trunk lengths from one frame to the next, whatever the frame rate."""
_MEMORY_S = 0.4
"""Time constant of the jitter's running mean."""
_UNSTEADY, _STEADY = 0.05, 0.03
"""Hysteresis, in trunk lengths: the mean change of a step. Hidden arms read 0.1 to 0.3, seen ones below 0.01."""
_ACCELERATION = 20.0
"""Trunk lengths per second squared that a quick arm reaches, so that low frame rates aren't taken for jitter."""


def beyond_frame(points: Floats, scale: NDArray[np.float64], size: tuple[int, int]) -> NDArray[np.int8]:
    """Shape (n, 33, 2): where each landmark is outside the picture, see `StablePoses`; just beside it is inside."""
    margin = _MARGIN * scale[:, None, None]
    flat = points[..., :2]
    return (flat > np.array(size) + margin).astype(np.int8) - (flat < -margin).astype(np.int8)


@dataclass(slots=True)
class ReliableLandmarks:
    """Marks the landmarks that may be believed.

    Attributes:
        profile: How surely the estimator must see them.
    """

    profile: EstimatorProfile = MEDIAPIPE
    _visible: _Mask = field(default_factory=lambda: np.zeros(LANDMARK_COUNT, bool))
    _points: Floats | None = None
    _time_s: float = 0.0

    def __call__(self, series: Landmarks) -> _Mask:
        """Shape (n, 33): whether each landmark may be believed in each frame."""
        scale = body_scale(series.points, series.size)
        seen = series.has_pose[:, None] & ~beyond_frame(series.points, scale, series.size).any(axis=-1)
        seen &= self._visibility(series.visibility)
        seen &= ~self._jumping(series, scale)
        return seen

    def _visibility(self, visibility: Floats) -> _Mask:
        visible, hidden = np.where(_ARMS[:, None], self.profile.arms_visible, self.profile.visible).T
        change = np.where(visibility >= visible, 1, np.where(visibility < hidden, -1, 0))
        change = np.concatenate([np.where(self._visible, 1, -1)[None], change])
        rows = np.maximum.accumulate(np.where(change != 0, np.arange(len(change))[:, None], 0), axis=0)
        state = change[rows, np.arange(LANDMARK_COUNT)] > 0
        self._visible = state[-1]
        return np.asarray(state[1:])

    def _jumping(self, series: Landmarks, scale: NDArray[np.float64]) -> _Mask:
        before = series.points[:1] if self._points is None else self._points
        start_s = series.time_s[0] if self._points is None else self._time_s
        interval_s = np.diff(series.time_s, prepend=start_s)
        self._points, self._time_s = series.points[-1:], float(series.time_s[-1])
        moved = distance(np.concatenate([before, series.points[:-1]]), series.points) / scale[:, None]
        limit = np.clip(_TOP_SPEED * interval_s, _SMALLEST_JUMP, _LARGEST_JUMP)
        jumped = moved > limit[:, None]
        # When most of the body jumps, the camera or the scene changed: that is a new view, not an invented limb.
        most = jumped.sum(axis=1) >= 0.5 * (~np.isnan(moved)).sum(axis=1)
        return np.asarray(jumped & ~most[:, None])


@dataclass(slots=True)
class Jitter:
    """Marks arm landmarks whose steps change from frame to frame, as those of invented arms do."""

    _mean: NDArray[np.float64] = field(default_factory=lambda: np.zeros(LANDMARK_COUNT))
    _jittery: _Mask = field(default_factory=lambda: np.zeros(LANDMARK_COUNT, bool))
    _points: Floats | None = None
    _time_s: float = 0.0

    def __call__(self, series: Landmarks) -> _Mask:
        """Shape (n, 33): whether each landmark jitters; never true of other landmarks than the arms'."""
        bends, intervals_s = self._bends(series)
        weights = -np.expm1(-intervals_s / _MEMORY_S)
        found = np.zeros(bends.shape, bool)
        for row, (bend, weight) in enumerate(zip(bends, weights.tolist(), strict=True)):
            # A step that isn't known leaves the mean where it is.
            self._mean += weight * np.where(np.isnan(bend), 0.0, bend - self._mean)
            self._jittery = self._mean > np.where(self._jittery, _STEADY, _UNSTEADY)
            found[row] = self._jittery
        return found & _ARMS

    def _bends(self, series: Landmarks) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Change of each landmark's step beyond what acceleration explains, in trunk lengths; and the intervals."""
        known = np.repeat(series.points[:1], 2, axis=0) if self._points is None else self._points
        points = np.concatenate([known, series.points])
        intervals_s = np.diff(series.time_s, prepend=series.time_s[0] if self._points is None else self._time_s)
        self._points, self._time_s = points[-2:], float(series.time_s[-1])
        bends = distance(points[1:-1] - points[:-2], points[2:] - points[1:-1])
        bends /= body_scale(series.points, series.size)[:, None]
        return np.maximum(0.0, bends - _ACCELERATION * intervals_s[:, None] ** 2), intervals_s
