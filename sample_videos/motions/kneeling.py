"""Back stretch and child's pose, which end with the seat on the heels, and the cobra, face down."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sample_videos.anatomy.body import SIDES, Body, Pose, Side
from sample_videos.anatomy.rotation import Array, blend, unit
from sample_videos.motions.all_fours import AllFours
from sample_videos.motions.hands import bone
from sample_videos.motions.movement import Path
from sample_videos.motions.stance import UP, Figure, Stance, bisected, direction, mix

__all__ = ["back_stretch_paths", "childs_pose_paths", "cobra_paths", "kneeling_paths"]

_ON_HEELS_DEG = 27.0
"""Slope from the knee to the hip of someone who sits on the heels."""


def _hip_over_knee(fours: AllFours, slope_deg: float) -> Array:
    """The hips of someone whose knees stay; 90 is straight above the knees."""
    knee = fours.hip - fours.figure.thigh_m * UP
    return np.asarray(knee + fours.figure.thigh_m * direction(slope_deg))


def _fold(fours: AllFours, head_deg: float = 0.0) -> tuple[float, float, float]:
    """Angles of pelvis, chest and head of someone folded over the thighs whose forehead just rests on the mat."""
    hip = _hip_over_knee(fours, _ON_HEELS_DEG)

    def angles(turn: float) -> tuple[float, float, float]:
        return 164.0 + turn, 186.0 + turn, 192.0 + turn

    def above(turn: float) -> bool:
        stance = fours.figure.trunk(*angles(turn)).hips_at(hip[0], hip[2])
        return stance.lowest("head", "jaw", "oculi", "levator") > -0.004

    low, _ = bisected(-10.0, 20.0, above, steps=10)
    pelvis, chest, head = angles(low)
    return pelvis, chest, head - head_deg


def _hands_ahead(fours: AllFours, stance: Stance, side: Side, reach: float) -> Array:
    """Where the wrist is when the arm lies ahead on the mat, `reach` being its share of the arm's length."""
    shoulder = stance.joint(bone("upperarm01", side))
    length = reach * sum(fours.figure.arm_m)
    drop = shoulder[2] - fours.wrist_m
    return np.array([shoulder[0] - np.sqrt(max(length**2 - drop**2, 0.0)), shoulder[1], fours.wrist_m])


def back_stretch_paths(body: Body) -> Mapping[str, Path]:
    """From all fours the seat goes back to the heels; the arms stay stretched out in front."""
    fours = AllFours(Figure(body, "down"))

    start = fours.trunk_deg, fours.trunk_deg, 188.0
    fold, looking_up = _fold(fours), _fold(fours, head_deg=50.0)

    def folded(share: float, reach: float = 0.99, end: tuple[float, float, float] = fold) -> Pose:
        angles = [mix(first, second, share) for first, second in zip(start, end, strict=True)]
        hip = _hip_over_knee(fours, mix(90.0, _ON_HEELS_DEG, share))
        stance = fours.figure.trunk(*angles).hips_at(hip[0], hip[2])
        for side in SIDES:
            fours.knees_stay(stance, side)
            ahead = _hands_ahead(fours, stance, side, reach)
            place = fours.wrists[side] + share * (ahead - fours.wrists[side])
            pole = (1 - share) * direction(0.0) + share * (fours.figure.out(side) + 0.4 * UP)
            stance.arm_to(side, place, pole, fours.floor_hands[side])
        return stance.pose()

    return {
        "fold": folded,
        "elbows_bent": lambda share: folded(share, reach=0.62),
        "head_up": lambda share: folded(share, end=looking_up),
    }


def childs_pose_paths(body: Body) -> Mapping[str, Path]:
    """From sitting upright on the heels the chest goes down over the thighs, arms forward on the mat."""
    fours = AllFours(Figure(body, "down"))

    end = _fold(fours)

    def folded(share: float, reach: float = 0.99, seat: float = _ON_HEELS_DEG) -> Pose:
        further = 10.0 * (seat > _ON_HEELS_DEG)
        angles = [mix(92.0, angle + further, share) for angle in end]
        hip = _hip_over_knee(fours, mix(_ON_HEELS_DEG, seat, share))
        stance = fours.figure.trunk(*angles).hips_at(hip[0], hip[2])
        for side in SIDES:
            fours.knees_stay(stance, side)
        stance.lowered(stance.lowest("lowerleg", "foot", "toe", "upperleg02") + 0.004)
        for side in SIDES:
            _arm_forward(fours, stance, side, share, reach)
        return stance.pose()

    return {
        "fold": folded,
        "elbows_bent": lambda share: folded(share, reach=0.62),
        "seat_up": lambda share: folded(share, seat=62.0),
    }


def _arm_forward(fours: AllFours, stance: Stance, side: Side, share: float, reach: float) -> None:
    """From the thigh along an arc to the mat in front."""
    figure = fours.figure
    knee = np.array([fours.hip[0], stance.joint(bone("upperleg01", side))[1], 0.06])
    thigh = knee + 0.55 * figure.thigh_m * direction(_ON_HEELS_DEG) + 0.105 * direction(_ON_HEELS_DEG + 90.0)
    end = _hands_ahead(fours, stance, side, reach)
    place = thigh + share * (end - thigh) + 0.22 * np.sin(np.pi * share) * UP
    resting = figure.hands[side].turned(direction(180.0 + _ON_HEELS_DEG), direction(_ON_HEELS_DEG + 90.0))
    pole = figure.out(side) + (1 - share) * direction(0.0) + 0.3 * share * UP
    stance.arm_to(side, place, pole, blend(resting, fours.floor_hands[side], share))


