"""Poses moved: the hips back to the joints, the floor level, the whole into a picture of another size."""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from posecoach.pose.geometry import trunk
from posecoach.pose.landmarks import Landmark, Side
from posecoach.pose.posture import Posture
from posecoach.pose.series import Landmarks, StablePoses

__all__ = ["SHARE", "Fit", "levelled", "without_hip_offset"]

SHARE = 0.6
"""Of the hips' offset, which is taken off: the whole is too much for some people, and makes their knee angle worse."""


def without_hip_offset(poses: StablePoses, posture: Posture) -> StablePoses:
    """Takes a share of the hips' offsets off poses seen from the side; a posture without any stays as it is."""
    offset = poses.profile.hip_offsets.get(posture)
    if offset is None:
        return poses
    shoulders, hips = trunk(poses.points)
    along = shoulders - hips
    # With the right side near the camera the front lies a quarter turn clockwise from the head, else the other way.
    turn = np.where(poses.near_is_right, 1.0, -1.0)[:, None]
    across = turn * np.stack([-along[:, 1], along[:, 0]], axis=-1)
    points = poses.points.copy()
    for side in Side:
        near = poses.near_is_right == (side is Side.RIGHT)
        parts = np.where(near[:, None], offset.near, offset.far)
        shift = SHARE * (parts[:, :1] * along + parts[:, 1:] * across)
        points[:, Landmark.of("hip", side)] -= np.nan_to_num(shift)
    return replace(poses, points=points)


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


@dataclass(frozen=True, slots=True)
class Fit:
    """A picture scaled as a whole and put in the middle of another size, with margins where the shapes differ.

    Both axes share one scale: with one scale for each, angles would change.

    Attributes:
        size: Width and height in pixels of what the picture is put in.
        scale: By which its lengths are multiplied.
        scaled: Its own width and height afterwards.
        left: Pixels of the margin at its left.
        top: Pixels of the margin above it.
    """

    size: tuple[int, int]
    scale: float
    scaled: tuple[int, int]
    left: int
    top: int

    @classmethod
    def of(cls, picture: tuple[int, int], size: tuple[int, int]) -> "Fit":
        """How a picture of one width and height is put in another."""
        scale = min(size[0] / picture[0], size[1] / picture[1])
        width, height = (min(room, max(1, round(length * scale))) for length, room in zip(picture, size, strict=True))
        return cls(size, scale, (width, height), (size[0] - width) // 2, (size[1] - height) // 2)

    def series(self, series: Landmarks) -> Landmarks:
        """The same poses in pixels of the other size."""
        points = series.points * np.float32(self.scale) + np.array([self.left, self.top, 0], np.float32)
        return replace(series, points=points, size=self.size)
