from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from posecoach.pose.contour import back_contour
from posecoach.pose.landmarks import LANDMARK_COUNT, Landmark
from posecoach.pose.series import CONTOUR_POINTS, Floats

WIDTH, HEIGHT = 640, 480
TRUNK = 200.0
CENTRE = (330.0, 260.0)
ALONG = np.linspace(0, 1, CONTOUR_POINTS)

Profile = Callable[[NDArray[np.float64]], NDArray[np.float64]]


def flat(along: NDArray[np.float64]) -> NDArray[np.float64]:
    """Straight."""
    return np.full_like(along, 0.15)


def round_back(along: NDArray[np.float64]) -> NDArray[np.float64]:
    """Convex, like a cat's."""
    return 0.12 + 0.6 * along * (1 - along)


def hollow_back(along: NDArray[np.float64]) -> NDArray[np.float64]:
    """Concave, like a cow's."""
    return 0.25 - 0.6 * along * (1 - along)


def landmarks(shoulder: tuple[float, float], hip: tuple[float, float]) -> Floats:
    """Landmarks whose left and right sides lie around the two points."""
    points = np.zeros((LANDMARK_COUNT, 3), np.float32)
    for (x, y), left, right in (
        (shoulder, Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER),
        (hip, Landmark.LEFT_HIP, Landmark.RIGHT_HIP),
    ):
        points[left], points[right] = (x - 6, y + 4, -50), (x + 6, y - 4, 50)
    return points


def trunk(degrees: float, centre: tuple[float, float] = CENTRE) -> Floats:
    """Landmarks of a trunk whose hip lies in this direction from its shoulder, 0 to the right, 90 down."""
    x, y = np.cos(np.radians(degrees)) * TRUNK / 2, np.sin(np.radians(degrees)) * TRUNK / 2
    return landmarks((centre[0] - x, centre[1] - y), (centre[0] + x, centre[1] + y))


def body(points: Floats, profile: Profile) -> Floats:
    """A mask that ends at the profile's heights above the chord, with an edge one pixel soft."""
    shoulder, hip = points[11:13, :2].mean(axis=0), points[23:25, :2].mean(axis=0)
    unit = (hip - shoulder) / np.hypot(*(hip - shoulder))
    up = np.array([unit[1], -unit[0]]) * (1 if unit[0] > 0 else -1)
    pixels = np.moveaxis(np.mgrid[:HEIGHT, :WIDTH][::-1], 0, 2) + 0.5 - shoulder
    above = profile(pixels @ unit / TRUNK) * TRUNK - pixels @ up
    mask: Floats = np.clip(0.5 + above, 0, 1).astype(np.float32)
    return mask


@pytest.mark.parametrize("profile", [flat, round_back, hollow_back])
@pytest.mark.parametrize("degrees", [20, -55, 235])
def test_heights_are_those_of_the_body(profile: Profile, degrees: float) -> None:
    """Whatever the trunk's direction and slope, heights are perpendicular to it and in its lengths."""
    points = trunk(degrees)
    contour = back_contour(body(points, profile), points)
    assert contour.shape == (CONTOUR_POINTS,)
    assert contour.dtype == np.float32
    np.testing.assert_allclose(contour, profile(ALONG), atol=0.005)


def test_mirrored_pictures_have_the_same_contour() -> None:
    """Facing left or right makes no difference, nor do swapped sides of the body."""
    points = trunk(10)
    mask = body(points, round_back)
    mirrored = points.copy()
    mirrored[:, 0] = WIDTH - points[:, 0]
    flipped = np.ascontiguousarray(mask[:, ::-1])
    np.testing.assert_allclose(back_contour(flipped, mirrored), back_contour(mask, points), atol=1e-3)


def test_an_arm_across_the_back_is_dropped() -> None:
    """Rays that run on along a limb have no height; their neighbours keep theirs."""
    points = trunk(0)
    mask = body(points, flat)
    mask[:300, 320:340] = 1
    contour = back_contour(mask, points)
    np.testing.assert_array_equal(np.isnan(contour), np.abs(ALONG - 0.5) < 0.06)
    np.testing.assert_allclose(contour[~np.isnan(contour)], 0.15, atol=0.005)
    mask[255:265, :330] = 0  # a hole in the mask on the chord
    np.testing.assert_array_equal(np.isnan(back_contour(mask, points)), ALONG < 0.56)


def test_rays_that_leave_the_picture_are_dropped() -> None:
    """A hollow back whose ends are cut off by the picture's edge is seen only in its middle."""
    points = trunk(0, centre=(330, 38))
    contour = back_contour(body(points, hollow_back), points)
    seen = ~np.isnan(contour)
    np.testing.assert_array_equal(seen, hollow_back(ALONG) * TRUNK < 37.5)
    assert 0 < seen.sum() < CONTOUR_POINTS


@pytest.mark.parametrize(
    ("points", "why"),
    [
        (trunk(65), "head up"),
        (landmarks((330, 260), (330, 260)), "no length"),
        (np.full((LANDMARK_COUNT, 3), np.nan, np.float32), "not seen"),
        (trunk(0, centre=(330, HEIGHT + 20)), "just below the picture"),
    ],
)
def test_nothing_can_be_said(points: Floats, why: str) -> None:
    """Steep, unseen and far-off trunks have no contour at all."""
    mask = np.ones((HEIGHT, WIDTH), np.float32)
    mask[: HEIGHT // 2] = 0
    assert np.isnan(back_contour(mask, points)).all(), why
