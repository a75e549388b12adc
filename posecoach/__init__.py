"""Checks posture, counts repetitions and times holds of back-pain exercises, from a webcam or a recording."""

# Before PyAV: both wheels bring parts of an X library, and once PyAV's are loaded OpenCV's windows hang on Linux.
import cv2 as _cv2  # noqa: F401 - loaded for that order alone

__version__ = "0.1.0"
