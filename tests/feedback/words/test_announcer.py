from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecoach.feedback.voice.protocols import Chime, VoiceMode
from posecoach.feedback.words.announcer import Announcer, Priority, Utterance
from posecoach.testing.voices import RecordingChimes, RecordingSpeaker

COUNT = Utterance("three", Priority.TIMELY, 1.0, Chime.REPETITION)
CUE = Utterance("lift your hips", Priority.CUE, 3.0, Chime.FAULT)
PRAISE = Utterance("well done", Priority.PRAISE, 5.0)
STOP = Utterance("stop if it hurts", Priority.SAFETY, 5.0)
ALWAYS = Utterance("", Priority.TIMELY, 0.0, Chime.GO, chime_always=True)


class Room:
    """An announcer whose speaker and chimes write down, and the clock on the wall."""

    def __init__(self, mode: VoiceMode = VoiceMode.FULL, seconds_per_letter: float = 0.1) -> None:
        self.time_s = 0.0
        self.speaker = RecordingSpeaker(lambda: self.time_s, seconds_per_letter)
        self.chimes = RecordingChimes(lambda: self.time_s)
        self.announcer = Announcer(self.speaker, self.chimes, mode=mode)

    def offer(self, *utterances: Utterance) -> None:
        for utterance in utterances:
            self.announcer.offer(utterance, self.time_s)

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


def test_the_most_urgent_is_said_first() -> None:
    """Whatever the order in which they were offered."""
    room = Room(seconds_per_letter=0.01)
    room.offer(PRAISE, CUE, COUNT, STOP)
    room.wait(2)
    assert room.said == [STOP.text, COUNT.text, CUE.text, PRAISE.text]


def test_what_comes_too_late_is_dropped() -> None:
    """A count that had to wait for a long cue is worth nothing; praise still is."""
    room = Room()
    room.offer(CUE)
    room.wait(0.2)
    room.offer(COUNT, PRAISE)
    room.wait(4)
    assert room.said == [CUE.text, PRAISE.text]
    assert room.speaker.log[1].start_s >= room.speaker.log[0].end_s


def test_something_may_begin_until_the_moment_it_expires() -> None:
    """And not a frame later."""
    for late_s, said in ((1.0, [COUNT.text]), (1.1, [])):
        room = Room()
        room.offer(COUNT)
        room.announcer.step(late_s)
        assert room.said == said


def test_every_count_is_said_and_only_the_last_hint() -> None:
    """A key marks what the next of its kind makes outdated; counts have none."""
    room = Room(seconds_per_letter=0.01)
    room.offer(*(Utterance(text, Priority.TIMELY, 1.0) for text in ("one", "two")))
    room.offer(*(Utterance(text, Priority.INFO, 1.0, key="hint") for text in ("come closer", "move back")))
    room.wait(2)
    assert room.said == ["one", "two", "move back"]


def test_a_later_one_with_the_same_key_does_not_interrupt() -> None:
    """It replaces what waits, not what is being said."""
    room = Room()
    hints = [Utterance(text, Priority.INFO, 5.0, key="hint") for text in ("come closer", "move back")]
    for hint in hints:
        room.offer(hint)
        room.wait(0.2)
    room.wait(3)
    first, second = room.speaker.log
    assert (first.text, second.text) == ("come closer", "move back")
    assert first.end_s == pytest.approx(1.1)


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


def test_without_speech_tones_stand_in() -> None:
    """Once the speaker has failed, full mode is like sounds, and nobody waits for it."""
    room = Room()
    room.speaker.failed = "no speech engine"
    room.offer(CUE, PRAISE)
    room.wait(1)
    assert (room.said, room.chimed, room.announcer.busy) == ([], [Chime.FAULT], False)


