"""Checks posture, counts repetitions and times holds of back-pain exercises, from a webcam or a recording."""

__version__ = "0.1.0"
