import math
from dataclasses import replace

import numpy as np
import pytest
from figures import believed, measured
from hypothesis import given
from hypothesis import strategies as st

from posecoach.measures import MEASURES
from posecoach.pose.landmarks import Side
from posecoach.pose.series import StablePoses
from posecoach.testing import AnyFigure, Figure, FrontFigure, FrontLimbs, Limbs

JOINT_ANGLES = [name for name, measure in MEASURES.items() if measure.joints or "gap" in name]

angles = st.floats(30, 175)
bends = st.floats(-30, 30)
limbs = st.builds(Limbs, angles, angles, angles, angles, st.floats(0, 0.2))
lying = st.builds(Figure, limbs, limbs, front_up=st.booleans(), trunk_pitch=st.floats(-40, 40), neck_lift=bends)
upright = st.builds(Figure, limbs, limbs, front_up=st.booleans(), trunk_pitch=st.floats(-130, -50), neck_lift=bends)
front_limbs = st.builds(FrontLimbs, angles, angles, angles)
facing = st.builds(FrontFigure, front_limbs, front_limbs, bends, st.floats(-0.2, 0.2), st.booleans())
bodies = st.one_of(
    lying.map(lambda figure: (figure, figure.front_up)),
    upright.map(lambda figure: (figure, None)),
    facing.map(lambda figure: (figure, None)),
)
Drawn = tuple[AnyFigure, bool | None]

MIRROR = np.array([-1.0, 1.0])


def mirrored(poses: StablePoses) -> StablePoses:
    return replace(poses, points=poses.points * MIRROR + np.array([poses.size[0], 0.0]))


def all_values(poses: StablePoses, front_up: bool | None) -> dict[tuple[str, Side], float]:
    # Above an upright trunk the head is on neither side, so that nothing is towards it.
    names = [name for name in MEASURES if front_up is not None or name not in ("thigh_lean", "hands_ahead")]
    return {
        (name, side): _turned(measured(name, poses, front_up=front_up, side=side)) for name in names for side in Side
    }


def _turned(value: float) -> float:
    """Half a turn one way is half a turn the other way."""
    return 180.0 if math.isclose(value, -180.0, abs_tol=1e-6) else value


def hips_on_the_other_side(values: dict[tuple[str, Side], float]) -> dict[tuple[str, Side], float]:
    """What is the person's right in the picture is the left in a mirrored one."""
    return {(name, side): -value if name == "hip_shift" else value for (name, side), value in values.items()}


@given(body=bodies, factor=st.floats(0.2, 5.0), shift=st.tuples(st.floats(-500, 500), st.floats(-500, 500)))
def test_size_and_place_change_nothing(body: Drawn, factor: float, shift: tuple[float, float]) -> None:
    """Every measure is the same near and far, and anywhere in the picture."""
    poses = believed(body[0])
    moved = replace(poses, points=poses.points * factor + np.array(shift), body_length=poses.body_length * factor)
    assert all_values(moved, body[1]) == pytest.approx(all_values(poses, body[1]), abs=1e-6, nan_ok=True)


@given(body=bodies)
def test_mirroring_the_picture_changes_nothing(body: Drawn) -> None:
    """A person seen in a mirror has the same measures, left and right staying the person's own.

    But for the hips beside the feet: mirrored, the same body leans to the other of its sides.
    """
    poses = believed(body[0])
    expected = hips_on_the_other_side(all_values(poses, body[1]))
    assert all_values(mirrored(poses), body[1]) == pytest.approx(expected, abs=1e-6, nan_ok=True)


@given(figure=lying, degrees=st.floats(-30, 30))
def test_joint_angles_do_not_depend_on_tilt(figure: Figure, degrees: float) -> None:
    """Turning the picture changes no angle between joints."""
    poses = believed(figure)
    angle = math.radians(degrees)
    turn = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    turned = replace(poses, points=poses.points @ turn)
    for name in JOINT_ANGLES:
        before, after = (measured(name, one, front_up=figure.front_up) for one in (poses, turned))
        assert after == pytest.approx(before, abs=1e-6)
