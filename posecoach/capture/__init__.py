"""Frames with media timestamps, from video files and cameras."""

# Before PyAV: both wheels bring parts of an X library, and once PyAV's are loaded OpenCV's windows hang on Linux.
import cv2 as _cv2  # noqa: F401 - loaded for that order alone
