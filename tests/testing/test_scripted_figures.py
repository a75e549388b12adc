import re
from dataclasses import replace

import numpy as np
import pytest
from calibrating import WAYS

from posecoach.pose.landmarks import Landmark, Side
from posecoach.testing import Figure, FrontFigure, between, scripted_pose


@pytest.mark.parametrize("exercise_id", sorted(WAYS.keys() - {"leg_stretch"}))
def test_every_posture_fits_the_picture(exercise_id: str) -> None:
    """Nobody's hands or feet are cut off, but for the toes of a stretched leg; fingers may be."""
    joints = [mark for mark in Landmark if not re.search("PINKY|INDEX|THUMB", mark.name)]
    start, tops = WAYS[exercise_id]
    for figure in (start, *tops):
        points = scripted_pose(figure).points[joints, :2]
        assert ((points >= 0) & (points <= (1280, 720))).all()


def test_shins_and_thighs_stay_where_the_body_rests() -> None:
    """Kneeling people's shins are level, standing people's thighs upright, whatever the trunk does."""
    for hip_angle in (25.0, 60.0, 150.0):
        kneeling, standing = (scripted_pose(figure(hip_angle)).points for figure in (Figure.kneeling, Figure.standing))
        assert kneeling[Landmark.LEFT_KNEE, 1] == pytest.approx(kneeling[Landmark.LEFT_ANKLE, 1], abs=1)
        assert standing[Landmark.LEFT_HIP, 0] == pytest.approx(standing[Landmark.LEFT_KNEE, 0], abs=1)


@pytest.mark.parametrize("knee_angle", [55.0, 70.0, 100.0])
def test_only_the_hips_and_knees_move_in_a_bridge(knee_angle: float) -> None:
    """Shoulders and feet stay on the floor, and the hips rise above the line between them."""
    rest, top = (Figure.supine(hip_angle, knee_angle).points()[:, :2] for hip_angle in (125.0, 178.0))
    shoulder, hip, ankle = (Landmark.of(joint, Side.LEFT) for joint in ("shoulder", "hip", "ankle"))
    assert top[ankle] - top[shoulder] == pytest.approx(rest[ankle] - rest[shoulder], abs=0.01)
    assert (top[hip] - top[shoulder])[1] - (rest[hip] - rest[shoulder])[1] > 0.35


@pytest.mark.parametrize("head_left", [True, False])
@pytest.mark.parametrize("front_up", [True, False])
def test_the_near_side_is_seen_best(head_left: bool, front_up: bool) -> None:
    """It follows from how the body lies; a body that faces the camera shows both alike."""
    figure = replace(Figure.supine(), head_left=head_left, front_up=front_up)
    near = figure.near
    assert near is (Side.RIGHT if head_left == front_up else Side.LEFT)
    seen = scripted_pose(figure).visibility
    assert seen[Landmark.of("hip", near)] > seen[Landmark.of("hip", near.other)]
    assert np.unique(scripted_pose(FrontFigure()).visibility).size == 1


def test_figures_blend_from_one_to_another() -> None:
    """Angles of both sides, and what is told of the whole body; the rest stays as it was."""
    hidden = frozenset({Landmark.NOSE})
    start, end = replace(Figure.supine(120.0), hidden=hidden), replace(Figure.supine(160.0), back_curve=0.2)
    assert between(start, end, 0.0) == start
    middle = between(start, end, 0.5)
    assert (middle.left.hip_angle, middle.back_curve, middle.hidden) == (140.0, 0.1, hidden)
    shifted = between(FrontFigure(), FrontFigure(hip_shift=0.2).with_limbs(Side.LEFT, knee_angle=138.0), 0.5)
    assert (shifted.hip_shift, shifted.left.knee_angle, shifted.right.knee_angle) == (0.1, 158.0, 178.0)


def test_angles_change_on_one_side_or_on_both() -> None:
    """The figure itself stays as it is."""
    figure = Figure.flat()
    one, both = figure.with_limbs(Side.LEFT, hip_angle=80.0), figure.with_limbs(hip_angle=80.0)
    assert (one.left.hip_angle, one.right.hip_angle) == (80.0, 175.0)
    assert (both.left.hip_angle, both.right.hip_angle) == (80.0, 80.0)
    assert figure == Figure.flat()
