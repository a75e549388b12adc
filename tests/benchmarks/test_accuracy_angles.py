from dataclasses import replace
from typing import Literal

import numpy as np
import pytest
from accuracy_report.angle_errors import AngleErrors, angle_errors, wrapped
from accuracy_report.observation import align, true_poses
from scripted_truths import observed, truth_of, turned_about

from posecoach.exercise.schema import Exercise
from posecoach.pose.landmarks import Landmark
from posecoach.testing import Figure

LYING = [Figure.supine(angle) for angle in np.linspace(125, 178, 20)]
RIGHT_LEG = (Landmark.RIGHT_KNEE, Landmark.RIGHT_ANKLE)


def by_name(errors: list[AngleErrors]) -> dict[tuple[str, str], AngleErrors]:
    return {(one.measure, one.side): one for one in errors}


def test_true_joints_have_no_error(bridge: Exercise) -> None:
    """Near and far apart, the trunk without a side; angles without a truth are left out."""
    truth = truth_of(LYING)
    observation = observed(truth, exercise=bridge)
    errors = by_name(angle_errors(observation))
    sided = [(name, side) for name in ("hip_angle", "knee_angle", "shoulder_angle") for side in ("near", "far")]
    assert sorted(errors) == sorted([*sided, ("trunk_pitch", "")])
    for one in (
        *errors.values(),
        *angle_errors(observation, replace(observation.poses, points=true_poses(truth).points * 2)),
    ):
        assert one.errors == pytest.approx(np.zeros(20), abs=1e-9)
        assert one.missing == 0
    kept = {name: values for name, values in truth.poses.angles.items() if name == "right_hip_angle"}
    bare = truth.model_copy(update={"poses": truth.poses.model_copy(update={"angles": kept})})
    assert set(by_name(angle_errors(observed(bare, exercise=bridge)))) == {("hip_angle", "near")}


@pytest.mark.parametrize(
    ("near", "errors"), [("right", {"near": [5.0] * 20, "far": [0.0] * 20}), (None, {"both": [0.0] * 20 + [5.0] * 20})]
)
def test_a_leg_turned_by_five_degrees_is_a_hip_error_of_five(
    bridge: Exercise, near: Literal["right"] | None, errors: dict[str, list[float]]
) -> None:
    """With the sign of measured minus true; the knee keeps its angle. From the front both sides are together."""
    truth = truth_of(LYING, near_side=near)
    poses = turned_about(true_poses(truth), Landmark.RIGHT_HIP, RIGHT_LEG, 5.0)
    found = by_name(angle_errors(observed(truth, exercise=bridge, poses=poses)))
    for side, expected in errors.items():
        assert sorted(found["hip_angle", side].errors) == pytest.approx(expected, abs=1e-6)
        assert found["knee_angle", side].errors == pytest.approx(np.zeros(len(expected)), abs=1e-9)


def test_frames_without_a_measured_value_are_counted_not_compared(bridge: Exercise) -> None:
    """Five frames without a knee, two that the recording doesn't have, three with nobody in view."""
    truth = truth_of([None, None, None, *LYING])
    poses = true_poses(truth)
    poses.points[3:8, Landmark.RIGHT_KNEE] = np.nan
    observation = observed(truth, exercise=bridge, poses=poses)
    observation.rows[-2:] = -1
    hip = by_name(angle_errors(observation))["hip_angle", "near"]
    assert (len(hip.errors), hip.missing) == (13, 7)


def test_frames_are_matched_by_their_time() -> None:
    """Also when one is missing from the recording; a frame too far away is none. Angles differ the short way."""
    rows = align(np.array([0.0, 0.1, 0.2, 0.3]), np.array([0.001, 0.199, 0.3]), 0.04)
    assert rows.tolist() == [0, -1, 1, 2]
    assert align(np.array([0.0, 0.1]), np.array([0.1]), 0.04).tolist() == [-1, 0]
    assert wrapped(np.array([359.0, -359.0, 180.0, -180.0, 10.0])).tolist() == [-1, 1, -180, -180, 10]
