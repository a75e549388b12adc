"""Movements on the back in which the bent knees go to one side: leg roll and lumbar rotation."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from sample_videos.anatomy.body import SIDES, Body, Pose, Side
from sample_videos.anatomy.rotation import about, unit
from sample_videos.motions.hands import bone
from sample_videos.motions.movement import Path, both_sides
from sample_videos.motions.stance import UP, Figure, Stance, direction
from sample_videos.motions.supine import PRESSED_IN_M, Supine

__all__ = ["leg_roll_paths", "lumbar_rotation_paths"]

_X = np.array([1.0, 0.0, 0.0])
_FEET_TOGETHER = 0.55
"""Share of the hips' distance from the middle at which the feet stand."""


@dataclass(frozen=True)
class _Roll:
    """How far each part turns about the long axis in the end position, degrees, and what goes wrong.

    Attributes:
        legs: The plane of the bent legs.
        pelvis: The pelvis, which follows.
        chest: The shoulders, which shouldn't follow.
        lag: How far the upper leg stays behind.
        feet_up_m: How far the feet leave the mat.
    """

    legs: float
    pelvis: float
    chest: float = 0.0
    lag: float = 0.0
    feet_up_m: float = 0.0


def _rolled(supine: Supine, roll: _Roll, share: float, side: Side) -> Pose:
    """Knees towards `side`; the body's left is +y, and a turn about +x takes up to -y."""
    figure, sign = supine.figure, (-1.0 if side == "left" else 1.0)
    pelvis = about(_X, sign * roll.pelvis * share) @ figure.rotation(180.0)
    chest = about(_X, sign * roll.chest * share) @ figure.rotation(180.0)
    stance = supine.lying(pelvis, chest)
    # After the turn shoulder blades and seat stay on the mat, whichever of them is lowest.
    stance.lowered(stance.lowest("spine", "root", "pelvis", "clavicle") + PRESSED_IN_M)
    for leg in SIDES:
        angle = sign * share * (roll.legs - (roll.lag if leg != side else 0.0))
        turn = about(_X, angle)
        ankle = supine.standing_ankle(leg) * np.array([1.0, _FEET_TOGETHER, 1.0])
        ankle = ankle + share * roll.feet_up_m * np.array([-0.8, 0.0, 1.0])
        ankle[2] += 0.02 * share * (leg != side)
        foot = about(_X, 0.75 * angle) @ figure.rotation(90.0)
        stance.leg_to(leg, ankle, turn @ unit(UP - 0.35 * figure.out(leg)), foot)
    return _arms_wide(figure, stance).pose()


def _arms_wide(figure: Figure, stance: Stance) -> Stance:
    """Arms out on the mat, palms down."""
    for side in SIDES:
        out = figure.out(side)
        hand = figure.hands[side].turned(unit(out + 0.55 * direction(0.0)), UP)
        shoulder = stance.joint(bone("upperarm01", side))
        height = figure.hands[side].palm_depth - 0.004
        reach = 0.985 * sum(figure.arm_m)
        drop = shoulder[2] - height
        level = np.sqrt(max(reach**2 - drop**2, 0.01))
        wrist = shoulder + level * unit(out + 0.55 * direction(0.0))
        stance.arm_to(side, np.array([wrist[0], wrist[1], height]), -0.5 * UP + direction(0.0), hand)
    return stance


def _paths(body: Body, rolls: Mapping[str, _Roll]) -> Mapping[str, Path]:
    supine = Supine(Figure(body, "up"))
    return both_sides({name: partial(_rolled, supine, roll) for name, roll in rolls.items()})


def leg_roll_paths(body: Body) -> Mapping[str, Path]:
    """Knees together go from side to side as far as is comfortable."""
    rolls = {
        "roll": _Roll(legs=52.0, pelvis=22.0),
        "apart": _Roll(legs=52.0, pelvis=18.0, lag=42.0),
        "feet_up": _Roll(legs=52.0, pelvis=22.0, feet_up_m=0.22),
    }
    return _paths(body, rolls)


def lumbar_rotation_paths(body: Body) -> Mapping[str, Path]:
    """Both knees drop to one side while the shoulders stay on the mat."""
    rolls = {
        "drop": _Roll(legs=70.0, pelvis=38.0),
        "shoulders_up": _Roll(legs=70.0, pelvis=46.0, chest=34.0),
        "apart": _Roll(legs=70.0, pelvis=30.0, lag=48.0),
    }
    return _paths(body, rolls)
