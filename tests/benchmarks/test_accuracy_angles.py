from dataclasses import replace

import numpy as np
import pytest
from accuracy_report.angle_errors import AngleErrors, angle_errors, wrapped
from accuracy_report.observation import align, measured_angles, observe, true_poses
from scripted_truths import bridges, observed, recipe_of, truth_of, turned_about

from posecoach.exercise.schema import Exercise
from posecoach.pose.landmarks import Landmark, Side
from posecoach.pose.series import Landmarks
from posecoach.testing import Figure, scripted_series

LYING = [Figure.supine(angle) for angle in np.linspace(125, 178, 20)]
RIGHT_LEG = (Landmark.RIGHT_KNEE, Landmark.RIGHT_ANKLE)


def by_name(errors: list[AngleErrors]) -> dict[tuple[str, str], AngleErrors]:
    return {(one.measure, one.side): one for one in errors}


def test_true_joints_have_no_error(bridge: Exercise) -> None:
    """Near and far apart, the trunk without a side."""
    errors = by_name(angle_errors(observed(truth_of(LYING), exercise=bridge)))
    sided = [(name, side) for name in ("hip_angle", "knee_angle", "shoulder_angle") for side in ("near", "far")]
    assert sorted(errors) == sorted([*sided, ("trunk_pitch", "")])
    for one in errors.values():
        assert one.errors == pytest.approx(np.zeros(20), abs=1e-9)
        assert one.missing == 0


def test_a_leg_turned_by_five_degrees_is_a_hip_error_of_five(bridge: Exercise) -> None:
    """On the near side alone, with the sign of measured minus true; the knee keeps its angle."""
    truth = truth_of(LYING)
    poses = turned_about(true_poses(truth), Landmark.RIGHT_HIP, RIGHT_LEG, 5.0)
    errors = by_name(angle_errors(observed(truth, exercise=bridge, poses=poses)))
    assert errors["hip_angle", "near"].errors == pytest.approx(np.full(20, 5.0))
    assert errors["hip_angle", "far"].errors == pytest.approx(np.zeros(20), abs=1e-9)
    assert errors["knee_angle", "near"].errors == pytest.approx(np.zeros(20), abs=1e-9)


def test_a_view_from_the_front_has_both_sides_together(bridge: Exercise) -> None:
    """Twice the frames, half of them wrong."""
    truth = truth_of(LYING, near_side=None)
    poses = turned_about(true_poses(truth), Landmark.RIGHT_HIP, RIGHT_LEG, 5.0)
    hip = by_name(angle_errors(observed(truth, exercise=bridge, poses=poses)))["hip_angle", "both"]
    assert sorted(hip.errors.round(6)) == pytest.approx([0.0] * 20 + [5.0] * 20)


def test_frames_without_a_measured_value_are_counted_not_compared(bridge: Exercise) -> None:
    """Five frames without a knee, two that the recording doesn't have, three with nobody in view."""
    truth = truth_of([None, None, None, *LYING])
    poses = true_poses(truth)
    poses.points[3:8, Landmark.RIGHT_KNEE] = np.nan
    observation = observed(truth, exercise=bridge, poses=poses)
    observation.rows[-2:] = -1
    hip = by_name(angle_errors(observation))["hip_angle", "near"]
    assert (len(hip.errors), hip.missing) == (13, 7)


def test_angles_without_a_truth_are_left_out(bridge: Exercise) -> None:
    """Also when only one side has one."""
    truth = truth_of(LYING)
    kept = {name: values for name, values in truth.poses.angles.items() if name == "right_hip_angle"}
    poses = truth.poses.model_copy(update={"angles": kept})
    errors = angle_errors(observed(truth.model_copy(update={"poses": poses}), exercise=bridge))
    assert [(one.measure, one.side) for one in errors] == [("hip_angle", "near")]


def test_the_posture_of_an_exercise_without_a_file_follows_from_the_truth() -> None:
    """The hip is measured on the front of the body, here the upper one: past straight, not folded back."""
    truth = truth_of([Figure.supine(200.0)] * 10)
    angles = measured_angles(observed(truth))
    assert angles["hip_angle", Side.RIGHT] == pytest.approx(truth.angle("right_hip_angle"))
    assert angles["hip_angle", Side.RIGHT][0] > 190


def test_frames_are_matched_by_their_time() -> None:
    """Also when one is missing from the recording; a frame too far away is none."""
    rows = align(np.array([0.0, 0.1, 0.2, 0.3]), np.array([0.001, 0.199, 0.3]), 0.04)
    assert rows.tolist() == [0, -1, 1, 2]
    assert align(np.array([0.0, 0.1]), np.array([0.1]), 0.04).tolist() == [-1, 0]


def test_landmarks_go_through_the_products_own_stabilising() -> None:
    """A recording that begins late has no value in its first frames; the smoothing costs no more than two degrees."""
    figures = bridges(1)
    series = scripted_series(figures)
    late = Landmarks(series.time_s[5:], series.points[5:], series.visibility[5:], series.contour[5:], series.size)
    observation = observe(recipe_of(), truth_of(figures), late, None, correct_hips=False)
    hip = by_name(angle_errors(observation))["hip_angle", "near"]
    assert hip.missing == 5
    assert np.abs(hip.errors).max() < 2.0
    assert observation.events == ()


def test_differences_of_angles_go_the_short_way() -> None:
    """359 degrees are one degree the other way."""
    assert wrapped(np.array([359.0, -359.0, 180.0, -180.0, 10.0])).tolist() == [-1, 1, -180, -180, 10]


def test_other_poses_of_the_same_clip_can_be_measured(bridge: Exercise) -> None:
    """As the trial of offsets does."""
    observation = observed(truth_of(LYING), exercise=bridge)
    moved = replace(observation.poses, points=observation.poses.points * 2)
    errors = by_name(angle_errors(observation, moved))
    assert errors["hip_angle", "near"].errors == pytest.approx(np.zeros(20), abs=1e-9)
