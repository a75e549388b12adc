"""What a demonstration shows apart from the movement: where the camera stands, and what the body rests on."""

import numpy as np
from numpy.typing import NDArray

from posecoach.counting.frames import median
from posecoach.counting.table import on_side
from posecoach.exercise.rules import SideOf
from posecoach.exercise.schema import View
from posecoach.measures import Body, Values
from posecoach.pose.landmarks import Landmark, Side
from posecoach.pose.posture import Posture
from posecoach.pose.series import StablePoses
from posecoach.pose.sides import faces_up

__all__ = ["joints_in_view", "near_values", "posture_of", "view_of"]

_FACING = 0.5
"""Shoulder width in trunk lengths; side views read 0.1 to 0.3, people who face the camera 0.6 to 0.8."""
_UPRIGHT_DEG = 50.0
_CARRYING = 0.4
"""Trunk lengths that the hip is above the knee, or the knee above the ankle, at least, where they carry the body."""
_SHUT_KNEE_DEG = 70.0
_MOSTLY = 0.5
_IN_VIEW = 0.8
_JOINTS = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")


def near_values(body: Body, name: str) -> Values:
    """A measure on the side nearer to the camera."""
    return on_side(body, name, SideOf.NEAR)


def view_of(body: Body) -> View:
    """Where the camera sees the person from: the side, unless both shoulders are seen at their full width."""
    if not median(near_values(body, "turned_away")) >= _FACING:
        return View.SIDE
    return View.FRONT if _upright(body, np.ones(len(body.poses), bool)) else View.OBLIQUE


def posture_of(body: Body, resting: NDArray[np.bool_]) -> Posture:
    """What the body rests on in the frames that show its start position."""
    thighs_carry = _above(body, resting, "hip", "knee") > _CARRYING
    if not _upright(body, resting):
        if faces_up(body.poses)[resting].mean() > _MOSTLY:
            return Posture.SUPINE
        return Posture.ALL_FOURS if thighs_carry else Posture.PRONE
    shins_carry = _above(body, resting, "knee", "ankle") > _CARRYING
    if thighs_carry:
        return Posture.STANDING if shins_carry else Posture.KNEELING
    # Shut knees seen from the side are those of somebody who sits on the heels; from the front they are crossed legs.
    on_heels = median(near_values(body, "knee_angle")[resting]) < _SHUT_KNEE_DEG and view_of(body) is View.SIDE
    return Posture.KNEELING if on_heels and not shins_carry else Posture.SEATED


def joints_in_view(poses: StablePoses, view: View) -> tuple[str, ...]:
    """Joints that are seen nearly all the time: of the near side, of both from the front."""
    seen = ~poses.outside & ~np.isnan(poses.points[..., 0])
    found = []
    for joint in _JOINTS:
        left, right = (seen[:, Landmark.of(joint, side)] for side in Side)
        both = left & right if view is View.FRONT else np.where(poses.near_is_right, right, left)
        if both.mean() >= _IN_VIEW:
            found.append(joint)
    return tuple(found)


def _upright(body: Body, frames: NDArray[np.bool_]) -> bool:
    return abs(median(near_values(body, "trunk_pitch")[frames])) > _UPRIGHT_DEG


def _above(body: Body, frames: NDArray[np.bool_], upper: str, lower: str) -> float:
    """How far one joint of the near side is above another, in trunk lengths."""
    upper_y, lower_y = (body.near_and_far(joint)[0][:, 1] for joint in (upper, lower))
    return median(((lower_y - upper_y) / body.trunk_length)[frames])
