from itertools import pairwise
from math import inf
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from media import write_clip
from patches import BEHIND, MAT, PatchEstimator, patch_pose, picture

from posecoach.capture.frame import RgbImage
from posecoach.capture.video import VideoFile
from posecoach.pose.estimator import COCO_17, EstimatorFactory, Pose
from posecoach.pose.landmarking import landmark_video, plan_segments
from posecoach.pose.segment_estimator import WARM_UP_S
from posecoach.pose.series import Landmarks, concatenate
from posecoach.testing import Figure, FigureEstimator, scripted_pose

RATE_HZ, SECONDS = 10, 40


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> VideoFile:
    """Forty seconds, which are several segments."""
    path = write_clip(tmp_path_factory.mktemp("clips") / "long.mp4", RATE_HZ * SECONDS, rate=RATE_HZ)
    return VideoFile.open(path)


def landmarked(clip: VideoFile, make: EstimatorFactory, workers: int = 2) -> Landmarks:
    return concatenate(list(landmark_video(clip, make, workers=workers, progress=lambda _: None)))


@pytest.mark.parametrize("workers", [1, 2])
def test_every_frame_comes_once_and_in_order(clip: VideoFile, workers: int) -> None:
    """The pieces join to the whole recording, however many are worked on at a time."""
    series = landmarked(clip, lambda: FigureEstimator(lambda time_s: Figure.supine(125 + time_s)), workers)
    assert series.time_s == pytest.approx(np.arange(RATE_HZ * SECONDS) / RATE_HZ)
    assert series.has_pose.all()


class CocoFactory:
    """Makes estimators that have a profile of their own."""

    profile = COCO_17

    def __call__(self) -> FigureEstimator:
        return FigureEstimator(lambda _: Figure.supine())


def test_landmarks_have_the_profile_of_their_estimator(clip: VideoFile) -> None:
    """What is particular to one estimator isn't taken off another one's landmarks."""
    assert landmarked(clip, CocoFactory()).profile is COCO_17


class Tracker:
    """Finds somebody only at the beginning of the recording, and then keeps track."""

    def __init__(self) -> None:
        self._tracking = False

    def estimate(self, image: RgbImage, time_s: float) -> Pose | None:
        self._tracking = self._tracking or time_s < 8.0
        return scripted_pose(Figure.supine(), (image.shape[1], image.shape[0])) if self._tracking else None

    def close(self) -> None:
        """Nothing to give back."""


def test_a_person_not_found_anew_is_tracked_from_further_back(clip: VideoFile) -> None:
    """A segment that would begin blind has a longer warm-up, so cutting the recording up loses nobody."""
    series = landmarked(clip, Tracker)
    assert series.has_pose[: RATE_HZ * 20].all()


def test_points_are_pixels_of_the_whole_picture(tmp_path: Path) -> None:
    """A picture that is scaled down for the model has its landmarks scaled back up."""
    path = write_clip(tmp_path / "large.mp4", 2, (1920, 1080), rate=RATE_HZ)
    seen = FigureEstimator(lambda _: Figure.supine())
    series = landmarked(VideoFile.open(path), lambda: seen)
    expected = scripted_pose(Figure.supine(), (1920, 1080), trunk_px=0.2 * 1920)
    assert series.size == (1920, 1080)
    assert series.points[0] == pytest.approx(expected.points, abs=0.5)


@pytest.fixture(scope="module")
def visited(tmp_path_factory: pytest.TempPathFactory) -> VideoFile:
    """Forty seconds on the mat, with a helper in view from 15 to 35 s, across the beginnings of two segments."""
    images = [picture(helper=BEHIND if 15 <= row / RATE_HZ < 35 else None) for row in range(RATE_HZ * SECONDS)]
    return VideoFile.open(write_clip(tmp_path_factory.mktemp("clips") / "visited.mp4", images, rate=RATE_HZ))


@pytest.mark.parametrize("workers", [1, 16])
def test_the_same_person_is_followed_through_all_segments(visited: VideoFile, workers: int) -> None:
    """A segment that begins with a helper in view is landmarked again, following who was there before."""
    series = landmarked(visited, PatchEstimator, workers)
    assert series.has_pose.all()
    assert np.ptp(series.points, axis=0).max() < 5
    assert np.median(series.points, axis=0) == pytest.approx(patch_pose(MAT).points, abs=2)


def test_a_slow_recording_has_few_segments() -> None:
    """As many as its pictures are worth, though they are hours apart."""
    assert len(plan_segments(36_000.0, frames=90)) == 11


@settings(max_examples=50)
@given(st.floats(min_value=0, max_value=20_000))
def test_segments_cover_all_time_once(duration_s: float) -> None:
    """From 0 to infinity every moment belongs to one segment; reading begins half a second early.

    Two workers get as many segments each, all of about twelve seconds unless the recording is short.
    """
    segments = plan_segments(duration_s, frames=round(duration_s * RATE_HZ))
    assert (segments[0].start_s, segments[-1].end_s) == (0, inf)
    assert all(one.end_s == other.start_s for one, other in pairwise(segments))
    assert [segment.index for segment in segments] == list(range(len(segments)))
    assert all(segment.warm_up_s == max(0.0, segment.start_s - WARM_UP_S) for segment in segments)
    lengths = [min(segment.end_s, duration_s) - segment.start_s for segment in segments]
    assert max(lengths) <= 18.0 + 1e-6
    if duration_s >= 4:
        assert len(segments) % 2 == 0
        assert max(lengths) == pytest.approx(min(lengths))
        assert duration_s < 12 or min(lengths) >= 6.0
