"""Writing H.264 that every browser plays, on a thread of its own."""

from collections.abc import Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from queue import Full, Queue
from threading import Thread
from types import TracebackType

import cv2  # before PyAV, see posecoach.capture

# isort: split
import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace

from posecoach.capture.frame import RgbImage
from posecoach.errors import OutputError
from posecoach.messages import Message, os_reason
from posecoach.pose.transforms import Fit

__all__ = ["LiveVideo", "VideoFormat", "VideoWriter"]

_QUEUED = 8
_SLOWEST, _FASTEST = 1, 1000
"""Frames a second that are told to players; beyond this some don't play."""
_TIME_BASE = Fraction(1, 90_000)
_BT709 = 1
_OPENCV_COLOURS = Colorspace.ITU601
_OPTIONS = {"preset": "ultrafast", "crf": "24", "x264-params": "cabac=1:bframes=0", "threads": "2"}
"""Landmarking needs the cores: superfast takes half as long again for files of the same size.

No B-frames: with them the container's duration of a variable frame rate comes out short, so that players stop early.
"""


@dataclass(frozen=True, slots=True)
class VideoFormat:
    """How a video is written.

    Attributes:
        container: FFmpeg's name.
        container_options: FFmpeg's.
        encoder_options: Of libx264.
        remedy: What to do when it can't be written.
    """

    container: str
    container_options: Mapping[str, str]
    encoder_options: Mapping[str, str]
    remedy: str


_MP4 = VideoFormat("mp4", {"movflags": "+faststart"}, _OPTIONS, Message("use --no-video"))


class VideoWriter:
    """Encodes frames in the order they are given, with their own times, behind a bounded queue.

    On leaving the context with an error the unfinished file is whatever it is: give it a temporary name and
    discard it.
    """

    def __init__(self, path: Path, size: tuple[int, int], frame_rate: float, video_format: VideoFormat = _MP4) -> None:
        """Prepares the file.

        Args:
            path: File to write.
            size: Width and height of the frames; an odd last column or row is left out.
            frame_rate: Average rate, a hint to players.
            video_format: How to write it.
        """
        self._path, self._size, self._format = path, size, video_format
        self._rate = Fraction(min(max(frame_rate or 30, _SLOWEST), _FASTEST)).limit_denominator(1001)
        self._last_tick: int | None = None
        self._queue: Queue[tuple[int, RgbImage] | None] = Queue(_QUEUED)
        self._error: Exception | None = None
        self._thread = Thread(target=self._encode, name="video-writer")

    def __enter__(self) -> "VideoWriter":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._put(None)
        self._thread.join()
        if kind is None:
            self._raise_error()

    def write(self, time_s: float, image: RgbImage) -> None:
        """Hands over a frame, which must not be changed any more.

        Args:
            time_s: Media time, later than the frame's before.
            image: Of the size promised.

        Raises:
            OutputError: If an earlier frame couldn't be written.
            ValueError: If the time or the picture isn't as it must be.
        """
        self._put((self._checked_tick(time_s, image), image))
        self._raise_error()

    def offer(self, time_s: float, image: RgbImage) -> bool:
        """Hands over a frame as `write` does, but rather leaves it out than waits for the encoder.

        Returns:
            Whether the frame was taken.

        Raises:
            OutputError: As `write` does.
            ValueError: As `write` does.
        """
        item = (self._checked_tick(time_s, image), image)
        self._raise_error()
        try:
            self._queue.put_nowait(item)
        except Full:
            return False
        return True

    @property
    def is_running(self) -> bool:
        """Whether the encoder's thread is alive."""
        return self._thread.is_alive()

    def _checked_tick(self, time_s: float, image: RgbImage) -> int:
        if image.shape != (self._size[1], self._size[0], 3):
            message = f"the picture is {image.shape}, not (height, width, 3) of {self._size}"
            raise ValueError(message)
        tick = round(time_s / _TIME_BASE)
        # The container would drop one of two frames with the same time without a word.
        if self._last_tick is not None and tick <= self._last_tick:
            message = f"frames must follow each other in time, but {time_s} s isn't after the one before"
            raise ValueError(message)
        self._last_tick = tick
        return tick

    def _put(self, item: tuple[int, RgbImage] | None) -> None:
        while self._thread.is_alive() and not self._accepted(item):
            pass

    def _accepted(self, item: tuple[int, RgbImage] | None) -> bool:
        # Not for ever: an encoder that fails leaves the queue full.
        try:
            self._queue.put(item, timeout=0.2)
        except Full:
            return False
        return True

    def _raise_error(self) -> None:
        if self._error is not None:
            raise OutputError(
                Message(
                    "{folder}: the video can't be written ({reason}); {advice}",
                    folder=self._path.parent,
                    reason=os_reason(self._error) if isinstance(self._error, OSError) else self._error,
                    advice=self._format.remedy,
                )
            )

    def _encode(self) -> None:
        try:
            options = dict(self._format.container_options)
            with av.open(str(self._path), "w", format=self._format.container, options=options) as container:
                self._fill(container)
        except Exception as error:  # noqa: BLE001 - whatever stops this thread must reach the caller
            self._error = error

    def _fill(self, container: av.container.OutputContainer) -> None:
        width, height = (length - length % 2 for length in self._size)
        stream = container.add_stream("libx264", rate=self._rate, options=dict(self._format.encoder_options))
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        context = stream.codec_context
        context.time_base = _TIME_BASE
        context.colorspace, context.color_range = _OPENCV_COLOURS, ColorRange.MPEG
        context.color_primaries, context.color_trc = _BT709, _BT709
        while (item := self._queue.get()) is not None:
            tick, image = item
            # OpenCV converts in a tenth of FFmpeg's time (measured: 0.4 against 6 ms for 1280x720).
            planes = cv2.cvtColor(np.ascontiguousarray(image[:height, :width]), cv2.COLOR_RGB2YUV_I420)
            frame = av.VideoFrame.from_ndarray(planes.astype(np.uint8, copy=False), format="yuv420p")
            frame.pts, frame.time_base = tick, _TIME_BASE
            frame.duration = round(1 / self._rate / _TIME_BASE)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


