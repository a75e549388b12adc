"""Who is followed, so that a helper who steps into the picture isn't taken for them."""

import math
from dataclasses import dataclass

import numpy as np

from posecoach.pose.box import Box
from posecoach.pose.geometry import trunk
from posecoach.pose.series import Floats, PoseSeries

__all__ = ["Person"]

_FORGOTTEN_AFTER_S = 3.0
"""Somebody not seen for this long has left: whoever is found then is followed."""
_FAR, _FAR_IF_TURNED = 0.35, 0.2
"""Body sizes that nobody moves by between two looks. Frames of one person in the sample clips are up to 0.16 apart,
that much only where the trunk is foreshortened; a helper behind the mat is at 0.5 and more."""
_TURNED_DEG = 45.0


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
    def in_series(cls, series: PoseSeries, time_s: float) -> "Person | None":
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
