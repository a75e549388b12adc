"""The landmarker's hips, put back to where the joints are.

It sees the hips of people who lie or stand on all fours too far towards the front of the body. The numbers are medians
over the training half of the sample clips, as `python benchmarks/bias.py --joints hip --share 0.6` prints them together
with what taking that share of them off does to the other half. People differ: the whole offset is too much for some of
them, and makes the knee angle worse. Kneeling and standing people have small offsets, and taking those off didn't make
their angles better, so they have none here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from posecoach.pose.geometry import trunk
from posecoach.pose.landmarks import Landmark, Side
from posecoach.pose.posture import Posture
from posecoach.pose.series import StablePoses

__all__ = ["HIP_OFFSETS", "SHARE", "HipOffset", "without_hip_offset"]

SHARE = 0.6
"""Of the offset, which is taken off."""


@dataclass(frozen=True, slots=True)
class HipOffset:
    """How far beside the joint the hips of a person seen from the side are found, in trunk lengths.

    Attributes:
        near: Hip nearer to the camera: towards the head, towards the front of the body.
        far: The other one.
    """

    near: tuple[float, float]
    far: tuple[float, float]


HIP_OFFSETS: Mapping[Posture, HipOffset] = MappingProxyType(
    {
        Posture.SUPINE: HipOffset(near=(-0.006, 0.050), far=(0.001, 0.067)),
        Posture.PRONE: HipOffset(near=(0.030, 0.068), far=(0.014, 0.019)),
        Posture.ALL_FOURS: HipOffset(near=(0.010, 0.017), far=(-0.001, 0.031)),
    }
)


def without_hip_offset(poses: StablePoses, posture: Posture) -> StablePoses:
    """Takes a share of the hips' offsets off poses seen from the side; a posture without any stays as it is."""
    offset = HIP_OFFSETS.get(posture)
    if offset is None:
        return poses
    shoulders, hips = trunk(poses.points)
    along = shoulders - hips
    # With the right side near the camera the front lies a quarter turn clockwise from the head, else the other way.
    turn = np.where(poses.near_is_right, 1.0, -1.0)[:, None]
    across = turn * np.stack([-along[:, 1], along[:, 0]], axis=-1)
    points = poses.points.copy()
    for side in Side:
        near = poses.near_is_right == (side is Side.RIGHT)
        parts = np.where(near[:, None], offset.near, offset.far)
        shift = SHARE * (parts[:, :1] * along + parts[:, 1:] * across)
        points[:, Landmark.of("hip", side)] -= np.nan_to_num(shift)
    return replace(poses, points=points)
