"""Movements on hands and knees: cat and cow, bird dog, leg reach, and sitting back.

The head is at -x, the chest looks down; hands stand under the shoulders, knees under the hips.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TypeAlias

import numpy as np

from sample_videos.anatomy.body import SIDES, Body, Pose, Side
from sample_videos.anatomy.rotation import Array, blend, unit
from sample_videos.motions.hands import bone
from sample_videos.motions.movement import Path, both_sides
from sample_videos.motions.stance import UP, Figure, Stance, bisected, direction, other_side, two_bones

__all__ = ["AllFours", "bird_dog_paths", "cat_cow_paths", "leg_reach_paths"]

_KNEE_M = 0.058
"""Height of the knee joint above the mat of someone who kneels."""
_SHANK_DEG = -1.0
_FOOT_DEG = 283.0
_HEAD_DEG = 188.0
_ARM_SHARE = 0.995
_HIP_X_M = 0.28

TrunkOf: TypeAlias = Callable[[float], Stance]
"""Makes the trunk for a slope of its long axis."""


@dataclass(frozen=True)
class AllFours:
    """Someone on hands and knees, with what stays the same during a movement."""

    figure: Figure
    hip: Array = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "hip", np.array([_HIP_X_M, 0.0, _KNEE_M + self.figure.thigh_m]))

    @cached_property
    def floor_hands(self) -> Mapping[Side, Array]:
        """Rotations of hands that stand flat, fingers ahead."""
        return {side: self.figure.hands[side].turned(direction(180.0), UP) for side in SIDES}

    @cached_property
    def wrist_m(self) -> float:
        """Height of the wrists of hands that stand flat."""
        return self.figure.hands["left"].palm_depth - 0.004

    @cached_property
    def shoulder_m(self) -> float:
        """Height of the shoulders."""
        return self.wrist_m + _ARM_SHARE * sum(self.figure.arm_m)

    @cached_property
    def trunk_deg(self) -> float:
        """Of the trunk's long axis: what brings the shoulders to their height, by bisection."""
        return self.slope_for(lambda slope: self.figure.trunk(slope, slope, slope))

    def slope_for(self, trunk: TrunkOf, height: float | None = None) -> float:
        """The angle at which a trunk's shoulders are at a height (that of straight arms if none is given)."""
        target = self.shoulder_m if height is None else height

        def too_high(slope: float) -> bool:
            return bool(trunk(slope).hips_at(self.hip[0], self.hip[2]).middle("upperarm01")[2] > target)

        return sum(bisected(140.0, 215.0, too_high)) / 2

    @cached_property
    def wrists(self) -> Mapping[Side, Array]:
        """Where the hands stand."""
        stance = self.neutral()
        return {side: self._under(stance.joint(bone("upperarm01", side))) for side in SIDES}

    def _under(self, shoulder: Array) -> Array:
        return np.array([shoulder[0] - 0.01, 0.96 * shoulder[1], self.wrist_m])

    def neutral(self) -> Stance:
        """The trunk with a level, neutral spine, limbs not posed yet."""
        return self.figure.trunk(self.trunk_deg, self.trunk_deg, _HEAD_DEG).hips_at(self.hip[0], self.hip[2])

    def kneel(self, stance: Stance, side: Side) -> Stance:
        """Knee under the hip, shank on the mat."""
        return stance.leg(side, direction(-90.0), direction(_SHANK_DEG), _FOOT_DEG)

    def knees_stay(self, stance: Stance, side: Side) -> Stance:
        """The knee where it is when kneeling, wherever the hip has gone."""
        hip = stance.joint(bone("upperleg01", side))
        knee = np.array([_HIP_X_M, hip[1], _KNEE_M])
        return stance.leg(side, unit(knee - hip), direction(_SHANK_DEG), _FOOT_DEG)

    def prop(self, stance: Stance, side: Side) -> Stance:
        """The hand stays where it stands."""
        return stance.arm_to(side, self.wrists[side], direction(0.0), self.floor_hands[side])


def cat_cow_paths(body: Body) -> Mapping[str, Path]:
    """The spine rounds (cat) or hollows (cow) between hands and knees that stay."""
    fours = AllFours(Figure(body, "down"))

    def arched(share: float, bend: float, nod: float, *, elbows: float = 0.0, rock: float = 0.0) -> Pose:
        figure = fours.figure
        height = fours.shoulder_m - elbows * share * 0.13

        def trunk(slope: float) -> Stance:
            return figure.trunk(slope + 0.5 * bend * share, slope - 0.5 * bend * share, slope + 8.0 + nod * share)

        slope = fours.slope_for(trunk, height)
        stance = trunk(slope).hips_at(fours.hip[0] + 0.15 * rock * share, fours.hip[2] - 0.05 * rock * share)
        for side in SIDES:
            fours.knees_stay(stance, side)
            fours.prop(stance, side)
        return stance.pose()

    return {
        "cat": lambda share: arched(share, -92.0, 58.0),
        "cow": lambda share: arched(share, 62.0, -46.0),
        "nod_down": lambda share: arched(share, 0.0, 48.0),
        "nod_up": lambda share: arched(share, 0.0, -40.0),
        "cat_elbows": lambda share: arched(share, -88.0, 56.0, elbows=1.0),
        "cow_elbows": lambda share: arched(share, 60.0, -46.0, elbows=1.0),
        "cat_rock": lambda share: arched(share, -88.0, 56.0, rock=1.0),
        "cow_rock": lambda share: arched(share, 60.0, -46.0, rock=1.0),
    }


