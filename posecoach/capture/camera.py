"""Cameras at this computer and in the network, as OpenCV reads them, and which ones there are."""

import os
import platform
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import cv2
import numpy as np

from posecoach.capture.frame import Frame, RgbImage
from posecoach.capture.live_source import CameraFormat
from posecoach.errors import SourceError
from posecoach.messages import Message, in_a_row

__all__ = [
    "Camera",
    "OpenCvCamera",
    "camera_exists",
    "find_camera",
    "list_cameras",
    "quiet_opencv",
]

_ASKED_FORMAT = CameraFormat(1280, 720, 30.0)
"""The landmarker scales the person down to 256 pixels; more than this only costs time."""

_BUFFERS = 2
"""One picture is filled while the other is being read.

V4L2 would hold four, and a reader that was held up then gets old ones. With a single one the camera has nowhere to put
a picture while OpenCV decodes the one before (it gives a buffer back only after that), and gives half as many a second.
"""

_TIMEOUT_MS = 5000
"""For opening an address, and for each of its pictures; OpenCV's own is 30 s."""

_BACKENDS = {"Linux": cv2.CAP_V4L2, "Windows": cv2.CAP_MSMF, "Darwin": cv2.CAP_AVFOUNDATION}
"""OpenCV's way to cameras on each system; indices only mean something together with it."""

_HIGHEST_INDEX = 4
"""Where the system gives no list each index is tried; trying further takes seconds on some."""


@contextmanager
def quiet_opencv() -> Generator[None, None, None]:
    """For the length of a with block OpenCV writes no warnings: a camera that isn't there is told in our own words."""
    # OpenCV's FFmpeg has a log of its own, whose level it reads once, when it is first used.
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
    level = cv2.utils.logging.getLogLevel()
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    try:
        yield
    finally:
        cv2.utils.logging.setLogLevel(level)


class OpenCvCamera:
    """A camera as OpenCV reads it; a `LiveSource`.

    Args:
        address: The camera's index, or the address of a stream, such as rtsp://... or http://...
        asked: What a camera with an index is asked for; it may give something else.
        clock: Seconds that never run backwards; a frame's time is counted from the first `open`.
    """

    def __init__(
        self,
        address: int | str,
        asked: CameraFormat = _ASKED_FORMAT,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._address = address
        self._asked = asked
        self._clock = clock
        self._opened_s: float | None = None
        self._capture: cv2.VideoCapture | None = None
        self._first: Frame | None = None
        self._format: CameraFormat | None = None

    @property
    def name(self) -> str:
        """Such as "camera 0"; an address without the user's name and password in it."""
        return _numbered_camera(self._address) if isinstance(self._address, int) else _without_secrets(self._address)

    @property
    def local(self) -> bool:
        """Whether it is at this computer."""
        return isinstance(self._address, int)

    @property
    def asked(self) -> CameraFormat:
        """What it is asked for."""
        return self._asked

    @property
    def format(self) -> CameraFormat | None:
        """What it gives: its first picture's size, and the rate that it says."""
        return self._format

    @property
    def ended(self) -> bool:
        """Never."""
        return False

    def open(self) -> None:
        """Asks for the format and waits for the first picture.

        Raises:
            SourceError: If there is no such camera, or it gives no picture.
        """
        self.close()
        if self._opened_s is None:
            self._opened_s = self._clock()
        with quiet_opencv():
            capture = _opened(self._address, self._asked)
            self._first = self._read(capture)
            if self._first is None:
                capture.release()
                raise SourceError(_problem(self._address, self.name))
            self._format = CameraFormat(*self._first.size, max(0.0, capture.get(cv2.CAP_PROP_FPS)))
        self._capture = capture

    def read(self) -> Frame | None:
        """Waits for the next frame; None when the camera gives none, or isn't open."""
        first, self._first = self._first, None
        if first is not None or self._capture is None:
            return first
        with quiet_opencv():
            return self._read(self._capture)

    def close(self) -> None:
        """Lets go of the camera; closing twice does no harm."""
        capture, self._capture, self._first = self._capture, None, None
        if capture is not None:
            with quiet_opencv():
                capture.release()

    def _read(self, capture: cv2.VideoCapture) -> Frame | None:
        try:
            if not capture.grab():
                return None
            # Taken before decoding, which is when the picture arrived.
            time_s = self._clock() - (self._opened_s or 0.0)
            given, image = capture.retrieve()
            return Frame(time_s, _rgb(image)) if given else None
        except cv2.error:
            # Cameras that are pulled out, or send half a picture, make some of OpenCV's backends raise.
            return None


def _rgb(image: cv2.typing.MatLike) -> RgbImage:
    grey = image.ndim == 2
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_GRAY2RGB if grey else cv2.COLOR_BGR2RGB), np.uint8)


