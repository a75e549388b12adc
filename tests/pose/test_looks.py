"""Looking at a recording less often than it has frames."""

from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest
from media import write_clip

from posecoach.capture.frame import RgbImage
from posecoach.capture.video import VideoFile
from posecoach.pose.estimator import Pose
from posecoach.pose.landmarking import landmark_video
from posecoach.pose.looks import LookClock, between_looks
from posecoach.pose.series import Landmarks, concatenate
from posecoach.testing import Figure, scripted_pose, scripted_series


@pytest.mark.parametrize(
    ("frame_rate", "pose_rate_hz", "looks"),
    [(30, 15, 15), (60, 15, 15), (29.97, 15, 15), (25, 15, 15), (12, 15, 12), (30, 30, 30), (60, 1000, 60)],
)
def test_looks_are_as_many_as_asked_for(frame_rate: float, pose_rate_hz: float, looks: int) -> None:
    """Evenly, and never more than there are frames."""
    clock = LookClock(pose_rate_hz)
    at = np.flatnonzero([clock.is_due(frame / frame_rate) for frame in range(round(60 * frame_rate))])
    assert len(at) == pytest.approx(60 * looks, abs=2)
    assert np.diff(at).max() <= np.ceil(frame_rate / looks)


def test_poses_between_two_looks_lie_on_the_way() -> None:
    """And those that were seen stay as they were."""
    series = scripted_series([Figure.supine(hip_angle) for hip_angle in (120, 140, 130)], rate_hz=10)
    found = between_looks(series, np.array([0.0, 0.05, 0.1, 0.175, 0.2, 0.3]))
    first, second, third = series.points
    wanted = [first, (first + second) / 2, second, second + 0.75 * (third - second), third, third]
    assert found.points == pytest.approx(np.array(wanted), abs=0.01)
    assert np.array_equal(found.points[2], second)


@pytest.mark.parametrize("gone", [True, False], ids=["nobody", "cut"])
def test_nothing_is_interpolated_where_somebody_is_gone_or_the_picture_is_cut(*, gone: bool) -> None:
    """The nearer look is what was seen."""
    series = scripted_series([Figure.supine()] * 2, rate_hz=10)
    points = series.points.copy()
    points[1] = np.nan if gone else points[1] + 500
    found = between_looks(replace(series, points=points), np.array([0.0, 0.04, 0.06, 0.1]))
    assert np.array_equal(found.points, points[[0, 0, 1, 1]], equal_nan=True)
    assert found.has_pose.tolist() == [True, True, not gone, not gone]


@dataclass
class CountingEstimator:
    """Finds a figure that moves with time, and counts how often it is asked about each moment."""

    asked: Counter[float] = field(default_factory=Counter)

    def estimate(self, image: RgbImage, time_s: float) -> Pose:
        self.asked[round(time_s, 3)] += 1
        assert image.size
        return scripted_pose(Figure.supine(120 + time_s), (image.shape[1], image.shape[0]))

    def close(self) -> None:
        """Nothing to give back."""


@pytest.mark.parametrize("workers", [1, 3])
def test_half_of_the_frames_are_looked_at_and_all_have_a_pose(tmp_path: Path, workers: int) -> None:
    """Across the edges of segments as well, where a look after the edge is shared."""
    video = VideoFile.open(write_clip(tmp_path / "clip.mp4", 900, rate=30))
    estimator, every = CountingEstimator(), CountingEstimator()

    def landmarked(one: CountingEstimator, pose_rate_hz: float) -> Landmarks:
        pieces = landmark_video(video, lambda: one, workers=workers, progress=lambda _: None, pose_rate_hz=pose_rate_hz)
        return concatenate(list(pieces))

    found, full = landmarked(estimator, 15), landmarked(every, 30)
    assert len(estimator.asked) == pytest.approx(450, abs=2)
    assert len(every.asked) == 900
    assert np.array_equal(found.time_s, full.time_s)
    assert found.points[:-1] == pytest.approx(full.points[:-1], abs=0.01)
