"""Fakes for tests of programs built on posecoach: scripted people with known joint angles.

frames = [Figure.supine(hip_angle=angle) for angle in (125, 150, 178, 150, 125)]
series = scripted_series(frames, rate_hz=30)

`Figure` is seen from the side, lying, on all fours, kneeling or standing; `FrontFigure` faces the camera.
"""

from posecoach.pose.fakes import ScriptedEstimator
from posecoach.testing.figure import Figure, Limbs
from posecoach.testing.front_figure import FrontFigure, FrontLimbs
from posecoach.testing.scripts import AnyFigure, FigureEstimator, between, eased, scripted_pose, scripted_series

__all__ = [
    "AnyFigure",
    "Figure",
    "FigureEstimator",
    "FrontFigure",
    "FrontLimbs",
    "Limbs",
    "ScriptedEstimator",
    "between",
    "eased",
    "scripted_pose",
    "scripted_series",
]
