import numpy as np
import pytest

from posecoach.capture.frame import RgbImage
from posecoach.feedback.draw.breathing import draw_breath
from posecoach.feedback.draw.page import Page, Scale
from posecoach.feedback.draw.scene import Breath
from posecoach.feedback.draw.shapes import QUIET, Box

SIZE = (1280, 720)


def page(taken: tuple[Box, ...] = (), floor: float = 520.0) -> Page:
    return Page(np.full((SIZE[1], SIZE[0], 3), 60, np.uint8), Scale.live(*SIZE), floor, floor, list(taken))


def lungs(image: RgbImage) -> int:
    """Pixels of the disc's colour."""
    return int((image == QUIET).all(axis=-1).sum())


def drawn(fill: float | None, text: str = "Breathe in") -> RgbImage:
    empty = page()
    assert draw_breath(empty, Breath(text, fill), 230) is not None
    return empty.image


def test_the_disc_grows_with_the_lungs() -> None:
    """From empty to full, a little more at every step, and no further; normal breathing and long cues take its room."""
    sizes = [lungs(drawn(fill)) for fill in np.linspace(0, 1, 11).tolist()]
    assert sizes[0] > 0
    assert sizes == sorted(set(sizes))
    assert [lungs(drawn(-0.5)), lungs(drawn(1.7)), lungs(drawn(None))] == [sizes[0], sizes[-1], 0]
    assert lungs(drawn(1.0, "Breathe out as you round, in as you sink")) < sizes[-1]


@pytest.mark.parametrize("width", [130, 231])
def test_lungs_do_not_jump_when_the_cue_changes(width: float) -> None:
    """Breathing out begins with the disc that breathing in ended with, also in narrow panels."""
    sizes = set()
    for text in ("Breathe in", "Breathe out", "Einatmen", "Ausatmen"):
        empty = page()
        draw_breath(empty, Breath(text, 1.0), width)
        sizes.add(lungs(empty.image))
    assert len(sizes) == 1


def test_it_stands_beside_the_ring_or_below() -> None:
    """In the same row where the row has room; below, as in portrait, where it is full."""
    count, ring = Box(18, 18, 1010, 250), Box(1030, 18, 1262, 250)
    beside, below = (draw_breath(page(taken), Breath("Breathe in", 0.5), 232) for taken in ((ring,), (count, ring)))
    assert beside is not None
    assert below is not None
    assert beside.top == pytest.approx(18, abs=1)
    assert beside.right < ring.left
    assert below.top > ring.bottom


@pytest.mark.parametrize(("count_right", "narrower"), [(750, False), (830, True)])
def test_it_is_narrower_in_a_row_that_is_nearly_full(count_right: float, narrower: bool) -> None:
    """As in a window of 4:3; what is beside it stays free."""
    count, ring = Box(18, 18, count_right, 250), Box(1030, 18, 1262, 250)
    box = draw_breath(page((count, ring)), Breath("Breathe in", 0.5), 232)
    assert box is not None
    assert box.top == pytest.approx(18, abs=1)
    assert count.right < box.left < box.right < ring.left
    assert (box.right - box.left < 231) == narrower


def test_it_is_left_out_where_it_would_cover_something() -> None:
    """Rather no pacer than one over the count."""
    count, ring = Box(18, 18, 1010, 250), Box(1030, 18, 1262, 250)
    full = page((count, ring), floor=300.0)
    before = full.image.copy()
    assert draw_breath(full, Breath("Breathe in", 0.5), 232) is None
    assert np.array_equal(full.image, before)
    assert full.taken == [count, ring]
