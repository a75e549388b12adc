from pathlib import Path

import pytest
from media import write_clip
from patches import BEHIND, MAT, PatchEstimator, picture

from posecoach.capture.frame import RgbImage
from posecoach.capture.video import VideoFile
from posecoach.pose.people import shows_two_people

TOY = (20, 96, 40, 100)


@pytest.mark.parametrize(
    ("images", "expected"),
    [
        pytest.param([picture(MAT)] * 20, False, id="one on the mat"),
        pytest.param([picture(None)] * 20, False, id="nobody"),
        pytest.param([picture(MAT, BEHIND)] * 20, True, id="a helper"),
        pytest.param([picture(MAT, BEHIND)] * 6 + [picture(MAT)] * 14, False, id="a helper who leaves soon"),
        pytest.param([picture(TOY, BEHIND)] * 20, False, id="something much smaller"),
    ],
)
def test_somebody_beside_the_followed_person_is_told(images: list[RgbImage], expected: bool, tmp_path: Path) -> None:
    """Two people are told when both are there for most of the recording, and one isn't taken for two."""
    video = VideoFile.open(write_clip(tmp_path / "clip.mp4", images, rate=10))
    assert shows_two_people(video, lambda: PatchEstimator(smallest=0.05)) is expected
