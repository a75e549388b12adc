"""Things between the camera and the person's feet: a stool and a cat."""

import bpy
import numpy as np
from numpy.typing import ArrayLike

from sample_videos.anatomy.rotation import Array
from sample_videos.studio.materials import Finish, glowing, painted
from sample_videos.studio.meshes import box, tube

__all__ = ["stool_and_cat"]

_DISTANCE_M = 0.85


def stool_and_cat(x: float, floor: float) -> None:
    """Puts both in front of the mat.

    Args:
        x: Of their middle.
        floor: Its height.
    """
    _stool(np.array([x - 0.10, -_DISTANCE_M, floor]))
    _cat(np.array([x + 0.20, -_DISTANCE_M - 0.05, floor]))


def _by(x: float, y: float, z: float) -> Array:
    return np.array([x, y, z])


def _stool(foot: Array) -> None:
    wood = painted("stool", (0.40, 0.24, 0.12), Finish(rough=0.5, mottle=0.2, per_metre=(4.0, 40.0, 40.0)))
    seat = foot + _by(0.0, 0.0, 0.40)
    tube(
        "seat",
        [seat, seat + _by(0.0, 0.0, 0.005), seat + _by(0.0, 0.0, 0.03), seat + _by(0.0, 0.0, 0.035)],
        [0.15, 0.165, 0.165, 0.15],
        wood,
        32,
    )
    for across, deep in ((-1, -1), (1, -1), (-1, 1), (1, 1)):
        out = np.array([across, deep, 0.0])
        tube("stool_leg", [foot + 0.125 * out, seat + 0.085 * out], [0.014, 0.018], wood)
    for deep in (-1, 1):
        low = foot + _by(-0.11, 0.11 * deep - 0.01, 0.16)
        box("rung", low, low + _by(0.22, 0.02, 0.02), wood)


def _cat(foot: Array) -> None:
    """It sits and looks at the camera: one skin over the shapes of body, legs, head, ears and tail."""
    fur = painted("fur", (0.30, 0.15, 0.06), Finish(rough=0.9, sheen=0.2, mottle=0.6, per_metre=(6.0, 6.0, 38.0)))
    for name, line, radii in _cat_parts():
        tube(name, foot + np.array(line), radii, fur, sides=20)
    eye = glowing("cat_eye", (0.25, 0.35, 0.05), 0.5)
    dark = painted("cat_pupil", (0.01, 0.01, 0.01), Finish(rough=0.1))
    nose = painted("cat_nose", (0.25, 0.10, 0.09))
    _bead(foot + _by(0.0, -0.148, 0.268), 0.007, nose)
    for side in (-1, 1):
        _bead(foot + _by(0.022 * side, -0.128, 0.290), 0.0105, eye)
        _bead(foot + _by(0.022 * side, -0.137, 0.290), 0.0050, dark)


def _bead(middle: Array, radius: float, material: bpy.types.Material) -> None:
    line, radii = _ball(middle, (radius, radius))
    tube("bead", line, radii, material, sides=10)


def _ball(middle: ArrayLike, size: tuple[float, float], lean: float = 0.0) -> tuple[Array, Array]:
    """A round body upright: its line and radii; `size` is half its width and half its height."""
    turn = np.linspace(0.05, np.pi - 0.05, 14)
    rise = -size[1] * np.cos(turn)
    line = np.asarray(middle) + np.stack([0 * rise, lean * rise, rise], axis=1)
    return line, size[0] * np.sin(turn)


def _cat_parts() -> list[tuple[str, Array, Array]]:
    parts = [
        ("haunch", *_ball((0.0, 0.07, 0.095), (0.098, 0.095))),
        ("trunk", *_ball((0.0, 0.0, 0.14), (0.078, 0.14), lean=-0.45)),
        ("head", *_ball((0.0, -0.09, 0.282), (0.058, 0.050))),
        ("muzzle", *_ball((0.0, -0.127, 0.264), (0.025, 0.018))),
    ]
    for side in (-1, 1):
        leg = np.array([(0.032 * side, -0.085, z) for z in (0.002, 0.01, 0.03, 0.1, 0.17)])
        parts.append(("leg", leg, np.array([0.02, 0.026, 0.022, 0.022, 0.03])))
        ear = np.array([(0.030 * side + 0.012 * side * s, -0.085, 0.312 + 0.062 * s) for s in (0.0, 0.5, 1.0)])
        parts.append(("ear", ear, np.array([0.026, 0.015, 0.002])))
        parts.append(("paw", *_ball((0.032 * side, -0.10, 0.016), (0.026, 0.016))))
        parts.append(("thigh", *_ball((0.072 * side, 0.03, 0.07), (0.05, 0.07))))
    turn = np.linspace(0, 2.6, 16)
    tail = np.stack([0.06 + 0.13 * np.sin(turn), 0.10 - 0.11 * (1 - np.cos(turn)), 0.022 + 0 * turn], axis=1)
    parts.append(("tail", tail, np.append(np.full(15, 0.019), 0.008)))
    return parts
