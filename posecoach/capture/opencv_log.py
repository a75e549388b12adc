"""Keeping what OpenCV and its FFmpeg say about cameras off the terminal."""

import os
from collections.abc import Generator
from contextlib import contextmanager

import cv2

__all__ = ["quiet_opencv"]


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
