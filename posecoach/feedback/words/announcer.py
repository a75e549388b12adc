"""Hands a speaker one utterance after the other, and plays the tones."""

from dataclasses import dataclass

from posecoach.feedback.voice.protocols import Chime, Chimes, Speaker, VoiceMode
from posecoach.session.speech import Motion, SpeechQueue, Utterance

__all__ = ["Announcement", "Announcer"]


@dataclass(frozen=True, slots=True)
class Announcement(Utterance):
    """Something to be heard; its text is empty for a tone alone.

    Attributes:
        chime: The tone that stands for it.
        chime_always: Whether the tone is played beside speech, too.
    """

    chime: Chime | None = None
    chime_always: bool = False


class Announcer:
    """Says what a queue lets be said, and plays the tones.

    Tones are played at once: all of them without speech (`VoiceMode.SOUNDS`, or a speaker that has failed), else those
    that are marked `chime_always`. Nothing that is being said is interrupted, except by `hush` and `mute`.

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
        self._queue = SpeechQueue[Announcement]()

    @property
    def busy(self) -> bool:
        """Whether something is being said, or waits to be; an engine that merely starts is not busy."""
        return self._speaks and (bool(self._queue) or (self._saying and self._speaker.busy))

    @property
    def muted(self) -> bool:
        """Whether `mute` was called last."""
        return self._muted

    def offer(self, announcement: Announcement, time_s: float) -> None:
        """Takes something to be heard; its tone begins at once, its words with a `step`."""
        if self._muted or self._mode is VoiceMode.OFF:
            return
        if announcement.chime is not None and (announcement.chime_always or not self._speaks):
            self._chimes.play(announcement.chime)
        if announcement.text and self._speaks:
            self._queue.offer(announcement, time_s)

    def step(self, time_s: float, motion: Motion = Motion.RESTS) -> Utterance | None:
        """Says what comes next if nothing is being said; to be called with every frame.

        Args:
            time_s: Of the frame.
            motion: What the body does.

        Returns:
            What it begins to say.
        """
        self._queue.step(time_s, motion)
        if not self._queue or (self._speaks and self._speaker.busy):
            return None
        announcement = self._queue.take(motion)
        if announcement is None:
            return None
        if not self._speaks:
            self._fall_back(announcement)
            return None
        self._saying = True
        self._speaker.say(announcement.text)
        return announcement

    def hush(self) -> None:
        """Stops what is being said and forgets what waits."""
        self._saying = False
        self._queue.clear()
        self._speaker.hush()

    def mute(self) -> None:
        """Hushes, and nothing is heard until `unmute`."""
        self._muted = True
        self.hush()

    def unmute(self) -> None:
        """Lets later announcements be heard again."""
        self._muted = False

    @property
    def _speaks(self) -> bool:
        return self._mode is VoiceMode.FULL and not self._muted and self._speaker.failed is None

    def _fall_back(self, announcement: Announcement) -> None:
        """The speaker has failed meanwhile: the tone of what would have been said stands in for all that waits."""
        self._queue.clear()
        if announcement.chime is not None and not announcement.chime_always:
            self._chimes.play(announcement.chime)
