"""The camera's roll, read off bodies whose parts lie on the floor."""

import math
from dataclasses import replace

import numpy as np
import pytest
from calibrating import WAYS
from figures import believed

from posecoach.exercise.library import load_exercise
from posecoach.exercise.schema import Exercise
from posecoach.pose.landmarks import Landmark, Side
from posecoach.pose.series import StablePoses
from posecoach.pose.transforms import levelled
from posecoach.testing import Figure
from posecoach.tuning.person.roll import Roll, estimate_roll

SEEN_FROM_THE_SIDE = ["bridge", "leg_stretch", "cobra", "childs_pose"]
SEEN_FROM_THE_FRONT = ["hip_shift_stretch", "seated_overhead_stretch"]
FAR_OFF = 5.0
"""Degrees that a scripted body's slopes differ from real ones'."""


def resting(exercise: Exercise, degrees: float) -> StablePoses:
    """The start position, seen by a camera that is rolled clockwise."""
    start, _ = WAYS[exercise.id]
    return levelled(believed(*[start] * 5), -degrees)


def rolled(exercise_id: str, degrees: float) -> Roll:
    exercise = load_exercise(exercise_id)
    return estimate_roll(exercise, resting(exercise, degrees), np.ones(5, bool))


@pytest.mark.parametrize("degrees", [-25.0, 12.0])
@pytest.mark.parametrize("exercise_id", [*SEEN_FROM_THE_SIDE, *SEEN_FROM_THE_FRONT])
def test_a_rolled_camera_is_noticed(exercise_id: str, degrees: float) -> None:
    """From the side and from the front, both ways."""
    roll = rolled(exercise_id, degrees)
    assert roll.known_deg == roll.measured_deg == pytest.approx(degrees, abs=FAR_OFF)


@pytest.mark.parametrize("exercise_id", [*SEEN_FROM_THE_SIDE, *SEEN_FROM_THE_FRONT])
def test_a_level_camera_is_never_corrected(exercise_id: str) -> None:
    """What a body's own slopes say lies within the uncertainty."""
    roll = rolled(exercise_id, 0.0)
    assert abs(roll.measured_deg) <= FAR_OFF
    assert roll.known_deg == 0


def test_it_does_not_matter_where_the_head_is() -> None:
    """A mirrored body has the same slopes, and a mirrored picture the opposite roll."""
    exercise = load_exercise("bridge")
    start, _ = WAYS["bridge"]
    assert isinstance(start, Figure)
    turned = levelled(believed(*[replace(start, head_left=not start.head_left)] * 5), -12.0)
    assert estimate_roll(exercise, turned, np.ones(5, bool)).measured_deg == pytest.approx(12.0, abs=FAR_OFF)


@pytest.mark.parametrize(
    ("roll", "known"),
    [(Roll(-6.0, 5.0), -6.0), (Roll(5.0, 5.0), 0.0), (Roll(1.9, 0.5), 0.0), (Roll(50.0, 5.0), 0.0), (Roll(), 0.0)],
)
def test_only_a_clear_roll_is_taken_off(roll: Roll, known: float) -> None:
    """More than two degrees, more than its uncertainty, and no camera on its side."""
    assert roll.known_deg == known


def test_a_camera_far_off_the_side_tells_nothing() -> None:
    """There the floor itself slopes in the picture."""
    bridge = load_exercise("bridge")
    poses = resting(bridge, 12.0)
    points = poses.points.copy()
    points[:, Landmark.of("shoulder", Side.LEFT), 0] += 120.0
    assert math.isnan(estimate_roll(bridge, replace(poses, points=points), np.ones(5, bool)).measured_deg)


def test_somebody_who_leans_tells_nothing_from_the_front() -> None:
    """Shoulders, hips and knees must agree."""
    shift = load_exercise("hip_shift_stretch")
    poses = resting(shift, 0.0)
    points = poses.points.copy()
    points[:, Landmark.of("shoulder", Side.LEFT), 1] -= 40.0
    assert math.isnan(estimate_roll(shift, replace(poses, points=points), np.ones(5, bool)).measured_deg)


def test_standing_side_on_tells_nothing() -> None:
    """A foot is too short a line."""
    assert math.isnan(rolled("toe_touch", 12.0).measured_deg)


def test_an_unseen_body_tells_nothing() -> None:
    """Without heels, or without any rest."""
    bridge = load_exercise("bridge")
    poses = resting(bridge, 12.0)
    points = poses.points.copy()
    points[:, [Landmark.LEFT_HEEL, Landmark.RIGHT_HEEL]] = np.nan
    assert estimate_roll(bridge, replace(poses, points=points), np.ones(5, bool)).known_deg == 0
    assert estimate_roll(bridge, poses, np.zeros(5, bool)).known_deg == 0
