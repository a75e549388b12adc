"""Where parts of the body are relative to each other, in trunk lengths; heights count upwards in the picture."""

import numpy as np

from posecoach.measures.body import Body, Values, length
from posecoach.measures.measure import LENGTH, angle, distance
from posecoach.messages import Message
from posecoach.pose.landmarks import Side

_KNEE_SHARE = 0.4
_LEG = 1.65
"""Length of a straight leg from hip to ankle, in trunk lengths."""


def _height(body: Body, upper: Values, lower: Values) -> Values:
    return np.asarray((lower[:, 1] - upper[:, 1]) / body.trunk_length)


def _towards_head(body: Body, vectors: Values) -> Values:
    trunk = body.trunk
    return np.asarray((vectors * trunk).sum(axis=1) / (length(trunk) * body.trunk_length))


@distance(Message("ear above the shoulder"))
def ear_height(body: Body, side: Side) -> Values:
    """Ear above the shoulder of the same side."""
    return _height(body, body.point("ear", side), body.point("shoulder", side))


@distance(Message("wrist above the shoulder"))
def hand_height(body: Body, side: Side) -> Values:
    """Wrist above the shoulder of the same side."""
    return _height(body, body.point("wrist", side), body.point("shoulder", side))


@distance(Message("wrist beyond the shoulder, along the trunk towards the head"), along_picture=True)
def arm_reach(body: Body, side: Side) -> Values:
    """Wrist beyond the shoulder of the same side, along the trunk towards the head."""
    return _towards_head(body, body.point("wrist", side) - body.point("shoulder", side))


@distance(Message("hip above the knee"))
def hip_height(body: Body, side: Side) -> Values:
    """Hip above the knee of the same side."""
    return _height(body, body.point("hip", side), body.point("knee", side))


@distance(Message("ankle above the middle of the hips"))
def ankle_height(body: Body, side: Side) -> Values:
    """Ankle above the middle of the hips."""
    return _height(body, body.point("ankle", side), body.middle("hip"))


@distance(Message("hips above the middle between shoulders and feet"), sided=False)
def hip_lift(body: Body, _side: Side) -> Values:
    """Hips above the line from the shoulders to the feet, at its middle; it reads alike from any side of the mat."""
    ends = (body.middle("shoulder") + body.middle("ankle")) / 2
    return _height(body, body.middle("hip"), ends)


@distance(Message("shoulders above the hips"), sided=False)
def shoulder_height(body: Body, _side: Side) -> Values:
    """Middle of the shoulders above the middle of the hips."""
    return _height(body, body.middle("shoulder"), body.middle("hip"))


@distance(Message("shoulders above the knees"), sided=False)
def shoulders_above_knees(body: Body, _side: Side) -> Values:
    """Middle of the shoulders above the middle of the knees."""
    return _height(body, body.middle("shoulder"), body.middle("knee"))


@distance(Message("shoulders above the feet"), sided=False)
def shoulders_above_feet(body: Body, _side: Side) -> Values:
    """Middle of the shoulders above the middle of the ankles."""
    return _height(body, body.middle("shoulder"), body.middle("ankle"))


@distance(Message("hips above the feet"), sided=False)
def hips_above_feet(body: Body, _side: Side) -> Values:
    """Middle of the hips above the middle of the ankles."""
    return _height(body, body.middle("hip"), body.middle("ankle"))


@distance(Message("hands above the hips"), sided=False)
def hands_above_hips(body: Body, _side: Side) -> Values:
    """Middle of the wrists above the middle of the hips."""
    return _height(body, body.middle("wrist"), body.middle("hip"))


@distance(Message("hands beyond the shoulders along the floor"), sided=False, along_picture=True)
def hands_ahead(body: Body, _side: Side) -> Values:
    """Middle of the wrists beyond the shoulders along the floor, in the direction from the hips to the shoulders."""
    ahead = (body.middle("wrist") - body.middle("shoulder"))[:, 0] * np.sign(body.trunk[:, 0])
    return np.asarray(ahead / body.trunk_length)


