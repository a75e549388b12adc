from pathlib import Path

import cv2
import numpy as np
import pytest
from media import number_of, write_clip
from page_recordings import bridge_recording

from posecoach.capture.frame import RgbImage
from posecoach.errors import SourceError
from posecoach.testing import Figure, scripted_series
from posecoach.tuning.labels import Labels
from posecoach.tuning.page.media import Pictures
from posecoach.tuning.recording import Recording


def opened(jpeg: bytes) -> RgbImage:
    return np.asarray(cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR), np.uint8)


@pytest.fixture(params=["libx264", "libx265"])
def numbered(tmp_path: Path, request: pytest.FixtureRequest) -> Pictures:
    """A clip of a hundred numbered frames at 25 a second, in a format that browsers play and in one that many don't."""
    path = write_clip(tmp_path / "clip.mp4", 100, codec=request.param)
    series = scripted_series([Figure.supine()] * 100, rate_hz=25, size=(96, 64))
    return Pictures(Recording(path, "0" * 64, series, Labels("bridge", ())))


def test_a_picture_is_that_of_its_moment_wherever_one_jumps(numbered: Pictures) -> None:
    """Reading on, jumping back, far ahead and again to the same one give the frame that is shown then."""
    for number in (0, 1, 2, 40, 10, 11, 99, 99, 3):
        shown_ms = 40 * number + 20
        assert number_of(opened(numbered.jpeg(shown_ms, 96, False))) == number


def test_after_the_end_the_last_picture_stays(numbered: Pictures) -> None:
    """A playhead that is a little beyond the last frame shows it."""
    assert number_of(opened(numbered.jpeg(60_000, 96, False))) == 99


def test_pictures_are_made_small_but_never_large(numbered: Pictures) -> None:
    """A strip of pictures costs little; small recordings stay as they are."""
    assert opened(numbered.jpeg(0, 48, False)).shape == (32, 48, 3)
    assert opened(numbered.jpeg(0, 1280, False)).shape == (64, 96, 3)


def test_a_recording_that_is_gone_is_told(tmp_path: Path) -> None:
    """The page answers that there is no picture, instead of failing."""
    with pytest.raises(SourceError):
        Pictures(bridge_recording(tmp_path / "gone.mp4")).jpeg(0, 96, False)


def test_of_landmarks_the_body_is_drawn(tmp_path: Path) -> None:
    """Without a video there is something to look at, and it is the body's part of the picture that is cut out."""
    pictures = Pictures(bridge_recording(tmp_path / "landmarks.npz"))
    whole, close = (opened(pictures.jpeg(0, 1280, cut)) for cut in (False, True))

    assert whole.shape == (720, 1280, 3)
    assert whole.std() > 5
    assert close.shape[0] < 720
    assert close.std() > whole.std()
