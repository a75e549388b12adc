"""Whether somebody else is in the picture beside the person that is followed."""

from collections.abc import Iterable

import numpy as np

from posecoach.capture.frame import Frame
from posecoach.capture.video import VideoFile
from posecoach.pose.estimator import EstimatorFactory, Pose
from posecoach.pose.geometry import Box, trunk
from posecoach.pose.segment_estimator import SegmentEstimator, poses_in_crops

__all__ = ["shows_two_people", "somebody_beside"]

_PICTURES, _ENOUGH = 5, 3
"""Pictures that are looked at, and in how many of them somebody else has to be seen."""
_MARGIN_SHARE = 0.1
"""Of the person's box, that is left out around it: nobody else is told by a hand or a shadow."""
_NARROWEST = 0.1
"""Picture widths beside the person, in which somebody could be told."""
_SMALLEST_SHARE = 0.4
"""Of the followed person's trunk: a child's; what furniture is taken for was shorter."""


def shows_two_people(video: VideoFile, make_estimator: EstimatorFactory) -> bool:
    """Looks left and right of the person in a few pictures of a recording.

    Raises:
        SourceError: If the file can no longer be opened.
    """
    estimator = SegmentEstimator(video, make_estimator)
    moments_s = (np.arange(_PICTURES) + 0.5) / _PICTURES * video.info.duration_s
    return sum(_has_two(estimator, time_s) for time_s in moments_s.tolist()) >= _ENOUGH


def _has_two(estimator: SegmentEstimator, time_s: float) -> bool:
    first = next(iter(estimator.anybody_in([Box(0.0, 0.0, 1.0, estimator.height)], time_s)), None)
    if first is None:
        return False
    return _is_one_of(estimator.anybody_in(_beside(first, estimator.size), time_s), first)


def somebody_beside(make_estimator: EstimatorFactory, frame: Frame, person: Pose) -> bool:
    """Looks left and right of a person in one frame."""
    return _is_one_of(poses_in_crops(make_estimator, _beside(person, frame.size), frame), person)


def _is_one_of(others: Iterable[Pose], person: Pose) -> bool:
    return any(_trunk_length(other) >= _SMALLEST_SHARE * _trunk_length(person) for other in others)


def _beside(person: Pose, size: tuple[int, int]) -> list[Box]:
    body, height = Box.around(person.points / size[0]), size[1] / size[0]
    body = body.grown(_MARGIN_SHARE * max(body.width, body.height))
    sides = Box(0.0, 0.0, max(0.0, body.left), height), Box(body.right, 0.0, 1.0, height)
    return [side for side in sides if side.width >= _NARROWEST]


def _trunk_length(pose: Pose) -> float:
    shoulders, hips = trunk(pose.points)
    return float(np.linalg.norm(shoulders - hips))
