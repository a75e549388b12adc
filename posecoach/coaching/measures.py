"""Measures: what can be read off a pose, by name, for one frame or an hour of them.

All angles lie in the image plane, because the model's depth compresses raised limbs. Joint angles are interior
angles in degrees. The hip angle is signed by being measured on the front of the body: 180 is straight, less is
flexed, more is extended past straight, so that a good bridge doesn't fold back at 180; where the trunk is upright its
front can't be told from the picture, and the hip angle is an interior one too. Inclinations are against the image's
horizontal. Lengths are in trunk lengths.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from posecoach.pose.landmarks import Landmark, Side
from posecoach.pose.series import CONTOUR_POINTS, StablePoses

__all__ = ["MEASURES", "Body", "Measure", "Values"]

Values: TypeAlias = NDArray[np.float64]
"""Shape (n,), a value per frame; NaN where the landmarks it needs aren't evidence."""

_HORIZONTAL_ENOUGH = 0.25
"""Of the trunk's length in the picture: closer to vertical than this, up and down don't tell front from back."""
_FLEXION_LIMIT = -60.0
"""Where the signed hip angle wraps: no hip flexes or extends as far as this."""


@dataclass(frozen=True, eq=False, slots=True)
class Body:
    """Poses together with what the exercise's posture says about them.

    Attributes:
        poses: The landmarks.
        front_up: Whether the front of the body faces up (supine) or down (prone, all fours); None for an upright
            trunk.
    """

    poses: StablePoses
    front_up: bool | None

    def point(self, joint: str, side: Side) -> Values:
        """Shape (n, 2), pixels."""
        return self.poses.points[:, Landmark.of(joint, side)]

    def middle(self, joint: str) -> Values:
        """Shape (n, 2): halfway between the left and the right joint; one of them alone if only one is seen."""
        left, right = self.point(joint, Side.LEFT), self.point(joint, Side.RIGHT)
        middle = (left + right) / 2
        return np.where(np.isnan(middle), np.where(np.isnan(left), right, left), middle)

    @property
    def trunk(self) -> Values:
        """Shape (n, 2): from mid-hip to mid-shoulder."""
        return self.middle("shoulder") - self.middle("hip")


def _turn(first: Values, second: Values) -> Values:
    """Signed angle from one vector to another, -180 to 180 degrees, clockwise on the screen positive."""
    cross = first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]
    dot = first[:, 0] * second[:, 0] + first[:, 1] * second[:, 1]
    return np.asarray(np.degrees(np.arctan2(cross, dot)))


def _interior(body: Body, side: Side, joints: tuple[str, str, str]) -> Values:
    start, vertex, end = (body.point(joint, side) for joint in joints)
    return np.abs(_turn(start - vertex, end - vertex))


def _front_turn(body: Body) -> Values:
    """Shape (n,): +1 where clockwise leads from the head over the front of the body to the feet, else -1."""
    trunk = body.trunk
    sideways = np.abs(trunk[:, 0]) > _HORIZONTAL_ENOUGH * np.hypot(trunk[:, 0], trunk[:, 1])
    head_left = np.where(trunk[:, 0] < 0, 1.0, -1.0)
    return np.where(sideways, head_left if body.front_up else -head_left, np.nan)


def _hip_angle(body: Body, side: Side) -> Values:
    if body.front_up is None:
        return _interior(body, side, ("shoulder", "hip", "knee"))
    hip = body.point("hip", side)
    turn = _turn(body.point("shoulder", side) - hip, body.point("knee", side) - hip) * _front_turn(body)
    return np.asarray((turn - _FLEXION_LIMIT) % 360 + _FLEXION_LIMIT)


def _knee_angle(body: Body, side: Side) -> Values:
    return _interior(body, side, ("hip", "knee", "ankle"))


def _shoulder_angle(body: Body, side: Side) -> Values:
    return _interior(body, side, ("hip", "shoulder", "elbow"))


def _opposite_arm_lead(body: Body, side: Side) -> Values:
    return _shoulder_angle(body, side.other) - _shoulder_angle(body, side)