_FRAME_RATE = 30.0
"""A hint to players; what counts are the frames' own times."""
_SHORTEST_GAP_S = 0.002
"""Matroska's times are milliseconds, and no two frames may share one."""
_CUT_SAFE = VideoFormat(
    container="matroska",
    # A cluster is written when it is full. Together with the frames in the queue, less than a second is on the way.
    container_options={"cluster_time_limit": "500", "flush_packets": "1"},
    # One thread and no delay: 4.5 ms a frame of 1280x720 (measured), and the landmarker needs the other core.
    encoder_options={
        "preset": "ultrafast",
        "tune": "zerolatency",
        "crf": "24",
        "g": "60",
        "x264-params": "cabac=1:bframes=0",
        "threads": "1",
    },
    remedy=Message("free space, or record no video"),
)


class LiveVideo:
    """Encodes on a thread of its own; when that can't keep up, frames are left out rather than waited for.

    Attributes:
        left_out: How many frames.
    """

    def __init__(self, path: Path) -> None:
        """Args: path: mkv file, made with the first frame."""
        self.left_out = 0
        self._path = path
        self._stack = ExitStack()
        self._writer: VideoWriter | None = None
        self._size = (0, 0)
        self._last_s = -np.inf

    def add(self, time_s: float, image: RgbImage) -> None:
        """Takes a frame, which must not be changed any more; one of another size is placed in the first one's.

        Args:
            time_s: When it was taken, in seconds.
            image: Unmirrored.

        Raises:
            OutputError: If an earlier frame couldn't be written.
        """
        if time_s - self._last_s < _SHORTEST_GAP_S:
            return
        self._last_s = time_s
        size = (image.shape[1], image.shape[0])
        writer = self._writer or self._opened(size)
        taken = writer.offer(time_s, image if size == self._size else _placed(image, Fit.of(size, self._size)))
        self.left_out += not taken

    def close(self) -> None:
        """Waits until everything is written; closing twice does no harm.

        Raises:
            OutputError: If something couldn't be written.
        """
        self._stack.close()

    def _opened(self, size: tuple[int, int]) -> VideoWriter:
        self._size = size
        # The encoder would make a file that others can read; what goes wrong here, it tells.
        with suppress(OSError):
            self._path.touch(mode=0o600)
        self._writer = self._stack.enter_context(VideoWriter(self._path, size, _FRAME_RATE, _CUT_SAFE))
        return self._writer


def _placed(image: RgbImage, fit: Fit) -> RgbImage:
    (width, height), (scaled_width, scaled_height) = fit.size, fit.scaled
    placed = np.zeros((height, width, 3), np.uint8)
    inner = placed[fit.top : fit.top + scaled_height, fit.left : fit.left + scaled_width]
    inner[:] = cv2.resize(image, fit.scaled, interpolation=cv2.INTER_AREA)
    return placed
