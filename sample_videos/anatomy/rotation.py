"""Rotations as 3 x 3 matrices that turn column vectors."""

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["Array", "about", "along", "between", "blend", "quaternions", "unit"]

Array: TypeAlias = NDArray[np.float64]


def unit(vector: ArrayLike) -> Array:
    """The vector's direction, length 1."""
    values = np.asarray(vector, float)
    return np.asarray(values / np.linalg.norm(values))


def about(axis: ArrayLike, degrees: float) -> Array:
    """Rotation about an axis by the right hand (Rodrigues' formula)."""
    x, y, z = unit(axis)
    cross = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    angle = np.radians(degrees)
    return np.asarray(np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross)


def along(direction: ArrayLike, side: ArrayLike) -> Array:
    """The frame whose z axis is `direction` and whose x axis is `side` made square to it."""
    z = unit(direction)
    x = unit(np.asarray(side, float) - np.dot(side, z) * z)
    return np.stack([x, np.cross(z, x), z], axis=1)


def between(source: ArrayLike, source_side: ArrayLike, target: ArrayLike, target_side: ArrayLike) -> Array:
    """The rotation that takes direction `source` to `target`, and `source_side` as near to `target_side` as it can."""
    return np.asarray(along(target, target_side) @ along(source, source_side).T)


def blend(first: Array, second: Array, share: float) -> Array:
    """The rotation `share` of the shortest way from the first to the second."""
    change = first.T @ second
    cosine = np.clip((np.trace(change) - 1) / 2, -1.0, 1.0)
    angle = np.degrees(np.arccos(cosine))
    axis = np.array([change[2, 1] - change[1, 2], change[0, 2] - change[2, 0], change[1, 0] - change[0, 1]])
    if np.linalg.norm(axis) < 1e-9:
        if angle < 90:
            return first
        axis = np.sqrt(np.maximum(np.diag(change) + 1, 0.0))
    return np.asarray(first @ about(axis, angle * share))


def quaternions(rotations: Array) -> Array:
    """Shape (n, 4), scalar last, of rotations of shape (n, 3, 3), by the largest of the four squares."""
    m = rotations
    trace = np.trace(m, axis1=1, axis2=2)
    squares = np.stack([m[:, 0, 0], m[:, 1, 1], m[:, 2, 2], trace], axis=1)
    largest = squares.argmax(axis=1)
    result = np.empty((len(m), 4))
    for axis in range(3):
        rows = largest == axis
        i, j, k = axis, (axis + 1) % 3, (axis + 2) % 3
        result[rows, i] = 1 - trace[rows] + 2 * m[rows, i, i]
        result[rows, j] = m[rows, j, i] + m[rows, i, j]
        result[rows, k] = m[rows, k, i] + m[rows, i, k]
        result[rows, 3] = m[rows, k, j] - m[rows, j, k]
    rows = largest == 3
    result[rows, 0] = m[rows, 2, 1] - m[rows, 1, 2]
    result[rows, 1] = m[rows, 0, 2] - m[rows, 2, 0]
    result[rows, 2] = m[rows, 1, 0] - m[rows, 0, 1]
    result[rows, 3] = 1 + trace[rows]
    return np.asarray(result / np.linalg.norm(result, axis=1, keepdims=True))
