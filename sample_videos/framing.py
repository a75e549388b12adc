"""Where a camera stands so that a person fills its picture."""

from collections.abc import Iterable

import numpy as np

from sample_videos.anatomy.body import Pose
from sample_videos.anatomy.rotation import Array
from sample_videos.cameras import Camera

__all__ = ["framed"]

_NEAREST_M, _FURTHEST_M, _STEP_M = 1.4, 5.0, 0.05
_FLESH_M = 0.1
"""How far skin and hair reach beyond the bones' ends."""
_ROOM = 0.95
"""Share of the picture that the person may take."""


def framed(poses: Iterable[Pose], lens: tuple[float, float], size: tuple[int, int]) -> Camera:
    """The nearest camera that sees all of some poses.

    Args:
        poses: As they lie in the room.
        lens: Its height above the mat in metres, and its focal length in millimetres.
        size: Of the picture, pixels.

    Raises:
        ValueError: Even the furthest camera doesn't.
    """
    joints = np.concatenate([np.stack(list(pose.heads.values())) for pose in poses])
    body = np.concatenate([joints - _FLESH_M, joints + _FLESH_M])
    body[:, 2] = np.maximum(body[:, 2], 0.0)
    for distance in np.arange(_NEAREST_M, _FURTHEST_M, _STEP_M):
        camera = _centred(body, float(round(distance, 2)), lens, size)
        low, high = _corners(camera, body)
        if np.all(high - low <= _ROOM * np.array(size)):
            return camera
    raise ValueError(f"the person does not fit into {size} from {_FURTHEST_M} m")


def _centred(body: Array, distance_m: float, lens: tuple[float, float], size: tuple[int, int]) -> Camera:
    """Aimed at the body's middle."""
    aside, aim = 0.0, 0.3
    for _ in range(6):
        camera = Camera(distance_m, lens[0], aim, lens[1], size, aside_m=aside)
        low, high = _corners(camera, body)
        off = ((low + high) / 2 - np.array(size) / 2) * distance_m / camera.focal_px
        aside, aim = round(aside + float(off[0]), 2), round(aim - float(off[1]), 2)
    return camera


def _corners(camera: Camera, body: Array) -> tuple[Array, Array]:
    seen = camera.project(body)
    return seen.min(axis=0), seen.max(axis=0)
