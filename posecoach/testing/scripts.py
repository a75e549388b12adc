"""Scripts of figures as the pose estimator would see them."""

import math
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from typing import Any, TypeAlias, TypeVar

import numpy as np

from posecoach.pose.estimator import EXACT, EstimatorProfile, Pose
from posecoach.pose.landmarks import LANDMARK_COUNT, Landmark
from posecoach.pose.series import CONTOUR_POINTS, Landmarks
from posecoach.testing.figures import Figure, FrontFigure

__all__ = ["AnyFigure", "between", "eased", "scripted_pose", "scripted_series"]

AnyFigure: TypeAlias = Figure | FrontFigure
SomeFigure = TypeVar("SomeFigure", bound=AnyFigure)


def eased(start: float, end: float, frames: int) -> list[float]:
    """Values that leave `start` and reach `end` as gently as a limb does."""
    return [start + (end - start) * (0.5 - 0.5 * math.cos(math.pi * step / frames)) for step in range(1, frames + 1)]


def between(start: SomeFigure, end: SomeFigure, share: float) -> SomeFigure:
    """The figure on the way from one to another: every angle and length by its share, the rest as at the start."""
    blended: SomeFigure = _blended(start, end, share)
    return blended


def _blended(start: Any, end: Any, share: float) -> Any:
    if is_dataclass(start) and not isinstance(start, type):
        pairs = {field.name: (getattr(start, field.name), getattr(end, field.name)) for field in fields(start)}
        return type(start)(**{name: _blended(*pair, share) for name, pair in pairs.items()})
    if all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in (start, end)):
        return start + share * (end - start)
    return start


def scripted_pose(figure: AnyFigure, size: tuple[int, int] = (1280, 720), trunk_px: float = 260.0) -> Pose:
    """The pose an estimator would see, the trunk of a figure of scale 1 `trunk_px` pixels long."""
    points = figure.points()
    points *= figure.scale * trunk_px
    points[:, 1] *= -1
    points[:, :2] += np.array([size[0] / 2, size[1] * 0.6])
    visibility = np.full(LANDMARK_COUNT, 0.7, np.float32)
    near = [mark for mark in Landmark if figure.near is None or figure.near.name in mark.name]
    visibility[near] = 0.98
    visibility[list(figure.hidden)] = 0.02
    along = np.linspace(-1.0, 1.0, CONTOUR_POINTS)
    contour = 0.2 + figure.back_curve * (1 - along**2)
    return Pose(points.astype(np.float32), visibility, contour.astype(np.float32))


def scripted_series(
    figures: Sequence[AnyFigure | None],
    *,
    rate_hz: float = 30.0,
    size: tuple[int, int] = (1280, 720),
    noise_px: float = 0.0,
    profile: EstimatorProfile = EXACT,
) -> Landmarks:
    """A recording of figures at an even rate; None is a frame without a person."""
    times_s = [index / rate_hz for index in range(len(figures))]
    poses = [None if figure is None else scripted_pose(figure, size) for figure in figures]
    series = Landmarks.of(times_s, poses, size, profile)
    series.points[..., :2] += np.random.default_rng(0).normal(0.0, noise_px, (*series.points.shape[:2], 2))
    return series