def test_a_speaker_that_fails_leaves_one_tone_for_all_that_waits() -> None:
    """That of the most urgent, unless it was played when it was offered."""
    for waiting, chimed in (([CUE, COUNT], [Chime.REPETITION]), ([STOP, CUE], [])):
        room = Room()
        room.offer(PRAISE)
        room.wait(0.1)
        room.offer(*waiting)
        room.speaker.failed = "the engine ends by itself"
        room.wait(1)
        assert (room.said, room.chimed) == ([PRAISE.text], chimed)


def test_a_tone_that_was_played_is_not_played_again_in_place_of_its_words() -> None:
    """Marked to be heard always, it was heard when it was offered."""
    room = Room()
    room.offer(Utterance("begin", Priority.TIMELY, 1.0, Chime.GO, chime_always=True))
    room.speaker.failed = "the engine ends by itself"
    room.wait(1)
    assert room.chimed == [Chime.GO]


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


def test_what_waited_is_forgotten_even_if_the_sound_is_on_again_at_once() -> None:
    """No frame need pass between."""
    room = Room()
    room.offer(CUE, COUNT)
    room.announcer.mute()
    room.announcer.unmute()
    room.wait(1)
    assert (room.said, room.chimed) == ([], [])


def test_busy_means_that_words_are_being_said_or_wait() -> None:
    """Not before, not after, and not for a tone."""
    room = Room()
    room.offer(ALWAYS)
    busy = [room.announcer.busy]
    room.offer(COUNT)
    busy.append(room.announcer.busy)
    for _ in range(2):
        room.wait(0.3)
        busy.append(room.announcer.busy)
    assert busy == [False, True, True, False]


def test_an_engine_that_starts_is_not_waited_for() -> None:
    """A speaker is busy while its engine starts, but nothing is being said."""
    room = Room()
    room.speaker.say("sound of an engine that starts")
    room.wait(0.2)
    assert not room.announcer.busy


@dataclass(frozen=True)
class Offer:
    """Something that is offered so many seconds after the one before."""

    after_s: float
    priority: Priority
    expires_s: float
    letters: int


# Quarters of a second are exact in binary, so that no comparison hangs on a last digit.
QUARTERS = st.integers(0, 16).map(lambda quarters: quarters / 4)
OFFERS = st.lists(st.builds(Offer, QUARTERS, st.sampled_from(Priority), QUARTERS, st.integers(1, 12)), max_size=20)


@given(OFFERS)
def test_one_at_a_time_in_order_and_never_late(offers: list[Offer]) -> None:
    """No two at once, nothing after its time, the most urgent first, and nothing dropped while there was time."""
    room = Room(seconds_per_letter=0.25)
    offered: dict[str, tuple[float, Offer]] = {}
    arrivals = [sum(offer.after_s for offer in offers[: number + 1]) for number in range(len(offers))]
    while room.time_s < 150:
        for number, (arrival_s, offer) in enumerate(zip(arrivals, offers, strict=True)):
            if arrival_s == room.time_s:
                text = f"{number:02d}".ljust(offer.letters + 2)
                offered[text] = (arrival_s, offer)
                room.announcer.offer(Utterance(text, offer.priority, offer.expires_s), arrival_s)
        room.announcer.step(room.time_s)
        room.time_s += 0.25

    log = room.speaker.log
    assert all(before.end_s <= after.start_s for before, after in pairwise(log))
    starts = {said.text: said.start_s for said in log}
    for text, (arrival_s, offer) in offered.items():
        rivals = [
            said
            for said in log
            if said.text != text and arrival_s <= said.start_s < starts.get(text, arrival_s + offer.expires_s + 0.25)
        ]
        # Those who were served meanwhile were more urgent, or as urgent and there before.
        assert all((offered[said.text][1].priority, said.text) < (offer.priority, text) for said in rivals)
        if text in starts:
            assert starts[text] - arrival_s <= offer.expires_s
        else:  # at every moment of its time another was being said
            last_s = arrival_s + offer.expires_s
            assert any(said.start_s <= last_s < said.end_s for said in log)
