"""Single pictures of recordings, for browsers that can't play them and for looking at a repetition."""

import threading
from collections.abc import Callable
from functools import lru_cache

import cv2
import numpy as np

from posecoach.capture.frame import Frame, RgbImage
from posecoach.capture.video import FrameReader, VideoFile
from posecoach.errors import SourceError
from posecoach.feedback.draw.shapes import DARK, INK
from posecoach.feedback.draw.skeleton import draw_skeleton
from posecoach.pose.landmarks import Side
from posecoach.pose.recording import is_landmarks
from posecoach.pose.series import Landmarks
from posecoach.tuning.recording import Recording

__all__ = ["Pictures", "jpeg_of"]

_AHEAD_S = 2.0
"""Reading on to a picture this near is quicker than seeking."""
_LARGEST = 1280
"""Pixels of a picture's longer side."""
_KEPT = 400
"""Small pictures that are kept: those of the repetitions that somebody goes to and fro between."""
_QUALITY = 82
_MARGIN = 0.08
"""Around the body, of its size."""
_SEEN = 0.5
"""Landmarks that are less visible aren't drawn."""


class Pictures:
    """Pictures of one recording at any time; safe to use from several threads.

    Of a landmark recording, whose video may be elsewhere, the body is drawn instead.
    """

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._lock = threading.Lock()
        self._reader: FrameReader | None = None
        self._video: VideoFile | None = None
        self._last: Frame | None = None
        self.jpeg: Callable[[int, int, bool], bytes] = lru_cache(_KEPT)(self._jpeg)
        """JPEG of the picture at a time in milliseconds, its longer side at most so many pixels.

        True cuts out the part of the picture that the body is ever in.

        Raises:
            SourceError: If the recording can't be read there.
        """

    @property
    def has_video(self) -> bool:
        """Whether there is more than landmarks."""
        return not is_landmarks(self._recording.path)

    def close(self) -> None:
        """Closes the recording's file."""
        with self._lock:
            if self._reader is not None:
                self._reader.close()

    def _jpeg(self, time_ms: int, side: int, close: bool) -> bytes:  # noqa: FBT001 - a cache's key has no names
        if self.has_video:
            with self._lock:
                image = self._frame(time_ms / 1000).image
        else:
            image = _body(self._recording.series, time_ms / 1000)
        return jpeg_of(self._cut(image) if close else image, side)

    def _cut(self, image: RgbImage) -> RgbImage:
        """What of the picture the body is ever in."""
        series = self._recording.series
        points = series.points[series.has_pose][..., :2].reshape(-1, 2)
        if not len(points):
            return image
        height, width = image.shape[:2]
        scale = width / series.size[0]
        low, high = (np.percentile(points, share, axis=0) * scale for share in (1, 99))
        margin = _MARGIN * float((high - low).max())
        left, top = (int(value) for value in np.maximum(low - margin, 0))
        right, bottom = (int(value) for value in np.minimum(high + margin, (width, height)))
        return np.ascontiguousarray(image[top:bottom, left:right]) if right > left and bottom > top else image

    def _frame(self, time_s: float) -> Frame:
        """The frame that is shown at a time: the last one that isn't later."""
        times = self._recording.series.time_s
        row = max(0, int(np.searchsorted(times, time_s + 1e-3, side="right")) - 1)
        wanted_s = float(times[row]) if len(times) else time_s
        last = self._last
        if last is not None and abs(last.time_s - wanted_s) < 1e-6:
            return last
        if last is None or self._reader is None or not 0 < wanted_s - last.time_s < _AHEAD_S:
            self._seek(wanted_s)
        found = self._read_to(wanted_s)
        if found is None:
            # The landmarks may go on for longer than what can be decoded.
            self._seek(max(0.0, wanted_s - _AHEAD_S))
            found = self._read_to(wanted_s)
        if found is None:
            raise SourceError(f"{self._recording.path}: no picture at {time_s:.2f} s can be decoded")
        self._last = found
        return found

    def _read_to(self, wanted_s: float) -> Frame | None:
        found = self._last
        for frame in self._reader or ():
            found = frame
            if frame.time_s >= wanted_s - 1e-6:
                break
        return found

    def _seek(self, time_s: float) -> None:
        if self._video is None:
            self._video = VideoFile.open(self._recording.path)
        if self._reader is not None:
            self._reader.close()
        self._last = None
        self._reader = self._video.frames(time_s, max_side=_LARGEST)


def jpeg_of(image: RgbImage, side: int) -> bytes:
    """A picture as JPEG, its longer side at most so many pixels."""
    scale = min(1.0, side / max(image.shape[:2]))
    size = (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale)))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA) if scale < 1 else image
    _, data = cv2.imencode(".jpg", cv2.cvtColor(small, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return bytes(data)


def _body(series: Landmarks, time_s: float) -> RgbImage:
    width, height = series.size
    image = np.full((height, width, 3), DARK, np.uint8)
    row = max(0, int(np.searchsorted(series.time_s, time_s, side="right")) - 1)
    points = series.points[row, :, :2].astype(np.float64)
    points[~(series.visibility[row] >= _SEEN)] = np.nan
    unit = max(width, height) / 400
    if np.isnan(points).all():
        cv2.putText(image, "nobody seen", (20, 40), cv2.FONT_HERSHEY_SIMPLEX, 0.8, INK)
    else:
        draw_skeleton(image, points, None, (Side.LEFT, ()), unit)
    return image
