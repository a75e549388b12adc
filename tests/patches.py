"""Pictures in which people are plain patches, and an estimator that sees them."""

from dataclasses import dataclass

import numpy as np

from posecoach.capture.frame import RgbImage
from posecoach.pose.estimator import Pose
from posecoach.pose.landmarks import LANDMARK_COUNT, Landmark
from posecoach.pose.series import CONTOUR_POINTS

PERSON, HELPER = 140, 230
"""Grey levels."""
SIZE = (192, 128)

Place = tuple[int, int, int, int]
"""Left, top, right and bottom edge in pixels."""

MAT: Place = (20, 96, 84, 112)
FAR_MAT: Place = (120, 84, 148, 92)
"""Where somebody takes up only a seventh of the width."""
BEHIND: Place = (140, 20, 156, 84)
"""Where an upright helper stands."""


def picture(person: Place | None = MAT, helper: Place | None = None) -> RgbImage:
    """An empty room with these people in it."""
    image = np.full((SIZE[1], SIZE[0], 3), 20, np.uint8)
    for place, level in ((person, PERSON), (helper, HELPER)):
        if place is not None:
            left, top, right, bottom = place
            image[top:bottom, left:right] = level
    return image


@dataclass(slots=True)
class PatchEstimator:
    """Tracks whom it has found, else finds the helper first, and nobody who is small in the picture.

    Attributes:
        smallest: Share of the picture's longer side that somebody must take up to be found.
    """

    smallest: float = 0.2
    _tracked: int | None = None

    def estimate(self, image: RgbImage, time_s: float) -> Pose | None:  # noqa: ARG002 - patches don't move by themselves
        levels = (HELPER, PERSON) if self._tracked is None else (self._tracked,)
        for level in levels:
            rows, columns = np.nonzero(np.abs(image[..., 0].astype(int) - level) < 30)
            self._tracked = level
            if len(rows) and max(np.ptp(rows), np.ptp(columns)) >= self.smallest * max(image.shape):
                return patch_pose((columns.min(), rows.min(), columns.max() + 1, rows.max() + 1))
        self._tracked = None
        return None

    def close(self) -> None:
        """Nothing to give back."""


def patch_pose(place: Place) -> Pose:
    """Somebody who fills a place, head first at its left or upper end."""
    left, top, right, bottom = place
    lies = right - left > bottom - top
    head = (left, (top + bottom) / 2) if lies else ((left + right) / 2, top)
    feet = (right, (top + bottom) / 2) if lies else ((left + right) / 2, bottom)
    points = np.zeros((LANDMARK_COUNT, 3), np.float32)
    points[: Landmark.LEFT_HIP, :2], points[Landmark.LEFT_HIP :, :2] = head, feet
    points[[Landmark.NOSE, Landmark.LEFT_HEEL], :2] = (left, top), (right, bottom)
    return Pose(points, np.ones(LANDMARK_COUNT, np.float32), np.full(CONTOUR_POINTS, np.nan, np.float32))


def middle(pose: Pose | None) -> tuple[float, float] | None:
    """Where somebody's trunk is, in pixels."""
    if pose is None:
        return None
    x, y = pose.points[[Landmark.LEFT_SHOULDER, Landmark.LEFT_HIP], :2].mean(axis=0).tolist()
    return x, y
