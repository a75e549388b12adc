"""Lengths of a body in the picture, and rectangles of it."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posecoach.pose.landmarks import Landmark, Side

__all__ = ["Box", "body_length", "body_scale", "distance", "trunk"]

_SMALLEST_SCALE = 0.02
"""Of the frame's longer side: a trunk that points at the camera must not make every movement look huge."""
_LIMB, _SHOULDERS = 0.85, 0.65
"""Lengths of thigh and shin, and the width of the shoulders, in trunk lengths (medians of adults' proportions)."""


def distance(first: NDArray[np.floating], second: NDArray[np.floating]) -> NDArray[np.float64]:
    """Distance in the image plane, in pixels; shapes (..., 2 or 3) to (...)."""
    delta = np.asarray(second[..., :2] - first[..., :2], np.float64)
    return np.hypot(delta[..., 0], delta[..., 1])


def body_scale(points: NDArray[np.floating], size: tuple[int, int]) -> NDArray[np.float64]:
    """Trunk length (mid-shoulder to mid-hip) in pixels, with a floor; shape (n, 33, 2 or 3) to (n,)."""
    return np.fmax(distance(*trunk(points)), _SMALLEST_SCALE * max(size))


def body_length(points: NDArray[np.floating]) -> NDArray[np.float64]:
    """A trunk length in pixels, whatever is foreshortened; shape (n, 33, 2 or 3) to (n,).

    The trunk itself, thighs and shins (the mean of both) and the shoulders' width each tell it; the largest is the
    one that points least towards the camera.
    """
    legs = [points[..., [Landmark.of(joint, side) for joint in ("hip", "knee", "ankle")], :] for side in Side]
    thigh, shin = np.mean([distance(leg[..., 1:, :], leg[..., :-1, :]) for leg in legs], axis=0).T
    shoulders = distance(points[..., Landmark.LEFT_SHOULDER, :], points[..., Landmark.RIGHT_SHOULDER, :])
    parts = [distance(*trunk(points)), thigh / _LIMB, shin / _LIMB, shoulders / _SHOULDERS]
    return np.asarray(np.max(parts, axis=0))


def trunk(points: NDArray[np.floating]) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
    """Mid-shoulder and mid-hip in the image plane; shape (..., 33, 2 or 3) to (..., 2) each."""
    flat = points[..., :2]
    shoulders = (flat[..., Landmark.LEFT_SHOULDER, :] + flat[..., Landmark.RIGHT_SHOULDER, :]) / 2
    hips = (flat[..., Landmark.LEFT_HIP, :] + flat[..., Landmark.RIGHT_HIP, :]) / 2
    return shoulders, hips


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, in widths of the picture from its upper left corner, both across and down."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, points: NDArray[np.floating]) -> "Box":
        """The smallest that holds all points; shape (..., 2 or 3), NaN is left out."""
        flat = points[..., :2].reshape(-1, 2)
        return cls(*np.nanmin(flat, axis=0).tolist(), *np.nanmax(flat, axis=0).tolist())

    @property
    def width(self) -> float:
        """How far it reaches across."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """How far it reaches down."""
        return self.bottom - self.top

    @property
    def size(self) -> float:
        """Length of its diagonal."""
        return math.hypot(self.width, self.height)

    def grown(self, margin: float) -> "Box":
        """With a margin on all four sides."""
        return Box(self.left - margin, self.top - margin, self.right + margin, self.bottom + margin)

    def pixels(self, width: int) -> tuple[slice, slice]:
        """Rows and columns of a picture `width` pixels wide, also for a box that reaches beyond it."""
        left, top, right, bottom = (
            max(0, round(width * edge)) for edge in (self.left, self.top, self.right, self.bottom)
        )
        return slice(top, bottom), slice(left, right)
