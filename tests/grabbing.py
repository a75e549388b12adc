"""Grabbers of scripted cameras, and what they give."""

import threading
from collections.abc import Iterator

from posecoach.capture.grabber import Grab, Grabber
from posecoach.testing.cameras import ScriptedCamera

WAIT_S = 10.0
"""For what is there within milliseconds."""


def all_threads_end() -> Iterator[None]:
    """For a fixture: no thread of a test outlives it."""
    before = set(threading.enumerate())
    yield
    assert set(threading.enumerate()) <= before


def grabber_of(camera: ScriptedCamera, *, watch_frozen: bool = True) -> Grabber:
    """A grabber that lives by the script's time."""
    return Grabber(camera, clock=camera.clock, wait=camera.wait, watch_frozen=watch_frozen)


def newest(grabber: Grabber) -> Grab:
    """The frame that the grabber has."""
    grab = grabber.newest(0, 0.0)
    assert grab is not None
    return grab
