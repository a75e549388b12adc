"""A camera in the room, and where it sees points of the world."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from sample_videos.anatomy.rotation import Array, about, unit

__all__ = ["SENSOR_MM", "Camera"]

SENSOR_MM = 36.0
"""Width of the picture's longer side on the sensor, which gives the lens its meaning (a full-frame equivalent)."""


@dataclass(frozen=True)
class Camera:
    """A pinhole camera that stands in front of the mat (towards -y) and looks along +y.

    The world is in metres: the mat's top is z = 0, its middle the origin, x points to the right of a picture taken from
    the front.

    Attributes:
        distance_m: From the middle of the mat.
        height_m: Of the lens above the mat.
        aim_m: Height above the mat's middle of the point that lands in the picture's centre.
        lens_mm: Focal length, as on a full-frame camera.
        size: Width and height of the picture in pixels.
        roll_deg: Turn about the line of sight; positive turns the picture's content anticlockwise.
        aside_m: How far the camera and its aim are shifted to the right.
    """

    distance_m: float = 2.8
    height_m: float = 0.8
    aim_m: float = 0.3
    lens_mm: float = 30.0
    size: tuple[int, int] = (960, 540)
    roll_deg: float = 0.0
    aside_m: float = 0.0

    @property
    def place(self) -> Array:
        """Of the lens, in the world."""
        return np.array([self.aside_m, -self.distance_m, self.height_m])

    @property
    def axes(self) -> Array:
        """Columns: the picture's right, its up, and the direction from the scene to the camera."""
        back = unit(self.place - np.array([self.aside_m, 0.0, self.aim_m]))
        right = unit(np.cross([0.0, 0.0, 1.0], back))
        axes = np.stack([right, np.cross(back, right), back], axis=1)
        return np.asarray(about(back, -self.roll_deg) @ axes)

    @property
    def focal_px(self) -> float:
        """Focal length in pixels."""
        return self.lens_mm / SENSOR_MM * max(self.size)

    def project(self, points: ArrayLike) -> Array:
        """Shape (..., 2): pixels, origin top left, of points of shape (..., 3)."""
        seen = (np.asarray(points, float) - self.place) @ self.axes
        scale = self.focal_px / -seen[..., 2]
        width, height = self.size
        return np.stack([width / 2 + scale * seen[..., 0], height / 2 - scale * seen[..., 1]], axis=-1)
