"""The sound device that tones, and on Linux speech, are played on."""

import importlib
import sys
from typing import Any

from posecoach.installation import system_install_command
from posecoach.messages import Message

__all__ = ["SoundError", "first_line", "sound_output"]


class SoundError(Exception):
    """Nothing can be heard.

    Attributes:
        message: Says in one line why, and what to do.
    """

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


def sound_output() -> Any:
    """The module sounddevice, once there is a device to play on. Takes about 0.1 s.

    Not to be called while another thread makes a `MediaPipeEstimator`, which hides sounddevice from MediaPipe.

    Raises:
        SoundError: The library is missing, or there is no device.
    """
    try:
        output = importlib.import_module("sounddevice")
    except OSError as error:
        # Only Linux' wheel comes without the library.
        advice = system_install_command("libportaudio2") if sys.platform == "linux" else first_line(error)
        raise SoundError(Message("no sound library: {advice}", advice=advice)) from error
    except Exception as error:  # a sound system that fails raises an error of the module that isn't there yet
        raise SoundError(Message("no sound: {reason}", reason=first_line(error))) from error
    try:
        output.query_devices(kind="output")
    except (output.PortAudioError, ValueError) as error:
        raise SoundError(Message("no sound device")) from error
    return output


def first_line(error: BaseException) -> str:
    """What an error says, or else its name, in one line."""
    return (str(error).strip() or type(error).__name__).splitlines()[0]
