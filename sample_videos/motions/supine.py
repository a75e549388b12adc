"""Movements on the back, knees bent or legs straight: pelvic tilt, knees to the chest, straight-leg raise.

The head is at -x; the face looks up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np

from sample_videos.anatomy.body import SIDES, Body, Pose, Side
from sample_videos.anatomy.rotation import Array, blend, unit
from sample_videos.motions.hands import bone
from sample_videos.motions.movement import Path, both_sides
from sample_videos.motions.stance import UP, Figure, Stance, direction, other_side, two_bones

__all__ = ["HEAD_DEG", "PRESSED_IN_M", "Supine", "double_knee_paths", "knee_to_chest_paths", "leg_stretch_paths"]
__all__ += ["lying_on_back", "pelvic_tilt_paths"]

PRESSED_IN_M = 0.012
"""How deep skin and mat give way under a lying body."""
_HIP_X_M = 0.02
HEAD_DEG = 184.0
"""Long axis of a head that rests on the mat."""


@dataclass(frozen=True)
class Supine:
    """Someone lying on the back, with what stays the same during a movement.

    Attributes:
        figure: The body.
        knee_deg: Knee angle of the bent legs in the start position.
        pelvis_deg: Long axis of the resting pelvis; a little tipped forward, so that the lower back is hollow.
    """

    figure: Figure
    knee_deg: float = 72.0
    pelvis_deg: float = 180.0

    def lying(
        self, pelvis: float | Array | None = None, chest: float | Array = 180.0, head: float = HEAD_DEG
    ) -> Stance:
        """The trunk on the mat, limbs not posed yet."""
        stance = self.figure.trunk(self.pelvis_deg if pelvis is None else pelvis, chest, head)
        return stance.hips_at(_HIP_X_M, self.hip_height_m)

    @cached_property
    def hip_height_m(self) -> float:
        """Of the hip joints above the mat when the trunk rests on it."""
        stance = self.figure.trunk(180.0, 180.0, HEAD_DEG).hips_at(0.0, 0.0)
        return -stance.lowest("spine", "root", "pelvis", "clavicle", "breast") - PRESSED_IN_M

    def standing_ankle(self, side: Side, further_m: float = 0.0) -> Array:
        """Where the ankle of a bent leg is whose foot stands flat."""
        stance = self.lying()
        hip = stance.joint(bone("upperleg01", side))
        thigh, shank = self.figure.thigh_m, self.figure.shank_m
        reach = np.sqrt(thigh**2 + shank**2 - 2 * thigh * shank * np.cos(np.radians(self.knee_deg)))
        ahead = np.sqrt(reach**2 - (hip[2] - self.figure.ankle_m) ** 2)
        return np.array([hip[0] + ahead + further_m, hip[1], self.figure.ankle_m])

    def bent_leg(self, stance: Stance, side: Side) -> Stance:
        """The foot flat on the mat, the knee up."""
        return stance.leg_to(side, self.standing_ankle(side), UP, 90.0)

    def straight_leg(self, stance: Stance, side: Side) -> Stance:
        """The leg stretched out on the mat, toes up."""
        hip = stance.joint(bone("upperleg01", side))
        reach = (self.figure.thigh_m + self.figure.shank_m) * 0.995
        drop = hip[2] - self.heel_height_m
        ankle = hip + np.array([np.sqrt(reach**2 - drop**2), 0.0, -drop])
        return stance.leg_to(side, ankle, UP, 172.0)

    @cached_property
    def heel_height_m(self) -> float:
        """Of the ankle when the heel lies on the mat and the toes look up."""
        body = self.figure.body
        foot = body.main_bone == "foot.L"
        return float(body.rest[foot, 1].max() - body.heads["foot.L"][1]) - 0.01

    def arms_down(self, stance: Stance, lift: float = 0.0) -> Stance:
        """Arms beside the body, palms down; `lift` raises them straight up, in degrees."""
        for side in SIDES:
            if lift > 0.5:
                way = direction(lift * 0.98, 0.12 * self.figure.out(side)[1])
                stance.arm(side, way, direction(lift * 0.98 + 3, 0.1 * self.figure.out(side)[1]))
            else:
                wrist, hand = self.resting_hand(side)
                stance.arm_to(side, wrist, self.figure.out(side) - 0.15 * UP, hand)
        return stance

    def resting_hand(self, side: Side) -> tuple[Array, Array]:
        """Place of the wrist, and the hand's rotation, with the palm on the mat."""
        out = self.figure.out(side)
        hand = self.figure.hands[side].turned(unit(direction(0.0) + 0.06 * out), UP)
        shoulder = self.lying().joint(bone("upperarm01", side))
        height = self.figure.hands[side].palm_depth - 0.004
        reach = 0.972 * sum(self.figure.arm_m)
        return np.array([shoulder[0] + reach, shoulder[1] + 0.10 * out[1], height]), hand


def lying_on_back(body: Body, pelvis_deg: float = 180.0) -> Supine:
    """Someone on the back."""
    return Supine(Figure(body, "up"), pelvis_deg=pelvis_deg)


def pelvic_tilt_paths(body: Body) -> Mapping[str, Path]:
    """The pelvis tips backward, so that the hollow of the lower back is pressed flat; feet and shoulders stay."""
    supine = lying_on_back(body, pelvis_deg=172.0)
    shoulders = supine.lying().middle("upperarm01")

    def tilted(share: float, hips_up: float = 0.0, head_up: float = 0.0) -> Pose:
        head = HEAD_DEG - 34.0 * head_up * share
        chest = 180.0 - 9.0 * head_up * share + 10.0 * hips_up * share
        stance = supine.lying(172.0 + share * (15.0 + 10.0 * hips_up), chest, head)
        stance.shoulders_at(shoulders[0], shoulders[2])
        for side in SIDES:
            supine.bent_leg(stance, side)
        return supine.arms_down(stance).pose()

    return {
        "tilt": tilted,
        "hips_up": lambda share: tilted(share, hips_up=1.0),
        "head_up": lambda share: tilted(share, head_up=1.0),
    }


