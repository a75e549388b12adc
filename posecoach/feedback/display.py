"""What shows pictures to the person and hears their keys: a window, or nothing."""

import ctypes
import os
import platform
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np

from posecoach.capture.frame import RgbImage
from posecoach.installation import missing_library
from posecoach.messages import Message
from posecoach.names import printable

__all__ = ["QT_PLUGIN", "Display", "NoDisplay", "OpenCvWindow", "display_problem"]


class Display(Protocol):
    """A window, or what stands in for one. Used on the main thread only."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the largest picture that needs no scaling to be shown."""

    @property
    def closed(self) -> bool:
        """Whether there is nobody to show anything to any more."""

    def show(self, image: RgbImage) -> None:
        """Shows a picture of any size until the next one; once closed, nothing."""

    def key(self) -> str | None:
        """The newest key pressed since the last call, without waiting.

        "space", "enter", "escape", the character in lower case, or "other"; F11 is "f".
        """

    def toggle_full_screen(self) -> None:
        """Fills the screen, or goes back."""

    def close(self) -> None:
        """Takes the window away; closing twice does no harm."""


class NoDisplay:
    """Shows nothing and has no keys; the voice has to do."""

    size = (640, 360)
    closed = False

    def show(self, image: RgbImage) -> None:
        """Nowhere."""

    def key(self) -> str | None:
        """None."""
        return None

    def toggle_full_screen(self) -> None:
        """Fills nothing."""

    def close(self) -> None:
        """Nothing to take away."""


_STYLE = cv2.WINDOW_NORMAL | cv2.WINDOW_FREERATIO | cv2.WINDOW_GUI_NORMAL
"""With a free ratio the picture fills the window: Qt's own bars beside one that keeps its ratio are glaring white."""
_LONGEST = 1920
"""More pixels than that cost time and nobody sees them from the mat."""
_NO_KEY = -1
_KEYS = {
    13: "enter",
    27: "escape",
    32: "space",
    # F11 under X, macOS and Windows.
    0xFFC8: "f",
    0xF70E: "f",
    0x7A0000: "f",
}
_PRINTABLE = range(33, 127)


class OpenCvWindow:
    """A window that can be resized and closed.

    To be made and used on the main thread: macOS allows windows on no other.
    """

    def __init__(self, title: str, size: tuple[int, int] = (1280, 720)) -> None:
        """Opens it; ask `display_problem` before, since without a display Qt ends the whole process.

        Args:
            title: In its title bar.
            size: Width and height at first, in pixels.
        """
        self._title, self._first_size = printable(title), size
        self._bgr = np.zeros((0, 0, 3), np.uint8)
        self._place = (0, 0, 0, 0)
        self._closed = self._full_screen = False
        _settle_qt()
        cv2.namedWindow(self._title, _STYLE)
        cv2.resizeWindow(self._title, *size)

    @property
    def size(self) -> tuple[int, int]:
        """The window's own width and height, its longer side shrunk to at most 1920 pixels."""
        # Before its first picture the window doesn't know where pictures go.
        width, height = self._first_size
        if self._bgr.size and not self.closed:
            _, _, width, height = cv2.getWindowImageRect(self._title)
        if min(width, height) < 1:
            return self._first_size
        shrink = min(1.0, _LONGEST / max(width, height))
        return round(shrink * width), max(1, round(shrink * height))

    @property
    def closed(self) -> bool:
        """Whether it was closed, by the program or by its own button."""
        if not self._closed:
            try:
                self._closed = cv2.getWindowProperty(self._title, cv2.WND_PROP_VISIBLE) < 1
            except cv2.error:
                # Qt forgets everything with the last window.
                self._closed = True
        return self._closed

    def show(self, image: RgbImage) -> None:
        """Shows a picture until the next one, black beside it where the window has another shape."""
        # OpenCV would open a new window for it.
        if self.closed:
            return
        height, width = image.shape[:2]
        shape = (*_canvas((width, height), self.size), 3)
        if self._bgr.shape != shape:
            self._bgr = np.zeros(shape, np.uint8)
        left, top = (shape[1] - width) // 2, (shape[0] - height) // 2
        if (left, top, width, height) != self._place:
            self._bgr[:] = 0
            self._place = (left, top, width, height)
        cv2.cvtColor(image, cv2.COLOR_RGB2BGR, dst=self._bgr[top : top + height, left : left + width])
        cv2.imshow(self._title, self._bgr)

    def key(self) -> str | None:
        """The newest key pressed since the last call; also what makes the window draw itself."""
        # The plain `waitKey` cuts codes to one byte, which makes F11 another key.
        code = _NO_KEY if self.closed else cv2.waitKeyEx(1)
        if code == _NO_KEY:
            return None
        return chr(code).lower() if code in _PRINTABLE else _KEYS.get(code, "other")

    def toggle_full_screen(self) -> None:
        """Fills the screen, or goes back to a window."""
        if not self.closed:
            self._full_screen = not self._full_screen
            state = cv2.WINDOW_FULLSCREEN if self._full_screen else cv2.WINDOW_NORMAL
            cv2.setWindowProperty(self._title, cv2.WND_PROP_FULLSCREEN, state)

    def close(self) -> None:
        """Takes the window away; closing twice does no harm."""
        if not self.closed:
            self._closed = True
            cv2.destroyWindow(self._title)
            # Windows only go when events are handled.
            cv2.waitKey(1)


