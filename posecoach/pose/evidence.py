"""Which landmarks are evidence: seen, inside the picture, and not jumping about.

A limb that leaves the picture or hides is invented by the model, often convincingly for a frame and wildly in
the next.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from posecoach.pose.geometry import body_scale, distance
from posecoach.pose.landmarks import ARM_LANDMARKS, LANDMARK_COUNT
from posecoach.pose.series import Floats, PoseSeries

__all__ = ["Evidence", "beyond_frame"]

Mask = NDArray[np.bool_]

_VISIBLE, _HIDDEN = 0.3, 0.12
"""Hysteresis of visibility: below the second a landmark is lost until it is above the first again."""
_ARM_VISIBLE, _ARM_HIDDEN = 0.5, 0.25
"""Hidden arms are placed upon the visible one more readily than legs are, so they must be seen more clearly."""
_MARGIN = 0.1
"""Trunk lengths that a landmark may lie outside of the picture: a joint is inside the limb, not at its edge."""
_TOP_SPEED = 10.0
"""Trunk lengths a second; the foot of a quick leg lift reaches about four."""
_SMALLEST_JUMP, _LARGEST_JUMP = 0.25, 1.0
"""Trunk lengths from one frame to the next, whatever the frame rate."""


def _threshold(leg: float, arm: float) -> NDArray[np.float64]:
    threshold = np.full(LANDMARK_COUNT, leg)
    threshold[list(ARM_LANDMARKS)] = arm
    return threshold


def beyond_frame(points: Floats, scale: NDArray[np.float64], size: tuple[int, int]) -> NDArray[np.int8]:
    """Shape (n, 33, 2): where each landmark is outside the picture, see `StablePoses`; just beside it is inside."""
    margin = _MARGIN * scale[:, None, None]
    flat = points[..., :2]
    return (flat > np.array(size) + margin).astype(np.int8) - (flat < -margin).astype(np.int8)


@dataclass(slots=True)
class Evidence:
    """Marks the landmarks that may be believed; chunks may be fed one after the other."""

    _visible: Mask = field(default_factory=lambda: np.zeros(LANDMARK_COUNT, bool))
    _points: Floats | None = None
    _time_s: float = 0.0

    def __call__(self, series: PoseSeries) -> Mask:
        """Shape (n, 33): whether each landmark is evidence in each frame."""
        scale = body_scale(series.points, series.size)
        seen = series.has_pose[:, None] & ~beyond_frame(series.points, scale, series.size).any(axis=-1)
        seen &= self._visibility(series.visibility)
        seen &= ~self._jumping(series, scale)
        return seen

    def _visibility(self, visibility: Floats) -> Mask:
        visible, hidden = _threshold(_VISIBLE, _ARM_VISIBLE), _threshold(_HIDDEN, _ARM_HIDDEN)
        change = np.where(visibility >= visible, 1, np.where(visibility < hidden, -1, 0))
        change = np.concatenate([np.where(self._visible, 1, -1)[None], change])
        rows = np.maximum.accumulate(np.where(change != 0, np.arange(len(change))[:, None], 0), axis=0)
        state = change[rows, np.arange(LANDMARK_COUNT)] > 0
        self._visible = state[-1]
        return np.asarray(state[1:])

    def _jumping(self, series: PoseSeries, scale: NDArray[np.float64]) -> Mask:
        before = series.points[:1] if self._points is None else self._points
        start_s = series.time_s[0] if self._points is None else self._time_s
        interval_s = np.diff(series.time_s, prepend=start_s)
        self._points, self._time_s = series.points[-1:], float(series.time_s[-1])
        moved = distance(np.concatenate([before, series.points[:-1]]), series.points) / scale[:, None]
        limit = np.clip(_TOP_SPEED * interval_s, _SMALLEST_JUMP, _LARGEST_JUMP)
        jumped = moved > limit[:, None]
        # When most of the body jumps, the camera or the scene changed: that is a new view, not an invented limb.
        return np.asarray(jumped & (jumped.mean(axis=1) < 0.5)[:, None])
