"""Lengths that the stabilising steps measure in."""

import numpy as np
from numpy.typing import NDArray

from posecoach.pose.landmarks import Landmark

__all__ = ["body_scale", "distance", "trunk"]

_SMALLEST_SCALE = 0.02
"""Of the frame's longer side: a trunk that points at the camera must not make every movement look huge."""


def distance(first: NDArray[np.floating], second: NDArray[np.floating]) -> NDArray[np.float64]:
    """Distance in the image plane, in pixels; shapes (..., 2 or 3) to (...)."""
    delta = np.asarray(second[..., :2] - first[..., :2], np.float64)
    return np.hypot(delta[..., 0], delta[..., 1])


def body_scale(points: NDArray[np.floating], size: tuple[int, int]) -> NDArray[np.float64]:
    """Trunk length (mid-shoulder to mid-hip) in pixels, with a floor; shape (n, 33, 2 or 3) to (n,)."""
    return np.fmax(distance(*trunk(points)), _SMALLEST_SCALE * max(size))


def trunk(points: NDArray[np.floating]) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
    """Mid-shoulder and mid-hip in the image plane; shape (..., 33, 2 or 3) to (..., 2) each."""
    flat = points[..., :2]
    shoulders = (flat[..., Landmark.LEFT_SHOULDER, :] + flat[..., Landmark.RIGHT_SHOULDER, :]) / 2
    hips = (flat[..., Landmark.LEFT_HIP, :] + flat[..., Landmark.RIGHT_HIP, :]) / 2
    return shoulders, hips
