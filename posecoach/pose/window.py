"""Looking at a part of the picture only, in which a small person is large enough to be found."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from posecoach.capture.frame import RgbImage
from posecoach.pose.box import Box
from posecoach.pose.estimator import PoseEstimator
from posecoach.pose.series import Pose

__all__ = ["WindowEstimator", "tiles", "window_around"]

_BODIES = 2.5
"""Sides of a window in lengths of the body: the detector finds people best who take up two fifths of the picture."""


@dataclass(frozen=True, slots=True)
class WindowEstimator:
    """A `PoseEstimator` that sees a part of the picture, and tells where in the whole one the person is.

    Attributes:
        estimator: Is shown the part.
        window: The part; its pixels must not be none.
    """

    estimator: PoseEstimator
    window: Box

    def estimate(self, image: RgbImage, time_s: float) -> Pose | None:
        """The person in the part, in pixels of the whole; see `PoseEstimator`."""
        rows, columns = self.window.pixels(image.shape[1])
        pose = self.estimator.estimate(np.ascontiguousarray(image[rows, columns]), time_s)
        if pose is None:
            return None
        return replace(pose, points=pose.points + np.array([columns.start, rows.start, 0], np.float32))

    def close(self) -> None:
        """Closes the estimator."""
        self.estimator.close()


def window_around(body: Box, height: float) -> Box | None:
    """A window in which the body is large enough to be found; None where that would be the whole picture.

    Args:
        body: Around the person, or around all places where they may be.
        height: Of the picture, in picture widths.
    """
    side = _BODIES * max(body.width, body.height)
    if side >= 1 and side >= height:
        return None
    left, width = _within((body.left + body.right) / 2, side, 1.0)
    top, depth = _within((body.top + body.bottom) / 2, side, height)
    return Box(left, top, left + width, top + depth)


def _within(middle: float, length: float, whole: float) -> tuple[float, float]:
    """Start and length of a stretch about a middle, moved and cut so that it lies between 0 and `whole`."""
    length = min(length, whole)
    return min(max(0.0, middle - length / 2), whole - length), length


def tiles(height: float, share: float) -> Iterator[Box]:
    """Squares that overlap by half and cover a picture `height` picture widths high, row by row.

    Args:
        height: Of the picture, in picture widths.
        share: Of the picture's longer side, that a square's side has.
    """
    side = share * max(1.0, height)
    for top in _starts(height, side):
        for left in _starts(1.0, side):
            yield Box(left, top, min(1.0, left + side), min(height, top + side))


def _starts(whole: float, side: float) -> list[float]:
    if side >= whole:
        return [0.0]
    steps = math.ceil(2 * (whole - side) / side)
    return [(whole - side) * step / steps for step in range(steps + 1)]
