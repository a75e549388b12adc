"""Scripted people with known joint angles, seen from the side and from the front."""

import math
from dataclasses import dataclass, field, replace
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from posecoach.pose.landmarks import LANDMARK_COUNT, Landmark, Side

__all__ = [
    "FOOT",
    "FOREARM",
    "HAND",
    "HEAD",
    "HEEL",
    "SHANK",
    "THIGH",
    "UPPER_ARM",
    "Figure",
    "FrontFigure",
    "FrontLimbs",
    "Limbs",
    "rotated",
]

THIGH, SHANK, FOOT, HEEL = 0.85, 0.8, 0.3, 0.1
UPPER_ARM, FOREARM, HAND, HEAD = 0.6, 0.5, 0.15, 0.45


def rotated(vector: NDArray[np.float64], degrees: float) -> NDArray[np.float64]:
    """A vector of two, turned; y counts upwards, anticlockwise is positive."""
    angle = math.radians(degrees)
    cos, sin = math.cos(angle), math.sin(angle)
    return np.array([cos * vector[0] - sin * vector[1], sin * vector[0] + cos * vector[1]])


_SIDE_GAP = 0.08
_HOOK_LYING = 125.0
"""Hip angle of somebody who lies on the back with bent knees, in degrees."""


@dataclass(frozen=True, slots=True)
class Limbs:
    """Joint angles of one side of the body in degrees, as `posecoach.measures` defines them.

    Attributes:
        hip_angle: Shoulder-hip-knee on the front of the body.
        knee_angle: Hip-knee-ankle.
        shoulder_angle: Hip-shoulder-elbow; negative for an arm behind the trunk.
        elbow_angle: Shoulder-elbow-wrist.
        heel_lift: Trunk lengths that the heel is above the toes of a foot on the floor; None for a foot at right
            angles to the shank.
        roll: Degrees that a bent leg has fallen towards the camera, its foot staying where it is.
    """

    hip_angle: float
    knee_angle: float
    shoulder_angle: float
    elbow_angle: float = 175.0
    heel_lift: float | None = None
    roll: float = 0.0


@dataclass(frozen=True, slots=True)
class Figure:
    """A body seen from the side.

    Attributes:
        left: Limbs of the left side.
        right: Limbs of the right side.
        front_up: Whether the front of the body faces up when it lies level; an upright body turns its front to the
            picture's right, with `head_left`.
        trunk_pitch: Degrees that the hips are higher than the shoulders; -90 is upright.
        head_left: Whether the head is at the picture's left; False mirrors the picture.
        back_curve: Bulge of the back's outline in trunk lengths.
        hidden: Landmarks that can't be seen.
        neck_lift: Degrees that the head is bent to the front of the body; negative is bent back.
        scale: Size in the picture; people who stand need more room than people who lie.
        hip_roll: Trunk lengths that the hip nearer to the camera is above the other one.
        shoulder_roll: The same of the shoulders.
    """

    left: Limbs
    right: Limbs
    front_up: bool
    trunk_pitch: float = 0.0
    head_left: bool = True
    back_curve: float = 0.0
    hidden: frozenset[Landmark] = field(default_factory=frozenset)
    neck_lift: float = 0.0
    scale: float = 1.0
    hip_roll: float = 0.0
    shoulder_roll: float = 0.0

    @classmethod
    def supine(cls, hip_angle: float = 125.0, knee_angle: float = 70.0, *, head_left: bool = True) -> "Figure":
        """Lying on the back with bent knees, arms beside the body; a hip angle above 125 is a bridge.

        The knee angle is that at rest: in a bridge shoulders and feet stay where they are.
        """
        pitch, knee_angle = _bridge(hip_angle, knee_angle) if hip_angle > _HOOK_LYING else (0.0, knee_angle)
        limbs = Limbs(hip_angle, knee_angle, shoulder_angle=-12 - pitch, heel_lift=0.0)
        return cls(limbs, limbs, front_up=True, trunk_pitch=pitch, head_left=head_left)

    @classmethod
    def flat(cls) -> "Figure":
        """Lying on the back with straight legs."""
        limbs = Limbs(hip_angle=175.0, knee_angle=175.0, shoulder_angle=-12.0)
        return cls(limbs, limbs, front_up=True)

    @classmethod
    def all_fours(
        cls,
        raised: Side | None = None,
        *,
        leg: float = 172.0,
        arm: float = 170.0,
        arm_side: Side | None = None,
        back_curve: float = 0.0,
    ) -> "Figure":
        """On hands and knees, with one leg and (unless told otherwise) the opposite arm at these angles."""
        down = Limbs(hip_angle=95.0, knee_angle=85.0, shoulder_angle=85.0)
        limbs = dict.fromkeys(Side, down)
        if raised is not None:
            knee = 85.0 + 85.0 * max(0.0, min(1.0, (leg - 95) / 77))
            limbs[raised] = replace(limbs[raised], hip_angle=leg, knee_angle=knee)
            reaching = arm_side or raised.other
            limbs[reaching] = replace(limbs[reaching], shoulder_angle=arm)
        return cls(limbs[Side.LEFT], limbs[Side.RIGHT], front_up=False, back_curve=back_curve, scale=0.85)

    @classmethod
    def prone(cls, chest_up: float = 0.0, *, hips_up: float = 0.0) -> "Figure":
        """Lying on the stomach with the trunk lifted by some degrees, and the thighs sloping up to the hips."""
        limbs = Limbs(180.0 + chest_up - hips_up, 175.0 - hips_up / 2, shoulder_angle=60.0, elbow_angle=120.0)
        return cls(limbs, limbs, front_up=False, trunk_pitch=-chest_up)

    @classmethod
    def kneeling(cls, hip_angle: float = 85.0, knee_angle: float = 30.0, shoulder_angle: float = 90.0) -> "Figure":
        """Kneeling with the shins on the floor, facing the picture's right; small knee angles sit on the heels."""
        limbs = Limbs(hip_angle, knee_angle, shoulder_angle)
        return cls(limbs, limbs, front_up=True, trunk_pitch=hip_angle - knee_angle - 180)

    @classmethod
    def standing(cls, hip_angle: float = 178.0, knee_angle: float = 177.0, shoulder_angle: float = 170.0) -> "Figure":
        """Standing, facing the picture's right; smaller hip angles bend the trunk forward over upright thighs."""
        limbs = Limbs(hip_angle, knee_angle, shoulder_angle)
        return cls(limbs, limbs, front_up=True, trunk_pitch=hip_angle - 270, scale=0.6)

    def with_limbs(self, side: Side | None = None, **angles: float) -> "Figure":
        """The same body with some angles changed, on one side or on both."""
        left = replace(self.left, **angles) if side is not Side.RIGHT else self.left
        right = replace(self.right, **angles) if side is not Side.LEFT else self.right
        return replace(self, left=left, right=right)

    @property
    def near(self) -> Side | None:
        """The side nearer to the camera."""
        return Side.RIGHT if self.front_up == self.head_left else Side.LEFT

    def points(self) -> NDArray[np.float64]:
        """Shape (33, 3) in trunk lengths, y up, mid-hip at the origin; depth grows away from the camera."""
        pitch = math.radians(self.trunk_pitch)
        trunk = np.array([-math.cos(pitch), -math.sin(pitch)])
        turn = -1.0 if self.front_up else 1.0
        points = np.zeros((LANDMARK_COUNT, 3))
        for side, limbs in ((Side.LEFT, self.left), (Side.RIGHT, self.right)):
            depth = -_SIDE_GAP if side is self.near else _SIDE_GAP
            for joint, place in _side_points(trunk, limbs, turn).items():
                points[Landmark.of(joint, side)] = [*(place + np.array([0.0, depth / 3])), depth * 2]
            self._roll(points[Landmark.of("knee", side)], math.radians(limbs.roll))
            up = 0.5 if side is self.near else -0.5
            points[Landmark.of("hip", side), 1] += up * self.hip_roll
            points[Landmark.of("shoulder", side), 1] += up * self.shoulder_roll
        head = trunk + HEAD * rotated(trunk, turn * self.neck_lift)
        for mark in list(Landmark)[: Landmark.LEFT_SHOULDER]:
            points[mark, :2] = head + 0.01 * (mark - 5)
        if not self.head_left:
            points[:, 0] *= -1
        return points

    @staticmethod
    def _roll(knee: NDArray[np.float64], angle: float) -> None:
        knee[2] -= math.sin(angle) * knee[1]
        knee[1] *= math.cos(angle)


