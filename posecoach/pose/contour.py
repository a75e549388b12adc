"""The outline of the back, read from the mask of the body's pixels."""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from posecoach.pose.geometry import trunk
from posecoach.pose.series import CONTOUR_POINTS, Floats

__all__ = ["back_contour"]

_REACH = 0.6  # of the trunk: no back bulges further, so a ray that does has left along an arm or a leg
_STEEPEST_DEG = 60.0
_RAY_SAMPLES = 256  # steps of at most a pixel for trunks up to 425 pixels long
_INSIDE = 0.5


def back_contour(mask: Floats, points: Floats) -> Floats:
    """Heights of the body's upper outline above the chord from the shoulders to the hips.

    Rays start on the chord and go upwards, perpendicular to it, until they leave the mask. One that starts
    outside of the mask, leaves the picture or is still inside after 0.6 trunk lengths has no height: clipping
    it would look like a flat back.

    Args:
        mask: Shape (height, width), how surely each pixel belongs to the body, 0 to 1.
        points: Shape (33, 3), landmarks in pixels of the same picture.

    Returns:
        Shape (CONTOUR_POINTS,), in trunk lengths, from the shoulders to the hips; NaN where there is no
        height, and throughout for a trunk steeper than 60 degrees, whose back doesn't face up.
    """
    shoulder, hip = trunk(points.astype(np.float64))
    chord = hip - shoulder
    length = float(np.hypot(*chord))
    # Written so that NaN landmarks fail it as well.
    if not (length > 0 and abs(chord[1]) <= length * math.sin(math.radians(_STEEPEST_DEG))):
        return np.full(CONTOUR_POINTS, np.nan, np.float32)
    up = np.array([chord[1], -chord[0]]) * math.copysign(_REACH, chord[0])
    starts = shoulder + np.linspace(0, 1, CONTOUR_POINTS)[:, None] * chord
    return _lengths_inside(_along_rays(mask, starts, up)) * np.float32(_REACH)


def _along_rays(mask: Floats, starts: NDArray[np.floating], ray: NDArray[np.float64]) -> Floats:
    """Mask values on parallel rays, shape (rays, samples); NaN outside of the picture."""
    steps = np.linspace(0, 1, _RAY_SAMPLES)[None, :, None]
    # Landmarks count from the picture's corner, remap from the first pixel's centre.
    x, y = np.moveaxis(starts[:, None, :] + steps * ray - 0.5, 2, 0).astype(np.float32)
    height, width = mask.shape
    values = cv2.remap(mask, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    seen = (x >= 0) & (x <= width - 1) & (y >= 0) & (y <= height - 1)
    return np.where(seen, values, np.nan).astype(np.float32)


def _lengths_inside(values: Floats) -> Floats:
    """How far along each ray, 0 to 1, the mask ends; NaN where it doesn't or the start isn't inside."""
    # A NaN is no longer inside either, and makes what is computed from it NaN.
    outside = ~(values >= _INSIDE)
    after = np.argmax(outside, axis=1)
    rows = np.arange(len(values))
    before = values[rows, after - 1]
    with np.errstate(divide="ignore", invalid="ignore"):
        crossing = after - 1 + (before - _INSIDE) / (before - values[rows, after])
    found = outside.any(axis=1) & (after > 0)
    return np.where(found, crossing / (values.shape[1] - 1), np.nan).astype(np.float32)
