from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given, settings
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


def test_every_count_is_said_and_only_the_last_hint_that_waits() -> None:
    """A key marks what the next of its kind makes outdated, but not in the middle of its words; counts have none."""
    room = Room()
    room.offer(*(Utterance(text, Priority.TIMELY, 1.0) for text in ("one", "two")))
    for text in ("come closer", "move back", "stay there"):
        room.offer(Utterance(text, Priority.INFO, 5.0, key="hint"))
        room.wait(1.0 if text == "come closer" else 0.2)
    room.wait(3)
    assert room.said == ["one", "two", "come closer", "stay there"]
    assert room.speaker.log[2].end_s == pytest.approx(room.speaker.log[2].start_s + 1.1)


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


BEGIN = Utterance("begin", Priority.TIMELY, 1.0, Chime.GO, chime_always=True)


@pytest.mark.parametrize(
    ("waiting", "before", "after"),
    [([CUE, COUNT], [], [Chime.REPETITION]), ([STOP, CUE], [], []), ([BEGIN], [Chime.GO], [])],
)
def test_a_speaker_that_fails_leaves_one_tone_for_all_that_waits(
    waiting: list[Utterance], before: list[Chime], after: list[Chime]
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


@settings(max_examples=50)
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
