from itertools import pairwise
from math import inf
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from media import write_clip
from patches import BEHIND, MAT, PatchEstimator, middle, patch_pose, picture

from posecoach.capture.frame import RgbImage
from posecoach.capture.video import VideoFile
from posecoach.pose.estimator import EstimatorFactory, Pose
from posecoach.pose.landmarking import Segment, landmark_video, plan_segments
from posecoach.pose.segment_estimator import WARM_UP_S
from posecoach.pose.series import Landmarks, concatenate
from posecoach.testing import Figure, FigureEstimator, scripted_pose

RATE_HZ, SECONDS = 10, 40
durations = st.floats(min_value=0, max_value=20_000)


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> VideoFile:
    """Forty seconds, which are several segments."""
    path = write_clip(tmp_path_factory.mktemp("clips") / "long.mp4", RATE_HZ * SECONDS, rate=RATE_HZ)
    return VideoFile.open(path)


def landmarked(clip: VideoFile, make: EstimatorFactory, workers: int = 2) -> Landmarks:
    return concatenate(list(landmark_video(clip, make, workers=workers, progress=lambda _: None)))


@pytest.mark.parametrize("workers", [1, 2, 16])
def test_every_frame_comes_once_and_in_order(clip: VideoFile, workers: int) -> None:
    """The pieces join to the whole recording, however many are worked on at a time."""
    series = landmarked(clip, lambda: FigureEstimator(lambda time_s: Figure.supine(125 + time_s)), workers)
    assert series.time_s == pytest.approx(np.arange(RATE_HZ * SECONDS) / RATE_HZ)
    assert series.has_pose.all()


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
    path = write_clip(tmp_path / "large.mp4", 3, (3840, 2160), rate=RATE_HZ)
    seen = FigureEstimator(lambda _: Figure.supine())
    series = landmarked(VideoFile.open(path), lambda: seen)
    expected = scripted_pose(Figure.supine(), (3840, 2160), trunk_px=0.2 * 3840)
    assert series.size == (3840, 2160)
    assert series.points[0] == pytest.approx(expected.points, abs=0.5)


@pytest.fixture(scope="module")
def visited(tmp_path_factory: pytest.TempPathFactory) -> VideoFile:
    """Forty seconds on the mat, with a helper in view from 15 to 35 s, across the beginnings of two segments."""
    images = [picture(helper=BEHIND if 15 <= row / RATE_HZ < 35 else None) for row in range(RATE_HZ * SECONDS)]
    return VideoFile.open(write_clip(tmp_path_factory.mktemp("clips") / "visited.mp4", images, rate=RATE_HZ))


@pytest.mark.parametrize("workers", [1, 2, 16])
def test_the_same_person_is_followed_through_all_segments(visited: VideoFile, workers: int) -> None:
    """A segment that begins with a helper in view is landmarked again, following who was there before."""
    series = landmarked(visited, PatchEstimator, workers)
    assert series.has_pose.all()
    assert np.ptp(series.points, axis=0).max() < 5
    assert np.median(series.points, axis=0) == pytest.approx(patch_pose(MAT).points, abs=2)


def test_who_begins_the_recording_is_followed(tmp_path: Path) -> None:
    """With nobody else in view, that is whoever there is, upright or not."""
    path = write_clip(tmp_path / "helper.mp4", [picture(None, BEHIND)] * 30, rate=RATE_HZ)
    series = landmarked(VideoFile.open(path), PatchEstimator)
    assert series.points[:, 11, 0] == pytest.approx(np.full(30, (middle(patch_pose(BEHIND)) or (0.0, 0.0))[0]), abs=2)


@given(durations)
def test_segments_cover_all_time_once(duration_s: float) -> None:
    """From 0 to infinity every moment belongs to exactly one segment."""
    segments = plan_segments(duration_s)
    assert segments[0].start_s == 0
    assert segments[-1].end_s == inf
    assert all(segment.start_s < segment.end_s for segment in segments)
    assert all(one.end_s == other.start_s for one, other in pairwise(segments))
    assert [segment.index for segment in segments] == list(range(len(segments)))


@given(durations)
def test_warm_up_comes_before_the_segment(duration_s: float) -> None:
    """Reading begins half a second early, but never before the recording."""
    for segment in plan_segments(duration_s):
        assert segment.warm_up_s == max(0.0, segment.start_s - WARM_UP_S)


@given(st.floats(min_value=4, max_value=20_000))
def test_segments_are_even_in_number_and_length(duration_s: float) -> None:
    """Two workers get as many segments each, all of about twelve seconds unless the recording is short."""
    segments = plan_segments(duration_s)
    lengths = [min(segment.end_s, duration_s) - segment.start_s for segment in segments]
    assert len(segments) % 2 == 0
    assert max(lengths) == pytest.approx(min(lengths))
    assert max(lengths) <= 18.0 + 1e-6
    assert duration_s < 12 or min(lengths) >= 6.0


@pytest.mark.parametrize(
    ("duration_s", "count"),
    [(0.0, 1), (3.9, 1), (4.0, 2), (24.0, 2), (41.2, 4), (61.2, 6), (600.0, 50)],
)
def test_number_of_segments(duration_s: float, count: int) -> None:
    """The number of segments follows from the duration alone."""
    assert len(plan_segments(duration_s)) == count


def test_a_plan_spelled_out() -> None:
    """Sixteen seconds become two halves."""
    assert plan_segments(16.0) == [Segment(0, 0.0, 0.0, 8.0), Segment(1, 7.5, 8.0, inf)]
