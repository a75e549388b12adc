"""The shape of the back, which no landmark shows, from the outline of the body."""

import numpy as np

from posecoach.measures.angles import hip_angle
from posecoach.measures.body import Body, Values
from posecoach.measures.measure import angle, distance
from posecoach.measures.places import ear_height
from posecoach.messages import Message
from posecoach.pose.landmarks import Side
from posecoach.pose.series import CONTOUR_POINTS

_MIDDLE = slice(CONTOUR_POINTS // 10, CONTOUR_POINTS - CONTOUR_POINTS // 10)
_ALONG = np.linspace(-1.0, 1.0, CONTOUR_POINTS)[_MIDDLE]
_FEWEST_RAYS = 12
_DEGREES_A_TRUNK = 200.0
_PELVIS = slice(CONTOUR_POINTS * 2 // 3, CONTOUR_POINTS - 1)
_WAIST, _SEAT = slice(8, 15), slice(17, 20)
"""Rays over the middle of the back and over the hips; those before them see the head and the hair, too."""


@distance(
    Message("bulge of the back's outline between shoulder and hip"),
    Message("positive is rounded, negative is hollow"),
    sided=False,
    from_contour=True,
)
def back_curve(body: Body, _side: Side) -> Values:
    """Least-squares parabola through the rays that were seen, over the middle 80 % of the chord."""
    heights = body.poses.contour[:, _MIDDLE].astype(np.float64)
    seen = ~np.isnan(heights)
    powers = np.stack([_ALONG**0, _ALONG, _ALONG**2], axis=-1)
    normal = np.einsum("nr,ri,rj->nij", seen.astype(np.float64), powers, powers)
    right = np.einsum("nr,ri->ni", np.where(seen, heights, 0.0), powers)
    enough = seen.sum(axis=1) >= _FEWEST_RAYS
    normal[~enough] = np.eye(3)
    bulge = -np.linalg.solve(normal, right[..., None])[:, 2, 0]
    return np.where(enough, bulge, np.nan)


@distance(
    Message("outline over the middle of the back less that over the hips"),
    Message("positive is rounded, negative is hollow"),
    sided=False,
    from_contour=True,
)
def back_arch(body: Body, _side: Side) -> Values:
    """Outline over the middle of the back less that over the hips.

    Its value means the same for everybody: flat backs read -0.05 to 0.02, rounded ones (cat) 0.08 to 0.15, hollow ones
    (cow) -0.06 to -0.16 on recordings of six people.
    """
    heights = body.poses.contour.astype(np.float64)
    return _median_seen(heights[:, _WAIST], fewest=1) - _median_seen(heights[:, _SEAT], fewest=1)


@distance(
    Message("back_curve less ear_height"), Message("rises as the spine rounds and the head sinks"), from_contour=True
)
def spine_wave(body: Body, side: Side) -> Values:
    """Curve of the back less the height of the ear: both rise when the spine rounds and the head sinks."""
    return back_curve(body, side) - ear_height(body, side)


@angle(
    Message("hip angle less 200 degrees per trunk length of outline over the pelvis"),
    Message("rises as the pelvis tilts back"),
    from_contour=True,
)
def pelvic_tilt(body: Body, side: Side) -> Values:
    """Hip angle less the outline over the pelvis, put into degrees.

    When the pelvis tilts back, the first rises by about 8 degrees, and the second sinks by 0.025 trunk lengths even
    where a lifted head spoils the first.
    """
    return np.asarray(hip_angle(body, side) - _DEGREES_A_TRUNK * _pelvis_outline(body))


def _pelvis_outline(body: Body) -> Values:
    """Median height of the outline over the pelvis; NaN where fewer than half of its rays were seen."""
    heights = body.poses.contour[:, _PELVIS].astype(np.float64)
    return _median_seen(heights, fewest=(heights.shape[1] + 1) // 2)


def _median_seen(heights: Values, *, fewest: int) -> Values:
    """Shape (n, rays) to (n,): the median of the rays that were seen; NaN where fewer were than asked for."""
    enough = (~np.isnan(heights)).sum(axis=1) >= fewest
    filled = np.where(enough[:, None], heights, 0.0)
    return np.where(enough, np.nanmedian(filled, axis=1), np.nan)
