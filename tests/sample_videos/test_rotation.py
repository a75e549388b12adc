"""Rotations."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sample_videos.anatomy.rotation import Array, about, along, between, blend, quaternions, unit

VECTORS = st.tuples(*[st.floats(-1, 1)] * 3).map(np.array).filter(lambda vector: np.linalg.norm(vector) > 0.1)
ROTATIONS = st.builds(about, VECTORS, st.floats(-179, 179))


def is_rotation(matrix: Array) -> bool:
    return bool(np.allclose(matrix @ matrix.T, np.eye(3)) and np.isclose(np.linalg.det(matrix), 1.0))


def test_turning_is_by_the_right_hand() -> None:
    """A quarter turn about z takes x to y."""
    assert about([0, 0, 1], 90) @ [1, 0, 0] == pytest.approx([0, 1, 0])


@given(VECTORS, st.floats(-400, 400))
def test_turning_makes_rotations(axis: Array, degrees: float) -> None:
    """Whatever the axis and the angle, and the axis itself stays."""
    assert is_rotation(about(axis, degrees))
    assert about(axis, degrees) @ axis == pytest.approx(axis)


@given(VECTORS, VECTORS)
def test_a_frame_points_along_its_direction(direction: Array, side: Array) -> None:
    """Its z axis is the direction."""
    assume(np.linalg.norm(np.cross(unit(direction), unit(side))) > 1e-3)
    assert is_rotation(along(direction, side))
    assert along(direction, side)[:, 2] == pytest.approx(unit(direction))


def test_between_takes_one_pair_of_directions_to_another() -> None:
    """Up facing left to ahead facing up."""
    turn = between(np.array([0, 0, 2]), np.array([1, 0, 0]), np.array([0, 3, 0]), np.array([0, 0, 1]))
    assert turn @ [0, 0, 1] == pytest.approx([0, 1, 0])
    assert turn @ [1, 0, 0] == pytest.approx([0, 0, 1])


@given(ROTATIONS, ROTATIONS, st.floats(0, 1))
def test_blends_are_rotations_on_the_way(first: Array, second: Array, share: float) -> None:
    """From the first to the second."""
    assert is_rotation(blend(first, second, share))
    assert blend(first, second, 0) == pytest.approx(first, abs=1e-6)
    assert blend(first, second, 1) == pytest.approx(second, abs=1e-6)


def test_half_a_turn_can_be_blended_too() -> None:
    """Where the axis can't be read from the antisymmetric part."""
    turn = about([1, 0, 0], 180)
    assert blend(np.eye(3), turn, 1) == pytest.approx(turn, abs=1e-6)


@given(ROTATIONS)
def test_quaternions_turn_vectors_as_their_matrices_do(rotation: Array) -> None:
    """By the formula v + 2 q x (q x v + w v)."""
    (x, y, z, w), vector = quaternions(rotation[None])[0], np.array([0.3, -0.5, 0.8])
    axis = np.array([x, y, z])
    turned = vector + 2 * np.cross(axis, np.cross(axis, vector) + w * vector)
    assert turned == pytest.approx(rotation @ vector, abs=1e-6)
