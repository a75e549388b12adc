"""What is true of a pose: the pixels of its joints and the angles between them in the image plane.

The definitions are those of the product's measures, written a second time on purpose, from the skeleton's side.
"""

import numpy as np

from sample_videos.anatomy.assets import BODY_VERTICES
from sample_videos.anatomy.body import SIDES, Body, Pose, Side
from sample_videos.anatomy.rotation import Array
from sample_videos.cameras import Camera
from sample_videos.motions.hands import bone

__all__ = ["JOINTS", "true_angles", "true_joints"]

_BONES = {
    "shoulder": "upperarm01",
    "elbow": "lowerarm01",
    "wrist": "wrist",
    "hip": "upperleg01",
    "knee": "lowerleg01",
    "ankle": "foot",
}
JOINTS = (*_BONES, "ear", "heel", "foot_index")
"""Joints that each side has, by the landmarks' names; there is a nose as well."""

_INTERIOR = {
    "knee_angle": ("hip", "knee", "ankle"),
    "shoulder_angle": ("hip", "shoulder", "elbow"),
    "elbow_angle": ("shoulder", "elbow", "wrist"),
}
_SIDE_ON = 0.35
"""Length in the picture of a metre straight out of the pelvis, of what it is from the side, from which on the front and
the back of the body can be told apart."""
_FLEXION_LIMIT = -60.0


def true_joints(body: Body, pose: Pose, camera: Camera) -> dict[str, tuple[float, float]]:
    """Pixels (x, y) of the joints by landmark name."""
    places = {f"{side}_{joint}": pose.heads[bone(name, side)] for joint, name in _BONES.items() for side in SIDES}
    places |= {f"{side}_foot_index": body.tail(pose, bone("toe2-1", side)) for side in SIDES}
    places |= _skin_points(body, pose)
    pixels = camera.project(np.stack(list(places.values())))
    return {name: (float(x), float(y)) for name, (x, y) in zip(places, pixels, strict=True)}


def true_angles(body: Body, pose: Pose, camera: Camera) -> dict[str, float]:
    """Degrees by measure name: hip, knee, shoulder and elbow of each side, and the trunk's pitch."""
    joints = {name: np.array(place) for name, place in true_joints(body, pose, camera).items()}
    angles = {f"{side}_hip_angle": _hip_angle(joints, side, _front(pose, camera)) for side in SIDES}
    for measure, names in _INTERIOR.items():
        for side in SIDES:
            start, vertex, end = (joints[f"{side}_{name}"] for name in names)
            angles[f"{side}_{measure}"] = abs(_turn(start - vertex, end - vertex))
    x, y = _trunk(joints)
    return angles | {"trunk_pitch": float(np.degrees(np.arctan2(y, abs(x))))}


def _skin_points(body: Body, pose: Pose) -> dict[str, Array]:
    """Nose, ears and heels: the foremost point of the face, the outermost of the head, the hindmost of each foot."""
    main = body.main_bone[:BODY_VERTICES]
    skin = body.rest[:BODY_VERTICES]
    face = np.flatnonzero(skin[:, 2] > body.heads["head"][2])
    rows = {"nose": face[skin[face, 1].argmin()]}
    for side in SIDES:
        sign = 1 if side == "left" else -1
        rows[f"{side}_ear"] = face[(sign * skin[face, 0]).argmax()]
        foot = np.flatnonzero(main == bone("foot", side))
        rows[f"{side}_heel"] = foot[skin[foot, 1].argmax()]
    index = np.array(list(rows.values()))
    moved = body.skinned(pose, index).apply(body.rest[index])
    return dict(zip(rows, moved, strict=True))


def _turn(first: Array, second: Array) -> float:
    """Signed angle from one pixel vector to another, degrees, clockwise on the screen positive."""
    cross = first[0] * second[1] - first[1] * second[0]
    return float(np.degrees(np.arctan2(cross, first @ second)))


def _trunk(joints: dict[str, Array]) -> Array:
    shoulders = (joints["left_shoulder"] + joints["right_shoulder"]) / 2
    return np.asarray(shoulders - (joints["left_hip"] + joints["right_hip"]) / 2)


def _front(pose: Pose, camera: Camera) -> Array:
    """Shape (2,): the way out of the pelvis's front in the picture, length 1 seen from the side, 0 from the front."""
    place = pose.heads["root"]
    ahead = place + pose.rotations["root"] @ np.array([0.0, -0.1, 0.0])
    start, end = camera.project(np.stack([place, ahead]))
    metre_px = camera.focal_px / float((camera.place - place) @ camera.axes[:, 2])
    return np.asarray((end - start) / (0.1 * metre_px))


def _hip_angle(joints: dict[str, Array], side: Side, front: Array) -> float:
    hip, trunk = joints[f"{side}_hip"], _trunk(joints)
    turn = _turn(joints[f"{side}_shoulder"] - hip, joints[f"{side}_knee"] - hip)
    if np.linalg.norm(front) < _SIDE_ON:
        return abs(turn)
    front_turn = np.sign(trunk[0] * front[1] - trunk[1] * front[0])
    return float((turn * front_turn - _FLEXION_LIMIT) % 360 + _FLEXION_LIMIT)
