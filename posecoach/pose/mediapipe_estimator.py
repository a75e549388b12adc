"""The pose estimator behind everything: MediaPipe's pose landmarker, made silent."""

import importlib
import os
import re
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np

from posecoach.capture.frame import RgbImage
from posecoach.errors import ModelError
from posecoach.files import sha256_of
from posecoach.messages import Message
from posecoach.pose.contour import back_contour
from posecoach.pose.estimator import EstimatorFactory, Pose, PoseEstimator
from posecoach.pose.exchange import in_pixels
from posecoach.pose.series import CONTOUR_POINTS, Floats

__all__ = ["MediaPipeEstimator", "MediaPipeEstimators", "MillisecondClock", "NativeLibrary", "estimators_for"]


_MASK_COLUMNS = 4
"""Of four bytes each, in a mask's row."""


class MillisecondClock:
    """Turns media seconds into the strictly increasing milliseconds MediaPipe demands.

    Times that repeat or run backwards, as damaged containers have them, come out a millisecond apart.
    """

    def __init__(self) -> None:
        self._last_ms = -1

    def milliseconds(self, time_s: float) -> int:
        """The time in whole milliseconds, 0 at the least, later than the one before."""
        self._last_ms = max(self._last_ms + 1, round(time_s * 1000))
        return self._last_ms


class MediaPipeEstimator:
    """Finds one person per frame with a pose landmarker bundle.

    Making one takes about 60 ms, a frame about 18 ms on one core. Results are the same bits on every run.

    Args:
        model: The bundle, see `posecoach.pose.model_store`.
        with_contour: Whether to measure the back's contour too, which costs 2 to 5 ms a frame.

    Raises:
        ModelError: MediaPipe can't load the bundle, or can't run here.
    """

    def __init__(self, model: Path, *, with_contour: bool = False) -> None:
        self._with_contour = with_contour
        self._clock = MillisecondClock()
        try:
            with _native.silence():
                self._landmarker = _load(model, with_masks=with_contour)
                self._pictures = _mediapipe("vision.core.image")
        except (OSError, RuntimeError, ValueError, LookupError, ImportError) as error:
            reason = (str(error) or type(error).__name__).splitlines()[0]
            raise ModelError(
                Message("{path}: MediaPipe can't load this pose model ({reason})", path=model, reason=reason)
            ) from error

    def estimate(self, image: RgbImage, time_s: float) -> Pose | None:
        """The person in a frame, or None when nobody is seen; see `PoseEstimator`.

        Raises:
            ModelError: The model can't be used on it.
        """
        if self._with_contour:
            image = _padded(image)
        result = self._detect(image, self._clock.milliseconds(time_s))
        height, width = image.shape[:2]
        found = in_pixels(result.pose_landmarks, (width, height))
        if found is None:
            return None
        points, visibility = found
        return Pose(points, visibility, self._contour(result, points))

    def close(self) -> None:
        """Gives the model's memory and threads back; closing twice does no harm."""
        try:
            with _native.silence():
                self._landmarker.close()
        except RuntimeError:
            # One that failed tells so again, here and when it is deleted; nothing more can be done about it.
            self._landmarker._handle = None  # noqa: SLF001 - the only way to keep it from a second try

    def _detect(self, image: RgbImage, time_ms: int) -> Any:
        # MediaPipe copies the pixels as they lie in memory, whatever the strides say.
        frame = self._pictures.Image(self._pictures.ImageFormat.SRGB, np.ascontiguousarray(image))
        try:
            if _native.has_seen_a_person:
                return self._landmarker.detect_for_video(frame, time_ms)
            with _native.silence():
                result = self._landmarker.detect_for_video(frame, time_ms)
        except (RuntimeError, ValueError) as error:
            size, reason = f"{image.shape[1]}x{image.shape[0]}", (str(error) or type(error).__name__).splitlines()[0]
            raise ModelError(
                Message(
                    "the pose model fails on a picture of {size} pixels ({reason}); "
                    "leave out --model, or check the one in use with `posecoach model verify`",
                    size=size,
                    reason=reason,
                )
            ) from error
        if result.pose_landmarks:
            _native.has_seen_a_person = True
        return result

    def _contour(self, result: Any, points: Floats) -> Floats:
        if not (self._with_contour and result.segmentation_masks):
            return np.full(CONTOUR_POINTS, np.nan, np.float32)
        mask = result.segmentation_masks[0].numpy_view()
        return back_contour(mask.reshape(mask.shape[:2]), points)


