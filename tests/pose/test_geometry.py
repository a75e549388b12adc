import numpy as np
import pytest

from posecoach.pose.geometry import Box


@pytest.mark.parametrize(
    ("box", "rows", "columns"),
    [
        pytest.param(Box(0.25, 0.1, 0.5, 0.3), (20, 60), (50, 100), id="inside"),
        pytest.param(Box(-0.5, -0.5, 0.5, 0.2), (0, 40), (0, 100), id="beyond the corner"),
        pytest.param(Box(-0.5, -0.5, -0.1, -0.2), (0, 0), (0, 0), id="wholly outside"),
    ],
)
def test_pixels_of_a_box(box: Box, rows: tuple[int, int], columns: tuple[int, int]) -> None:
    """Boxes are in picture widths both ways, and cut at the picture's upper left edges."""
    assert box.pixels(200) == (slice(*rows), slice(*columns))


def test_a_box_around_points() -> None:
    """Points that aren't there don't matter, nor does their depth."""
    box = Box.around(np.array([[0.2, 0.5, 9.0], [np.nan, np.nan, np.nan], [0.5, 0.1, -9.0]]))
    assert (box.left, box.top, box.right, box.bottom) == (0.2, 0.1, 0.5, 0.5)
    assert (box.width, box.height, box.size) == pytest.approx((0.3, 0.4, 0.5))
    assert box.grown(0.1).width == pytest.approx(0.5)
