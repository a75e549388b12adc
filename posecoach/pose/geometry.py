"""Lengths that the stabilising steps measure in."""

import numpy as np
from numpy.typing import NDArray

from posecoach.pose.landmarks import Landmark

__all__ = ["body_scale", "distance"]

_SMALLEST_SCALE = 0.02
"""Of the frame's longer side: a trunk that points at the camera must not make every movement look huge."""


def distance(first: NDArray[np.floating], second: NDArray[np.floating]) -> NDArray[np.float64]:
    """Distance in the image plane, in pixels; shapes (..., 2 or 3) to (...)."""
    delta = np.asarray(second[..., :2] - first[..., :2], np.float64)
    return np.hypot(delta[..., 0], delta[..., 1])


def body_scale(points: NDArray[np.floating], size: tuple[int, int]) -> NDArray[np.float64]:
    """Trunk length (mid-shoulder to mid-hip) in pixels, with a floor; shape (n, 33, 2 or 3) to (n,)."""
    shoulders = (points[:, Landmark.LEFT_SHOULDER] + points[:, Landmark.RIGHT_SHOULDER]) / 2
    hips = (points[:, Landmark.LEFT_HIP] + points[:, Landmark.RIGHT_HIP]) / 2
    return np.fmax(distance(shoulders, hips), _SMALLEST_SCALE * max(size))
