import os
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from unittest.mock import Mock

import av
import cv2
import numpy as np
import pytest

from posecoach.capture.frame import RgbImage
from posecoach.errors import ModelError
from posecoach.pose.estimator import Pose
from posecoach.pose.landmarks import Landmark
from posecoach.pose.mediapipe_estimator import MediaPipeEstimator, MillisecondClock, NativeLibrary

CLIP = Path(__file__).parents[2] / "sample_videos" / "clips" / "bridge_alignment_maria.mp4"
NOISE = (
    b"INFO: Created TensorFlow Lite XNNPACK delegate for CPU.\n"
    b"WARNING: All log messages before absl::InitializeLog() is called are written to STDERR\n"
    b"W0000 00:00:1795262716.541394   11583 inference_feedback_manager.cc:114] Feedback manager requires.\n"
)
FIRST_ESTIMATE = """
import pathlib, sys
import numpy as np
import posecoach.pose.mediapipe_estimator as module
assert not {"mediapipe", "sounddevice"} & set(sys.modules), "importing is not light"
image = np.load(sys.argv[2])
estimators = [module.MediaPipeEstimator(pathlib.Path(sys.argv[1]), with_contour=True) for _ in range(2)]
for estimator in estimators:
    assert estimator.estimate(np.zeros_like(image), 0.0) is None
    assert estimator.estimate(image, 0.1) is not None
    estimator.close()
assert not {"sounddevice", "matplotlib"} & set(sys.modules), "more was imported than is needed"
"""


@pytest.mark.parametrize(
    ("times_s", "expected"),
    [
        pytest.param([0.0, 1 / 30, 2 / 30], [0, 33, 67], id="fractions are rounded"),
        pytest.param([0.0, 0.0004, 0.0008], [0, 1, 2], id="closer than a millisecond"),
        pytest.param([5.0, 3.0, 5.001, 6.0], [5000, 5001, 5002, 6000], id="backwards"),
        pytest.param([-0.5, -0.25, 0.0], [0, 1, 2], id="before zero"),
    ],
)
def test_media_times_in_milliseconds(times_s: list[float], expected: list[int]) -> None:
    """Good times are kept to the millisecond, others mended."""
    clock = MillisecondClock()
    assert [clock.milliseconds(time_s) for time_s in times_s] == expected


def test_only_the_noise_is_kept_back(capfd: pytest.CaptureFixture[str]) -> None:
    """Log lines vanish, what others write to standard error comes out afterwards, also after an exception."""
    with pytest.raises(ValueError, match="inside"), NativeLibrary().silence():
        os.write(2, b"before\n" + NOISE + b"50 %" + NOISE + b"after\n")
        assert capfd.readouterr().err == ""
        raise ValueError("inside")
    assert capfd.readouterr().err == "before\n50 %after\n"
    os.write(2, b"normal again\n")
    assert capfd.readouterr().err == "normal again\n"


def test_silence_from_two_threads(capfd: pytest.CaptureFixture[str]) -> None:
    """Threads take turns, and the last one leaves standard error as it was."""
    library = NativeLibrary()

    def make_noise(_turn: int) -> None:
        with library.silence():
            os.write(2, NOISE)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(make_noise, range(20)))
    os.write(2, b"back\n")
    assert capfd.readouterr().err == "back\n"


