import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path
from unittest.mock import Mock

import cv2
import pytest

from posecoach.feedback import display
from posecoach.feedback.display import display_problem

OPENS_A_WINDOW = """
import posecoach.results.video_writer  # loads PyAV, which must come after OpenCV
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


@pytest.fixture(autouse=True)
def linux(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Linux without any display, on which OpenCV can show windows."""
    monkeypatch.setattr("platform.system", lambda: "Linux")
    monkeypatch.setattr(cv2, "currentUIFramework", lambda: "QT")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("system", "framework", "session", "words"),
    [
        ("Darwin", "COCOA", None, None),
        ("Windows", "WIN32", None, None),
        ("Linux", "", None, "opencv-python-headless"),
        ("Linux", "QT", None, "no display"),
        ("Linux", "QT", "wayland-0", "Xwayland"),
    ],
)
def test_what_lacks_a_display_is_told(
    monkeypatch: pytest.MonkeyPatch, system: str, framework: str, session: str | None, words: str | None
) -> None:
    """Only X can be missing: on a server, or where OpenCV's Qt would have to talk to Wayland."""
    monkeypatch.setattr("platform.system", lambda: system)
    monkeypatch.setattr(cv2, "currentUIFramework", lambda: framework)
    if session is not None:
        monkeypatch.setenv("WAYLAND_DISPLAY", session)
    problem = display_problem()
    assert problem is None if words is None else words in str(problem)


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
    xcb = Mock(**{"xcb_connect.return_value": 1, "xcb_connection_has_error.return_value": error})
    monkeypatch.setenv("DISPLAY", words or ":7")  # one that no other test asks for: answers are remembered
    monkeypatch.setattr(ctypes, "CDLL", lambda _: xcb)
    problem = display_problem()
    assert problem is None if words is None else words in str(problem)
    assert xcb.xcb_disconnect.call_count == error


@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="needs a virtual X server")
def test_a_real_window_opens_without_a_word() -> None:
    """Neither the check, Qt nor PyAV disturbs the others, or the terminal, in a session that says Wayland."""
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
