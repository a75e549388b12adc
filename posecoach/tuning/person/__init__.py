"""Calibrating an exercise to one person: how far they comfortably go, and in front of what camera."""