def _opened(address: int | str, asked: CameraFormat) -> cv2.VideoCapture:
    if isinstance(address, str):
        limits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, _TIMEOUT_MS, cv2.CAP_PROP_READ_TIMEOUT_MSEC, _TIMEOUT_MS]
        return cv2.VideoCapture(address, cv2.CAP_FFMPEG, limits)
    capture = cv2.VideoCapture(address, _backend())
    if platform.system() == "Linux":
        # Uncompressed, 30 pictures of 1280x720 need more than USB 2 carries: cameras then give 10 a second, or 640x480.
        # Must come first, because sizes and rates belong to a pixel format; other systems choose the format by them.
        capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
    capture.set(cv2.CAP_PROP_FRAME_WIDTH, asked.width)
    capture.set(cv2.CAP_PROP_FRAME_HEIGHT, asked.height)
    capture.set(cv2.CAP_PROP_FPS, asked.frame_rate)
    capture.set(cv2.CAP_PROP_BUFFERSIZE, _BUFFERS)
    return capture


def _without_secrets(address: str) -> str:
    """Scheme, host, port and path: what comes before the host or after the path may be a password."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _problem(address: int | str, name: str) -> Message:
    if isinstance(address, str):
        return Message("{camera} can't be opened: check the address and that the camera is on", camera=name)
    if not camera_exists(address):
        return Message(
            "no {camera}: plug one in, or choose another with --camera; `posecoach doctor` lists them", camera=name
        )
    if platform.system() == "Linux" and not os.access(f"/dev/video{address}", os.R_OK | os.W_OK):
        return Message(
            "{camera} may not be used by you: have yourself added to the group `video`, and log in again", camera=name
        )
    if platform.system() == "Linux":
        return Message(
            "{camera} gives no pictures: another program may be using it; close that and try again", camera=name
        )
    return Message(
        "{camera} gives no pictures: another program may be using it; close that and try again, or allow this one to "
        "use cameras in the system's privacy settings",
        camera=name,
    )


def _numbered_camera(index: int) -> Message:
    """A camera whose name isn't known."""
    return Message("camera {index}", index=index)


@dataclass(frozen=True, slots=True)
class Camera:
    """A camera that the system lists.

    Attributes:
        index: Number to choose it by; numbers may be missing in between.
        name: What its maker calls it.
    """

    index: int
    name: str

    def __str__(self) -> str:
        return f"{self.index}: {self.name}"


def _backend() -> int:
    return _BACKENDS.get(platform.system(), cv2.CAP_ANY)


def list_cameras() -> list[Camera]:
    """The cameras by index; none is opened, unless the system's list can't be had."""
    try:
        cameras = _listed()
    except Exception:  # noqa: BLE001 - whatever goes wrong in the system's list, trying each index still works
        cameras = _tried()
    return sorted(cameras, key=lambda camera: camera.index)


def camera_exists(index: int) -> bool:
    """Whether there is a camera of this number, though another program may be using it."""
    if platform.system() == "Linux":
        return Path(f"/dev/video{index}").exists()
    return any(camera.index == index for camera in list_cameras())


def find_camera(name_or_index: str) -> int:
    """The index of a camera.

    Args:
        name_or_index: An index, which is taken as it is; or a name or a part of one, in any case.

    Raises:
        SourceError: If no camera has that in its name, or several have.
    """
    if name_or_index.isdecimal():
        return int(name_or_index)
    cameras = list_cameras()
    wanted = name_or_index.strip().casefold()
    named = [camera for camera in cameras if camera.name.casefold() == wanted]
    matching = named or [camera for camera in cameras if wanted in camera.name.casefold()]
    if len(matching) == 1:
        return matching[0].index
    raise SourceError(_why_none(name_or_index, cameras, matching))


def _why_none(name: str, cameras: list[Camera], matching: list[Camera]) -> Message:
    if not cameras:
        return Message("no camera {name!r}: there is none at all; plug one in", name=name)
    if not matching:
        return Message("no camera {name!r}: choose one of {cameras}", name=name, cameras=_list_of(cameras))
    return Message(
        "camera {name!r} may be any of {cameras}: choose one by its number", name=name, cameras=_list_of(matching)
    )


def _list_of(cameras: list[Camera]) -> str:
    return in_a_row([Message("{index}: {name}", index=camera.index, name=camera.name) for camera in cameras])


def _listed() -> list[Camera]:
    # Imported here because on some systems the import itself needs parts that may be missing.
    from cv2_enumerate_cameras import enumerate_cameras  # noqa: PLC0415 - see above

    return [Camera(info.index, _plain(info.name, info.index)) for info in enumerate_cameras(_backend())]


def _plain(name: str | None, index: int) -> str:
    """A camera's name without the beginning of itself that Linux appends to many."""
    if not name:
        return _numbered_camera(index)
    head, _, tail = name.partition(": ")
    return head if head.startswith(tail) else name


def _tried() -> list[Camera]:
    with quiet_opencv():
        return [Camera(index, _numbered_camera(index)) for index in range(_HIGHEST_INDEX + 1) if _opens(index)]


def _opens(index: int) -> bool:
    capture = cv2.VideoCapture(index, _backend())
    try:
        return bool(capture.isOpened())
    finally:
        capture.release()
