from dataclasses import replace

import numpy as np
import pytest
from figures import believed
from hypothesis import given, settings
from hypothesis import strategies as st

from posecoach.measures import MEASURES, Body
from posecoach.pose.estimator import MEDIAPIPE
from posecoach.pose.landmarks import Landmark, Side
from posecoach.pose.posture import Posture
from posecoach.pose.series import StablePoses
from posecoach.pose.stabilise import Stabiliser
from posecoach.pose.transforms import SHARE, Fit, levelled, without_hip_offset
from posecoach.testing import Figure, FrontFigure, scripted_series

HIPS = [Landmark.LEFT_HIP, Landmark.RIGHT_HIP]
TRUNK_PX = 260.0
POSES = believed(Figure.supine(150.0), Figure.all_fours(Side.LEFT), Figure.prone(30.0), Figure.kneeling(25.0))
# A trunk that is exactly upright has no side that the head is on.
FACING = believed(FrontFigure(hip_shift=0.1, trunk_lean=3.0), FrontFigure(seated=True, trunk_lean=3.0))


def lying(*, head_left: bool = True) -> StablePoses:
    return Stabiliser()(scripted_series([Figure.supine(head_left=head_left)] * 30, profile=MEDIAPIPE))


@pytest.mark.parametrize("head_left", [True, False])
def test_supine_hips_are_put_lower(head_left: bool) -> None:
    """The front faces up, so a hip found too far to the front is too high, whichever way the person lies."""
    poses = lying(head_left=head_left)
    moved = without_hip_offset(poses, Posture.SUPINE).points - poses.points
    assert sorted(set(np.nonzero(moved.any(axis=(0, 2)))[0])) == HIPS
    shift = moved[-1] / TRUNK_PX / SHARE
    near = Landmark.of("hip", Side.RIGHT if head_left else Side.LEFT)
    offset = MEDIAPIPE.hip_offsets[Posture.SUPINE]
    assert shift[near, 1] == pytest.approx(offset.near[1], abs=0.008)
    assert shift[near, 0] * (1 if head_left else -1) == pytest.approx(offset.near[0], abs=0.008)
    far = HIPS[1] if near is HIPS[0] else HIPS[0]
    assert shift[far, 1] == pytest.approx(offset.far[1], abs=0.008)


def test_hips_stay_without_an_offset_or_a_trunk() -> None:
    """Poses in other postures come back as they are; a hidden shoulder leaves no direction to correct along."""
    poses = lying()
    for posture in set(Posture) - set(MEDIAPIPE.hip_offsets):
        assert without_hip_offset(poses, posture) is poses
    poses.points[:, Landmark.LEFT_SHOULDER] = np.nan
    assert without_hip_offset(poses, Posture.SUPINE).points == pytest.approx(poses.points, nan_ok=True)


@settings(max_examples=25)
@given(scale=st.floats(0.2, 3.0), turn_deg=st.floats(-180, 180), move=st.floats(-500, 500))
def test_scaling_turning_and_moving_the_picture_commute_with_it(scale: float, turn_deg: float, move: float) -> None:
    """The offset belongs to the body, not to the picture."""
    poses, turn = lying(), np.radians(turn_deg)
    matrix = scale * np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    changed = replace(poses, points=poses.points @ matrix.T + move)
    expected = without_hip_offset(poses, Posture.SUPINE).points @ matrix.T + move
    assert without_hip_offset(changed, Posture.SUPINE).points == pytest.approx(expected, abs=1e-6, nan_ok=True)


def rolled(poses: StablePoses, degrees: float) -> StablePoses:
    """As a camera sees them that is rolled clockwise: its picture turns the other way."""
    middle = complex(*poses.size) / 2
    places = (poses.points[..., 0] + 1j * poses.points[..., 1] - middle) * np.exp(-1j * np.radians(degrees)) + middle
    return replace(poses, points=np.stack([places.real, places.imag], axis=-1))


@pytest.mark.parametrize("poses", [POSES, FACING], ids=["from the side", "from the front"])
@settings(max_examples=15)
@given(degrees=st.floats(-45, 45))
def test_every_measure_is_that_of_a_level_camera(poses: StablePoses, degrees: float) -> None:
    """Whatever the roll was that is taken off again."""
    found = levelled(rolled(poses, degrees), degrees)
    for measure in MEASURES.values():
        for side in Side:
            expected = measure.of(Body(poses, front_up=True), side)
            assert np.allclose(measure.of(Body(found, front_up=True), side), expected, atol=1e-6, equal_nan=True)


def test_a_clockwise_roll_lets_the_floor_sink_to_the_left() -> None:
    """Taking it off lifts what lies at the left of the middle, and lowers what lies at the right; a level one stays."""
    poses = replace(POSES, points=np.tile([[[100.0, 360.0], [1180.0, 360.0]]], (len(POSES), 1, 1)))
    left, right = levelled(poses, 10.0).points[0]
    assert left[1] < 360 < right[1]
    assert (left + right) / 2 == pytest.approx([640.0, 360.0])
    assert poses.points[0].tolist() == [[100.0, 360.0], [1180.0, 360.0]]
    assert levelled(POSES, 0.0) is POSES


@pytest.mark.parametrize(
    ("picture", "size", "scaled", "left", "top"),
    [
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


def test_landmarks_go_where_the_picture_goes() -> None:
    """The corners of the picture land on those of its place; depth is scaled alike, and nobody stays nobody."""
    series = scripted_series([Figure.supine(), None])
    series.points[0, 0], series.points[0, 1] = (0.0, 0.0, 100.0), (1280.0, 720.0, -100.0)
    fitted = Fit.of((1280, 720), (640, 480)).series(series)
    assert fitted.points[0, 0].tolist() == [0.0, 60.0, 50.0]
    assert fitted.points[0, 1].tolist() == [640.0, 420.0, -50.0]
    assert fitted.points.dtype == np.float32
    assert fitted.has_pose.tolist() == [True, False]
