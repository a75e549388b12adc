import math
from dataclasses import replace

import pytest
from figures import believed, measured

from posecoach.measures import MEASURES, Body
from posecoach.pose.landmarks import Landmark, Side
from posecoach.testing import Figure, FrontFigure, Limbs


@pytest.mark.parametrize("front_up", [True, False])
@pytest.mark.parametrize("head_left", [True, False])
@pytest.mark.parametrize("hip_angle", [30.0, 95.0, 125.0, 178.0, 180.0, 185.0, 200.0])
def test_the_hip_angle_keeps_growing_past_straight(hip_angle: float, head_left: bool, front_up: bool) -> None:
    """Straight is 180 whichever way the body lies, and extension past it reads more, not less."""
    limbs = Limbs(hip_angle, knee_angle=80.0, shoulder_angle=20.0)
    figure = Figure(limbs, limbs, front_up=front_up, head_left=head_left)
    assert measured("hip_angle", believed(figure), front_up=front_up) == pytest.approx(hip_angle, abs=0.1)


@pytest.mark.parametrize("hip_angle", [20.0, 90.0, 178.0])
def test_the_hip_angle_of_an_upright_body_is_an_interior_one(hip_angle: float) -> None:
    """Standing and kneeling, front and back can't be told apart, and bending still reads less than straight."""
    for figure in (Figure.standing(hip_angle), Figure.kneeling(hip_angle)):
        for mirrored in (figure, replace(figure, head_left=False)):
            assert measured("hip_angle", believed(mirrored), front_up=None) == pytest.approx(hip_angle, abs=0.1)


@pytest.mark.parametrize(
    ("name", "side", "expected"),
    [
        ("hip_angle", Side.LEFT, 172.0),
        ("hip_angle", Side.RIGHT, 95.0),
        ("knee_angle", Side.LEFT, 170.0),
        ("knee_angle", Side.RIGHT, 85.0),
        ("shoulder_angle", Side.LEFT, 85.0),
        ("shoulder_angle", Side.RIGHT, 160.0),
        ("elbow_angle", Side.RIGHT, 175.0),
        ("opposite_arm_lead", Side.LEFT, 75.0),
        ("opposite_arm_lead", Side.RIGHT, -75.0),
        ("trunk_pitch", Side.LEFT, 0.0),
    ],
)
def test_a_bird_dog_reads_as_it_was_made(name: str, side: Side, expected: float) -> None:
    """Each measure gives back the angle that the figure was built with."""
    figure = Figure.all_fours(Side.LEFT, leg=172.0, arm=160.0)
    assert measured(name, believed(figure), front_up=False, side=side) == pytest.approx(expected, abs=0.5)


@pytest.mark.parametrize(
    ("name", "expected"), [("shoulder_angle", 150.0), ("elbow_angle", 120.0), ("knee_angle", 140.0)]
)
@pytest.mark.parametrize("side", list(Side))
def test_a_body_that_faces_the_camera_has_angles_too(name: str, expected: float, side: Side) -> None:
    """Each side has the angles that it was built with, the other one its own."""
    figure = FrontFigure().with_limbs(side, **{name: expected})
    assert measured(name, believed(figure), front_up=None, side=side) == pytest.approx(expected, abs=0.5)
    assert measured(name, believed(figure), front_up=None, side=side.other) != pytest.approx(expected, abs=5)


@pytest.mark.parametrize("pitch", [-20.0, 0.0, 30.0])
def test_trunk_pitch_is_positive_with_the_hips_up(pitch: float) -> None:
    """Hips above shoulders read positive, whichever side the head is on."""
    for head_left in (True, False):
        figure = replace(Figure.supine(head_left=head_left), trunk_pitch=pitch)
        assert measured("trunk_pitch", believed(figure), front_up=True) == pytest.approx(pitch, abs=0.1)


@pytest.mark.parametrize("lean", [-30.0, 0.0, 12.0, 60.0])
def test_trunk_lean_is_what_misses_from_upright(lean: float) -> None:
    """To either side, of people who face the camera or stand side-on."""
    for figure in (FrontFigure(trunk_lean=lean), Figure.standing(180.0 - abs(lean))):
        assert measured("trunk_lean", believed(figure), front_up=None) == pytest.approx(abs(lean), abs=0.1)


@pytest.mark.parametrize("hip_angle", [60.0, 90.0, 115.0])
def test_thigh_lean_counts_towards_the_head(hip_angle: float) -> None:
    """On all fours with a level back, hips in front of the knees read positive."""
    figure = Figure.all_fours().with_limbs(hip_angle=hip_angle)
    for mirrored in (figure, replace(figure, head_left=False)):
        assert measured("thigh_lean", believed(mirrored), front_up=False) == pytest.approx(hip_angle - 90, abs=0.1)


@pytest.mark.parametrize("bend", [-30.0, 0.0, 40.0])
def test_the_neck_angle_is_straight_in_line_with_the_trunk(bend: float) -> None:
    """A head bent to either side of that line reads less than 180."""
    figure = replace(Figure.all_fours(), neck_lift=bend)
    ear = believed(figure)
    assert measured("neck_angle", ear, front_up=False) == pytest.approx(180 - abs(bend), abs=7)


def test_a_measure_of_an_unseen_landmark_is_unknown() -> None:
    """Without the knee there is no hip angle, but the other side's and the trunk's values stay."""
    figure = Figure.supine(150.0)
    poses = believed(figure)
    poses.points[0, Landmark.LEFT_KNEE] = math.nan
    assert math.isnan(measured("hip_angle", poses, front_up=True))
    assert measured("hip_angle", poses, front_up=True, side=Side.RIGHT) == pytest.approx(150.0, abs=0.1)
    assert measured("trunk_pitch", poses, front_up=True) == pytest.approx(figure.trunk_pitch, abs=0.1)


def test_a_lying_exercise_has_no_hip_angle_while_the_trunk_is_upright() -> None:
    """Somebody who stands or kneels before lying down has no front that faces up or down."""
    figure = replace(Figure.all_fours(), trunk_pitch=-88.0)
    assert math.isnan(measured("hip_angle", believed(figure), front_up=False))


def test_many_frames_are_measured_like_one() -> None:
    """The vectorised value of each frame is the value of that frame alone."""
    figures = [Figure.all_fours(Side.RIGHT, leg=angle) for angle in range(95, 200, 7)]
    together, body = believed(*figures), [believed(figure) for figure in figures]
    for name, measure in MEASURES.items():
        single = [measured(name, poses, front_up=False) for poses in body]
        assert measure.of(Body(together, front_up=False), Side.LEFT).tolist() == single
