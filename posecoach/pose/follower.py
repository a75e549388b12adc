"""Following one person, whoever else comes into the picture.

A tracker keeps to the person it has found, but once it has lost them it takes whom it sees best, and that is an
upright helper rather than somebody on a mat.
"""

import math
from dataclasses import dataclass, field

import numpy as np

from posecoach.capture.frame import RgbImage
from posecoach.pose.estimator import Pose, PoseEstimator
from posecoach.pose.geometry import Box, trunk
from posecoach.pose.series import Floats, Landmarks

__all__ = ["Person", "PersonFollower"]

_FORGOTTEN_AFTER_S = 3.0
"""Somebody not seen for this long has left: whoever is found then is followed."""
_FAR, _FAR_IF_TURNED = 0.35, 0.2
"""Body sizes that nobody moves by between two looks. Frames of one person in the sample clips are up to 0.16 apart,
that much only where the trunk is foreshortened; a helper behind the mat is at 0.5 and more."""
_TURNED_DEG = 45.0
_ROOM = 0.15
"""Of the body's size, on each side of it: what the detector wants to see around somebody, and a helper isn't in."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as they were seen last.

    Attributes:
        time_s: When that was.
        box: Around all landmarks.
        middle: Of the trunk, in the box's units.
        headward_deg: Direction from the hips to the shoulders in the picture.
    """

    time_s: float
    box: Box
    middle: tuple[float, float]
    headward_deg: float

    @classmethod
    def of(cls, points: Floats, time_s: float, width: int) -> "Person":
        """Whom landmarks of shape (33, 3) show, in a picture `width` pixels wide."""
        shoulders, hips = trunk(points / width)
        (x, y), (dx, dy) = ((shoulders + hips) / 2).tolist(), (shoulders - hips).tolist()
        return cls(time_s, Box.around(points / width), (x, y), math.degrees(math.atan2(dy, dx)))

    @classmethod
    def in_series(cls, series: Landmarks, time_s: float) -> "Person | None":
        """Who was seen last up to a moment, or else first after it; None if nobody was seen at all."""
        rows = np.flatnonzero(series.has_pose)
        if not len(rows):
            return None
        row = rows[max(0, int(np.searchsorted(series.time_s[rows], time_s, side="right")) - 1)]
        return cls.of(series.points[row], float(series.time_s[row]), series.size[0])

    def remembered(self, time_s: float) -> bool:
        """Whether they were seen so lately that nobody else may take their place."""
        return abs(time_s - self.time_s) <= _FORGOTTEN_AFTER_S

    def may_be(self, other: "Person") -> bool:
        """Whether both can be one person: they are at one place, or so far apart in time that nobody can tell."""
        if not self.remembered(other.time_s):
            return True
        moved = math.dist(self.middle, other.middle) / max(self.box.size, other.box.size)
        turned_deg = abs((other.headward_deg - self.headward_deg + 180) % 360 - 180)
        return moved < (_FAR_IF_TURNED if turned_deg > _TURNED_DEG else _FAR)


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

    def forget(self) -> None:
        """Follows whoever comes first from now on."""
        self.person = self._fence = None

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