def _canvas(picture: tuple[int, int], window: tuple[int, int]) -> tuple[int, int]:
    """Height and width of what a picture is shown on: it has the window's shape, and the picture just fits in."""
    scale = max(picture[0] / window[0], picture[1] / window[1])
    return max(picture[1], round(scale * window[1])), max(picture[0], round(scale * window[0]))


def _settle_qt() -> None:
    """Keeps Qt to X: the wheel of OpenCV has nothing else, and another choice of the user's would end the process."""
    if platform.system() == "Linux" and "xcb" not in os.environ.get("QT_QPA_PLATFORM", ""):
        os.environ["QT_QPA_PLATFORM"] = "xcb"


QT_PLUGIN = Path(cv2.__file__).parent / "qt/plugins/platforms/libqxcb.so"
"""What Qt talks to X with; the wheel has no other."""


def display_problem() -> str | None:
    """Why no window can be opened, in one sentence; None if one can."""
    if not cv2.currentUIFramework():
        return Message("this OpenCV shows no windows: install opencv-python in place of opencv-python-headless")
    return _problem_of_x() if platform.system() == "Linux" else None


def _problem_of_x() -> str | None:
    if not os.environ.get("DISPLAY"):
        return _without_x()
    return _missing_library() or _unanswered(os.environ["DISPLAY"])


def _without_x() -> str:
    if os.environ.get("WAYLAND_DISPLAY"):
        return Message("the window needs an X server, and this Wayland session offers none: install Xwayland")
    return Message("there is no display: neither DISPLAY nor WAYLAND_DISPLAY is set")


def _missing_library() -> str | None:
    """Loads what Qt would load: a minimal system lacks some of it."""
    if not QT_PLUGIN.exists():
        return None
    try:
        ctypes.CDLL(str(QT_PLUGIN))
    except OSError as error:
        return _without_library(error)
    return None


def _without_library(error: OSError) -> str:
    return Message("the window needs a library: {reason}", reason=missing_library(error) or error)


@lru_cache(maxsize=1)
def _unanswered(display: str) -> str | None:
    """Connects to the X server as Qt would, with the user's own authorisation."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError as error:
        return _without_library(error)
    xcb.xcb_connect.restype = ctypes.c_void_p  # a plain int would cut the pointer
    connection = ctypes.c_void_p(xcb.xcb_connect(os.fsencode(display), None))
    if xcb.xcb_connection_has_error(connection):
        xcb.xcb_disconnect(connection)
        return Message("the display at DISPLAY={display} doesn't answer, or refuses you", display=display)
    # The connection stays: a server that loses its only client starts anew, and would turn Qt away meanwhile.
    return None