def _bridge(hip_angle: float, knee_angle: float) -> tuple[float, float]:
    """Trunk pitch and knee angle of a bridge, by the knee angle at rest."""
    shoulder = np.array([-1.0, 0.0])
    ankle = _side_points(shoulder, Limbs(_HOOK_LYING, knee_angle, shoulder_angle=0.0), -1.0)["ankle"] - shoulder
    reach, hip = float(np.hypot(*ankle)), math.radians(hip_angle)
    to_knee = math.sqrt(1 + THIGH**2 - 2 * THIGH * math.cos(hip))
    up = math.atan2(ankle[1], ankle[0]) + math.acos((to_knee**2 + reach**2 - SHANK**2) / (2 * to_knee * reach))
    pitch = up - math.asin(THIGH * math.sin(hip) / to_knee)
    to_ankle = np.hypot(*(ankle - [math.cos(pitch), math.sin(pitch)]))
    knee = math.acos((THIGH**2 + SHANK**2 - to_ankle**2) / (2 * THIGH * SHANK))
    return math.degrees(pitch), math.degrees(knee)


def _side_points(trunk: NDArray[np.float64], limbs: Limbs, turn: float) -> dict[str, NDArray[np.float64]]:
    """Joints of one side, for a head at the left; `turn` is the sense in which the front lies."""
    hip, shoulder = np.zeros(2), trunk
    thigh = rotated(trunk, turn * limbs.hip_angle)
    knee = hip + THIGH * thigh
    shank = rotated(-thigh, -turn * limbs.knee_angle)
    ankle = knee + SHANK * shank
    upper = rotated(-trunk, -turn * limbs.shoulder_angle)
    elbow = shoulder + UPPER_ARM * upper
    fore = rotated(-upper, -turn * limbs.elbow_angle)
    wrist = elbow + FOREARM * fore
    hand = dict.fromkeys(("pinky", "index", "thumb"), wrist + HAND * fore)
    return (
        {"hip": hip, "shoulder": shoulder, "knee": knee, "ankle": ankle, "elbow": elbow, "wrist": wrist}
        | hand
        | _foot(ankle, shank, limbs.heel_lift, turn)
    )


def _foot(
    ankle: NDArray[np.float64], shank: NDArray[np.float64], heel_lift: float | None, turn: float
) -> dict[str, NDArray[np.float64]]:
    heel = ankle + HEEL * shank
    toes = heel + FOOT * rotated(shank, turn * 90)
    if heel_lift is not None:
        # On the floor, pointing away from a head at the left.
        toes = heel + np.array([math.sqrt(FOOT**2 - heel_lift**2), -heel_lift])
    return {"heel": heel, "foot_index": toes}


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