def test_no_standard_error_no_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program without standard error runs all the same."""
    monkeypatch.setattr("os.dup", Mock(side_effect=OSError(9, "Bad file descriptor")))
    with NativeLibrary().silence():
        pass


@pytest.fixture(scope="session")
def picture() -> RgbImage:
    """A frame with a person."""
    with av.open(CLIP) as clip:
        return next(clip.decode(video=0)).to_ndarray(format="rgb24").astype(np.uint8)


def estimate(model: Path, images: list[RgbImage], *, with_contour: bool = False) -> list[Pose | None]:
    """Poses of consecutive frames, from an estimator of their own."""
    estimator = MediaPipeEstimator(model, with_contour=with_contour)
    try:
        return [estimator.estimate(image, number / 30) for number, image in enumerate(images)]
    finally:
        for _ in range(2):  # closing twice does no harm
            estimator.close()


def test_a_person_is_found(pose_model: Path, picture: RgbImage) -> None:
    """Landmarks are pixels of the picture, visibilities run from 0 to 1; asking for a contour changes nothing else."""
    (plain,) = estimate(pose_model, [picture])
    (pose,) = estimate(pose_model, [picture], with_contour=True)
    assert plain is not None
    assert pose is not None
    height, width = picture.shape[:2]
    x, y = plain.points[Landmark.LEFT_SHOULDER : Landmark.RIGHT_KNEE, :2].T
    assert ((x > 0) & (x < width) & (y > 0) & (y < height)).all()
    assert np.ptp(x) > width / 10
    assert plain.points.dtype == plain.visibility.dtype == np.float32
    assert ((plain.visibility >= 0) & (plain.visibility <= 1)).all()
    assert np.isnan(plain.contour).all()
    heights = pose.contour[np.isfinite(pose.contour)]
    assert len(heights) > len(pose.contour) / 2
    assert ((heights > 0) & (heights < 0.6)).all()
    np.testing.assert_array_equal(pose.points, plain.points)


@pytest.mark.parametrize("width", [202, 270, 271])
def test_pictures_of_any_width_have_a_contour(pose_model: Path, picture: RgbImage, width: int) -> None:
    """MediaPipe ends the process over masks of some widths; phones make them."""
    narrow = cv2.resize(picture, (width, width * 9 // 16), interpolation=cv2.INTER_AREA)
    (pose,) = estimate(pose_model, [narrow.astype(np.uint8)], with_contour=True)
    assert pose is not None
    assert np.isfinite(pose.contour).any()
    assert pose.points[:, 0].max() < 1.2 * width


def test_an_empty_picture_has_nobody(pose_model: Path, picture: RgbImage) -> None:
    """None for a black frame, also between frames with a person."""
    poses = estimate(pose_model, [np.zeros_like(picture), picture, np.zeros_like(picture)])
    assert [pose is not None for pose in poses] == [False, True, False]


def test_results_are_the_same_bits(pose_model: Path, picture: RgbImage) -> None:
    """Runs agree exactly, also side by side in two threads and with pixels in another order in memory."""
    strided = np.asfortranarray(picture)
    assert not strided.flags.c_contiguous
    with ThreadPoolExecutor(2) as pool:
        runs = pool.map(lambda image: estimate(pose_model, [image] * 3), [picture, picture, strided])
        first, *others = [[pose.points for pose in run if pose is not None] for run in runs]
    assert len(first) == 3
    for other in others:
        np.testing.assert_array_equal(other, first)


def test_a_bad_model_is_one_line(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Neither a missing file nor junk gives a traceback or a word on standard error."""
    junk = tmp_path / "junk.task"
    junk.write_bytes(b"junk")
    for model in (junk, tmp_path / "none.task"):
        with pytest.raises(ModelError, match="MediaPipe can't load this pose model") as caught:
            MediaPipeEstimator(model)
        assert str(model) in str(caught.value)
        assert "\n" not in str(caught.value)
    assert capfd.readouterr() == ("", "")


def test_a_model_that_fails_on_a_picture_is_one_line(pose_model: Path, tmp_path: Path) -> None:
    """One with its parts swapped can be loaded, and can even be closed."""
    swapped = tmp_path / "swapped.task"
    with zipfile.ZipFile(pose_model) as archive, zipfile.ZipFile(swapped, "w") as other:
        names = archive.namelist()
        for name, part in zip(names, names[::-1], strict=True):
            other.writestr(name, archive.read(part))
    estimator = MediaPipeEstimator(swapped)
    with closing(estimator), pytest.raises(ModelError, match="fails on a picture of 6x4 pixels") as caught:
        estimator.estimate(np.zeros((4, 6, 3), np.uint8), 0.0)
    assert "\n" not in str(caught.value)


def test_a_fresh_process_is_silent_and_light(pose_model: Path, picture: RgbImage, tmp_path: Path) -> None:
    """From the first import to the first person nothing is printed and nothing needless is imported."""
    image = tmp_path / "image.npy"
    np.save(image, picture)
    command = [sys.executable, "-W", "error", "-c", FIRST_ESTIMATE, str(pose_model), str(image)]
    result = subprocess.run(command, capture_output=True, check=False, timeout=120)
    assert (result.returncode, result.stdout, result.stderr) == (0, b"", b"")
