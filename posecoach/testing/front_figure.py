"""A body that faces the camera, standing or seated, with known angles."""

import math
from dataclasses import dataclass, field, replace
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from posecoach.pose.landmarks import LANDMARK_COUNT, Landmark, Side
from posecoach.testing.bones import FOOT, FOREARM, HAND, HEAD, HEEL, SHANK, THIGH, UPPER_ARM, rotated

__all__ = ["FrontFigure", "FrontLimbs"]

_HALF_SHOULDERS, _HALF_HIPS, _HALF_STANCE = 0.33, 0.18, 0.35


@dataclass(frozen=True, slots=True)
class FrontLimbs:
    """Angles of one side in degrees: the arm raised sideways, the elbow bent inwards, the knee bent outwards."""

    shoulder_angle: float = 15.0
    elbow_angle: float = 172.0
    knee_angle: float = 178.0


@dataclass(frozen=True, slots=True)
class FrontFigure:
    """A body that faces the camera, so that its left side is at the picture's right.

    Attributes:
        left: Limbs of the left side.
        right: Limbs of the right side.
        trunk_lean: Degrees that the trunk leans to the person's left.
        hip_shift: Trunk lengths that the hips are beside the middle of the feet, to the person's left; they sink by as
            much.
        seated: Whether the legs are crossed on the floor.
        hidden: Landmarks that can't be seen.
        scale: Size in the picture.
    """

    left: FrontLimbs = FrontLimbs()
    right: FrontLimbs = FrontLimbs()
    trunk_lean: float = 0.0
    hip_shift: float = 0.0
    seated: bool = False
    hidden: frozenset[Landmark] = field(default_factory=frozenset)
    scale: float = 0.6

    back_curve: ClassVar[float] = 0.0

    def with_limbs(self, side: Side | None = None, **angles: float) -> "FrontFigure":
        """The same body with some angles changed, on one side or on both."""
        left = replace(self.left, **angles) if side is not Side.RIGHT else self.left
        right = replace(self.right, **angles) if side is not Side.LEFT else self.right
        return replace(self, left=left, right=right)

    @property
    def near(self) -> Side | None:
        """Neither side is nearer."""
        return None

    def points(self) -> NDArray[np.float64]:
        """Shape (33, 3) in trunk lengths, y up, mid-hip at the origin; depth grows away from the camera."""
        trunk = rotated(np.array([0.0, 1.0]), -self.trunk_lean)
        points = np.zeros((LANDMARK_COUNT, 3))
        for side, limbs in ((Side.LEFT, self.left), (Side.RIGHT, self.right)):
            out = 1.0 if side is Side.LEFT else -1.0
            for joint, place in (self._arm(trunk, limbs, out) | self._leg(limbs, out)).items():
                points[Landmark.of(joint, side), :2] = place
        for mark in list(Landmark)[: Landmark.LEFT_SHOULDER]:
            across = 0.0 if mark is Landmark.NOSE else 0.1 if "LEFT" in mark.name else -0.1
            points[mark, :2] = trunk * (1 + HEAD) + np.array([across, 0.0])
        return points

    def _arm(self, trunk: NDArray[np.float64], limbs: FrontLimbs, out: float) -> dict[str, NDArray[np.float64]]:
        hip = np.array([out * _HALF_HIPS, 0.0])
        shoulder = trunk + out * _HALF_SHOULDERS * rotated(trunk, -90)
        to_hip = (hip - shoulder) / np.hypot(*(hip - shoulder))
        upper = rotated(to_hip, out * limbs.shoulder_angle)
        elbow = shoulder + UPPER_ARM * upper
        fore = rotated(upper, out * (180 - limbs.elbow_angle))
        wrist = elbow + FOREARM * fore
        hand = dict.fromkeys(("pinky", "index", "thumb"), wrist + HAND * fore)
        return {"hip": hip, "shoulder": shoulder, "elbow": elbow, "wrist": wrist} | hand

    def _leg(self, limbs: FrontLimbs, out: float) -> dict[str, NDArray[np.float64]]:
        hip = np.array([out * _HALF_HIPS, 0.0])
        if self.seated:
            knee, ankle = np.array([out * 0.75, -0.1]), np.array([-out * 0.15, -0.3])
        else:
            sunk = abs(self.hip_shift)
            ankle = np.array([out * _HALF_STANCE - self.hip_shift, sunk - 0.97 * (THIGH + SHANK)])
            middle, half = (hip + ankle) / 2, (ankle - hip) / 2
            knee = middle + out * rotated(half, 90) / math.tan(math.radians(limbs.knee_angle / 2))
        heel = ankle - np.array([0.0, HEEL])
        toes = heel - np.array([-out * FOOT / 3, FOOT / 6])
        return {"knee": knee, "ankle": ankle, "heel": heel, "foot_index": toes}
