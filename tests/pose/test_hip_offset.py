from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecoach.pose.hip_offset import HIP_OFFSETS, SHARE, without_hip_offset
from posecoach.pose.landmarks import Landmark, Side
from posecoach.pose.posture import Posture
from posecoach.pose.series import StablePoses
from posecoach.pose.stabilise import Stabiliser
from posecoach.testing import Figure, scripted_series

HIPS = [Landmark.LEFT_HIP, Landmark.RIGHT_HIP]
TRUNK_PX = 260.0


def lying(*, head_left: bool = True) -> StablePoses:
    return Stabiliser()(scripted_series([Figure.supine(head_left=head_left)] * 30))


@pytest.mark.parametrize("head_left", [True, False])
def test_supine_hips_are_put_lower(head_left: bool) -> None:
    """The front faces up, so a hip found too far to the front is too high, whichever way the person lies."""
    poses = lying(head_left=head_left)
    shift = (without_hip_offset(poses, Posture.SUPINE).points - poses.points)[-1] / TRUNK_PX / SHARE
    near = Landmark.of("hip", Side.RIGHT if head_left else Side.LEFT)
    offset = HIP_OFFSETS[Posture.SUPINE]
    assert shift[near, 1] == pytest.approx(offset.near[1], abs=0.008)
    assert shift[near, 0] * (1 if head_left else -1) == pytest.approx(offset.near[0], abs=0.008)
    far = HIPS[1] if near is HIPS[0] else HIPS[0]
    assert shift[far, 1] == pytest.approx(offset.far[1], abs=0.008)


def test_all_other_landmarks_stay() -> None:
    """Only hips move."""
    poses = lying()
    moved = without_hip_offset(poses, Posture.SUPINE).points != poses.points
    assert sorted(set(np.nonzero(moved.any(axis=(0, 2)))[0])) == HIPS


@pytest.mark.parametrize("posture", set(Posture) - set(HIP_OFFSETS))
def test_postures_without_an_offset_stay(posture: Posture) -> None:
    """Their poses come back as they are."""
    poses = lying()
    assert without_hip_offset(poses, posture) is poses


def test_without_a_trunk_nothing_moves() -> None:
    """A hidden shoulder leaves no direction to correct along."""
    poses = lying()
    poses.points[:, Landmark.LEFT_SHOULDER] = np.nan
    assert without_hip_offset(poses, Posture.SUPINE).points == pytest.approx(poses.points, nan_ok=True)


@given(scale=st.floats(0.2, 3.0), turn_deg=st.floats(-180, 180), move=st.floats(-500, 500))
def test_scaling_turning_and_moving_the_picture_commute_with_it(scale: float, turn_deg: float, move: float) -> None:
    """The offset belongs to the body, not to the picture."""
    poses, turn = lying(), np.radians(turn_deg)
    matrix = scale * np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    changed = replace(poses, points=poses.points @ matrix.T + move)
    expected = without_hip_offset(poses, Posture.SUPINE).points @ matrix.T + move
    assert without_hip_offset(changed, Posture.SUPINE).points == pytest.approx(expected, abs=1e-6, nan_ok=True)
