"""What speaks and what chimes, and how much of it is heard: small protocols, so that any engine will do."""

from enum import Enum
from typing import Protocol

__all__ = ["Chime", "Chimes", "Speaker", "VoiceMode"]


class Chime(str, Enum):
    """Short tones for what must not wait for words."""

    READY = "ready"
    """The start position is right."""
    TICK = "tick"
    """A second of a countdown or of a hold's end."""
    GO = "go"
    """The exercise begins."""
    REPETITION = "repetition"
    HOLD_DONE = "hold done"
    FAULT = "fault"
    PAUSE = "pause"
    DONE = "done"


class VoiceMode(str, Enum):
    """How much is heard."""

    OFF = "off"
    SOUNDS = "sounds"
    FULL = "full"
    """Speech, and tones where words come too late."""


class Speaker(Protocol):
    """Says one thing after the other, never two at once; no call waits for the sound."""

    @property
    def failed(self) -> str | None:
        """Why nothing will be said any more and what to do about it, in one line; None while it works."""

    @property
    def busy(self) -> bool:
        """Whether something is being said."""

    def say(self, text: str) -> None:
        """Begins to say something; only called while not busy."""

    def hush(self) -> None:
        """Stops what is being said."""

    def close(self) -> None:
        """Gives the engine back; closing twice does no harm."""


class Chimes(Protocol):
    """Plays short tones without waiting for them."""

    @property
    def failed(self) -> str | None:
        """Why no tone will be played any more and what to do about it, in one line; None while they work."""

    def play(self, chime: Chime) -> None:
        """Begins a tone."""

    def close(self) -> None:
        """Gives the sound device back; closing twice does no harm."""
