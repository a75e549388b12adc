from dataclasses import replace

import numpy as np
import pytest
from figures import believed
from hypothesis import given
from hypothesis import strategies as st

from posecoach.measures import MEASURES, Body
from posecoach.pose.landmarks import Side
from posecoach.pose.levelling import levelled
from posecoach.pose.series import StablePoses
from posecoach.testing import Figure, FrontFigure

POSES = believed(Figure.supine(150.0), Figure.all_fours(Side.LEFT), Figure.prone(30.0), Figure.kneeling(25.0))
# A trunk that is exactly upright has no side that the head is on.
FACING = believed(FrontFigure(hip_shift=0.1, trunk_lean=3.0), FrontFigure(seated=True, trunk_lean=3.0))


def rolled(poses: StablePoses, degrees: float) -> StablePoses:
    """As a camera sees them that is rolled clockwise: its picture turns the other way."""
    middle = complex(*poses.size) / 2
    places = (poses.points[..., 0] + 1j * poses.points[..., 1] - middle) * np.exp(-1j * np.radians(degrees)) + middle
    return replace(poses, points=np.stack([places.real, places.imag], axis=-1))


@pytest.mark.parametrize("poses", [POSES, FACING], ids=["from the side", "from the front"])
@given(degrees=st.floats(-45, 45))
def test_every_measure_is_that_of_a_level_camera(poses: StablePoses, degrees: float) -> None:
    """Whatever the roll was that is taken off again."""
    found = levelled(rolled(poses, degrees), degrees)
    for measure in MEASURES.values():
        for side in Side:
            expected = measure.of(Body(poses, front_up=True), side)
            assert np.allclose(measure.of(Body(found, front_up=True), side), expected, atol=1e-6, equal_nan=True)


def test_a_clockwise_roll_lets_the_floor_sink_to_the_left() -> None:
    """Taking it off lifts what lies at the left of the middle, and lowers what lies at the right."""
    poses = replace(POSES, points=np.tile([[[100.0, 360.0], [1180.0, 360.0]]], (len(POSES), 1, 1)))
    left, right = levelled(poses, 10.0).points[0]
    assert left[1] < 360 < right[1]
    assert (left + right) / 2 == pytest.approx([640.0, 360.0])


def test_a_level_camera_is_left_alone() -> None:
    """The poses themselves come back, and given ones are never changed."""
    before = POSES.points.copy()
    assert levelled(POSES, 0.0) is POSES
    assert not np.array_equal(levelled(POSES, 5.0).points, before)
    assert np.array_equal(POSES.points, before)
