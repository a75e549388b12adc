"""What is said when several things want to be said: most urgent first, one at a time, nothing late."""

from dataclasses import dataclass
from enum import IntEnum, auto

from posecoach.feedback.voice.protocols import Chime, Chimes, Speaker, VoiceMode

__all__ = ["Announcer", "Priority", "Utterance"]


class Priority(IntEnum):
    """What is said first; the lowest first."""

    SAFETY = auto()
    TIMELY = auto()
    """Counts, countdowns, seconds of a hold."""
    CUE = auto()
    INFO = auto()
    PRAISE = auto()


@dataclass(frozen=True, slots=True)
class Utterance:
    """Something to be heard.

    Attributes:
        text: In the person's language; empty for a tone alone.
        priority: Against others that wait.
        expires_s: How long after it was offered it may still begin.
        chime: The tone that stands for it.
        chime_always: Whether the tone is played beside speech, too.
        key: A later one with the same key replaces it while it waits; None for what must all be said, such as counts.
    """

    text: str
    priority: Priority
    expires_s: float
    chime: Chime | None = None
    chime_always: bool = False
    key: str | None = None


@dataclass(frozen=True, slots=True)
class _Waiting:
    utterance: Utterance
    until_s: float


class Announcer:
    """Hands a speaker one utterance after the other, and plays the tones.

    Tones are played at once: all of them without speech (`VoiceMode.SOUNDS`, or a speaker that has failed), else those
    that are marked `chime_always`. Nothing that is being said is interrupted, except by `mute`.

    Args:
        speaker: Says them.
        chimes: Plays the tones.
        mode: How much is heard.
    """

    def __init__(self, speaker: Speaker, chimes: Chimes, *, mode: VoiceMode = VoiceMode.FULL) -> None:
        self._speaker = speaker
        self._chimes = chimes
        self._mode = mode
        self._muted = False
        self._saying = False
        self._waiting: list[_Waiting] = []

    @property
    def busy(self) -> bool:
        """Whether something is being said, or waits to be; an engine that merely starts is not busy."""
        return self._speaks and (bool(self._waiting) or (self._saying and self._speaker.busy))

    @property
    def muted(self) -> bool:
        """Whether `mute` was called last."""
        return self._muted

    def offer(self, utterance: Utterance, time_s: float) -> None:
        """Takes something to be heard; its tone begins at once, its words with a `step`."""
        if self._muted or self._mode is VoiceMode.OFF:
            return
        if utterance.chime is not None and (utterance.chime_always or not self._speaks):
            self._chimes.play(utterance.chime)
        if utterance.text and self._speaks:
            if utterance.key is not None:
                self._waiting = [waiting for waiting in self._waiting if waiting.utterance.key != utterance.key]
            self._waiting.append(_Waiting(utterance, time_s + utterance.expires_s))

    def step(self, time_s: float) -> None:
        """Says the most urgent of what waits if nothing is being said; to be called with every frame."""
        self._waiting = [waiting for waiting in self._waiting if time_s <= waiting.until_s]
        if not self._waiting:
            return
        if not self._speaks:
            self._fall_back()
        elif not self._speaker.busy:
            self._saying = True
            self._speaker.say(self._next().text)

    def mute(self) -> None:
        """Stops what is being said and forgets what waits; nothing is heard until `unmute`."""
        self._muted, self._saying = True, False
        self._waiting.clear()
        self._speaker.hush()

    def unmute(self) -> None:
        """Lets later utterances be heard again."""
        self._muted = False

    @property
    def _speaks(self) -> bool:
        return self._mode is VoiceMode.FULL and not self._muted and self._speaker.failed is None

    def _next(self) -> Utterance:
        """Takes out the first of the most urgent."""
        first = min(self._waiting, key=lambda waiting: waiting.utterance.priority)
        self._waiting.remove(first)
        return first.utterance

    def _fall_back(self) -> None:
        """The speaker has failed meanwhile: the tone of what would have been said stands in for all that waits."""
        utterance = self._next()
        self._waiting.clear()
        if utterance.chime is not None and not utterance.chime_always:
            self._chimes.play(utterance.chime)
