"""Fakes for tests of programs built on posecoach: a side-view figure with known joint angles.

frames = [Figure.supine(hip_angle=angle) for angle in (125, 150, 178, 150, 125)]
series = scripted_series(frames, rate_hz=30)
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from posecoach.capture.frame import RgbImage
from posecoach.pose.fakes import ScriptedEstimator
from posecoach.pose.landmarks import LANDMARK_COUNT, Landmark, Side
from posecoach.pose.series import CONTOUR_POINTS, Pose, PoseSeries

__all__ = ["Figure", "FigureEstimator", "Limbs", "ScriptedEstimator", "eased", "scripted_pose", "scripted_series"]

_THIGH, _SHANK, _FOOT, _UPPER_ARM, _FOREARM, _HAND, _HEAD = 0.85, 0.8, 0.3, 0.6, 0.5, 0.15, 0.45
_SIDE_GAP = 0.08


@dataclass(frozen=True, slots=True)
class Limbs:
    """Joint angles of one side of the body in degrees, as `posecoach.coaching.measures` defines them."""

    hip_angle: float
    knee_angle: float
    shoulder_angle: float
    elbow_angle: float = 175.0


@dataclass(frozen=True, slots=True)
class Figure:
    """A body seen from the side.

    Attributes:
        left: Limbs of the left side.
        right: Limbs of the right side.
        front_up: Whether the front of the body faces up.
        trunk_pitch: Degrees that the hips are higher than the shoulders.
        head_left: Whether the head is at the picture's left.
        back_curve: Bulge of the back's outline in trunk lengths.
        hidden: Landmarks that can't be seen.
    """

    left: Limbs
    right: Limbs
    front_up: bool
    trunk_pitch: float = 0.0
    head_left: bool = True
    back_curve: float = 0.0
    hidden: frozenset[Landmark] = field(default_factory=frozenset)

    @classmethod
    def supine(cls, hip_angle: float = 125.0, knee_angle: float = 70.0, *, head_left: bool = True) -> "Figure":
        """Lying on the back with bent knees; a hip angle above 125 is a bridge."""
        limbs = Limbs(hip_angle, knee_angle + 0.5 * max(0.0, hip_angle - 125), shoulder_angle=15.0)
        pitch = max(0.0, 0.6 * (hip_angle - 125))
        return cls(limbs, limbs, front_up=True, trunk_pitch=pitch, head_left=head_left)

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
        return cls(limbs[Side.LEFT], limbs[Side.RIGHT], front_up=False, back_curve=back_curve)


def eased(start: float, end: float, frames: int) -> list[float]:
    """Values that leave `start` and reach `end` as gently as a limb does."""
    return [start + (end - start) * (0.5 - 0.5 * math.cos(math.pi * step / frames)) for step in range(1, frames + 1)]


def scripted_pose(figure: Figure, size: tuple[int, int] = (1280, 720), trunk_px: float = 260.0) -> Pose:
    """The pose an estimator would see, the trunk `trunk_px` pixels long; the near side follows from the posture."""
    points = _points(figure)
    points[:, :2] *= np.array([trunk_px, -trunk_px])
    points[:, 2] *= trunk_px
    points[:, :2] += np.array([size[0] / 2, size[1] * 0.6])
    near = _near_side(figure)
    visibility = np.full(LANDMARK_COUNT, 0.7, np.float32)
    visibility[[mark for mark in Landmark if near.name in mark.name]] = 0.98
    visibility[list(figure.hidden)] = 0.02
    along = np.linspace(-1.0, 1.0, CONTOUR_POINTS)
    contour = 0.2 + figure.back_curve * (1 - along**2)
    return Pose(points.astype(np.float32), visibility, contour.astype(np.float32))


def scripted_series(
    figures: Sequence[Figure | None],
    *,
    rate_hz: float = 30.0,
    size: tuple[int, int] = (1280, 720),
    noise_px: float = 0.0,
) -> PoseSeries:
    """A recording of figures at an even rate; None is a frame without a person."""
    times_s = [index / rate_hz for index in range(len(figures))]
    poses = [None if figure is None else scripted_pose(figure, size) for figure in figures]
    series = PoseSeries.of(times_s, poses, size)
    series.points[..., :2] += np.random.default_rng(0).normal(0.0, noise_px, (*series.points.shape[:2], 2))
    return series


@dataclass(frozen=True, slots=True)
class FigureEstimator:
    """A pose estimator that sees the figure of each moment, whatever is in the picture.

    Attributes:
        figure_at: The figure at a media time in seconds; None for nobody.
    """

    figure_at: Callable[[float], Figure | None]

    def estimate(self, image: RgbImage, time_s: float) -> Pose | None:
        """The figure of this moment, filling the picture's width."""
        figure = self.figure_at(time_s)
        size = (image.shape[1], image.shape[0])
        return None if figure is None else scripted_pose(figure, size, trunk_px=0.2 * size[0])

    def close(self) -> None:
        """Nothing to give back."""


def _near_side(figure: Figure) -> Side:
    return Side.RIGHT if figure.front_up == figure.head_left else Side.LEFT


def _points(figure: Figure) -> NDArray[np.float64]:
    """Shape (33, 3) in trunk lengths, y up, mid-hip at the origin."""
    pitch = math.radians(figure.trunk_pitch)
    trunk = np.array([-math.cos(pitch), -math.sin(pitch)])
    near = _near_side(figure)
    points = np.zeros((LANDMARK_COUNT, 3))
    for side, limbs in ((Side.LEFT, figure.left), (Side.RIGHT, figure.right)):
        depth = -_SIDE_GAP if side is near else _SIDE_GAP
        for joint, place in _side_points(trunk, limbs, -1.0 if figure.front_up else 1.0).items():
            points[Landmark.of(joint, side)] = [*(place + np.array([0.0, depth / 3])), depth * 2]
    for mark in list(Landmark)[: Landmark.LEFT_SHOULDER]:
        points[mark, :2] = trunk * (1 + _HEAD) + 0.01 * (mark - 5)
    if not figure.head_left:
        points[:, 0] *= -1
    return points


def _side_points(trunk: NDArray[np.float64], limbs: Limbs, turn: float) -> dict[str, NDArray[np.float64]]:
    """Joints of one side, for a head at the left; `turn` is the sense in which the front lies."""
    hip, shoulder = np.zeros(2), trunk
    thigh = _rotated(trunk, turn * limbs.hip_angle)
    knee = hip + _THIGH * thigh
    shank = _rotated(-thigh, -turn * limbs.knee_angle)
    ankle = knee + _SHANK * shank
    upper = _rotated(-trunk, -turn * limbs.shoulder_angle)
    elbow = shoulder + _UPPER_ARM * upper
    fore = _rotated(-upper, -turn * limbs.elbow_angle)
    wrist = elbow + _FOREARM * fore
    hand = dict.fromkeys(("pinky", "index", "thumb"), wrist + _HAND * fore)
    foot = {"heel": ankle - 0.1 * shank, "foot_index": ankle + _FOOT * _rotated(shank, turn * 90)}
    return (
        {"hip": hip, "shoulder": shoulder, "knee": knee, "ankle": ankle, "elbow": elbow, "wrist": wrist} | hand | foot
    )


def _rotated(vector: NDArray[np.float64], degrees: float) -> NDArray[np.float64]:
    angle = math.radians(degrees)
    cos, sin = math.cos(angle), math.sin(angle)
    return np.array([cos * vector[0] - sin * vector[1], sin * vector[0] + cos * vector[1]])
