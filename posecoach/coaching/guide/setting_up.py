"""Getting person and camera into place: one hint at a time, the one that helps most."""

from dataclasses import dataclass

import numpy as np

from posecoach.coaching.exercise import Placement, View
from posecoach.coaching.hints import Hint
from posecoach.coaching.measures import Body
from posecoach.coaching.placement import placement_hints
from posecoach.pose.box import Box
from posecoach.pose.landmarks import Landmark, Side
from posecoach.pose.series import StablePoses

__all__ = ["SetUp", "setting_up"]

_EDGE = 0.04
"""Of the picture's width: a body that is seen this close to an edge and partly outside is cut off there."""
_WIDE = 0.85
"""Of the picture's width: who takes more has no room to move aside."""
_HEAD, _FEET = ("ear",), ("ankle", "heel", "foot_index")


@dataclass(frozen=True, slots=True)
class SetUp:
    """How well the camera sees the person.

    Attributes:
        hint: What would make it better; None when all is well.
        ready: Whether all that the exercise requires is seen.
    """

    hint: Hint | None
    ready: bool


def setting_up(body: Body, placement: Placement, picture: Hint | None) -> SetUp:
    """Judges the last pose of a body.

    Args:
        body: Poses, with the exercise's posture.
        placement: What the exercise requires.
        picture: What is wrong with the picture itself, such as `Hint.DARK`.
    """
    required = placement_hints(body, placement)[-1]
    if picture is Hint.BLACK or (picture is Hint.DARK and required is Hint.NOBODY):
        return SetUp(picture, ready=False)
    if required is Hint.NOBODY:
        return SetUp(required, ready=False)
    return SetUp(_cut_off(body.poses, placement) or required or picture, ready=required is None)


def _cut_off(poses: StablePoses, placement: Placement) -> Hint | None:
    """Where to go so that head, feet and all required joints are in the picture."""
    out = [joint for joint in (*_HEAD, *_FEET, *placement.joints) if _is_out(joint, poses, placement.view)]
    if not out or np.isnan(poses.points[-1]).all():
        return None
    box, (width, height) = Box.around(poses.points[-1]), poses.size
    left, right = box.left < _EDGE * width, box.right > (1 - _EDGE) * width
    if left or right:
        crowded = (left and right) or box.width > _WIDE * width
        return Hint.FURTHER if crowded else (Hint.LEFT if left else Hint.RIGHT)
    if box.top < _EDGE * height and set(out) <= set(_HEAD):
        return Hint.HEAD_OUT
    if box.bottom > (1 - _EDGE) * height and set(out) <= set(_FEET):
        return Hint.FEET_OUT
    needed = [joint for joint in out if joint in placement.joints]
    return Hint.out(needed[0]) if needed else None


def _is_out(joint: str, poses: StablePoses, view: View) -> bool:
    left, right = (bool(poses.outside[-1, Landmark.of(joint, side)]) for side in Side)
    if view is View.FRONT:
        return left or right
    return right if poses.near_is_right[-1] else left
