from dataclasses import replace

import numpy as np
import pytest
from figures import believed, measured

from posecoach.counting.table import as_measured, levelled_for, with_hips_for
from posecoach.exercise.library import load_exercise
from posecoach.exercise.schema import Exercise, Personal, View
from posecoach.pose.estimator import MEDIAPIPE
from posecoach.pose.landmarks import Landmark
from posecoach.pose.transforms import levelled, without_hip_offset
from posecoach.testing import Figure

EXERCISES = [load_exercise(name) for name in ("bridge", "bird_dog", "cobra", "hip_shift_stretch", "toe_touch")]
HIPS = [Landmark.LEFT_HIP, Landmark.RIGHT_HIP]
POSES = believed(Figure.supine(150.0), Figure.all_fours(), Figure.standing())


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_hips_are_put_back_where_their_offset_is_known(exercise: Exercise) -> None:
    """Seen from the side, in the postures that have one; all else stays as it was found."""
    poses = with_hips_for(exercise, POSES)
    moves = exercise.placement.view is View.SIDE and exercise.posture in MEDIAPIPE.hip_offsets
    assert (poses.points != POSES.points).any() == moves
    others = [mark for mark in Landmark if mark not in HIPS]
    assert np.array_equal(poses.points[:, others], POSES.points[:, others])
    if moves:
        assert np.array_equal(poses.points, without_hip_offset(POSES, exercise.posture).points)


def test_hips_are_put_back_once() -> None:
    """The given poses stay as they are, so that the next exercise doesn't take the offset off again."""
    before = POSES.points.copy()
    bridge = load_exercise("bridge")
    first, second = with_hips_for(bridge, POSES), with_hips_for(bridge, POSES)
    assert np.array_equal(first.points, second.points)
    assert np.array_equal(POSES.points, before)


@pytest.mark.parametrize("head_left", [True, False])
def test_the_bridge_is_measured_where_the_joints_are(head_left: bool) -> None:
    """The landmarker sees hips too far to the front, which makes a bridge look higher than it is."""
    figure = replace(Figure.supine(150.0), head_left=head_left)
    side = figure.near
    assert side is not None
    found = believed(figure)
    poses = with_hips_for(load_exercise("bridge"), found)
    as_found, as_is = (measured("hip_angle", one, front_up=True, side=side) for one in (found, poses))
    assert 2.0 < as_found - as_is < 8.0


@pytest.mark.parametrize("exercise", EXERCISES[-3:], ids=lambda exercise: exercise.id)
def test_a_known_roll_is_taken_off(exercise: Exercise) -> None:
    """On top of what is done to the hips, from every side; without a profile nothing turns."""
    mine = exercise.model_copy(update={"personal": Personal(profile="me", camera_roll_deg=-7.0)})
    assert np.array_equal(as_measured(mine, POSES).points, levelled(with_hips_for(exercise, POSES), -7.0).points)
    assert np.array_equal(as_measured(exercise, POSES).points, with_hips_for(exercise, POSES).points)
    assert levelled_for(exercise, POSES) is POSES
