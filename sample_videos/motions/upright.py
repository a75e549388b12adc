"""Movements on the feet and seated: toe touch, hip shift stretch, seated overhead stretch, and someone walking by.

Poses are made facing -x; those seen from the front are turned to face the camera at -y.
"""

from collections.abc import Mapping
from functools import partial

import numpy as np

from sample_videos.anatomy.body import SIDES, Body, Pose, Side
from sample_videos.anatomy.rotation import Array, about, unit
from sample_videos.motions.hands import bone
from sample_videos.motions.movement import Path, both_sides
from sample_videos.motions.stance import UP, Figure, Stance, direction, mix, other_side

__all__ = ["hip_shift_paths", "seated_overhead_paths", "toe_touch_paths", "walking_poses"]

_X = np.array([1.0, 0.0, 0.0])
_AHEAD = -_X
_TO_CAMERA = about(UP, 90.0)


def toe_touch_paths(body: Body) -> Mapping[str, Path]:
    """From standing with the arms overhead, down to the toes with straight knees."""
    figure = Figure(body, "down")

    def bent(share: float, knees: float = 0.0, arm_start: float = 93.0) -> Pose:
        angles = mix(90.0, 157.0, share), mix(90.0, 222.0, share), mix(90.0, 236.0, share)
        lean, flexion = 9.0 * share, knees * share
        thigh, shank = -90.0 + lean * -1.0 - 0.55 * flexion, -90.0 - lean + 0.45 * flexion
        up = -(figure.thigh_m * direction(thigh) + figure.shank_m * direction(shank))
        stance = figure.trunk(*angles).hips_at(up[0], figure.ankle_m + up[2])
        for side in SIDES:
            stance.leg(side, direction(thigh), direction(shank), 90.0)
            _arm_to_toes(figure, stance, side, share, arm_start)
        return stance.pose()

    return {
        "bend": bent,
        "knees_bent": lambda share: bent(share, knees=52.0),
        "arms_low": lambda share: bent(share, arm_start=268.0),
    }


def _arm_to_toes(figure: Figure, stance: Stance, side: Side, share: float, start: float) -> None:
    if start < 180:
        stance.shrugged(side, 22.0 * (1 - share))
    shoulder = stance.joint(bone("upperarm01", side))
    toes = np.array([-0.17, 0.0, 0.10]) - shoulder
    end = float(np.degrees(np.arctan2(toes[2], toes[0]))) % 360
    way = mix(start, end, share)
    out = 0.03 * figure.out(side)[1]
    hand = figure.hands[side].turned(direction(way + 2), figure.out(side) + 0.3 * direction(way - 90))
    stance.arm(side, direction(way - 2.0, out), direction(way + 3.0, out), hand)


def hip_shift_paths(body: Body) -> Mapping[str, Path]:
    """Legs apart, one foot half a step back; its knee bends, the weight goes to the other hip. Named by that knee."""
    figure = Figure(body, "down")

    def shifted(share: float, side: Side, *, lean: float = 0.0, both: float = 0.0) -> Pose:
        step, shift = min(share / 0.4, 1.0), max((share - 0.25) / 0.75, 0.0)
        out = figure.out(side)
        roll = about(_AHEAD, 12.0 * shift * np.sign(out[1]))
        tilt = about(_AHEAD, -24.0 * lean * shift * np.sign(out[1]))
        upright = figure.rotation(90.0)
        stance = figure.trunk(roll @ upright, tilt @ upright, tilt @ upright).hips_at(
            0.03 * step, 0.9, -0.13 * shift * out[1]
        )
        _stand_on(figure, stance, other_side(side), 0.99 - 0.13 * both * shift)
        _shifted_legs(figure, stance, side, step, shift)
        return _hands_on_hips(figure, stance).pose().turned(_TO_CAMERA)

    faults = {"lean": partial(shifted, lean=1.0), "both_knees": partial(shifted, both=1.0)}
    return both_sides({"shift": shifted, **faults})


def _stand_on(figure: Figure, stance: Stance, side: Side, length: float) -> None:
    """Raises or lowers the body until one leg has a share of its full length."""
    hip = stance.joint(bone("upperleg01", side))
    level = np.linalg.norm((hip - _ankle(figure, side))[:2])
    height = figure.ankle_m + np.sqrt((length * (figure.thigh_m + figure.shank_m)) ** 2 - level**2)
    stance.lowered(hip[2] - height)


def _ankle(figure: Figure, side: Side) -> Array:
    return np.array([0.0, 0.19 * figure.out(side)[1], figure.ankle_m])


def _shifted_legs(figure: Figure, stance: Stance, side: Side, step: float, shift: float) -> None:
    for leg in SIDES:
        out = figure.out(leg)
        ankle = _ankle(figure, leg)
        heel = 0.0
        if leg == side:
            heel = shift
            lifted = 0.05 * np.sin(np.pi * min(step, 1.0)) if step < 1 else 0.0
            ankle = ankle + np.array([0.16 * step - 0.03 * shift, -0.09 * shift * out[1], lifted + 0.11 * shift])
        toes_out = about(UP, 12.0 * np.sign(out[1]) * -1.0)
        foot = toes_out @ figure.rotation(90.0 + 44.0 * heel)
        stance.leg_to(leg, ankle, unit(_AHEAD + 0.25 * out), foot)


