import numpy as np
import pytest

from posecoach.capture.frame import RgbImage
from posecoach.feedback.display import Display
from posecoach.feedback.voice.protocols import Chime
from posecoach.testing.recorders import Chimed, RecordingChimes, RecordingDisplay, RecordingSpeaker, Said


class Clock:
    """Shows what it is set to."""

    time_s = 0.0

    def __call__(self) -> float:
        return self.time_s


def test_an_utterance_lasts_as_long_as_its_text() -> None:
    """Until its end on the clock that was given, the speaker is busy."""
    clock = Clock()
    speaker = RecordingSpeaker(clock, seconds_per_letter=0.5)
    assert not speaker.busy
    clock.time_s = 10.0
    speaker.say("four")
    for clock.time_s, busy in ((10.0, True), (11.9, True), (12.0, False)):
        assert speaker.busy == busy
    assert speaker.log == [Said("four", 10.0, 12.0)]


def test_talking_over_oneself_is_an_error() -> None:
    """A program that doesn't wait for the end is told so, with both texts."""
    speaker = RecordingSpeaker(Clock())
    speaker.say("one")
    with pytest.raises(AssertionError, match=r"'two'.*'one'"):
        speaker.say("two")


@pytest.mark.parametrize("stop", [RecordingSpeaker.hush, RecordingSpeaker.close])
def test_what_was_cut_off_ends_there(stop: object) -> None:
    """The log has the real end, and stopping again changes nothing."""
    clock = Clock()
    speaker = RecordingSpeaker(clock, seconds_per_letter=1.0)
    speaker.hush()
    speaker.say("hello")
    for clock.time_s in (2.0, 3.0):
        assert callable(stop)
        stop(speaker)
    assert (speaker.log, speaker.busy) == ([Said("hello", 0.0, 2.0)], False)


def test_tones_are_written_down() -> None:
    """With the moment at which they began."""
    clock = Clock()
    chimes = RecordingChimes(clock)
    for clock.time_s, chime in ((1.0, Chime.GO), (2.5, Chime.DONE)):
        chimes.play(chime)
    chimes.close()
    assert chimes.log == [Chimed(Chime.GO, 1.0), Chimed(Chime.DONE, 2.5)]


def picture(level: int) -> RgbImage:
    return np.full((4, 6, 3), level, np.uint8)


def test_it_keeps_the_last_picture_and_the_chosen_ones() -> None:
    """Copies, since whoever draws uses the same memory again."""
    display, image = RecordingDisplay(keep=lambda number: number % 2 == 0), picture(0)
    for level in (1, 2, 3, 4, 5):
        image[:] = level
        display.show(image)
    assert display.shown == 5
    assert display.last is not None
    assert display.last.max() == 5
    assert {number: one.max() for number, one in display.kept.items()} == {2: 2, 4: 4}


def test_it_presses_each_key_once() -> None:
    """After the picture that it belongs to."""
    display: Display = RecordingDisplay(keys={0: "space", 2: "q"})
    heard = [display.key(), display.key()]
    for level in (1, 2, 3):
        display.show(picture(level))
        heard += [display.key(), display.key()]
    assert heard == ["space", None, None, None, "q", None, None, None]


def test_it_closes_by_itself_or_by_the_program() -> None:
    """Then it takes no pictures and presses no keys."""
    display = RecordingDisplay(keys={2: "q"}, closes_after=2)
    for level in (1, 2, 3):
        display.show(picture(level))
    assert (display.shown, display.closed, display.key()) == (2, True, None)
    other = RecordingDisplay()
    other.close()
    other.close()
    other.show(picture(1))
    assert (other.closed, other.shown) == (True, 0)
