"""Poses as a level camera would have seen them."""

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from posecoach.pose.series import StablePoses

__all__ = ["levelled"]


def levelled(poses: StablePoses, roll_deg: float) -> StablePoses:
    """Turns all points about the picture's middle, so that what is level in the world is level in them.

    Only points turn: which of them lay outside the picture, and the back's outline, which is measured from the body's
    own chord, stay as they are.

    Args:
        poses: As a rolled camera saw them.
        roll_deg: How far it is rolled clockwise, so that the floor sinks to the left of its picture.

    Returns:
        The same poses if the camera is level.
    """
    if roll_deg == 0:
        return poses
    cos, sin = math.cos(math.radians(roll_deg)), math.sin(math.radians(roll_deg))
    middle = np.array(poses.size, np.float64) / 2

    def turned(points: NDArray[np.float64]) -> NDArray[np.float64]:
        across, down = np.moveaxis(points - middle, -1, 0)
        return np.stack([cos * across - sin * down, sin * across + cos * down], axis=-1) + middle

    return replace(poses, points=turned(poses.points), seen_points=turned(poses.seen_points))
