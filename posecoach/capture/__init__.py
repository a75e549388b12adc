"""Frames with media timestamps, from video files and cameras."""
