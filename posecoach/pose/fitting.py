"""Placing pictures of one size in another, for recordings whose camera changes its resolution."""

from dataclasses import dataclass, replace

import numpy as np

from posecoach.pose.series import PoseSeries

__all__ = ["Fit"]


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

    def series(self, series: PoseSeries) -> PoseSeries:
        """The same poses in pixels of the other size."""
        points = series.points * np.float32(self.scale) + np.array([self.left, self.top, 0], np.float32)
        return replace(series, points=points, size=self.size)
