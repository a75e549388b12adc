import os
import sys
from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import pytest

from posecoach.capture.frame import RgbImage
from posecoach.feedback.display import Display, OpenCvWindow


class FakeWindows:
    """What OpenCV would do: one window, its keys, its pictures."""

    def __init__(self) -> None:
        self.size = (1280, 720)
        self.visible = 1.0
        self.gone = False
        self.codes: list[int] = []
        self.pictures: list[RgbImage] = []
        self.full_screen: list[float] = []
        self.destroyed = 0

    def show(self, _: str, image: RgbImage) -> None:
        self.pictures.append(image.copy())

    def key(self, _: int) -> int:
        return self.codes.pop(0) if self.codes else -1

    def property(self, _: str, which: int) -> float:
        assert which == cv2.WND_PROP_VISIBLE
        if self.gone:
            raise cv2.error("NULL guiReceiver (please create a window)")
        return self.visible

    def destroy(self, _: str) -> None:
        self.destroyed += 1


def _nothing(*_: Any) -> None:
    """Neither opening nor resizing shows in these tests."""


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> FakeWindows:
    """OpenCV without a display."""
    fake = FakeWindows()
    stand_ins: dict[str, Callable[..., object]] = {
        "namedWindow": _nothing,
        "resizeWindow": _nothing,
        "imshow": fake.show,
        "waitKeyEx": fake.key,
        "waitKey": fake.key,
        "getWindowProperty": fake.property,
        "setWindowProperty": lambda _, __, value: fake.full_screen.append(value),
        "getWindowImageRect": lambda _: (0, 0, *fake.size),
        "destroyWindow": fake.destroy,
    }
    for name, stand_in in stand_ins.items():
        monkeypatch.setattr(cv2, name, stand_in)
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    return fake


def picture(width: int = 1280, height: int = 720) -> RgbImage:
    return np.full((height, width, 3), (200, 100, 50), np.uint8)


@pytest.mark.parametrize(
    ("code", "key"),
    [
        (-1, None),
        (32, "space"),
        (13, "enter"),
        (ord("Q"), "q"),
        (0xFFC8, "f"),
        (0xF70E, "f"),
        (0x7A0000, "f"),
        (-60, "other"),
    ],
)
def test_keys_have_names(windows: FakeWindows, code: int, key: str | None) -> None:
    """F11 of every system is the full screen's key, capitals are small, and any other key is still a key."""
    window: Display = OpenCvWindow("posecoach")
    windows.codes = [code]
    assert window.key() == key
    assert window.key() is None


def test_pictures_keep_their_colours(windows: FakeWindows) -> None:
    """OpenCV shows blue, green, red; the picture that was given stays as it is."""
    window, image = OpenCvWindow("posecoach"), picture()
    window.show(image)
    assert windows.pictures[0].shape == (720, 1280, 3)
    assert (windows.pictures[0] == (50, 100, 200)).all()
    assert (image == (200, 100, 50)).all()


@pytest.mark.parametrize(("size", "shape"), [((960, 720), (720, 1280)), ((1280, 540), (720, 1280))])
def test_what_is_beside_the_picture_is_black(
    windows: FakeWindows, size: tuple[int, int], shape: tuple[int, int]
) -> None:
    """A picture of another shape than the window's stands in its middle, unstretched."""
    window = OpenCvWindow("posecoach")
    window.show(picture())
    window.show(picture(*size))
    shown = windows.pictures[-1]
    assert shown.shape[:2] == shape
    rows, columns = (np.flatnonzero(shown.any(axis=axes)) for axes in ((1, 2), (0, 2)))
    assert (columns[-1] - columns[0] + 1, rows[-1] - rows[0] + 1) == size
    assert abs(int(columns[0]) - (shape[1] - 1 - int(columns[-1]))) <= 1
    assert abs(int(rows[0]) - (shape[0] - 1 - int(rows[-1]))) <= 1


@pytest.mark.parametrize(
    ("size", "asked"),
    [((900, 640), (900, 640)), ((3840, 2160), (1920, 1080)), ((1440, 2560), (1080, 1920)), ((-1, -1), (1280, 720))],
)
def test_pictures_as_large_as_the_window_are_asked_for(
    windows: FakeWindows, size: tuple[int, int], asked: tuple[int, int]
) -> None:
    """Up to full HD; before the first picture, and where the window can't tell, as large as it was opened."""
    window = OpenCvWindow("posecoach", (1280, 720))
    windows.size = size
    assert window.size == (1280, 720)
    window.show(picture())
    assert window.size == asked


@pytest.mark.parametrize("how", ["hidden", "forgotten"])
def test_a_window_closed_by_its_button_is_noticed(windows: FakeWindows, how: str) -> None:
    """From then on nothing is shown, which would open it again, and no key is heard."""
    window = OpenCvWindow("posecoach")
    window.show(picture())
    before = window.closed
    windows.visible, windows.gone = 0.0, how == "forgotten"
    windows.codes = [ord("q")]
    assert (before, window.closed) == (False, True)
    assert window.key() is None
    window.show(picture())
    window.toggle_full_screen()
    window.close()
    assert (len(windows.pictures), windows.full_screen, windows.destroyed) == (1, [], 0)


def test_full_screen_goes_on_and_off(windows: FakeWindows) -> None:
    """One key does both; closing twice does no harm."""
    window = OpenCvWindow("posecoach")
    for _ in range(2):
        window.toggle_full_screen()
    for _ in range(2):
        window.close()
    assert windows.full_screen == [cv2.WINDOW_FULLSCREEN, cv2.WINDOW_NORMAL]
    assert (window.closed, windows.destroyed) == (True, 1)


@pytest.mark.skipif(sys.platform != "linux", reason="only there does Qt show OpenCV's windows")
@pytest.mark.parametrize(("chosen", "used"), [(None, "xcb"), ("wayland", "xcb"), ("wayland;xcb", "wayland;xcb")])
def test_qt_is_kept_to_what_the_wheel_has(
    windows: FakeWindows, monkeypatch: pytest.MonkeyPatch, chosen: str | None, used: str
) -> None:
    """Asked for Wayland alone, it would end the process."""
    if chosen is not None:
        monkeypatch.setenv("QT_QPA_PLATFORM", chosen)
    OpenCvWindow("posecoach")
    assert os.environ["QT_QPA_PLATFORM"] == used
