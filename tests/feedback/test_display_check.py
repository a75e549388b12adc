import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path

import cv2
import pytest

from posecoach.feedback import display
from posecoach.feedback.display import display_problem

OPENS_A_WINDOW = """
import numpy as np
from posecoach.feedback.display import OpenCvWindow, display_problem
assert display_problem() is None, display_problem()
window = OpenCvWindow("posecoach", (320, 240))
for _ in range(3):
    window.show(np.full((240, 320, 3), 90, np.uint8))
    window.key()
print(window.size, window.closed)
window.close()
"""


class FakeXcb:
    """A library that connects or fails to, as X's would."""

    class _Function:
        def __init__(self, result: int) -> None:
            self.result, self.restype, self.calls = result, None, 0

        def __call__(self, *_: object) -> int:
            self.calls += 1
            return self.result

    def __init__(self, error: int) -> None:
        self.xcb_connect = self._Function(1)
        self.xcb_connection_has_error = self._Function(error)
        self.xcb_disconnect = self._Function(0)


@pytest.fixture(autouse=True)
def linux(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Linux without any display, on which OpenCV can show windows."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(cv2, "currentUIFramework", lambda: "QT")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_other_systems_always_have_a_display(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    """Only X can be missing."""
    monkeypatch.setattr(sys, "platform", platform)
    assert display_problem() is None


def test_a_headless_opencv_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would raise an error that nobody understands."""
    monkeypatch.setattr(cv2, "currentUIFramework", lambda: "")
    assert "opencv-python-headless" in str(display_problem())


def test_no_display_is_told() -> None:
    """As on a server."""
    assert "no display" in str(display_problem())


def test_wayland_without_x_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """OpenCV's Qt can't talk to Wayland."""
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert "Xwayland" in str(display_problem())


@pytest.mark.parametrize("present", [True, False], ids=["plugin", "libxcb"])
def test_a_missing_library_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, present: bool) -> None:
    """Qt would end the process without naming it."""

    def load(name: str) -> None:
        raise OSError("libSM.so.6: cannot open shared object file")

    plugin = tmp_path / "libqxcb.so"
    if present:
        plugin.touch()
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(display, "QT_PLUGIN", plugin)
    monkeypatch.setattr(ctypes, "CDLL", load)
    assert "libSM.so.6" in str(display_problem())


@pytest.mark.parametrize(("error", "words"), [(0, None), (1, ":8")])
def test_a_display_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch, error: int, words: str | None) -> None:
    """A connection that works is kept, so that the server stays as it is until the window comes."""
    xcb = FakeXcb(error)
    monkeypatch.setenv("DISPLAY", words or ":7")  # one that no other test asks for: answers are remembered
    monkeypatch.setattr(ctypes, "CDLL", lambda _: xcb)
    problem = display_problem()
    assert problem is None if words is None else words in str(problem)
    assert xcb.xcb_disconnect.calls == error


@pytest.mark.skipif(not display.QT_PLUGIN.exists(), reason="this OpenCV doesn't use X")
def test_nobody_at_a_real_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real library says so, too."""
    monkeypatch.setenv("DISPLAY", ":60917")
    assert display_problem() is not None


@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="needs a virtual X server")
def test_a_real_window_opens_without_a_word() -> None:
    """Neither the check nor Qt disturbs the other, or the terminal, in a session that says Wayland."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "640x480x24"], pass_fds=[write], stderr=subprocess.DEVNULL
    )
    os.close(write)
    try:
        address = ":" + os.read(read, 16).decode().strip()
        wayland = {"XDG_SESSION_TYPE": "wayland", "QT_QPA_PLATFORM": "wayland"}
        done = subprocess.run(
            [sys.executable, "-c", OPENS_A_WINDOW],
            env=os.environ | wayland | {"DISPLAY": address},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    finally:
        os.close(read)
        server.terminate()
        server.wait()
    assert (done.returncode, done.stdout, done.stderr) == (0, "(320, 240) False\n", "")
