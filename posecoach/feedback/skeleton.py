"""The body as the coach sees it: the near side strong, the far side faint."""

import cv2
import numpy as np
from numpy.typing import NDArray

from posecoach.capture.frame import RgbImage
from posecoach.feedback.drawing import line
from posecoach.feedback.palette import DARK, FAINT, INK, Colour
from posecoach.pose.landmarks import Landmark, Side

__all__ = ["draw_skeleton"]

_BONES = (
    ("ear", "shoulder"),
    ("shoulder", "elbow"),
    ("elbow", "wrist"),
    ("shoulder", "hip"),
    ("hip", "knee"),
    ("knee", "ankle"),
    ("ankle", "foot_index"),
)
_JOINTS = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")


def draw_skeleton(image: RgbImage, points: NDArray[np.float64], near: Side, unit: float) -> None:
    """Draws in place; bones with an unseen end are left out.

    Args:
        image: The picture.
        points: Shape (33, 2), pixels, NaN where unseen.
        near: The side nearer to the camera, drawn last and strongest.
        unit: Pixels of a line of normal width.
    """
    thin, strong = max(1, round(0.6 * unit)), max(2, round(1.2 * unit))
    _draw_bones(image, points, near.other, FAINT, thin)
    _draw_bones(image, points, near, DARK, strong + max(2, round(0.8 * unit)))
    _draw_bones(image, points, near, INK, strong)
    for joint in _JOINTS:
        _draw_joint(image, points[Landmark.of(joint, near)], round(1.1 * unit))


def _draw_bones(image: RgbImage, points: NDArray[np.float64], side: Side, colour: Colour, width: int) -> None:
    for names in _BONES:
        start, end = (points[Landmark.of(name, side)] for name in names)
        if not (np.isnan(start).any() or np.isnan(end).any()):
            line(image, start, end, colour, width)


def _draw_joint(image: RgbImage, place: NDArray[np.float64], radius: int) -> None:
    if np.isnan(place).any():
        return
    centre = (round(float(place[0])), round(float(place[1])))
    cv2.circle(image, centre, radius + max(1, radius // 3), DARK, -1, cv2.LINE_AA)
    cv2.circle(image, centre, radius, INK, -1, cv2.LINE_AA)
