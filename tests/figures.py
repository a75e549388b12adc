"""Scripted figures as poses that may be measured."""

from dataclasses import replace

import numpy as np

from posecoach.measures import MEASURES, Body
from posecoach.pose.geometry import body_length
from posecoach.pose.landmarks import Side
from posecoach.pose.series import StablePoses
from posecoach.testing import AnyFigure, Figure, scripted_series


def believed(*figures: AnyFigure) -> StablePoses:
    """The figures' landmarks, all believed, without smoothing."""
    series = scripted_series(figures)
    count = len(series)
    return StablePoses(
        time_s=series.time_s,
        points=(points := series.points[..., :2].astype(float)),
        seen_points=points,
        body_length=body_length(points),
        found=series.has_pose,
        beyond=np.zeros((count, 33, 2), np.int8),
        contour=series.contour,
        near_is_right=np.array([figure.near is Side.RIGHT for figure in figures]),
        size=series.size,
    )


def turned(figure: AnyFigure) -> AnyFigure:
    """With the head at the picture's other side, if it is at one."""
    return replace(figure, head_left=False) if isinstance(figure, Figure) else figure


def measured(name: str, poses: StablePoses, *, front_up: bool | None, side: Side = Side.LEFT) -> float:
    """A measure's value in the first frame."""
    return float(MEASURES[name].of(Body(poses, front_up), side)[0])