@dataclass(frozen=True)
class _Reach:
    """The end position of a leg and an arm that reach out.

    Attributes:
        leg: Degrees that the thigh swings back from straight down; 90 is level.
        arm: Degrees that the upper arm swings forward; 0 leaves the hand on the mat.
        knee: Degrees of flexion that are left in the knee.
        hollow: Degrees that the pelvis tips, so that the back sags.
        head: Degrees that the head is raised.
        same_side: Whether the arm of the leg's own side is raised.
    """

    leg: float = 88.0
    arm: float = 0.0
    knee: float = 7.0
    hollow: float = 0.0
    head: float = 0.0
    same_side: bool = False


def _reaching(fours: AllFours, reach: _Reach, share: float, side: Side) -> Pose:
    figure, hollow = fours.figure, reach.hollow * share

    def trunk(slope: float) -> Stance:
        return figure.trunk(slope + 0.5 * hollow, slope - 0.5 * hollow, _HEAD_DEG - reach.head * share)

    stance = trunk(fours.slope_for(trunk)).hips_at(fours.hip[0], fours.hip[2])
    other = other_side(side)
    arm_side = side if reach.same_side else other
    fours.knees_stay(stance, other)
    _reaching_leg(stance, side, reach, share)
    for hand in SIDES:
        if hand == arm_side and reach.arm:
            _reaching_arm(fours, stance, hand, reach.arm, share)
        else:
            fours.prop(stance, hand)
    return stance.pose()


def _reaching_leg(stance: Stance, side: Side, reach: _Reach, share: float) -> None:
    thigh = -90.0 + reach.leg * share
    flexion = (90.0 + _SHANK_DEG) * (1 - share) + reach.knee * share
    shank = thigh + flexion
    stance.leg(side, direction(thigh), direction(shank), _FOOT_DEG + (shank - _SHANK_DEG) - 62.0 * share)


def _reaching_arm(fours: AllFours, stance: Stance, side: Side, degrees: float, share: float) -> None:
    """Swings forward from where the hand stands; the hand turns from flat on the mat to thumb up."""
    figure = fours.figure
    shoulder = stance.joint(bone("upperarm01", side))
    upper, fore = two_bones(shoulder, fours.wrists[side], figure.arm_m, direction(0.0))
    end_upper, end_fore = direction(-90.0 - degrees, 0.04), direction(-96.0 - degrees)
    clearance = np.sin(np.pi * share) * (0.25 + 0.5 * (degrees < 60.0)) * direction(150.0)
    swung = [_swing(upper, end_upper, share), unit(_swing(fore, end_fore, share) + clearance)]
    level = figure.hands[side].turned(end_fore, unit(0.7 * figure.out(side) + 0.7 * UP))
    stance.arm(side, swung[0], swung[1], blend(fours.floor_hands[side], level, share))


def _swing(first: Array, second: Array, share: float) -> Array:
    """A direction on the arc from one to another."""
    angle = np.arccos(np.clip(first @ second, -1.0, 1.0))
    if angle < 1e-6:
        return first
    return np.asarray((np.sin((1 - share) * angle) * first + np.sin(share * angle) * second) / np.sin(angle))


def _both_sides(body: Body, reaches: Mapping[str, _Reach]) -> Mapping[str, Path]:
    fours = AllFours(Figure(body, "down"))
    return both_sides({name: partial(_reaching, fours, reach) for name, reach in reaches.items()})


def bird_dog_paths(body: Body) -> Mapping[str, Path]:
    """One leg and the opposite arm reach out in line with the trunk."""
    reaches = {
        "reach": _Reach(arm=88.0),
        "leg_low": _Reach(leg=46.0, arm=88.0, knee=46.0),
        "arm_low": _Reach(arm=42.0),
        "hollow": _Reach(leg=90.0, arm=88.0, hollow=44.0),
        "same_side": _Reach(arm=88.0, same_side=True),
    }
    return _both_sides(body, reaches)


def leg_reach_paths(body: Body) -> Mapping[str, Path]:
    """One leg reaches out behind, head and foot at the same height."""
    reaches = {
        "reach": _Reach(),
        "leg_low": _Reach(leg=46.0, knee=46.0),
        "hollow": _Reach(leg=92.0, hollow=44.0),
        "looks_up": _Reach(head=48.0),
    }
    return _both_sides(body, reaches)
