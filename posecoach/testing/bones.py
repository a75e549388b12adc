"""Lengths of the scripted body in trunk lengths, and the turning of bones."""

import math

import numpy as np
from numpy.typing import NDArray

__all__ = ["FOOT", "FOREARM", "HAND", "HEAD", "HEEL", "SHANK", "THIGH", "UPPER_ARM", "rotated"]

THIGH, SHANK, FOOT, HEEL = 0.85, 0.8, 0.3, 0.1
UPPER_ARM, FOREARM, HAND, HEAD = 0.6, 0.5, 0.15, 0.45


def rotated(vector: NDArray[np.float64], degrees: float) -> NDArray[np.float64]:
    """A vector of two, turned; y counts upwards, anticlockwise is positive."""
    angle = math.radians(degrees)
    cos, sin = math.cos(angle), math.sin(angle)
    return np.array([cos * vector[0] - sin * vector[1], sin * vector[0] + cos * vector[1]])
