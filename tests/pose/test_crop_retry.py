from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from media import write_clip
from patches import BEHIND, FAR_MAT, MAT, PatchEstimator, Place, patch_pose, picture

from posecoach.capture.frame import RgbImage
from posecoach.capture.video import VideoFile
from posecoach.pose.crop_retry import CropRetry, crop_around, tiles
from posecoach.pose.estimator import Pose
from posecoach.pose.follower import Person
from posecoach.pose.geometry import Box
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
        pytest.param([picture()] * 15 + [picture(SHRUNK)] * 20, 15, SHRUNK, id="lost for good"),
        pytest.param([picture(SHRUNK)] * 12 + [picture()] * 23, 0, SHRUNK, id="not found at first"),
        pytest.param([picture()] * 10 + [picture(SHRUNK)] * 12 + [picture()] * 13, 10, SHRUNK, id="lost for a while"),
        pytest.param([picture(MAT if row % 4 else SHRUNK) for row in range(FRAMES)], 20, SHRUNK, id="lost repeatedly"),
    ],
)
def test_somebody_small_is_found(
    images: list[RgbImage], begin: int, place: Place, write: Write, made: list[PatchEstimator]
) -> None:
    """What is too small in the whole picture is looked at closely, and told in pixels of the whole."""
    series = landmarked(write(images), made)
    assert series.has_pose.all()
    assert series.points[begin] == pytest.approx(patch_pose(place).points, abs=3)


@pytest.mark.parametrize(
    "images",
    [
        pytest.param([picture()] * FRAMES, id="always found"),
        pytest.param([picture()] * 15 + [picture(None)] * 4 + [picture()] * 16, id="lost for less than is bridged"),
    ],
)
def test_ordinary_recordings_cost_nothing_more(
    images: list[RgbImage], write: Write, made: list[PatchEstimator]
) -> None:
    """One estimator sees the segment once."""
    landmarked(write(images), made)
    assert len(made) == 1


@pytest.mark.parametrize(
    ("images", "found"),
    [
        pytest.param([picture(None)] * FRAMES, 0, id="an empty room"),
        pytest.param([picture()] * 10 + [picture(None)] * 25, 10, id="somebody who leaves"),
        pytest.param([picture()] * 10 + [picture(None, BEHIND)] * 25, 10, id="a helper alone"),
    ],
)
def test_nobody_is_made_up(images: list[RgbImage], found: int, write: Write, made: list[PatchEstimator]) -> None:
    """A retry that finds nobody, or somebody else, leaves the gap as it was."""
    series = landmarked(write(images), made)
    assert series.has_pose.tolist() == [True] * found + [False] * (FRAMES - found)


def test_frames_outside_the_gap_stay_as_they_are(write: Write) -> None:
    """Only the gap is filled, however differently a crop shows the rest; the input isn't written to."""
    video = write([picture(FAR_MAT)] * FRAMES)
    poses: list[Pose | None] = [patch_pose(FAR_MAT)] * 20 + [None] * 15
    first = Landmarks.of([row / RATE_HZ for row in range(FRAMES)], poses, (192, 128))
    series = CropRetry(SegmentEstimator(video, PatchEstimator))(first, np.inf)
    assert series.has_pose.all()
    assert np.count_nonzero(first.has_pose) == 20
    np.testing.assert_array_equal(series.points[:20], first.points[:20])


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


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(Box(0.4, 0.25, 0.6, 0.35), (0.25, 0.05, 0.75, 0.55), id="about the body"),
        pytest.param(Box(0.0, 0.4, 0.2, 0.5), (0.0, 0.1, 0.5, 0.6), id="moved into the picture"),
        pytest.param(Box(0.3, 0.1, 0.6, 0.2), (0.075, 0.0, 0.825, 0.6), id="cut to the picture"),
        pytest.param(Box(0.1, 0.1, 0.6, 0.2), None, id="a large body needs the whole picture"),
    ],
)
def test_the_crop_around_a_body(body: Box, expected: tuple[float, ...] | None) -> None:
    """Crops lie in the picture, 0.6 widths high here, and are two and a half bodies wide."""
    crop = crop_around(body, 0.6)
    edges = crop and (crop.left, crop.top, crop.right, crop.bottom)
    assert edges == (expected and pytest.approx(expected))


@pytest.mark.parametrize("height", [0.5625, 1.0, 16 / 9])
@pytest.mark.parametrize("share", [1 / 2, 1 / 3])
def test_tiles_cover_the_picture(height: float, share: float) -> None:
    """No place is left out, and somebody on the edge of a tile is in the middle of another."""
    width = 90
    covered = np.zeros((round(width * height), width), int)
    for tile in tiles(height, share):
        assert tile.right <= 1 + 1e-9
        assert tile.bottom <= height + 1e-9
        covered[tile.pixels(width)] += 1
    assert covered.min() >= 1
    assert covered.shape[1] < width * 0.5 or covered[len(covered) // 2, width // 2] >= 2
