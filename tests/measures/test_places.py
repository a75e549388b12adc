import math
from dataclasses import replace

import numpy as np
import pytest
from figures import believed, measured

from posecoach.pose.landmarks import Landmark, Side
from posecoach.pose.series import StablePoses
from posecoach.testing import Figure, FrontFigure

_TRUNK_PX = 200.0


def drawn(**joints: tuple[float, float]) -> StablePoses:
    """A body whose joints are where they are told, in trunk lengths with y up; trunk from (0, 0) to (-1, 0)."""
    poses = believed(Figure.supine())
    poses = replace(poses, body_length=np.full(len(poses), _TRUNK_PX))
    places = {"hip": (0.0, 0.0), "shoulder": (-1.0, 0.0)} | joints
    for joint, place in places.items():
        sides = [Side[joint.split("_", 1)[0].upper()]] if joint.startswith(("left_", "right_")) else list(Side)
        for side in sides:
            mark = Landmark.of(joint.removeprefix(f"{side.value}_"), side)
            poses.points[0, mark] = np.array([640.0, 360.0]) + _TRUNK_PX * np.array([place[0], -place[1]])
    return poses


@pytest.mark.parametrize(
    ("name", "joints", "expected"),
    [
        ("ear_height", {"ear": (-1.3, 0.2)}, 0.2),
        ("ear_height", {"ear": (-1.3, -0.1)}, -0.1),
        ("hand_height", {"wrist": (-0.5, -0.25)}, -0.25),
        ("hand_height", {"wrist": (-1.2, 1.1)}, 1.1),
        ("arm_reach", {"wrist": (-1.9, 0.4)}, 0.9),
        ("arm_reach", {"wrist": (-0.2, 0.4)}, -0.8),
        ("hip_height", {"knee": (0.6, -0.3)}, 0.3),
        ("hip_height", {"knee": (0.6, 0.5)}, -0.5),
        ("ankle_height", {"ankle": (0.9, 0.15)}, 0.15),
        ("knee_height", {"left_knee": (0.5, 0.6), "right_knee": (0.5, 0.2)}, 0.4),
        ("hip_lift", {"ankle": (1.0, -0.2)}, 0.1),
        ("hip_lift", {"shoulder": (-0.8, -0.6), "ankle": (0.8, -0.2)}, 0.4),
        ("shoulder_height", {"shoulder": (-0.8, -0.6)}, -0.6),
        ("shoulders_above_knees", {"knee": (0.5, 0.6)}, -0.6),
        ("shoulders_above_feet", {"ankle": (0.9, -0.3)}, 0.3),
        ("hips_above_feet", {"ankle": (0.9, -0.3)}, 0.3),
        ("hands_above_hips", {"wrist": (0.1, -0.2)}, -0.2),
        ("hands_ahead", {"wrist": (-1.4, 0.3)}, 0.4),
        ("leg_elevation", {"ankle": (0.0, 1.65)}, 90.0),
        ("leg_elevation", {"ankle": (0.3, 0.825)}, 30.0),
        ("foot_gap", {"left_ankle": (0.9, 0.3), "right_ankle": (0.9, -0.1)}, 0.4),
        ("knee_gap", {"left_knee": (0.5, 0.6), "right_knee": (0.8, 0.2)}, 0.5),
        ("heel_lift", {"heel": (1.0, 0.1), "foot_index": (1.2, -0.02)}, 0.12),
        ("foot_reach", {"ankle": (1.4, 0.7)}, 1.4),
        ("seat_gap", {"ankle": (0.3, -0.4)}, 0.5),
        ("turned_away", {"left_shoulder": (-1.0, 0.15), "right_shoulder": (-1.0, -0.15)}, 0.3),
    ],
)
@pytest.mark.parametrize("side", list(Side))
def test_places_are_told_in_trunk_lengths(
    name: str, joints: dict[str, tuple[float, float]], expected: float, side: Side
) -> None:
    """Heights count upwards, reaches along the trunk."""
    assert measured(name, drawn(**joints), front_up=True, side=side) == pytest.approx(expected)


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize("shift", [-0.2, 0.0, 0.15])
def test_the_hips_shift_towards_the_persons_right(shift: float, side: Side) -> None:
    """Hips that go to the person's left count below the middle, whichever side is asked for."""
    poses = believed(FrontFigure(hip_shift=shift))
    assert measured("hip_shift", poses, front_up=None, side=side) == pytest.approx(-shift, abs=5e-3)


@pytest.mark.parametrize(("lean", "lower"), [(20.0, Side.LEFT), (-20.0, Side.RIGHT)])
def test_a_shoulder_drops_on_the_side_to_which_the_trunk_leans(lean: float, lower: Side) -> None:
    """By as much as the other one rises."""
    poses = believed(FrontFigure(trunk_lean=lean))
    drop = measured("shoulder_drop", poses, front_up=None, side=lower)
    assert drop == pytest.approx(0.66 * math.sin(math.radians(20)), abs=5e-3)
    assert measured("shoulder_drop", poses, front_up=None, side=lower.other) == pytest.approx(-drop)


@pytest.mark.parametrize("near_is_right", [True, False])
@pytest.mark.parametrize(
    ("near_hip", "near_knee", "expected"), [(0.0, 0.5, 0.2), (0.1, 0.5, 0.3), (0.0, 0.1, 0.04)], ids=str
)
def test_legs_roll_away_above_and_towards_the_camera_below(
    near_hip: float, near_knee: float, expected: float, near_is_right: bool
) -> None:
    """A rising near hip and a sinking near knee are the two ways."""
    near = "right" if near_is_right else "left"
    poses = drawn(**{f"{near}_hip": (0.0, near_hip), f"{near}_knee": (0.6, near_knee)})
    poses = replace(poses, near_is_right=np.array([near_is_right]))
    assert measured("leg_roll", poses, front_up=True) == pytest.approx(expected, abs=0.005)


@pytest.mark.parametrize(("near_is_right", "expected"), [(True, 0.4), (False, -0.4)])
def test_the_far_knee_is_the_one_away_from_the_camera(near_is_right: bool, expected: float) -> None:
    """With the left knee above the right one, by which side is near."""
    poses = drawn(left_knee=(0.5, 0.6), right_knee=(0.5, 0.2))
    poses = replace(poses, near_is_right=np.array([near_is_right]))
    assert measured("far_knee_lift", poses, front_up=True) == pytest.approx(expected)


def test_one_hip_is_enough_for_the_middle() -> None:
    """With the far hip unseen, heights count from the near one."""
    poses = drawn(ankle=(0.9, 0.15))
    poses.points[0, Landmark.LEFT_HIP] = np.nan
    assert measured("ankle_height", poses, front_up=True, side=Side.RIGHT) == pytest.approx(0.15)