def kneeling_paths(body: Body) -> Mapping[str, Path]:
    """Kneeling upright and talking with the hands, and the way from there to all fours (1 is kneeling)."""
    fours = AllFours(Figure(body, "down"))

    def kneeling(up: float, gesture: float = 0.0) -> Pose:
        slope = mix(fours.trunk_deg, 90.0, up)
        stance = fours.figure.trunk(slope, slope, mix(188.0, 88.0 + 10.0 * gesture, up))
        stance.hips_at(fours.hip[0], fours.hip[2])
        for number, side in enumerate(SIDES):
            fours.kneel(stance, side)
            shoulder = stance.joint(bone("upperarm01", side))
            height = -0.30 + 0.26 * gesture * (1.0 - 0.5 * number)
            talking = shoulder + np.array([-0.26, 0.04 * fours.figure.out(side)[1], height])
            wrist = fours.wrists[side] + up * (talking - fours.wrists[side])
            hand = fours.figure.hands[side].turned(direction(165.0 - 40.0 * gesture), fours.figure.out(side))
            stance.arm_to(side, wrist, direction(-60.0), blend(fours.floor_hands[side], hand, up))
        return stance.pose()

    return {"settle": kneeling, "kneeling_talk": lambda share: kneeling(1.0, share)}


@dataclass(frozen=True)
class _Cobra:
    """Lying on the stomach, hands beside the chest.

    Attributes:
        figure: The body.
    """

    figure: Figure

    @cached_property
    def ground_m(self) -> float:
        """Height of the hips that rest on the mat."""
        flat = self.figure.trunk(180.0, 179.0, 168.0).hips_at(0.0, 0.0)
        return -flat.lowest("root", "pelvis", "spine05", "spine04") - 0.015

    @cached_property
    def palm_m(self) -> float:
        """Height of the wrists of hands that stand flat."""
        return self.figure.hands["left"].palm_depth - 0.004

    def trunk(self, lift_deg: float, hips_up_m: float, neck_deg: float) -> Stance:
        """The chest raised by an angle, the hips on the mat or above it."""
        pelvis = 180.0 - lift_deg / 6.0 - 90.0 * hips_up_m
        stance = self.figure.trunk(pelvis, 179.0 - lift_deg, 168.0 - 1.1 * lift_deg - neck_deg)
        return stance.hips_at(0.1, self.ground_m + hips_up_m)

    def lift_deg(self, arm_share: float, hips_up_m: float) -> float:
        """How far the chest is raised when the arms have a share of their length, by bisection."""
        height = self.palm_m + arm_share * sum(self.figure.arm_m)

        def too_low(lift: float) -> bool:
            return bool(self.trunk(lift, hips_up_m, 0.0).middle("upperarm01")[2] < height)

        return bisected(0.0, 75.0, too_low)[0]

    @cached_property
    def wrists(self) -> Mapping[Side, Array]:
        """Where the hands stand: under the shoulders of the end position."""
        end = self.trunk(self.lift_deg(0.86, 0.0), 0.0, 0.0)
        places = {side: end.joint(bone("upperarm01", side)) for side in SIDES}
        wide = {side: place[1] + 0.05 * self.figure.out(side)[1] for side, place in places.items()}
        return {side: np.array([places[side][0], wide[side], self.palm_m]) for side in SIDES}

    def path(self, arm_share: float = 0.86, hips_up_m: float = 0.0, neck_deg: float = 0.0) -> Path:
        """From lying flat to the arms' share of their length."""
        lift = self.lift_deg(arm_share, hips_up_m)
        end = self.trunk(lift, hips_up_m, neck_deg).middle("upperarm01")[0]
        ahead = self.wrists["left"][0] - end if hips_up_m else 0.0

        def pose(share: float) -> Pose:
            stance = self.trunk(lift * share, hips_up_m * share, neck_deg * share)
            stance.hips_at(0.1 + ahead * share, self.ground_m + hips_up_m * share)
            for side in SIDES:
                _leg_behind(self.figure, stance, side)
                flat = self.figure.hands[side].turned(direction(180.0), UP)
                stance.arm_to(side, self.wrists[side], direction(20.0) + 0.25 * self.figure.out(side), flat)
            return stance.pose()

        return pose


def cobra_paths(body: Body) -> Mapping[str, Path]:
    """From lying on the stomach the hands lift the chest; the pelvis stays on the mat."""
    cobra = _Cobra(Figure(body, "down"))
    return {
        "lift": cobra.path(),
        "hips_up": cobra.path(arm_share=0.985, hips_up_m=0.15),
        "neck_back": cobra.path(neck_deg=46.0),
    }


def _leg_behind(figure: Figure, stance: Stance, side: Side) -> None:
    """Straight on the mat, the instep down; the knee is on the mat when the hip isn't."""
    hip = stance.joint(bone("upperleg01", side))
    fall = np.degrees(np.arcsin(np.clip((hip[2] - 0.062) / figure.thigh_m, 0.0, 1.0)))
    stance.leg(side, direction(-fall), unit(direction(-1.0)), 274.0)
