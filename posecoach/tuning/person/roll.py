"""How far a camera is rolled, from what of a resting body lies on the floor.

No body part lies exactly on a level line, and a camera that isn't quite side-on sees the floor sink towards its far
end. The usual slopes and how far they may be off are those of all sample clips whose camera is level and at most 18
degrees off the side; a slope within its uncertainty says nothing, so that a level camera is never corrected.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from posecoach.counting.frames import median
from posecoach.exercise.schema import Exercise, View
from posecoach.measures import MEASURES, Body
from posecoach.pose.landmarks import Side
from posecoach.pose.posture import Posture
from posecoach.pose.series import StablePoses

__all__ = ["Roll", "estimate_roll"]

_SMALLEST_DEG, _LARGEST_DEG = 2.0, 45.0
"""Rolls that are worth taking off, and that a camera can have before its picture is upside down or on its side."""
_SIDE_ON = 0.3
"""Shoulder width in trunk lengths; level cameras up to 18 degrees off the side read 0.1 to 0.24, at 40 degrees 0.35."""
_FRONT_SPREAD_DEG, _FRONT_UNCERTAINTY_DEG = 3.0, 5.0
"""Lines across a body that faces the camera must agree; standing people's read up to 2.3 degrees off in level clips."""
_SHORTEST_LINE = 0.5
"""Trunk lengths: the ends of shorter lines are known too badly."""


@dataclass(frozen=True, slots=True)
class _Line:
    """Two joints of the near side that rest on the floor, or always about as high above it.

    Attributes:
        head_end: The one nearer to the head.
        feet_end: The other one.
        slope_deg: Usual height of the feet's end over the head's, as an angle.
        uncertainty_deg: How far that may be off.
    """

    head_end: str
    feet_end: str
    slope_deg: float
    uncertainty_deg: float


_LINES: Mapping[Posture, _Line] = MappingProxyType(
    {
        Posture.SUPINE: _Line("shoulder", "heel", -3.0, 5.5),
        Posture.PRONE: _Line("shoulder", "ankle", -1.5, 5.0),
        Posture.ALL_FOURS: _Line("wrist", "knee", 4.5, 5.0),
        Posture.KNEELING: _Line("knee", "ankle", 1.0, 6.0),
    }
)
_ACROSS: Mapping[Posture, tuple[str, ...]] = MappingProxyType(
    {Posture.STANDING: ("shoulder", "hip", "knee", "ankle"), Posture.SEATED: ("shoulder", "hip", "knee")}
)


@dataclass(frozen=True, slots=True)
class Roll:
    """A camera's roll.

    Attributes:
        measured_deg: Clockwise, as the body tells it; NaN where it can't.
        uncertainty_deg: How far that may be off.
    """

    measured_deg: float = math.nan
    uncertainty_deg: float = math.nan

    @property
    def known_deg(self) -> float:
        """What to take off: 0 unless the camera clearly is rolled."""
        size = abs(self.measured_deg)
        return self.measured_deg if max(_SMALLEST_DEG, self.uncertainty_deg) < size <= _LARGEST_DEG else 0.0


def estimate_roll(exercise: Exercise, poses: StablePoses, resting: NDArray[np.bool_]) -> Roll:
    """Reads a camera's roll off a body in the start position.

    Args:
        exercise: Whose start position it is.
        poses: With the hips where the joints are, not levelled.
        resting: Shape (n,), rows of the start position.
    """
    body, posture = Body(poses, exercise.posture.front_up), exercise.posture
    if exercise.placement.view is View.FRONT:
        return _across(body, resting, _ACROSS.get(posture, ()))
    line = _LINES.get(posture)
    turned = median(MEASURES["turned_away"].of(body, Side.LEFT)[resting])
    # Not "greater than", which NaN never is.
    if line is None or exercise.placement.view is not View.SIDE or not turned <= _SIDE_ON:
        return Roll()
    return _along(body, resting, line)


def _along(body: Body, resting: NDArray[np.bool_], line: _Line) -> Roll:
    head_end, feet_end = (body.near_and_far(joint)[0][resting] for joint in (line.head_end, line.feet_end))
    ways = feet_end - head_end
    if not median(np.hypot(ways[:, 0], ways[:, 1]) / body.trunk_length[resting]) >= _SHORTEST_LINE:
        return Roll()
    slope = median(np.degrees(np.arctan2(-ways[:, 1], np.abs(ways[:, 0]))))
    # Where the line goes tells where the head is; an upright trunk doesn't.
    head_right = 1.0 if median(ways[:, 0]) < 0 else -1.0
    return Roll(head_right * (line.slope_deg - slope), line.uncertainty_deg)


def _across(body: Body, resting: NDArray[np.bool_], joints: tuple[str, ...]) -> Roll:
    slopes = []
    for joint in joints:
        # Whoever faces the camera has the right side at the picture's left.
        ways = (body.point(joint, Side.LEFT) - body.point(joint, Side.RIGHT))[resting]
        slopes.append(median(np.degrees(np.arctan2(-ways[:, 1], ways[:, 0]))))
    if not slopes or not np.ptp(slopes) <= _FRONT_SPREAD_DEG:
        return Roll()
    return Roll(float(np.median(slopes)), _FRONT_UNCERTAINTY_DEG)
