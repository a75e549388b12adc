import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecoach.coaching.measures import MEASURES, Body
from posecoach.pose.landmarks import Landmark, Side
from posecoach.pose.series import StablePoses
from posecoach.testing import Figure, Limbs, scripted_series

ANGLES = ("hip_angle", "knee_angle", "shoulder_angle", "opposite_arm_lead", "turned_away")


def stable(*figures: Figure) -> StablePoses:
    """The figures' landmarks, all believed, without smoothing."""
    series = scripted_series(figures)
    count = len(series)
    return StablePoses(
        time_s=series.time_s,
        points=series.points[..., :2].astype(float),
        found=series.has_pose,
        outside=np.zeros((count, 33), bool),
        contour=series.contour,
        near_is_right=np.ones(count, bool),
        size=series.size,
    )


def measured(name: str, poses: StablePoses, *, front_up: bool, side: Side = Side.LEFT) -> float:
    """A measure's value in the first frame."""
    return float(MEASURES[name].of(Body(poses, front_up), side)[0])


@pytest.mark.parametrize("front_up", [True, False])
@pytest.mark.parametrize("head_left", [True, False])
@pytest.mark.parametrize("hip_angle", [30.0, 95.0, 125.0, 178.0, 180.0, 185.0, 200.0])
def test_the_hip_angle_keeps_growing_past_straight(hip_angle: float, head_left: bool, front_up: bool) -> None:
    """Straight is 180 whichever way the body lies, and extension past it reads more, not less."""
    limbs = Limbs(hip_angle, knee_angle=80.0, shoulder_angle=20.0)
    figure = Figure(limbs, limbs, front_up=front_up, head_left=head_left)
    assert measured("hip_angle", stable(figure), front_up=front_up) == pytest.approx(hip_angle, abs=0.1)


@pytest.mark.parametrize(
    ("name", "side", "expected"),
    [
        ("hip_angle", Side.LEFT, 172.0),
        ("hip_angle", Side.RIGHT, 95.0),
        ("knee_angle", Side.LEFT, 170.0),
        ("knee_angle", Side.RIGHT, 85.0),
        ("shoulder_angle", Side.LEFT, 85.0),
        ("shoulder_angle", Side.RIGHT, 160.0),
        ("opposite_arm_lead", Side.LEFT, 75.0),
        ("opposite_arm_lead", Side.RIGHT, -75.0),
        ("trunk_pitch", Side.LEFT, 0.0),
        ("back_curve", Side.LEFT, -0.15),
    ],
)
def test_a_bird_dog_reads_as_it_was_made(name: str, side: Side, expected: float) -> None:
    """Each measure gives back the angle that the figure was built with."""
    figure = Figure.all_fours(Side.LEFT, leg=172.0, arm=160.0, back_curve=-0.15)
    assert measured(name, stable(figure), front_up=False, side=side) == pytest.approx(expected, abs=0.5)


@pytest.mark.parametrize("pitch", [-20.0, 0.0, 30.0])
def test_trunk_pitch_is_positive_with_the_hips_up(pitch: float) -> None:
    """Hips above shoulders read positive, whichever side the head is on."""
    for head_left in (True, False):
        figure = replace(Figure.supine(head_left=head_left), trunk_pitch=pitch)
        assert measured("trunk_pitch", stable(figure), front_up=True) == pytest.approx(pitch, abs=0.1)


@given(
    factor=st.floats(0.2, 5.0),
    shift=st.tuples(st.floats(-500, 500), st.floats(-500, 500)),
    degrees=st.floats(-40, 40),
    hip_angle=st.floats(60, 200),
)
def test_angles_do_not_depend_on_size_place_or_tilt(
    factor: float, shift: tuple[float, float], degrees: float, hip_angle: float
) -> None:
    """Scaling, moving and turning the picture changes no joint angle."""
    poses = stable(Figure.supine(hip_angle))
    angle = math.radians(degrees)
    turn = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    centre = poses.points.mean(axis=1, keepdims=True)
    moved = replace(poses, points=(poses.points - centre) @ turn * factor + centre + np.array(shift))
    pitch = measured("trunk_pitch", poses, front_up=True)
    for name in ANGLES:
        if abs(pitch) + abs(degrees) < 70:
            before, after = (measured(name, body, front_up=True) for body in (poses, moved))
            assert after == pytest.approx(before, abs=0.05)


@given(hip_angle=st.floats(60, 200), arm=st.floats(60, 175), front_up=st.booleans())
def test_mirroring_the_picture_changes_nothing(hip_angle: float, arm: float, front_up: bool) -> None:
    """A mirrored recording gives the same measures, left and right staying the person's own."""
    limbs = Limbs(hip_angle, knee_angle=100.0, shoulder_angle=arm)
    poses = stable(Figure(limbs, replace(limbs, hip_angle=95.0), front_up=front_up, back_curve=0.1))
    mirrored = replace(poses, points=poses.points * np.array([-1.0, 1.0]) + np.array([poses.size[0], 0.0]))
    for name in MEASURES:
        for side in Side:
            expected = measured(name, poses, front_up=front_up, side=side)
            assert measured(name, mirrored, front_up=front_up, side=side) == pytest.approx(expected, abs=1e-6)


def test_a_measure_of_an_unseen_landmark_is_unknown() -> None:
    """Without the knee there is no hip angle, but the other side's and the trunk's values stay."""
    poses = stable(Figure.supine(150.0))
    poses.points[0, Landmark.LEFT_KNEE] = np.nan
    assert math.isnan(measured("hip_angle", poses, front_up=True))
    assert measured("hip_angle", poses, front_up=True, side=Side.RIGHT) == pytest.approx(150.0, abs=0.1)
    assert measured("trunk_pitch", poses, front_up=True) == pytest.approx(15.0, abs=0.1)


def test_the_hip_angle_of_an_upright_trunk_is_unknown() -> None:
    """Somebody standing or kneeling upright has no front that faces up or down."""
    figure = replace(Figure.all_fours(), trunk_pitch=-88.0)
    assert math.isnan(measured("hip_angle", stable(figure), front_up=False))


@pytest.mark.parametrize(("missing", "known"), [(5, True), (12, False)])
def test_the_back_is_read_from_the_rays_that_were_seen(missing: int, known: bool) -> None:
    """A few lost rays don't bend the parabola; with too few left there is no value."""
    poses = stable(Figure.all_fours(back_curve=-0.12))
    poses.contour[0, 4 : 4 + missing] = np.nan
    value = measured("back_curve", poses, front_up=False)
    assert value == pytest.approx(-0.12, abs=1e-3) if known else math.isnan(value)


def test_many_frames_are_measured_like_one() -> None:
    """The vectorised value of each frame is the value of that frame alone."""
    figures = [Figure.all_fours(Side.RIGHT, leg=angle) for angle in range(95, 200, 7)]
    together, body = stable(*figures), [stable(figure) for figure in figures]
    for name, measure in MEASURES.items():
        single = [measured(name, poses, front_up=False) for poses in body]
        assert measure.of(Body(together, front_up=False), Side.LEFT).tolist() == single
