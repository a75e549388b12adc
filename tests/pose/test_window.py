import numpy as np
import pytest
from patches import FAR_MAT, PatchEstimator, patch_pose, picture

from posecoach.pose.box import Box
from posecoach.pose.fakes import ScriptedEstimator
from posecoach.pose.window import WindowEstimator, tiles, window_around


def test_poses_are_in_pixels_of_the_whole_picture() -> None:
    """Somebody too small to be found in the whole is found in a part, at the same place."""
    image, window = picture(FAR_MAT), Box(0.5, 0.4, 0.9, 0.6)
    assert PatchEstimator().estimate(image, 0.0) is None
    pose = WindowEstimator(PatchEstimator(), window).estimate(image, 0.0)
    assert pose is not None
    np.testing.assert_allclose(pose.points, patch_pose(FAR_MAT).points)
    assert WindowEstimator(PatchEstimator(), Box(0.0, 0.0, 0.4, 0.4)).estimate(image, 0.0) is None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(Box(0.4, 0.25, 0.6, 0.35), (0.25, 0.05, 0.75, 0.55), id="about the body"),
        pytest.param(Box(0.0, 0.4, 0.2, 0.5), (0.0, 0.1, 0.5, 0.6), id="moved into the picture"),
        pytest.param(Box(0.3, 0.1, 0.6, 0.2), (0.075, 0.0, 0.825, 0.6), id="cut to the picture"),
        pytest.param(Box(0.1, 0.1, 0.6, 0.2), None, id="a large body needs the whole picture"),
    ],
)
def test_the_window_around_a_body(body: Box, expected: tuple[float, ...] | None) -> None:
    """Windows lie in the picture, 0.6 widths high here, and are two and a half bodies wide."""
    window = window_around(body, 0.6)
    edges = window and (window.left, window.top, window.right, window.bottom)
    assert edges == (expected and pytest.approx(expected))


@pytest.mark.parametrize("height", [0.5625, 1.0, 16 / 9])
@pytest.mark.parametrize("share", [1 / 2, 1 / 3])
def test_tiles_cover_the_picture(height: float, share: float) -> None:
    """No place is left out, and somebody on the edge of a tile is in the middle of another."""
    width = 90
    covered = np.zeros((round(width * height), width), int)
    for tile in tiles(height, share):
        assert tile.right <= 1 + 1e-9
        assert tile.bottom <= height + 1e-9
        covered[tile.pixels(width)] += 1
    assert covered.min() >= 1
    assert covered.shape[1] < width * 0.5 or covered[len(covered) // 2, width // 2] >= 2


def test_closing_closes_the_estimator() -> None:
    """A window holds no model of its own."""
    fake = ScriptedEstimator([])
    WindowEstimator(fake, Box(0.0, 0.0, 0.5, 0.5)).close()
    assert fake.closed