@dataclass(frozen=True, slots=True)
class MediaPipeEstimators:
    """Makes estimators of one model.

    Attributes:
        bundle: The model's file.
        with_contour: Whether they measure the back's contour, too.
    """

    bundle: Path
    with_contour: bool = True

    @property
    def model_sha256(self) -> str:
        """Hash of the model."""
        return sha256_of(self.bundle)

    def __call__(self) -> PoseEstimator:
        """A new estimator.

        Raises:
            ModelError: If MediaPipe can't load the model, or can't run here.
        """
        return MediaPipeEstimator(self.bundle, with_contour=self.with_contour)


def estimators_for(bundle: Path, *, with_contour: bool) -> EstimatorFactory:
    """The one place that chooses which estimators the program uses.

    Args:
        bundle: The model's file.
        with_contour: Whether they have to see the back's outline, which takes longer.
    """
    return MediaPipeEstimators(bundle, with_contour=with_contour)


def _padded(image: RgbImage) -> RgbImage:
    """The picture with a few columns more where its width asks for them.

    MediaPipe pads the rows of a mask to 16 bytes and ends the whole process when one of them doesn't fill up.
    """
    extra = -image.shape[1] % _MASK_COLUMNS
    return np.pad(image, ((0, 0), (0, extra), (0, 0)), mode="edge") if extra else image


def _load(model: Path, *, with_masks: bool) -> Any:
    landmarker = _mediapipe("vision.pose_landmarker")
    options = landmarker.PoseLandmarkerOptions(
        # As bytes, because paths are read in the system's code page on Windows.
        base_options=_mediapipe("core.base_options").BaseOptions(model_asset_buffer=model.read_bytes()),
        running_mode=_mediapipe("vision.core.vision_task_running_mode").VisionTaskRunningMode.VIDEO,
        output_segmentation_masks=with_masks,
    )
    return landmarker.PoseLandmarker.create_from_options(options)


def _mediapipe(module: str) -> Any:
    name = f"mediapipe.tasks.python.{module}"
    if "mediapipe" in sys.modules:
        return importlib.import_module(name)
    # MediaPipe's audio tasks, imported whether wanted or not, would start PortAudio and make it look for
    # microphones. They do without when there is no sounddevice.
    blocked = sys.modules.setdefault("sounddevice", None) is None  # type: ignore[arg-type]
    try:
        return importlib.import_module(name)
    finally:
        if blocked:
            del sys.modules["sounddevice"]


class NativeLibrary:
    """What the estimators of this process share: one native library and one standard error."""

    _NOISE = re.compile(
        rb"(?:INFO: Created TensorFlow Lite|WARNING: All log messages before absl::"
        rb"|[IWEF]\d{4} \d\d:\d\d:\d+\.\d+ +\d+ \S+:\d+\]|Calculator::\w+\(\) for node)[^\n]*\n?"
    )

    def __init__(self) -> None:
        self._lock = threading.Lock()
        # The last of the library's warnings comes with the first person that any estimator sees.
        self.has_seen_a_person = False

    @contextmanager
    def silence(self) -> Iterator[None]:
        """Keeps the library's log lines off standard error, and only them.

        No environment variable does: the library logs before its logging is set up, straight to file
        descriptor 2. What others write there meanwhile appears as soon as this ends. One thread at a time.
        """
        with self._lock:
            try:
                real = os.dup(2)
            except OSError:  # a program without standard error, such as pythonw
                yield
                return
            with os.fdopen(real, "wb") as stderr, tempfile.TemporaryFile() as heard:
                try:
                    os.dup2(heard.fileno(), 2)
                    yield
                finally:
                    os.dup2(real, 2)
                    self._pass_on(heard, stderr)

    def _pass_on(self, heard: IO[bytes], stderr: IO[bytes]) -> None:
        heard.seek(0)
        stderr.write(self._NOISE.sub(b"", heard.read()))


_native = NativeLibrary()
