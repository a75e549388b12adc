"""From what somebody names to where live frames come from."""

import os
import re
from pathlib import Path

from posecoach.capture.camera import OpenCvCamera, find_camera
from posecoach.capture.live_source import LiveSource
from posecoach.capture.playback import PlayedVideo
from posecoach.capture.video import VideoFile

__all__ = ["gives_noise", "live_source"]

_ADDRESS = re.compile(r"(rtsps?|https?)://", re.IGNORECASE)

_SUFFIX = re.compile(r"\.(?=\w*[a-z])\w{2,4}$", re.IGNORECASE)
"""Such as .mp4; the names of cameras have dots, too: "USB2.0 HD Webcam", "Maker, Inc. C920"."""


def live_source(text: str, *, loop: bool = False) -> LiveSource:
    """The camera, stream or recording that a text names; it is not opened yet.

    Args:
        text: A camera's index, its name or a part of it, an address of a stream, or the path of a recording.
        loop: Whether a recording is to be played again and again.

    Raises:
        SourceError: If no camera, or more than one, has such a name, or the file isn't there or is no recording.
    """
    if text.isdecimal():
        return OpenCvCamera(int(text))
    if _ADDRESS.match(text):
        return OpenCvCamera(text)
    if _is_path(text):
        return PlayedVideo(VideoFile.open(text), loop=loop)
    return OpenCvCamera(find_camera(text))


def gives_noise(source: LiveSource) -> bool:
    """Whether no two pictures of a source can be the same, for `Grabber(watch_frozen=...)`.

    A sensor's noise sees to that. Recordings and streams are compressed, which can make them the same where nothing
    moves.
    """
    return isinstance(source, OpenCvCamera) and source.local


def _is_path(text: str) -> bool:
    separated = any(separator in text for separator in (os.sep, os.altsep) if separator)
    return separated or bool(_SUFFIX.search(text)) or Path(text).exists()
