"""Constant offsets of the landmarker's shoulder, hip and knee from the true joints, in the frame of the body.

Shoulder and hip are measured along and across the trunk, in trunk lengths; the knee along and across the thigh, in
thigh lengths. Along is towards the head (the hip, for the knee). Across is towards the front of the body, or towards
its middle for a view from the front: a quarter turn that is clockwise on the screen when the right side is near, else
the other way. All directions and lengths are those of the measured landmarks, so a program that doesn't know the
truth could take the offsets off.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from accuracy_report.observation import Observation
from posecoach.measures import Values
from posecoach.pose.landmarks import Landmark, Side
from posecoach.pose.series import StablePoses
from sample_videos.motions.catalogue import MOVEMENTS

__all__ = ["JOINTS", "Key", "Offset", "fit_offsets", "posture_of", "without_offsets"]

JOINTS = ("shoulder", "hip", "knee")


class Key(NamedTuple):
    """What has an offset of its own.

    Attributes:
        joint: One of `JOINTS`.
        role: "near", "far", or "both" for a view from the front.
        posture: See `posture_of`.
    """

    joint: str
    role: str
    posture: str


@dataclass(frozen=True, slots=True)
class Offset:
    """Measured minus true place of a joint, the median of each direction.

    Attributes:
        along: In trunk (thigh) lengths.
        across: As above.
        frames: That it was fitted to.
    """

    along: float
    across: float
    frames: int


def posture_of(observation: Observation) -> str:
    """What the offsets are fitted by: the exercise's posture, and the view."""
    posture = MOVEMENTS[observation.recipe.exercise].posture
    return posture if observation.truth.near_side else f"{posture}, from the front"


def fit_offsets(observations: Iterable[Observation]) -> dict[Key, Offset]:
    """The offsets that fit some clips best, every frame counting the same."""
    errors: dict[Key, list[Values]] = defaultdict(list)
    for observation in observations:
        for key, values in _errors(observation):
            errors[key].append(values)
    pooled = {key: np.concatenate(parts) for key, parts in sorted(errors.items())}
    return {key: _median_offset(values) for key, values in pooled.items() if len(values)}


def _median_offset(values: Values) -> Offset:
    along, across = np.median(values, axis=0).tolist()
    return Offset(along, across, len(values))


def without_offsets(observation: Observation, offsets: Mapping[Key, Offset]) -> StablePoses:
    """The clip's poses with the offsets taken off; a joint without one, or without a body frame, stays."""
    poses, posture = observation.poses, posture_of(observation)
    points = poses.points.copy()
    for joint in JOINTS:
        for side in Side:
            axes = _axes(observation, joint, side)
            for role, where in _roles(observation, side):
                offset = offsets.get(Key(joint, role, posture))
                if offset is not None:
                    shift = axes.pixels(np.array([offset.along, offset.across]))
                    points[where, Landmark.of(joint, side)] -= np.nan_to_num(shift[where])
    return replace(poses, points=points)


def _errors(observation: Observation) -> Iterable[tuple[Key, Values]]:
    """Shape (m, 2) for each key: measured minus true, along and across, of the frames that have both."""
    for joint in JOINTS:
        for side in Side:
            if f"{side.value}_{joint}" not in observation.truth.poses.joints:
                continue
            error = _axes(observation, joint, side).parts(_pixel_error(observation, joint, side))
            for role, where in _roles(observation, side):
                known = where & ~np.isnan(error).any(axis=1)
                yield Key(joint, role, posture_of(observation)), error[known]


def _pixel_error(observation: Observation, joint: str, side: Side) -> Values:
    """Shape (frames of the poses, 2), pixels; NaN where the true joint or the measured one isn't known."""
    measured = observation.poses.points[:, Landmark.of(joint, side)]
    true = np.full_like(measured, np.nan)
    kept = observation.rows >= 0
    true[observation.rows[kept]] = observation.truth.joint(f"{side.value}_{joint}")[kept]
    return measured - true


def _roles(observation: Observation, side: Side) -> list[tuple[str, NDArray[np.bool_]]]:
    """Which role a side has in which frames, as the product sees it: a correction would know no better."""
    near_is_right = observation.poses.near_is_right
    if observation.truth.near_side is None:
        return [("both", np.ones_like(near_is_right))]
    near = near_is_right == (side is Side.RIGHT)
    return [("near", near), ("far", ~near)]


@dataclass(frozen=True, eq=False, slots=True)
class _Axes:
    """The body's frame in n pictures: unit vectors of shape (n, 2), lengths of shape (n, 1)."""

    along: Values
    across: Values
    length: Values

    def parts(self, pixels: Values) -> Values:
        """Shape (n, 2): along and across, in body lengths."""
        both = np.stack([(pixels * self.along).sum(axis=1), (pixels * self.across).sum(axis=1)], axis=-1)
        return np.asarray(both / self.length)

    def pixels(self, parts: Values) -> Values:
        """Shape (n, 2), the other way round, for one pair of parts."""
        return np.asarray((parts[0] * self.along + parts[1] * self.across) * self.length)


def _axes(observation: Observation, joint: str, side: Side) -> _Axes:
    poses = observation.poses
    towards_head = _thigh(poses, side) if joint == "knee" else _trunk(poses)
    length = np.hypot(towards_head[:, 0], towards_head[:, 1])[:, None]
    along = towards_head / np.where(length > 0, length, np.nan)
    clockwise = np.stack([-along[:, 1], along[:, 0]], axis=-1)
    right = poses.near_is_right if observation.truth.near_side else np.full(len(poses), side is Side.RIGHT)
    return _Axes(along, np.where(right[:, None], clockwise, -clockwise), length)


def _trunk(poses: StablePoses) -> Values:
    def middle(joint: str) -> Values:
        return (poses.points[:, Landmark.of(joint, Side.LEFT)] + poses.points[:, Landmark.of(joint, Side.RIGHT)]) / 2

    return middle("shoulder") - middle("hip")


def _thigh(poses: StablePoses, side: Side) -> Values:
    return poses.points[:, Landmark.of("hip", side)] - poses.points[:, Landmark.of("knee", side)]
