import pytest

from posecoach.feedback.voice.protocols import Chime, VoiceMode
from posecoach.feedback.words.announcer import Announcement, Announcer
from posecoach.session.speech import Priority, Rule
from posecoach.testing.recorders import RecordingChimes, RecordingSpeaker

COUNT = Announcement("three", Rule(Priority.TIMELY, 1.0), chime=Chime.REPETITION)
CUE = Announcement("lift your hips", Rule(Priority.CUE, 3.0), chime=Chime.FAULT)
PRAISE = Announcement("well done", Rule(Priority.PRAISE, 5.0))
STOP = Announcement("stop if it hurts", Rule(Priority.SAFETY, 5.0))
ALWAYS = Announcement("", Rule(Priority.TIMELY, 0.0), chime=Chime.GO, chime_always=True)


class Room:
    """An announcer whose speaker and chimes write down, and the clock on the wall."""

    def __init__(self, mode: VoiceMode = VoiceMode.FULL, seconds_per_letter: float = 0.1) -> None:
        self.time_s = 0.0
        self.speaker = RecordingSpeaker(lambda: self.time_s, seconds_per_letter)
        self.chimes = RecordingChimes(lambda: self.time_s)
        self.announcer = Announcer(self.speaker, self.chimes, mode=mode)

    def offer(self, *announcements: Announcement) -> None:
        for announcement in announcements:
            self.announcer.offer(announcement, self.time_s)

    def wait(self, seconds: float) -> None:
        """Frames come ten times a second."""
        for _ in range(round(seconds * 10)):
            self.announcer.step(self.time_s)
            self.time_s = round(self.time_s + 0.1, 6)

    @property
    def said(self) -> list[str]:
        return [said.text for said in self.speaker.log]

    @property
    def chimed(self) -> list[Chime]:
        return [chimed.chime for chimed in self.chimes.log]


@pytest.mark.parametrize(
    ("mode", "said", "chimed"),
    [
        (VoiceMode.OFF, [], []),
        (VoiceMode.SOUNDS, [], [Chime.FAULT, Chime.GO]),
        (VoiceMode.FULL, [CUE.text], [Chime.GO]),
    ],
)
def test_the_mode_decides_what_is_heard(mode: VoiceMode, said: list[str], chimed: list[Chime]) -> None:
    """Tones stand in for words, except those that are always played."""
    room = Room(mode)
    room.offer(CUE, ALWAYS)
    room.wait(1)
    assert (room.said, room.chimed) == (said, chimed)
    assert not room.announcer.busy or mode is VoiceMode.FULL


def test_tones_do_not_wait() -> None:
    """They begin when they are offered, also while something is being said."""
    room = Room()
    room.offer(CUE)
    room.wait(0.5)
    room.offer(ALWAYS)
    assert [(chimed.chime, chimed.time_s) for chimed in room.chimes.log] == [(Chime.GO, 0.5)]


BEGIN = Announcement("begin", Rule(Priority.TIMELY, 1.0), chime=Chime.GO, chime_always=True)


@pytest.mark.parametrize(
    ("waiting", "before", "after"),
    [([CUE, COUNT], [], [Chime.REPETITION]), ([STOP, CUE], [], []), ([BEGIN], [Chime.GO], [])],
)
def test_a_speaker_that_fails_leaves_one_tone_for_all_that_waits(
    waiting: list[Announcement], before: list[Chime], after: list[Chime]
) -> None:
    """That of the most urgent, unless it was played when it was offered; from then on tones stand in for words."""
    room = Room()
    room.offer(PRAISE)
    room.wait(0.1)
    room.offer(*waiting)
    assert room.chimed == before
    room.speaker.failed = "the engine ends by itself"
    room.wait(1)
    room.offer(CUE)
    assert (room.said, room.chimed, room.announcer.busy) == ([PRAISE.text], [*before, *after, Chime.FAULT], False)


def test_muting_stops_at_once_and_forgets() -> None:
    """What was waiting is not made up for afterwards."""
    room = Room()
    room.offer(CUE, PRAISE)
    room.wait(0.3)
    room.announcer.mute()
    assert (room.announcer.muted, room.announcer.busy, room.speaker.busy) == (True, False, False)
    room.offer(STOP, ALWAYS)
    room.wait(1)
    room.announcer.unmute()
    room.wait(1)
    room.offer(COUNT)
    room.wait(1)
    assert (room.announcer.muted, room.said, room.chimed) == (False, [CUE.text, COUNT.text], [])


def test_busy_means_that_words_are_being_said_or_wait() -> None:
    """Not before, not after, not for a tone, and not while the engine starts."""
    room = Room()
    room.speaker.say("sound of an engine that starts")
    room.wait(0.2)
    room.offer(ALWAYS)
    busy = [room.announcer.busy]
    room.wait(3)
    room.offer(COUNT)
    busy.append(room.announcer.busy)
    for _ in range(2):
        room.wait(0.3)
        busy.append(room.announcer.busy)
    assert busy == [False, True, True, False]
