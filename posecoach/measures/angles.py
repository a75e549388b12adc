"""Joint angles and inclinations, all in the image plane, in degrees.

The model's depth compresses raised limbs, so it is left out. Joint angles are interior angles. The hip angle is signed
by being measured on the front of the body: 180 is straight, less is flexed, more is extended past straight, so that a
good bridge doesn't fold back at 180; where the trunk is upright its front can't be told from the picture, and the hip
angle is an interior one too. Inclinations are against the image's horizontal.
"""

import numpy as np

from posecoach.measures.body import Body, Values, interior, length, turn
from posecoach.measures.measure import INTERIOR, angle
from posecoach.messages import Message
from posecoach.pose.landmarks import Side

_HORIZONTAL_ENOUGH = 0.25
"""Of the trunk's length in the picture: closer to vertical than this, up and down don't tell front from back."""
_FLEXION_LIMIT = -60.0
"""Where the signed hip angle wraps: no hip flexes or extends as far as this."""


def _joint(body: Body, side: Side, joints: tuple[str, str, str]) -> Values:
    start, vertex, end = (body.point(joint, side) for joint in joints)
    return interior(start, vertex, end)


def _front_turn(body: Body) -> Values:
    """Shape (n,): +1 where clockwise leads from the head over the front of the body to the feet, else -1."""
    trunk = body.trunk
    sideways = np.abs(trunk[:, 0]) > _HORIZONTAL_ENOUGH * length(trunk)
    head_left = np.where(trunk[:, 0] < 0, 1.0, -1.0)
    return np.where(sideways, head_left if body.front_up else -head_left, np.nan)


@angle(
    Message("shoulder-hip-knee on the front of the body"),
    Message("180 is straight, more is extended past straight"),
    joints=("shoulder", "hip", "knee"),
    possible=(-60.0, 300.0),
)
def hip_angle(body: Body, side: Side) -> Values:
    """Shoulder-hip-knee on the front of the body."""
    if body.front_up is None:
        return _joint(body, side, ("shoulder", "hip", "knee"))
    hip = body.point("hip", side)
    angle = turn(body.point("shoulder", side) - hip, body.point("knee", side) - hip) * _front_turn(body)
    return np.asarray((angle - _FLEXION_LIMIT) % 360 + _FLEXION_LIMIT)


@angle(Message("shoulder-hip-knee, whichever way it bends"), Message("180 is straight"), possible=INTERIOR)
def hip_bend(body: Body, side: Side) -> Values:
    """Shoulder-hip-knee, whichever way it bends: it knows no front, and never wraps."""
    return _joint(body, side, ("shoulder", "hip", "knee"))


@angle(Message("hip-knee-ankle"), Message("180 is straight"), joints=("hip", "knee", "ankle"), possible=INTERIOR)
def knee_angle(body: Body, side: Side) -> Values:
    """Hip-knee-ankle."""
    return _joint(body, side, ("hip", "knee", "ankle"))


@angle(
    Message("hip-shoulder-elbow"),
    Message("180 is the arm in line with the trunk"),
    joints=("hip", "shoulder", "elbow"),
    possible=INTERIOR,
)
def shoulder_angle(body: Body, side: Side) -> Values:
    """Hip-shoulder-elbow."""
    return _joint(body, side, ("hip", "shoulder", "elbow"))


@angle(
    Message("shoulder-elbow-wrist"),
    Message("180 is straight"),
    joints=("shoulder", "elbow", "wrist"),
    possible=INTERIOR,
)
def elbow_angle(body: Body, side: Side) -> Values:
    """Shoulder-elbow-wrist."""
    return _joint(body, side, ("shoulder", "elbow", "wrist"))


@angle(Message("hip-shoulder-ear"), Message("180 is the neck in line with the trunk"), possible=INTERIOR)
def neck_angle(body: Body, side: Side) -> Values:
    """Hip-shoulder-ear."""
    return _joint(body, side, ("hip", "shoulder", "ear"))


@angle(Message("how much further the arm of the other side is raised than that of this side"))
def opposite_arm_lead(body: Body, side: Side) -> Values:
    """Shoulder angle of the other side minus that of this side."""
    return shoulder_angle(body, side.other) - shoulder_angle(body, side)


@angle(
    Message("trunk against the horizontal"),
    Message("positive is hips above shoulders"),
    sided=False,
    possible=(-90.0, 90.0),
)
def trunk_pitch(body: Body, _side: Side) -> Values:
    """Trunk against the horizontal, positive with the hips above the shoulders."""
    trunk = body.trunk
    return np.asarray(np.degrees(np.arctan2(trunk[:, 1], np.abs(trunk[:, 0]))))


@angle(Message("trunk against the vertical"), Message("0 is upright"), sided=False, possible=INTERIOR)
def trunk_lean(body: Body, _side: Side) -> Values:
    """Trunk against the vertical, 0 upright."""
    trunk = body.trunk
    return np.asarray(np.degrees(np.arctan2(np.abs(trunk[:, 0]), -trunk[:, 1])))


@angle(Message("thigh against the vertical"), Message("positive is the hip on the head's side of the knee"))
def thigh_lean(body: Body, side: Side) -> Values:
    """Thigh against the vertical, positive with the hip on the head's side of the knee."""
    thigh = body.point("hip", side) - body.point("knee", side)
    return np.asarray(np.degrees(np.arctan2(thigh[:, 0] * np.sign(body.trunk[:, 0]), -thigh[:, 1])))
