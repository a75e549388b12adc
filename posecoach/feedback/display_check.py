"""Whether a window can be opened: without a display, OpenCV's Qt ends the whole process instead of raising."""

import ctypes
import os
import sys
from functools import lru_cache
from pathlib import Path

import cv2

__all__ = ["QT_PLUGIN", "display_problem"]

QT_PLUGIN = Path(cv2.__file__).parent / "qt/plugins/platforms/libqxcb.so"
"""What Qt talks to X with; the wheel has no other."""


def display_problem() -> str | None:
    """Why no window can be opened, in one sentence; None if one can."""
    if not cv2.currentUIFramework():
        return "this OpenCV shows no windows: install opencv-python in place of opencv-python-headless"
    if sys.platform != "linux":
        return None
    if not os.environ.get("DISPLAY"):
        return _without_x()
    return _missing_library() or _unanswered(os.environ["DISPLAY"])


def _without_x() -> str:
    if os.environ.get("WAYLAND_DISPLAY"):
        return "the window needs an X server, and this Wayland session offers none: install Xwayland"
    return "there is no display: neither DISPLAY nor WAYLAND_DISPLAY is set"


def _missing_library() -> str | None:
    """Loads what Qt would load: a minimal system lacks some of it."""
    if not QT_PLUGIN.exists():
        return None
    try:
        ctypes.CDLL(str(QT_PLUGIN))
    except OSError as error:
        return f"the window needs a library that isn't installed: {error}"
    return None


@lru_cache(maxsize=1)
def _unanswered(display: str) -> str | None:
    """Connects to the X server as Qt would, with the user's own authorisation."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError as error:
        return f"the window needs a library that isn't installed: {error}"
    xcb.xcb_connect.restype = ctypes.c_void_p  # a plain int would cut the pointer
    connection = ctypes.c_void_p(xcb.xcb_connect(display.encode(), None))
    if xcb.xcb_connection_has_error(connection):
        xcb.xcb_disconnect(connection)
        return f"the display at DISPLAY={display} doesn't answer, or refuses you"
    # The connection stays: a server that loses its only client starts anew, and would turn Qt away meanwhile.
    return None
