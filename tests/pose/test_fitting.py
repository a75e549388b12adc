import numpy as np
import pytest

from posecoach.measures import MEASURES, Body
from posecoach.pose.fitting import Fit
from posecoach.pose.landmarks import Side
from posecoach.pose.series import PoseSeries
from posecoach.pose.stabilise import Stabiliser
from posecoach.testing import Figure, scripted_series


def hip_angle(series: PoseSeries) -> float:
    body = Body(Stabiliser()(series), front_up=True)
    return float(MEASURES["hip_angle"].of(body, Side.LEFT)[-1])


@pytest.mark.parametrize(
    ("picture", "size", "scaled", "left", "top"),
    [
        ((1280, 720), (1280, 720), (1280, 720), 0, 0),
        ((1280, 720), (640, 360), (640, 360), 0, 0),
        ((640, 360), (1280, 720), (1280, 720), 0, 0),
        ((1280, 720), (640, 480), (640, 360), 0, 60),
        ((640, 480), (1280, 720), (960, 720), 160, 0),
        ((9000, 1), (90, 90), (90, 1), 0, 44),
    ],
)
def test_a_picture_is_put_in_the_middle(
    picture: tuple[int, int], size: tuple[int, int], scaled: tuple[int, int], left: int, top: int
) -> None:
    """As large as it fits, with margins where the shapes differ."""
    fit = Fit.of(picture, size)
    assert (fit.size, fit.scaled, fit.left, fit.top) == (size, scaled, left, top)


@pytest.mark.parametrize("size", [(640, 360), (640, 480), (1920, 1080), (480, 640)])
def test_angles_stay_what_they_were(size: tuple[int, int]) -> None:
    """A camera that changes the shape of its picture doesn't bend anybody."""
    series = scripted_series([Figure.supine(150.0)] * 20)
    fitted = Fit.of(series.size, size).series(series)
    assert fitted.size == size
    assert hip_angle(fitted) == pytest.approx(hip_angle(series), abs=0.01)


def test_landmarks_go_where_the_picture_goes() -> None:
    """The corners of the picture land on those of its place; depth is scaled alike, and nobody stays nobody."""
    series = scripted_series([Figure.supine(), None])
    series.points[0, 0], series.points[0, 1] = (0.0, 0.0, 100.0), (1280.0, 720.0, -100.0)
    fitted = Fit.of((1280, 720), (640, 480)).series(series)
    assert fitted.points[0, 0].tolist() == [0.0, 60.0, 50.0]
    assert fitted.points[0, 1].tolist() == [640.0, 420.0, -50.0]
    assert fitted.points.dtype == np.float32
    assert fitted.has_pose.tolist() == [True, False]
