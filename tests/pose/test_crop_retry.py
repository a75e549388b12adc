from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from media import write_clip
from patches import BEHIND, FAR_MAT, MAT, PatchEstimator, Place, patch_pose, picture

from posecoach.capture.frame import RgbImage
from posecoach.capture.video import VideoFile
from posecoach.pose.crop_retry import CropRetry
from posecoach.pose.follower import Person
from posecoach.pose.landmarking import landmark_video
from posecoach.pose.segment_estimator import SegmentEstimator
from posecoach.pose.series import Landmarks, concatenate

RATE_HZ, FRAMES = 10, 35
SHRUNK: Place = (36, 98, 70, 108)
"""On the mat, a little too small to be found in the whole picture."""

Write = Callable[[list[RgbImage]], VideoFile]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Makes a recording of pictures; it is a single segment."""
    return lambda images: VideoFile.open(write_clip(tmp_path / "clip.mp4", images, rate=RATE_HZ))


@pytest.fixture
def made() -> list[PatchEstimator]:
    """All estimators that a test has made."""
    return []


def landmarked(video: VideoFile, made: list[PatchEstimator]) -> Landmarks:
    def make() -> PatchEstimator:
        made.append(PatchEstimator())
        return made[-1]

    return concatenate(list(landmark_video(video, make, workers=1, progress=lambda _: None)))


@pytest.mark.parametrize(
    ("images", "begin", "place"),
    [
        pytest.param([picture(FAR_MAT)] * FRAMES, 0, FAR_MAT, id="never found in the whole picture"),
        pytest.param([picture(SHRUNK)] * 12 + [picture()] * 23, 0, SHRUNK, id="not found at first"),
        pytest.param([picture()] * 10 + [picture(SHRUNK)] * 12 + [picture()] * 13, 10, SHRUNK, id="lost for a while"),
    ],
)
def test_somebody_small_is_found(
    images: list[RgbImage], begin: int, place: Place, write: Write, made: list[PatchEstimator]
) -> None:
    """What is too small in the whole picture is looked at closely, and told in pixels of the whole."""
    series = landmarked(write(images), made)
    assert series.has_pose.all()
    assert series.points[begin] == pytest.approx(patch_pose(place).points, abs=3)


def test_ordinary_recordings_cost_nothing_more(write: Write, made: list[PatchEstimator]) -> None:
    """One estimator sees the segment once, also where somebody is lost for less than is bridged."""
    landmarked(write([picture()] * 15 + [picture(None)] * 4 + [picture()] * 16), made)
    assert len(made) == 1


@pytest.mark.parametrize(
    ("images", "found"),
    [
        pytest.param([picture(None)] * FRAMES, 0, id="an empty room"),
        pytest.param([picture()] * 10 + [picture(None, BEHIND)] * 25, 10, id="a helper alone"),
    ],
)
def test_nobody_is_made_up(images: list[RgbImage], found: int, write: Write, made: list[PatchEstimator]) -> None:
    """A retry that finds nobody, or somebody else, leaves the gap as it was."""
    series = landmarked(write(images), made)
    assert series.has_pose.tolist() == [True] * found + [False] * (FRAMES - found)


def test_a_retry_that_finds_less_is_dropped(write: Write) -> None:
    """Where somebody is found now and then, finding them more rarely is no help."""
    video = write([picture(SHRUNK if row > 11 else None) for row in range(15)])
    poses = [patch_pose(MAT) if row in {2, 5, 8, 11, 13} else None for row in range(15)]
    first = Landmarks.of([row / RATE_HZ for row in range(15)], poses, (192, 128))
    before = Person.of(patch_pose(MAT).points, -0.1, 192)
    series = CropRetry(SegmentEstimator(video, PatchEstimator))(first, np.inf, before)
    np.testing.assert_array_equal(series.points, first.points)


@pytest.mark.parametrize("person", [True, False], ids=["known from before", "unknown"])
def test_who_was_followed_before_is_looked_for(write: Write, *, person: bool) -> None:
    """In a stretch without any pose the person of the one before is found beside a helper, who'd be found first."""
    images = [picture(SHRUNK, BEHIND)] * 15
    nobody = Landmarks.of([row / RATE_HZ for row in range(15)], [None] * 15, (192, 128))
    before = Person.of(patch_pose(MAT).points, -0.1, 192) if person else None
    series = CropRetry(SegmentEstimator(write(images), PatchEstimator))(nobody, np.inf, before)
    assert series.has_pose.any() == person
