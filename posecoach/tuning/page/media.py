"""The recordings with their pictures and curves, and what the browser fetches of them: videos and single pictures."""

import threading
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from fastapi import APIRouter, HTTPException, Query
from fastapi.responses import FileResponse, Response

from posecoach.capture.frame import Frame, RgbImage
from posecoach.capture.video import FrameReader, VideoFile
from posecoach.counting.events import Attempted
from posecoach.counting.table import MeasureTable
from posecoach.errors import SourceError
from posecoach.feedback.draw.shapes import DARK, INK
from posecoach.feedback.draw.skeleton import draw_skeleton
from posecoach.feedback.draw.text import fitting, text
from posecoach.feedback.words.language import ENGLISH, Language
from posecoach.measures import Values
from posecoach.messages import Message
from posecoach.pose.landmarks import Side
from posecoach.pose.recording import is_landmarks
from posecoach.pose.series import Landmarks
from posecoach.tuning.page.changes import counted
from posecoach.tuning.page.curves import Curve, curves_of
from posecoach.tuning.page.job import PageJob
from posecoach.tuning.page.page_state import Counts
from posecoach.tuning.recording import Recording

__all__ = ["Pictures", "Shelf", "media_routes"]

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
_LETTERS, _INSET = 28, 20
"""Size of words in a picture, and pixels from its edge to them."""
_KINDS = {".webm": "video/webm", ".mkv": "video/x-matroska", ".ogv": "video/ogg", ".avi": "video/x-msvideo"}
_USUAL_KIND = "video/mp4"
"""Browsers that refuse video/quicktime by its name play most of what phones store as .mov."""


class Pictures:
    """Pictures of one recording at any time; safe to use from several threads.

    Of a landmark recording, whose video may be elsewhere, the body is drawn instead.
    """

    def __init__(self, recording: Recording, language: Language = ENGLISH) -> None:
        """Args: recording: what is shown; language: of words in pictures without a video."""
        self._recording, self._language = recording, language
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
    def path(self) -> Path:
        """The recording's file."""
        return self._recording.path

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
            nobody_seen = self._language.shown(Message("nobody seen"))
            image = _body(self._recording.series, time_ms / 1000, nobody_seen)
        return _jpeg_of(self._cut(image) if close else image, side)

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
            raise SourceError(
                Message("{path}: no picture at {time_s:.2f} s can be decoded", path=self._recording.path, time_s=time_s)
            )
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


class Shelf:
    """Recordings with their pictures and curves; safe to use from several threads.

    Attributes:
        recordings: In the job's order.
        pictures: Of each.
    """

    def __init__(
        self, job: PageJob, base: Counts, measured: Callable[[int], tuple[MeasureTable, Values]] | None = None
    ) -> None:
        """Prepares nothing yet.

        Args:
            job: What the page is for.
            base: What is counted in each recording: before movements the start position is looked for.
            measured: Gives the measures of a recording and its drive, once for each that is looked at; None if nobody
                knows the exercise.
        """
        self.recordings = job.recordings
        self.pictures = [Pictures(recording, job.language) for recording in job.recordings]
        self._tuned, self._base, self._measures_of = job.tuned, base, measured
        self._curves: dict[int, list[Curve]] = {}
        self._lock = threading.Lock()

    def curves(self, index: int) -> Sequence[Curve]:
        """The curves of a recording; none if nobody knows its exercise."""
        with self._lock:
            if index not in self._curves:
                self._curves[index] = self._measured(index)
            return self._curves[index]

    def close(self) -> None:
        """Closes all files."""
        for pictures in self.pictures:
            pictures.close()

    def _measured(self, index: int) -> list[Curve]:
        if self._tuned is None or self._measures_of is None:
            return []
        events = self._base[index]
        attempts = [(one.start_s, one.end_s) for one in events if isinstance(one, Attempted)]
        moving = [*((rep.start_s, rep.end_s) for rep in counted(events)), *attempts]
        return curves_of(self._tuned.exercise, *self._measures_of(index), moving)


def media_routes(shelf: Shelf) -> APIRouter:
    """Routes below /media for the recordings on a shelf; anything else is answered with 404."""
    router = APIRouter(prefix="/media/{index}")

    def of(index: int) -> Pictures:
        if not 0 <= index < len(shelf.pictures):
            raise HTTPException(404)
        return shelf.pictures[index]

    @router.get("/video")
    def video(index: int) -> FileResponse:
        path = of(index).path
        if not of(index).has_video or not path.is_file():
            raise HTTPException(404)
        return FileResponse(path, media_type=_KINDS.get(path.suffix.lower(), _USUAL_KIND))

    def picture(index: int, ms: int, side: int, *, close: bool) -> Response:
        try:
            data = of(index).jpeg(ms, side, close)
        except SourceError as error:
            raise HTTPException(404) from error
        return Response(data, media_type="image/jpeg", headers={"cache-control": "private, max-age=3600"})

    @router.get("/frame")
    def frame(index: int, ms: int = Query(ge=0), side: int = Query(ge=16, le=1280)) -> Response:
        return picture(index, ms, side, close=False)

    @router.get("/body")
    def body(index: int, ms: int = Query(ge=0), side: int = Query(ge=16, le=1280)) -> Response:
        return picture(index, ms, side, close=True)

    return router


def _jpeg_of(image: RgbImage, side: int) -> bytes:
    """A picture as JPEG, its longer side at most so many pixels."""
    scale = min(1.0, side / max(image.shape[:2]))
    size = (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale)))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA) if scale < 1 else image
    _, data = cv2.imencode(".jpg", cv2.cvtColor(small, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return bytes(data)


def _body(series: Landmarks, time_s: float, nobody_seen: str) -> RgbImage:
    width, height = series.size
    image = np.full((height, width, 3), DARK, np.uint8)
    row = max(0, int(np.searchsorted(series.time_s, time_s, side="right")) - 1)
    points = series.points[row, :, :2].astype(np.float64)
    points[~(series.visibility[row] >= _SEEN)] = np.nan
    unit = max(width, height) / 400
    if np.isnan(points).all():
        text(image, nobody_seen, _INSET, 2 * _INSET, fitting(nobody_seen, _LETTERS, width - 2 * _INSET), INK)
    else:
        draw_skeleton(image, points, None, (Side.LEFT, ()), unit)
    return image
