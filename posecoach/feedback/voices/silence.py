"""A voice for those who want to hear nothing."""

from posecoach.feedback.voice import Chime

__all__ = ["Silence"]


class Silence:
    """Speaker and chimes in one."""

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
