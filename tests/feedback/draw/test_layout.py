import numpy as np
import pytest

from posecoach.feedback.draw.layout import Layout
from posecoach.feedback.draw.shapes import DARK


@pytest.mark.parametrize(
    ("picture", "window", "shown", "room"),
    [
        ((160, 90), (1280, 720), (0, 0, 1280, 720), (1280, 720)),
        ((1280, 720), (1366, 768), (-0, 0, 1366, 768), (1366, 768)),
        ((640, 480), (1280, 720), (320, 0, 1280, 720), (1280, 720)),
        ((720, 1280), (1280, 720), (875, 0, 1280, 720), (875, 720)),
        ((1280, 720), (640, 480), (0, 0, 640, 360), (640, 480)),
        ((1280, 720), (1080, 1920), (0, 621, 1080, 1229), (1080, 1920)),
        ((1280, 720), (100, 1), (98, 0, 100, 1), (98, 1)),
    ],
)
def test_the_picture_leaves_room_where_it_is_of_use(
    picture: tuple[int, int], window: tuple[int, int], shown: tuple[int, ...], room: tuple[int, int]
) -> None:
    """All at its left, and below it before above it; panels go beside it where they fit."""
    layout = Layout.of(picture, window)
    assert tuple(layout.picture) == pytest.approx(shown, abs=1)
    assert (layout.room, layout.apart) == (room, room != window)


@pytest.mark.parametrize("window", [(160, 90), (320, 100), (100, 320), (166, 90)])
def test_pictures_are_mirrored_into_the_window(window: tuple[int, int]) -> None:
    """Whole, in their own shape, with nothing of an older picture beside them."""
    image = np.zeros((90, 160, 3), np.uint8)
    image[:, :40] = 200
    shown = np.full((window[1], window[0], 3), 77, np.uint8)
    layout = Layout.of((160, 90), window)
    layout.paint(image, shown)
    assert image[0, 0, 0] == 200
    light = np.argwhere(shown[..., 0] > 150)
    assert light[:, 1].max() == layout.picture.right - 1 or layout.picture.right > window[0]
    assert len(light) / (layout.picture.right - layout.picture.left) ** 2 == pytest.approx(0.25 * 90 / 160, rel=0.05)
    assert not (shown == 77).all(axis=-1).any()
    assert (shown[0, 0] == DARK).all() == (layout.picture.left > 0 or layout.picture.top > 0)
