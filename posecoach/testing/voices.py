"""A speaker and chimes that only write down what would be heard."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from posecoach.feedback.voice.protocols import Chime

__all__ = ["Chimed", "RecordingChimes", "RecordingSpeaker", "Said"]


@dataclass(frozen=True, slots=True)
class Said:
    """What was said, and from when to when."""

    text: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Chimed:
    """Which tone began when."""

    chime: Chime
    time_s: float


class RecordingSpeaker:
    """A speaker whose utterances last as long as their texts.

    Args:
        clock: Seconds, such as the media time of a session.
        seconds_per_letter: 0.06 is what 165 words a minute come to.

    Attributes:
        log: What was said so far.
        failed: None, or what a test sets, to see what a program does without speech.
    """

    def __init__(self, clock: Callable[[], float], seconds_per_letter: float = 0.06) -> None:
        self.log: list[Said] = []
        self.failed: str | None = None
        self._clock = clock
        self._seconds_per_letter = seconds_per_letter

    @property
    def busy(self) -> bool:
        """Whether the last utterance lasts."""
        return bool(self.log) and self._clock() < self.log[-1].end_s

    def say(self, text: str) -> None:
        """Writes an utterance down.

        Raises:
            AssertionError: If the one before lasts, which a program has to wait for.
        """
        if self.busy:
            raise AssertionError(f"{text!r} was to be said while {self.log[-1].text!r} is being said")
        start_s = self._clock()
        self.log.append(Said(text, start_s, start_s + self._seconds_per_letter * len(text)))

    def hush(self) -> None:
        """Ends the utterance that lasts."""
        if self.busy:
            self.log[-1] = replace(self.log[-1], end_s=self._clock())

    def close(self) -> None:
        """Stops it, too."""
        self.hush()


class RecordingChimes:
    """Chimes that only write down.

    Args:
        clock: Seconds, such as the media time of a session.

    Attributes:
        log: What was played so far.
        failed: None, or what a test sets.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self.log: list[Chimed] = []
        self.failed: str | None = None
        self._clock = clock

    def play(self, chime: Chime) -> None:
        """Writes a tone down."""
        self.log.append(Chimed(chime, self._clock()))

    def close(self) -> None:
        """Has nothing to give back."""
