import os
import shutil
import subprocess
import sys

import pytest

ORDER = """
import importlib, sys
importlib.import_module(sys.argv[1])
print([name for name in sys.modules if name in ("cv2", "av")])
"""
OPENS_A_WINDOW = """
import posecoach.results.video_writer
from posecoach.feedback.display import OpenCvWindow
import numpy as np
window = OpenCvWindow("posecoach", (320, 240))
for _ in range(3):
    window.show(np.full((240, 320, 3), 90, np.uint8))
    window.key()
print(window.size, window.closed)
window.close()
"""
HANGS_AFTER_S = 60
"""A window that opens takes a second, on a busy machine some."""


def python(code: str, *arguments: str, wrapped_in: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    """Runs code in a fresh process."""
    return subprocess.run(
        [*wrapped_in, sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        timeout=HANGS_AFTER_S,
        check=True,
        env={name: value for name, value in os.environ.items() if name != "DISPLAY"},
    )


@pytest.mark.parametrize("module", ["posecoach.results.video_writer", "posecoach.capture.video", "posecoach.cli"])
def test_opencv_is_loaded_before_pyav(module: str) -> None:
    """Whichever part comes first: the other way round, windows hang on Linux."""
    assert python(ORDER, module).stdout.strip() == "['cv2', 'av']"


@pytest.mark.skipif(shutil.which("xvfb-run") is None, reason="needs xvfb-run, of the package xvfb")
@pytest.mark.skipif(shutil.which("xauth") is None, reason="xvfb-run needs xauth")
def test_a_window_opens_though_pyav_is_loaded() -> None:
    """Which is what that order is for."""
    done = python(OPENS_A_WINDOW, wrapped_in=("xvfb-run", "--auto-servernum"))
    assert done.stdout == "(320, 240) False\n"
