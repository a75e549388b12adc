"""Following one person, whoever else comes into the picture.

A tracker keeps to the person it has found, but once it has lost them it takes whom it sees best, and that is an
upright helper rather than somebody on a mat.
"""

from dataclasses import dataclass, field

import numpy as np

from posecoach.capture.frame import RgbImage
from posecoach.pose.box import Box
from posecoach.pose.estimator import PoseEstimator
from posecoach.pose.person import Person
from posecoach.pose.series import Pose

__all__ = ["PersonFollower"]

_ROOM = 0.15
"""Of the body's size, on each side of it: what the detector wants to see around somebody, and a helper isn't in."""


@dataclass(slots=True)
class PersonFollower:
    """A `PoseEstimator` that keeps to one person, looking only backwards in time.

    While somebody else is found, the estimator is shown nothing but the place where the person was, until they are
    found there again or have been away for too long. Otherwise its poses are passed on untouched.

    Attributes:
        estimator: Finds anybody.
        person: Who is followed, as seen last; None follows whoever comes first.
    """

    estimator: PoseEstimator
    person: Person | None = None
    _fence: Box | None = field(default=None, init=False)

    def estimate(self, image: RgbImage, time_s: float) -> Pose | None:
        """The followed person in a frame, or None when they aren't seen; see `PoseEstimator`."""
        shown = image if self._fence is None else _fenced(image, self._fence)
        pose = self.estimator.estimate(shown, time_s)
        if pose is None:
            self._fence = self._fence if self._remembered(time_s) else None
            return None
        seen = Person.of(pose.points, time_s, image.shape[1])
        if self.person is None or self.person.may_be(seen):
            self.person, self._fence = seen, None
            return pose
        self._fence = self.person.box.grown(_ROOM * self.person.box.size)
        return None

    def close(self) -> None:
        """Closes the estimator."""
        self.estimator.close()

    def _remembered(self, time_s: float) -> bool:
        return self.person is not None and self.person.remembered(time_s)


def _fenced(image: RgbImage, fence: Box) -> RgbImage:
    """The picture with its own mean colour outside of a box, so that nobody is seen there."""
    inside = fence.pixels(image.shape[1])
    blank = np.empty_like(image)
    blank[:] = image[::8, ::8].mean(axis=(0, 1)).astype(np.uint8)
    blank[inside] = image[inside]
    return blank
