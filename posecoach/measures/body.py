"""What measures read: the landmarks of one body over time, and the geometry they share."""

from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from posecoach.pose.landmarks import Landmark, Side
from posecoach.pose.series import StablePoses

__all__ = ["Body", "Values", "interior", "length", "turn"]

Values: TypeAlias = NDArray[np.float64]
"""Shape (n,), a value per frame; NaN where the landmarks it needs aren't evidence."""


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

    def near_and_far(self, joint: str) -> tuple[Values, Values]:
        """Shape (n, 2) each: the joint on the side nearer to the camera, and the other one."""
        left, right = self.point(joint, Side.LEFT), self.point(joint, Side.RIGHT)
        near_is_right = self.poses.near_is_right[:, None]
        return np.where(near_is_right, right, left), np.where(near_is_right, left, right)

    @property
    def trunk(self) -> Values:
        """Shape (n, 2): from mid-hip to mid-shoulder."""
        return self.middle("shoulder") - self.middle("hip")

    @property
    def trunk_length(self) -> Values:
        """Shape (n,), pixels; what heights and distances are told in. See `posecoach.pose.geometry.body_length`."""
        return self.poses.body_length

    @classmethod
    def as_seen(cls, poses: StablePoses, *, front_up: bool | None) -> "Body":
        """A body of all landmarks that the estimator gave, believable or not, for medians over many frames."""
        return cls(replace(poses, points=poses.seen_points), front_up)


def length(vectors: Values) -> Values:
    """Shape (n, 2) to (n,)."""
    return np.asarray(np.hypot(vectors[:, 0], vectors[:, 1]))


def turn(first: Values, second: Values) -> Values:
    """Signed angle from one vector to another, -180 to 180 degrees, clockwise on the screen positive."""
    cross = first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]
    dot = first[:, 0] * second[:, 0] + first[:, 1] * second[:, 1]
    return np.asarray(np.degrees(np.arctan2(cross, dot)))


def interior(start: Values, vertex: Values, end: Values) -> Values:
    """Angle at the vertex, 0 to 180 degrees; points have shape (n, 2)."""
    return np.abs(turn(start - vertex, end - vertex))
