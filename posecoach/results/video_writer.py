"""Writing H.264 that every browser plays, on a thread of its own."""

from fractions import Fraction
from pathlib import Path
from queue import Full, Queue
from threading import Thread
from types import TracebackType

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace

from posecoach.capture.frame import RgbImage
from posecoach.errors import OutputError

__all__ = ["VideoWriter"]

_QUEUED = 8
_TIME_BASE = Fraction(1, 90_000)
_OPTIONS = {"preset": "superfast", "crf": "23", "threads": "2"}
"""Landmarking needs the cores; the next better preset takes twice the time for files a third smaller."""


class VideoWriter:
    """Encodes frames in the order they are given, with their own times, behind a bounded queue.

    On leaving the context with an error the unfinished file is whatever it is: give it a temporary name and
    discard it.
    """

    def __init__(self, path: Path, size: tuple[int, int], frame_rate: float) -> None:
        """Prepares the file.

        Args:
            path: An mp4 file.
            size: Width and height of the frames; an odd last column or row is left out.
            frame_rate: Average rate, a hint to players.
        """
        self._path, self._size = path, size
        self._rate = Fraction(frame_rate or 30).limit_denominator(1001)
        self._queue: Queue[tuple[float, RgbImage] | None] = Queue(_QUEUED)
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

        Raises:
            OutputError: If an earlier frame couldn't be written.
        """
        self._put((time_s, image))
        self._raise_error()

    @property
    def is_running(self) -> bool:
        """Whether the encoder's thread is alive."""
        return self._thread.is_alive()

    def _put(self, item: tuple[float, RgbImage] | None) -> None:
        while self._thread.is_alive() and not self._accepted(item):
            pass

    def _accepted(self, item: tuple[float, RgbImage] | None) -> bool:
        # Not for ever: an encoder that fails leaves the queue full.
        try:
            self._queue.put(item, timeout=0.2)
        except Full:
            return False
        return True

    def _raise_error(self) -> None:
        if self._error is not None:
            reason = getattr(self._error, "strerror", None) or self._error
            raise OutputError(f"{self._path.parent}: the video can't be written ({reason}); use --no-video")

    def _encode(self) -> None:
        try:
            with av.open(str(self._path), "w", format="mp4", options={"movflags": "+faststart"}) as container:
                self._fill(container)
        except (OSError, ValueError, av.error.FFmpegError) as error:
            self._error = error

    def _fill(self, container: av.container.OutputContainer) -> None:
        width, height = (length - length % 2 for length in self._size)
        stream = container.add_stream("libx264", rate=self._rate, options=dict(_OPTIONS))
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.codec_context.time_base = _TIME_BASE
        stream.codec_context.colorspace, stream.codec_context.color_range = Colorspace.ITU709, ColorRange.MPEG
        while (item := self._queue.get()) is not None:
            time_s, image = item
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(image[:height, :width]), format="rgb24")
            frame = frame.reformat(format="yuv420p", dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG)
            frame.pts, frame.time_base = round(time_s / _TIME_BASE), _TIME_BASE
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
