"""recording.mkv: what the camera saw, readable wherever a crash cuts it off."""

from contextlib import ExitStack
from pathlib import Path

import cv2
import numpy as np

from posecoach.capture.frame import RgbImage
from posecoach.pose.transforms import Fit
from posecoach.results.video_writer import VideoFormat, VideoWriter

__all__ = ["LiveVideo"]

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
    remedy="free space, or record no video",
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
        self._writer = self._stack.enter_context(VideoWriter(self._path, size, _FRAME_RATE, _CUT_SAFE))
        return self._writer


def _placed(image: RgbImage, fit: Fit) -> RgbImage:
    (width, height), (scaled_width, scaled_height) = fit.size, fit.scaled
    placed = np.zeros((height, width, 3), np.uint8)
    inner = placed[fit.top : fit.top + scaled_height, fit.left : fit.left + scaled_width]
    inner[:] = cv2.resize(image, fit.scaled, interpolation=cv2.INTER_AREA)
    return placed
