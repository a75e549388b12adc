import numpy as np

from posecoach.capture.frame import RgbImage
from posecoach.feedback.display import Display
from posecoach.testing.displays import RecordingDisplay


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
