"""Speakers and chimes that say so when they can't be heard."""

from typing import Protocol

from posecoach.feedback.voice import Chime, Chimes, Speaker

__all__ = ["FallibleChimes", "FallibleSpeaker", "Silence"]


class FallibleSpeaker(Speaker, Protocol):
    """A speaker that may turn out not to work, at the start or later."""

    @property
    def failed(self) -> str | None:
        """Why nothing will be said any more and what to do about it, in one line; None while it works."""


class FallibleChimes(Chimes, Protocol):
    """Chimes that may turn out not to work, at the start or later."""

    @property
    def failed(self) -> str | None:
        """Why no tone will be played any more and what to do about it, in one line; None while they work."""


class Silence:
    """Speaker and chimes of those who want to hear nothing."""

    busy = False
    failed = None

    def say(self, text: str) -> None:
        """Says nothing."""

    def hush(self) -> None:
        """Has nothing to stop."""

    def play(self, chime: Chime) -> None:
        """Plays nothing."""

    def close(self) -> None:
        """Has nothing to give back."""
