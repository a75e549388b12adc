"""cues/: a small picture of each fault, from the middle of it."""

from collections import deque
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

import cv2

from posecoach.capture.frame import RgbImage
from posecoach.capture.picture import fitted_size
from posecoach.capture.video import VideoFile
from posecoach.counting.coach import Advance
from posecoach.counting.events import FaultEnded
from posecoach.files import atomic_write, writing
from posecoach.pose.series import Landmarks
from posecoach.results.outputs import Opener, Output
from posecoach.results.session import FaultRecord, Session

__all__ = ["CUE_FOLDER", "CuePictures", "cue_pictures", "picture_name", "picture_time_s"]

CUE_FOLDER = "cues"
_LONGEST_SIDE, _QUALITY = 320, 80
_EVERY_S, _REMEMBERED = 0.5, 360
"""Three minutes: a fault is told when its repetition is over, and few holds are as long."""


def picture_name(fault: FaultRecord) -> str:
    """Name of a fault's picture within `CUE_FOLDER`."""
    return f"{fault.check}-{fault.start_s:.2f}s.jpg"


def picture_time_s(fault: FaultRecord | FaultEnded) -> float:
    """Media time of a fault's picture."""
    return (fault.start_s + fault.end_s) / 2


class CuePictures:
    """Remembers small pictures of what it is shown, and takes those of faults from them.

    Whatever it wasn't shown is read from the recording: nothing but these moments.
    """

    def __init__(self, video: VideoFile) -> None:
        """Args: video: the recording."""
        self._video = video
        self._seen: deque[tuple[float, bytes]] = deque(maxlen=_REMEMBERED)
        self._told: list[FaultEnded] = []
        self._taken: dict[tuple[str, float], bytes] = {}
        self._files: dict[str, bytes] = {}

    def see(self, time_s: float, image: RgbImage) -> None:
        """Takes in a frame; two in a second are remembered."""
        if not self._seen or time_s - self._seen[-1][0] >= _EVERY_S:
            self._seen.append((time_s, _small_jpeg(image)))

    def add(self, landmarks: Landmarks, advance: Advance) -> None:  # noqa: ARG002 - faults say when they were
        """Takes the pictures of faults told before; those that are told now may be about to be shown."""
        self._take()
        self._told = [event for event in advance.events if isinstance(event, FaultEnded)]

    def save(self, session: Session) -> None:
        """Gives each fault its picture."""
        self._take()
        for fault in session.faults:
            at_s = picture_time_s(fault)
            picture = self._taken.get(_key(fault)) or self._remembered(at_s) or self._read(at_s)
            if picture is not None:
                self._files[picture_name(fault)] = picture

    def write(self, folder: Path) -> None:
        """Puts the pictures into a folder, instead of those that are there.

        Raises:
            OutputError: If they can't be written.
        """
        with writing(folder):
            if self._files:
                folder.mkdir(exist_ok=True)
            for left in set(folder.glob("*.jpg")) - {folder / name for name in self._files}:
                left.unlink()
        for name, content in self._files.items():
            with atomic_write(folder / name) as beside:
                beside.write_bytes(content)

    def _take(self) -> None:
        for fault in self._told:
            picture = self._remembered(picture_time_s(fault))
            if picture is not None:
                self._taken[_key(fault)] = picture

    def _remembered(self, time_s: float) -> bytes | None:
        near = min(self._seen, key=lambda one: abs(one[0] - time_s), default=None)
        return near[1] if near is not None and abs(near[0] - time_s) <= _EVERY_S else None

    def _read(self, time_s: float) -> bytes | None:
        with closing(self._video.frames(time_s, max_side=_LONGEST_SIDE)) as frames:
            frame = next(frames, None)
        return None if frame is None else _small_jpeg(frame.image)


def cue_pictures(pictures: CuePictures) -> Opener:
    """Begins the pictures, which are put in place when all is done."""

    @contextmanager
    def opened(folder: Path) -> Generator[Output, None, None]:
        yield pictures
        pictures.write(folder / CUE_FOLDER)

    return opened


def _key(fault: FaultRecord | FaultEnded) -> tuple[str, float]:
    return fault.check, round(fault.start_s, 3)


def _small_jpeg(image: RgbImage) -> bytes:
    height, width = image.shape[:2]
    small = cv2.resize(image, fitted_size((width, height), _LONGEST_SIDE), interpolation=cv2.INTER_AREA)
    _, content = cv2.imencode(".jpg", cv2.cvtColor(small, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return content.tobytes()