def _pulled_leg(supine: Supine, stance: Stance, side: Side, share: float, thigh_deg: float, knee_deg: float) -> Array:
    """Moves a leg from standing towards the chest; returns the place below the knee where hands hold it."""
    figure = supine.figure
    hip, ankle = stance.joint(bone("upperleg01", side)), supine.standing_ankle(side)
    first, second = _leg_angles(figure, hip, ankle)
    thigh = first + share * (thigh_deg - first)
    shank = second + share * (thigh_deg - 180.0 + knee_deg - second)
    foot = 90.0 + share * (shank + 170.0 - 90.0)
    stance.leg(side, direction(thigh), direction(shank), foot)
    knee = hip + figure.thigh_m * direction(thigh)
    front = direction(shank + 90.0)
    return np.asarray(knee + 0.07 * direction(shank) + 0.06 * front)


def _leg_angles(figure: Figure, hip: Array, ankle: Array) -> tuple[float, float]:
    """Degrees of thigh and shank of a leg that stands with its knee up."""
    thigh, shank = two_bones(hip, ankle, (figure.thigh_m, figure.shank_m), UP)
    return tuple(float(np.degrees(np.arctan2(way[2], way[0]))) for way in (thigh, shank))  # type: ignore[return-value]


def _holding_arms(supine: Supine, stance: Stance, holds: Mapping[Side, Array], share: float) -> Stance:
    """Hands go from the mat to where they hold the legs."""
    for side in SIDES:
        wrist, resting = supine.resting_hand(side)
        out = supine.figure.out(side)
        around = supine.figure.hands[side].turned(direction(150.0) - 1.2 * out, direction(35.0) + 0.2 * out)
        place = wrist + share * (holds[side] - wrist) + 0.12 * np.sin(np.pi * share) * UP
        stance.arm_to(side, place, out - 0.2 * UP, blend(resting, around, share))
    return stance


def knee_to_chest_paths(body: Body) -> Mapping[str, Path]:
    """One knee is pulled to the chest with the hands while the other foot stays."""
    supine = lying_on_back(body)

    def pulled(
        share: float, side: Side, *, head_up: float = 0.0, other_up: float = 0.0, straight: bool = False
    ) -> Pose:
        stance = supine.lying(180.0 + 5.0 * share, 180.0 - 12.0 * head_up * share, HEAD_DEG - 40.0 * head_up * share)
        place = _pulled_leg(supine, stance, side, share, 133.0, 48.0)
        aside = 0.055 * supine.figure.out(side)
        other = other_side(side)
        holds = {side: place + aside, other: place - aside}
        if straight:
            supine.straight_leg(stance, other)
        else:
            lifted = np.array([0.05, 0.0, 0.17]) * other_up * share
            stance.leg_to(other, supine.standing_ankle(other) + lifted, UP, 90.0 + 20.0 * other_up * share)
        return _holding_arms(supine, stance, holds, share).pose()

    return both_sides(
        {
            "pull": pulled,
            "straight": partial(pulled, straight=True),
            "head_up": partial(pulled, head_up=1.0),
            "other_up": partial(pulled, other_up=1.0),
        }
    )


def double_knee_paths(body: Body) -> Mapping[str, Path]:
    """Both knees are pulled to the chest."""
    supine = lying_on_back(body)

    def pulled(share: float, lag: float = 0.0, open_deg: float = 0.0) -> Pose:
        stance = supine.lying(180.0 + 7.0 * share)
        holds: dict[Side, Array] = {}
        for side in SIDES:
            behind = lag if side == "right" else 0.0
            thigh, knee = 136.0 - 48.0 * behind, 46.0 + open_deg + 25.0 * behind
            holds[side] = _pulled_leg(supine, stance, side, share, thigh, knee) + 0.03 * supine.figure.out(side)
        return _holding_arms(supine, stance, holds, share).pose()

    return {
        "pull": pulled,
        "one_lags": lambda share: pulled(share, lag=1.0),
        "legs_open": lambda share: pulled(share, open_deg=62.0),
    }


def leg_stretch_paths(body: Body) -> Mapping[str, Path]:
    """One straight leg is raised while the other stays on the mat."""
    supine = lying_on_back(body)

    def raised(share: float, side: Side, *, knee_bend: float = 0.0, other_bend: float = 0.0) -> Pose:
        stance = supine.lying(180.0 + 3.0 * share)
        other = other_side(side)
        supine.straight_leg(stance, other)
        if other_bend * share > 0.001:
            hip = stance.joint(bone("upperleg01", other))
            ankle = hip + np.array([(supine.figure.thigh_m + supine.figure.shank_m) * (0.99 - 0.16 * share), 0.0, 0.0])
            ankle[2] = supine.heel_height_m
            stance.leg_to(other, ankle, UP, 172.0 - 25.0 * share)
        supine.straight_leg(stance, side)
        if share > 0.001:
            slope = -2.0 + share * 82.0
            bend = knee_bend * 48.0 * share
            foot = 172.0 + slope - bend
            stance.leg(side, direction(slope), direction(slope - bend - 1.0), foot)
        return supine.arms_down(stance).pose()

    faults = {"knee_bent": partial(raised, knee_bend=1.0), "other_bent": partial(raised, other_bend=1.0)}
    return both_sides({"raise": raised, **faults})
