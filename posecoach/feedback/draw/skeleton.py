"""The body as the coach sees it: the near side and the limb that is measured strong, the rest faint.

Of a body that faces the camera neither side is nearer, and both are strong.
"""

from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from posecoach.capture.frame import RgbImage
from posecoach.feedback.draw.shapes import ATTENTION, DARK, INK, Spot, arc, disc, path
from posecoach.pose.landmarks import Landmark, Side

__all__ = ["draw_marks", "draw_skeleton", "seen"]

_CHAINS = (
    ("ear", "shoulder", "hip"),
    ("shoulder", "elbow", "wrist"),
    ("hip", "knee", "ankle", "foot_index"),
)
_JOINTS = {"shoulder", "elbow", "wrist", "hip", "knee", "ankle"}
_FAINT = 0.45

Bone = tuple[Spot, Spot]


def draw_skeleton(
    image: RgbImage, points: NDArray[np.float64], near: Side | None, driven: tuple[Side, tuple[str, ...]], unit: float
) -> None:
    """Draws in place; bones with an unseen end are left out.

    Args:
        image: The picture.
        points: Shape (33, 2), pixels, NaN where unseen.
        near: The side nearer to the camera, drawn last and strongest; None when neither is.
        driven: Side and joints of what is measured; the limbs that they belong to are drawn as strong.
        unit: Pixels of a line of normal width.
    """
    if near is None:
        for side in Side:
            _draw_strong(image, points, side, list(_CHAINS), unit)
        return
    far = near.other
    measured = [_measured_part(chain, driven[1]) for chain in _CHAINS] if driven[0] is far else []
    _draw_faint(image, [bone for chain in _CHAINS for bone in _bones(points, far, chain)], unit)
    _draw_strong(image, points, far, [chain for chain in measured if chain], unit)
    _draw_strong(image, points, near, list(_CHAINS), unit)


def draw_marks(
    image: RgbImage, points: NDArray[np.float64], near: Side | None, joints: tuple[str, ...], unit: float
) -> None:
    """Rings in place around joints of the nearer side, of both where neither is nearer; unseen ones are left out."""
    radius, width = 6.5 * unit, 1.8 * unit
    for side in Side if near is None else (near,):
        for spot in (seen(points, joint, side) for joint in joints):
            if spot is not None:
                arc(image, spot, radius, (0, 360), DARK, 1.7 * width)
                arc(image, spot, radius, (0, 360), ATTENTION, width)


def seen(points: NDArray[np.float64], joint: str, side: Side) -> Spot | None:
    """Where a joint is, in pixels; None when it isn't seen."""
    x, y = points[Landmark.of(joint, side)].tolist()
    return (x, y) if np.isfinite(x + y) else None


def _measured_part(chain: tuple[str, ...], joints: tuple[str, ...]) -> tuple[str, ...]:
    """From the first measured joint to the limb's end; empty unless a bone of it is measured."""
    places = [index for index, name in enumerate(chain) if name in joints]
    return chain[places[0] :] if len(places) > 1 else ()


def _bones(points: NDArray[np.float64], side: Side, chain: tuple[str, ...]) -> list[Bone]:
    spots = [seen(points, name, side) for name in chain]
    return [(a, b) for a, b in pairwise(spots) if a is not None and b is not None]


def _draw_strong(
    image: RgbImage, points: NDArray[np.float64], side: Side, chains: list[tuple[str, ...]], unit: float
) -> None:
    width, edge = max(2.0, 1.2 * unit), max(1.0, 0.45 * unit)
    bones = [bone for chain in chains for bone in _bones(points, side, chain)]
    # In the chains' order, because the edges of discs that overlap depend on which comes last.
    names = dict.fromkeys(name for chain in chains for name in chain if name in _JOINTS)
    joints = [spot for name in names if (spot := seen(points, name, side)) is not None]
    for start, end in bones:
        path(image, [start, end], DARK, width + 2 * edge)
    for joint in joints:
        disc(image, joint, 1.1 * width + edge, DARK)
    for start, end in bones:
        path(image, [start, end], INK, width)
    for joint in joints:
        disc(image, joint, 1.1 * width, INK)


def _draw_faint(image: RgbImage, bones: list[Bone], unit: float) -> None:
    if not bones:
        return
    width = max(1.0, 0.8 * unit)
    corners = np.array(bones).reshape(-1, 2)
    left, top = np.maximum(np.floor(corners.min(0) - 2 * width), 0).astype(int)
    right, bottom = np.maximum(np.ceil(corners.max(0) + 2 * width), 0).astype(int)
    under = image[top:bottom, left:right]
    if under.size == 0:
        return
    over = under.copy()
    for colour, wide in ((DARK, 2 * width), (INK, width)):
        for start, end in bones:
            path(over, [(start[0] - left, start[1] - top), (end[0] - left, end[1] - top)], colour, wide)
    cv2.addWeighted(over, _FAINT, under, 1 - _FAINT, 0, dst=under)