@angle(
    Message("straight leg above the floor, from the height of its ankle"),
    Message("90 is upright"),
    possible=(-90.0, 90.0),
)
def leg_elevation(body: Body, side: Side) -> Values:
    """Angle of a straight leg above the floor, from the height of its ankle above the hips alone."""
    return np.asarray(np.degrees(np.arcsin(np.clip(ankle_height(body, side) / _LEG, -1, 1))))


@distance(Message("middle of the knees above the middle of the hips"), sided=False)
def knee_height(body: Body, _side: Side) -> Values:
    """Middle of the knees above the middle of the hips."""
    return _height(body, body.middle("knee"), body.middle("hip"))


@distance(Message("bent legs rolled away from the camera, from hips and near knee"), sided=False)
def leg_roll(body: Body, _side: Side) -> Values:
    """How far bent legs have rolled away from a camera at the side.

    Rolled away, the near hip rises above the far one and the near knee doesn't sink; rolled towards the camera, the
    near hip stays and the near knee sinks. The knee's weight makes both directions about as large on the sample clips.
    """
    near, far = body.near_and_far("hip")
    knee, _ = body.near_and_far("knee")
    return _height(body, near, far) + _KNEE_SHARE * _height(body, knee, far)


@distance(Message("knee away from the camera above the near one"), sided=False)
def far_knee_lift(body: Body, _side: Side) -> Values:
    """Knee away from the camera above the one near to it."""
    near, far = body.near_and_far("knee")
    return _height(body, far, near)


@distance(Message("heel above the toes"))
def heel_lift(body: Body, side: Side) -> Values:
    """Heel above the toes of the same side."""
    return _height(body, body.point("heel", side), body.point("foot_index", side))


@distance(Message("ankle beyond the hip, along the trunk away from the head"), along_picture=True)
def foot_reach(body: Body, side: Side) -> Values:
    """Ankle beyond the hip of the same side, along the trunk away from the head."""
    return -_towards_head(body, body.point("ankle", side) - body.point("hip", side))


@distance(Message("distance from hip to ankle"), possible=LENGTH, along_picture=True)
def seat_gap(body: Body, side: Side) -> Values:
    """Distance from hip to ankle of the same side."""
    return length(body.point("hip", side) - body.point("ankle", side)) / body.trunk_length


@distance(Message("distance between the ankles"), sided=False, possible=LENGTH)
def foot_gap(body: Body, _side: Side) -> Values:
    """Distance between the ankles."""
    return length(body.point("ankle", Side.LEFT) - body.point("ankle", Side.RIGHT)) / body.trunk_length


@distance(Message("distance between the knees"), sided=False, possible=LENGTH)
def knee_gap(body: Body, _side: Side) -> Values:
    """Distance between the knees."""
    return length(body.point("knee", Side.LEFT) - body.point("knee", Side.RIGHT)) / body.trunk_length


@distance(Message("hips beside the feet, towards the person's right, from the front"), sided=False)
def hip_shift(body: Body, _side: Side) -> Values:
    """Middle of the hips beside the middle of the ankles, towards the right side of a person who faces the camera."""
    return np.asarray((body.middle("ankle") - body.middle("hip"))[:, 0] / body.trunk_length)


@distance(Message("shoulder of this side below the other one"))
def shoulder_drop(body: Body, side: Side) -> Values:
    """Shoulder of this side below the other one."""
    return _height(body, body.point("shoulder", side.other), body.point("shoulder", side))


@distance(Message("shoulder width in the picture"), Message("near 0 is side-on"), sided=False, possible=LENGTH)
def turned_away(body: Body, _side: Side) -> Values:
    """Shoulder width in the picture; near 0 is side-on."""
    return length(body.point("shoulder", Side.LEFT) - body.point("shoulder", Side.RIGHT)) / body.trunk_length


@distance(
    Message("how much of the trunk's length shows"), Message("1 is seen from the side"), sided=False, possible=LENGTH
)
def trunk_in_view(body: Body, _side: Side) -> Values:
    """Length of the trunk in the picture, of its true length; 1 is seen from the side."""
    return length(body.trunk) / body.trunk_length
