"""Which cameras there are."""

import platform
from dataclasses import dataclass
from pathlib import Path

import cv2

from posecoach.capture.opencv_log import quiet_opencv
from posecoach.errors import SourceError

__all__ = ["Camera", "camera_backend", "camera_exists", "find_camera", "list_cameras"]

_BACKENDS = {"Linux": cv2.CAP_V4L2, "Windows": cv2.CAP_MSMF, "Darwin": cv2.CAP_AVFOUNDATION}
"""OpenCV's way to cameras on each system; indices only mean something together with it."""

_HIGHEST_INDEX = 4
"""Where the system gives no list each index is tried; trying further takes seconds on some."""


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


def camera_backend() -> int:
    """OpenCV's number of what cameras are opened with on this system."""
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


def _why_none(name: str, cameras: list[Camera], matching: list[Camera]) -> str:
    if not cameras:
        return f"no camera {name!r}: there is none at all; plug one in"
    if not matching:
        return f"no camera {name!r}: choose one of {_list_of(cameras)}"
    return f"camera {name!r} may be any of {_list_of(matching)}: choose one by its number"


def _list_of(cameras: list[Camera]) -> str:
    return ", ".join(map(str, cameras))


def _listed() -> list[Camera]:
    # Imported here because on some systems the import itself needs parts that may be missing.
    from cv2_enumerate_cameras import enumerate_cameras  # noqa: PLC0415 - see above

    return [Camera(info.index, _plain(info.name, info.index)) for info in enumerate_cameras(camera_backend())]


def _plain(name: str | None, index: int) -> str:
    """A camera's name without the beginning of itself that Linux appends to many."""
    if not name:
        return f"camera {index}"
    head, _, tail = name.partition(": ")
    return head if head.startswith(tail) else name


def _tried() -> list[Camera]:
    with quiet_opencv():
        return [Camera(index, f"camera {index}") for index in range(_HIGHEST_INDEX + 1) if _opens(index)]


def _opens(index: int) -> bool:
    capture = cv2.VideoCapture(index, camera_backend())
    try:
        return bool(capture.isOpened())
    finally:
        capture.release()