def _hands_on_hips(figure: Figure, stance: Stance) -> Stance:
    pelvis = stance.middle("upperleg01")
    for side in SIDES:
        out = figure.out(side)
        wrist = pelvis + np.array([0.02, 0.185 * out[1], 0.15])
        hand = figure.hands[side].turned(unit(_AHEAD - 0.35 * out - 0.5 * UP), unit(out + 0.3 * UP))
        stance.arm_to(side, wrist, unit(out + 0.5 * _X), hand)
    return stance


def seated_overhead_paths(body: Body) -> Mapping[str, Path]:
    """Cross-legged; the arms go up sideways until the hands meet overhead, elbows straight."""
    figure = Figure(body, "down")
    seat = -figure.trunk(90.0, 90.0, 90.0).hips_at(0.0, 0.0).lowest("root", "pelvis", "spine05", "upperleg01")
    height = min(seat, 0.16) - 0.03

    def raised(share: float, elbows: float = 0.0, lean: float = 0.0) -> Pose:
        tilt = about(_AHEAD, 22.0 * lean * share)
        upright = figure.rotation(90.0)
        stance = figure.trunk(upright, tilt @ upright, tilt @ upright).hips_at(0.0, height)
        for side in SIDES:
            _crossed_leg(figure, stance, side)
            stance.shrugged(side, 24.0 * share)
        for side in SIDES:
            _raised_arm(figure, stance, side, tilt, share, elbows)
        return stance.pose().turned(_TO_CAMERA)

    return {
        "raise": raised,
        "elbows_bent": lambda share: raised(share, elbows=1.0),
        "lean": lambda share: raised(share, lean=1.0),
    }


def _crossed_leg(figure: Figure, stance: Stance, side: Side) -> None:
    out = figure.out(side)
    ahead = 0.24 if side == "left" else 0.34
    ankle = np.array([-ahead, -0.06 * out[1], 0.075])
    foot = about(UP, 62.0 * -np.sign(out[1])) @ about(_AHEAD, 70.0 * np.sign(out[1])) @ figure.rotation(90.0)
    stance.leg_to(side, ankle, unit(out + 0.12 * _AHEAD - 0.05 * UP), foot)


def _raised_arm(figure: Figure, stance: Stance, side: Side, tilt: Array, share: float, elbows: float) -> None:
    """In the frontal plane from the knees to overhead; `elbows` keeps them bent."""
    out, up = tilt @ figure.out(side), tilt @ UP
    shoulder, middle = stance.joint(bone("upperarm01", side)), stance.middle("upperarm01")
    length = sum(figure.arm_m) * (0.998 - 0.28 * elbows * share)
    angle = np.radians(mix(-58.0, 90.0, share))
    sideways = unit(out + 0.35 * (1 - share) * _AHEAD)
    arc = shoulder + length * (np.cos(angle) * sideways + np.sin(angle) * up)
    apart = float(np.linalg.norm(shoulder - middle))
    meeting = middle + up * np.sqrt(length**2 - apart**2) + 0.025 * out
    close = np.clip((share - 0.7) / 0.3, 0.0, 1.0)
    wrist = arc + close * (meeting - arc)
    fingers = unit(wrist - shoulder)
    hand = figure.hands[side].turned(unit(fingers - 0.5 * close * out), unit(mix(1, -0.2, share) * out + 0.2 * _X + up))
    stance.arm_to(side, wrist, unit(out + 0.25 * _X - 0.2 * up), hand)


def walking_poses(body: Body, count: int = 12) -> list[Pose]:
    """One cycle of an easy walk towards -x, on the spot at the origin; after half a cycle the sides have swapped."""
    figure = Figure(body, "down")
    return [_step(figure, 360.0 * number / count) for number in range(count)]


def _step(figure: Figure, phase_deg: float) -> Pose:
    stance = figure.trunk(91.0, 92.0, 93.0).hips_at(0.0, 1.0)
    for side in SIDES:
        phase = np.radians(phase_deg + (0.0 if side == "left" else 180.0))
        thigh = -90.0 - 24.0 * np.sin(phase)
        flexion = 8.0 + 50.0 * max(0.0, np.cos(phase)) ** 2
        stance.leg(side, direction(thigh), direction(thigh + flexion), 90.0 + 0.6 * (thigh + flexion + 90.0))
        swing = 22.0 * np.sin(phase)
        out = 0.12 * figure.out(side)[1]
        stance.arm(side, direction(-90.0 + swing, out), direction(-104.0 + swing, out))
    return stance.lowered(stance.lowest("foot", "toe")).pose()
