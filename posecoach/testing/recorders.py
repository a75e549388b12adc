"""A speaker, chimes and a display that only keep what would be heard and seen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from posecoach.capture.frame import RgbImage
from posecoach.feedback.voice.protocols import Chime

__all__ = ["Chimed", "RecordingChimes", "RecordingDisplay", "RecordingSpeaker", "Said"]


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


def _none(number: int) -> bool:  # noqa: ARG001 - keeps no picture, whichever it is
    return False


@dataclass(slots=True)
class RecordingDisplay:
    """Keeps what it is shown and presses keys by itself.

    Attributes:
        size: Width and height that it asks for.
        keys: Keys by the number of the picture after which they are pressed, counted from 1; 0 is before any.
        keep: Which pictures to keep besides the last, by their numbers.
        closes_after: Number of the picture after which the window is closed; None for never.
        kept: The pictures kept, by their numbers.
        last: The picture shown last; None before any.
        shown: How many were shown.
        full_screen: Whether it fills the screen.
        closed: Whether the window is closed.
    """

    size: tuple[int, int] = (1280, 720)
    keys: Mapping[int, str] = field(default_factory=dict)
    keep: Callable[[int], bool] = _none
    closes_after: int | None = None
    kept: dict[int, RgbImage] = field(default_factory=dict)
    last: RgbImage | None = None
    shown: int = 0
    full_screen: bool = False
    closed: bool = False
    _pressed: set[int] = field(default_factory=set)

    def show(self, image: RgbImage) -> None:
        """Keeps a copy, since the caller may draw on the picture again."""
        if self.closed:
            return
        self.shown += 1
        self.last = image.copy()
        if self.keep(self.shown):
            self.kept[self.shown] = self.last
        self.closed = self.shown == self.closes_after

    def key(self) -> str | None:
        """The key of the picture shown last, once."""
        if self.closed or self.shown in self._pressed:
            return None
        self._pressed.add(self.shown)
        return self.keys.get(self.shown)

    def toggle_full_screen(self) -> None:
        """Notes it."""
        self.full_screen = not self.full_screen

    def close(self) -> None:
        """Closes it; closing twice does no harm."""
        self.closed = True
