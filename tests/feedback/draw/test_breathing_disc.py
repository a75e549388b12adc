import numpy as np
import pytest

from posecoach.capture.frame import RgbImage
from posecoach.feedback.draw.breathing import draw_breath
from posecoach.feedback.draw.page import Page, Scale
from posecoach.feedback.draw.scene import Breath
from posecoach.feedback.draw.shapes import QUIET, Box

SIZE = (1280, 720)


def page(taken: tuple[Box, ...] = (), floor: float = 520.0) -> Page:
    return Page(np.full((SIZE[1], SIZE[0], 3), 60, np.uint8), Scale.live(*SIZE), floor, list(taken))


def lungs(image: RgbImage) -> int:
    """Pixels of the disc's colour."""
    return int((image == QUIET).all(axis=-1).sum())


def drawn(fill: float | None, text: str = "Breathe in") -> RgbImage:
    empty = page()
    assert draw_breath(empty, Breath(text, fill), 230) is not None
    return empty.image


def test_the_disc_grows_with_the_lungs() -> None:
    """From empty to full, a little more at every step."""
    sizes = [lungs(drawn(fill)) for fill in np.linspace(0, 1, 11).tolist()]
    assert sizes[0] > 0
    assert sizes == sorted(set(sizes))


@pytest.mark.parametrize(("fill", "end"), [(-0.5, 0.0), (1.7, 1.0)])
def test_lungs_are_never_more_than_full_or_empty(fill: float, end: float) -> None:
    """Values beyond the ends are drawn as the ends."""
    assert np.array_equal(drawn(fill), drawn(end))


def test_a_cue_that_says_neither_in_nor_out_has_no_disc() -> None:
    """Then there are only words."""
    assert lungs(drawn(None)) == 0
    assert lungs(drawn(0.0)) > 0


@pytest.mark.parametrize("width", [130, 194, 231])
def test_lungs_do_not_jump_when_the_cue_changes(width: float) -> None:
    """Breathing out begins with the disc that breathing in ended with, also in narrow panels."""
    sizes = set()
    for text in ("Breathe in", "Breathe out", "Einatmen", "Ausatmen"):
        empty = page()
        draw_breath(empty, Breath(text, 1.0), width)
        sizes.add(lungs(empty.image))
    assert len(sizes) == 1


def test_a_long_cue_gets_room_from_the_disc() -> None:
    """Words must stay readable; the disc may be smaller."""
    assert lungs(drawn(1.0, "Breathe out as you round, in as you sink")) < lungs(drawn(1.0))


def test_it_stands_beside_the_ring() -> None:
    """In the same row, where the row has room."""
    ring = Box(1030, 18, 1262, 250)
    box = draw_breath(page((ring,)), Breath("Breathe in", 0.5), 232)
    assert box is not None
    assert box.top == pytest.approx(18, abs=1)
    assert box.right < ring.left


def test_it_stands_below_the_ring_where_the_row_is_full() -> None:
    """As in portrait."""
    count, ring = Box(18, 18, 1010, 250), Box(1030, 18, 1262, 250)
    box = draw_breath(page((count, ring)), Breath("Breathe in", 0.5), 232)
    assert box is not None
    assert box.top > ring.bottom


def test_it_is_left_out_where_it_would_cover_something() -> None:
    """Rather no pacer than one over the count."""
    count, ring = Box(18, 18, 1010, 250), Box(1030, 18, 1262, 250)
    full = page((count, ring), floor=300.0)
    before = full.image.copy()
    assert draw_breath(full, Breath("Breathe in", 0.5), 232) is None
    assert np.array_equal(full.image, before)
    assert full.taken == [count, ring]