def _trunk_pitch(body: Body, _side: Side) -> Values:
    trunk = body.trunk
    return np.asarray(np.degrees(np.arctan2(trunk[:, 1], np.abs(trunk[:, 0]))))


def _turned_away(body: Body, _side: Side) -> Values:
    across = body.point("shoulder", Side.LEFT) - body.point("shoulder", Side.RIGHT)
    trunk = body.trunk
    return np.asarray(np.hypot(across[:, 0], across[:, 1]) / np.hypot(trunk[:, 0], trunk[:, 1]))


_MIDDLE = slice(CONTOUR_POINTS // 10, CONTOUR_POINTS - CONTOUR_POINTS // 10)
_ALONG = np.linspace(-1.0, 1.0, CONTOUR_POINTS)[_MIDDLE]
_FEWEST_RAYS = 12


def _back_curve(body: Body, _side: Side) -> Values:
    """Least-squares parabola through the rays that were seen, over the middle 80 % of the chord."""
    heights = body.poses.contour[:, _MIDDLE].astype(np.float64)
    seen = ~np.isnan(heights)
    powers = np.stack([_ALONG**0, _ALONG, _ALONG**2], axis=-1)
    normal = np.einsum("nr,ri,rj->nij", seen.astype(np.float64), powers, powers)
    right = np.einsum("nr,ri->ni", np.where(seen, heights, 0.0), powers)
    enough = seen.sum(axis=1) >= _FEWEST_RAYS
    normal[~enough] = np.eye(3)
    bulge = -np.linalg.solve(normal, right[..., None])[:, 2, 0]
    return np.where(enough, bulge, np.nan)


@dataclass(frozen=True, slots=True)
class Measure:
    """A named, vectorised reading of a pose.

    Attributes:
        name: How exercise files call it.
        unit: "deg" or "trunk lengths".
        meaning: One line for people.
        of: The values of n frames on one side of the body.
        sided: Whether left and right have values of their own.
        joints: For an angle that can be drawn, its three joints with the vertex in the middle.
        from_contour: Whether it reads the back's outline, which costs the estimator time.
    """

    name: str
    unit: str
    meaning: str
    of: Callable[[Body, Side], Values]
    sided: bool = True
    joints: tuple[str, str, str] | None = None
    from_contour: bool = False

    @property
    def decimals(self) -> int:
        """Decimal places that a value is known to: a tenth of a degree, a thousandth of a trunk length."""
        return 1 if self.unit == "deg" else 3


_ALL = (
    Measure(
        "hip_angle",
        "deg",
        "shoulder-hip-knee on the front of the body; 180 is straight, more is extended past straight",
        _hip_angle,
        joints=("shoulder", "hip", "knee"),
    ),
    Measure("knee_angle", "deg", "hip-knee-ankle; 180 is straight", _knee_angle, joints=("hip", "knee", "ankle")),
    Measure(
        "shoulder_angle",
        "deg",
        "hip-shoulder-elbow; 180 is the arm in line with the trunk",
        _shoulder_angle,
        joints=("hip", "shoulder", "elbow"),
    ),
    Measure(
        "opposite_arm_lead",
        "deg",
        "how much further the arm of the other side is raised than the arm of this side",
        _opposite_arm_lead,
    ),
    Measure(
        "trunk_pitch",
        "deg",
        "trunk against the horizontal; positive is hips above shoulders",
        _trunk_pitch,
        sided=False,
    ),
    Measure(
        "turned_away", "trunk lengths", "shoulder width in the picture; near 0 is side-on", _turned_away, sided=False
    ),
    Measure(
        "back_curve",
        "trunk lengths",
        "bulge of the back's outline between shoulder and hip; positive is rounded, negative is hollow",
        _back_curve,
        sided=False,
        from_contour=True,
    ),
)

MEASURES: Mapping[str, Measure] = MappingProxyType({measure.name: measure for measure in _ALL})
"""Every measure that an exercise file may name."""
