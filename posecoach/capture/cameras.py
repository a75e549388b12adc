"""Which cameras there are."""

from dataclasses import dataclass

import cv2

__all__ = ["Camera", "list_cameras"]

_HIGHEST_INDEX = 4
"""Cameras have no list that every system offers; asking further takes seconds on some."""


@dataclass(frozen=True, slots=True)
class Camera:
    """A camera that opened when asked.

    Attributes:
        index: Number to choose it by.
        width: Pixels it gives unless told otherwise.
        height: As above.
        frame_rate: Frames per second it says it gives; 0 when it doesn't say.
    """

    index: int
    width: int
    height: int
    frame_rate: float

    def __str__(self) -> str:
        rate = f", {self.frame_rate:g} frames/s" if self.frame_rate else ""
        return f"{self.index}: {self.width}x{self.height}{rate}"


def list_cameras() -> list[Camera]:
    """Opens each camera for a moment."""
    level = cv2.utils.logging.getLogLevel()
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    try:
        cameras = [_probe(index) for index in range(_HIGHEST_INDEX + 1)]
    finally:
        cv2.utils.logging.setLogLevel(level)
    return [camera for camera in cameras if camera is not None]


def _probe(index: int) -> Camera | None:
    capture = cv2.VideoCapture(index)
    try:
        if not capture.isOpened():
            return None
        width, height, rate = (
            capture.get(prop) for prop in (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT, cv2.CAP_PROP_FPS)
        )
        return Camera(index, int(width), int(height), rate)
    finally:
        capture.release()
