"""What a demonstration loop draws where a movement is held: the angle that is good, or the way that was gone."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from posecoach.capture.frame import RgbImage
from posecoach.exercise.rules import Check
from posecoach.exercise.schema import Exercise
from posecoach.feedback.draw.angle_arc import Angle, DriveView, draw_angle, drive_view
from posecoach.feedback.draw.shapes import DARK, GOOD, INK, Spot, path, polygon
from posecoach.pose.landmarks import Landmark, Side
from sample_videos.anatomy.assets import BODY_VERTICES
from sample_videos.anatomy.body import Body, Pose
from sample_videos.cameras import Camera
from sample_videos.measures import JOINTS, true_angles, true_joints
from sample_videos.motions.movement import View

__all__ = ["Seen", "draw_dial", "draw_goal"]

_LANDMARKS = 33
_SLICES = 18
"""Of the back, along the body, for its outline."""
_TILT_ZONE_DEG = 3.5
_DIAL_RADIUS = 42.0
"""In lines of normal width."""
_SHORTEST_ARROW = 12.0
"""In halves of its shaft's width."""


@dataclass(frozen=True)
class Seen:
    """A pose as a camera sees it.

    Attributes:
        body: Whose.
        pose: In the world.
        camera: Which sees it.
        view: From the side or from the front.
        lines: Whether the limbs of an angle may be drawn.
    """

    body: Body
    pose: Pose
    camera: Camera
    view: View
    lines: bool = True

    @cached_property
    def points(self) -> NDArray[np.float64]:
        """Shape (33, 2): pixels of the landmarks, NaN for those that nobody needs here."""
        joints = true_joints(self.body, self.pose, self.camera)
        points = np.full((_LANDMARKS, 2), np.nan)
        for side in Side:
            for joint in JOINTS:
                points[Landmark.of(joint, side)] = joints[f"{side.value}_{joint}"]
        return points

    @property
    def near(self) -> Side | None:
        """The side towards the camera; None from the front."""
        if self.view == "front":
            return None
        depths = {Side.LEFT: self.pose.heads["upperarm01.L"][1], Side.RIGHT: self.pose.heads["upperarm01.R"][1]}
        return min(depths, key=lambda side: float(depths[side]))

    def between(self, joint: str) -> Spot:
        """Halfway between a joint's left and right, in pixels."""
        x, y = (self.points[Landmark.of(joint, Side.LEFT)] + self.points[Landmark.of(joint, Side.RIGHT)]) / 2
        return float(x), float(y)

    def back(self) -> list[Spot]:
        """The outline of the back of somebody on all fours, in pixels."""
        trunk = np.flatnonzero(np.char.startswith(self.body.main_bone[:BODY_VERTICES], "spine"))
        skin = self.body.skinned(self.pose, trunk).apply(self.body.rest[trunk])
        slices = np.array_split(skin[skin[:, 0].argsort()], _SLICES)
        tops = np.stack([part[part[:, 2].argmax()] for part in slices])
        smooth = np.stack([np.convolve(np.pad(line, 1, "edge"), (0.25, 0.5, 0.25), "valid") for line in tops.T], axis=1)
        return [(float(x), float(y)) for x, y in self.camera.project(smooth)]


def draw_goal(image: RgbImage, exercise: Exercise, poses: tuple[Seen, Seen], side: Side | None, unit: float) -> None:
    """Draws in place what is good about a pose, and no more, so that the person is still seen by eyes and estimators.

    Args:
        image: The picture of the pose that is held.
        exercise: Which says what is good.
        poses: At the start and while it is held.
        side: The side that works; None where both do.
        unit: Pixels of a line of normal width.
    """
    held, view = poses[1], drive_view(exercise)
    if view is not None:
        for one in [one for one in (side, held.near) if one][:1] or list(Side):
            _draw_joint_angle(image, exercise, held, one, view, unit)
    elif exercise.shown_measure in _DRAWN:
        _DRAWN[exercise.shown_measure](image, exercise, poses, unit)


def _draw_joint_angle(
    image: RgbImage, exercise: Exercise, held: Seen, side: Side, view: DriveView, unit: float
) -> None:
    value = true_angles(held.body, held.pose, held.camera)[f"{side.value}_{exercise.shown_measure}"]
    angle = Angle.seen(held.points, side, value, view, unit)
    if angle is not None:
        if held.lines:
            _draw_limbs(image, [_spot(held.points[Landmark.of(joint, side)]) for joint in view.joints], unit)
        draw_angle(image, angle, view, unit)


def _draw_limbs(image: RgbImage, spots: list[Spot], unit: float) -> None:
    for colour, width in ((DARK, 2.2 * unit), (INK, 1.2 * unit)):
        path(image, spots, colour, width)


def _draw_pitch(image: RgbImage, exercise: Exercise, poses: tuple[Seen, Seen], unit: float) -> None:
    """The trunk against the floor."""
    hips, shoulders = poses[1].between("hip"), poses[1].between("shoulder")
    across, up = shoulders[0] - hips[0], hips[1] - shoulders[1]
    value, rule = math.degrees(math.atan2(up, abs(across))), exercise.attempt_rule
    if not isinstance(rule, Check):
        return
    radius = 0.55 * math.hypot(across, up)
    zero, sense = (0.0, -1) if across > 0 else (180.0, 1)
    floor = (hips[0] + math.copysign(1.25 * radius, across), hips[1])
    _draw_limbs(image, [floor, hips, shoulders], unit)
    view = DriveView(("", "", ""), (-rule.highest, min(-rule.lowest, 90.0)), "")
    draw_angle(image, Angle(hips, radius, zero, sense, value), view, unit)


def _draw_back(image: RgbImage, _exercise: Exercise, poses: tuple[Seen, Seen], unit: float) -> None:
    """The back's outline, and thin as it was at the start."""
    start, held = (seen.back() for seen in poses)
    for spots, colour, width in ((start, DARK, 2.0), (start, INK, 1.0), (held, DARK, 4.6), (held, GOOD, 3.0)):
        path(image, spots, colour, width * unit)


def _draw_way(joint: str) -> Callable[[RgbImage, Exercise, tuple[Seen, Seen], float], None]:
    """An arrow to where a joint's two sides are, from where they were at the start."""

    def draw(image: RgbImage, _exercise: Exercise, poses: tuple[Seen, Seen], unit: float) -> None:
        start, held = (np.array(seen.between(joint)) for seen in poses)
        _draw_arrow(image, start, held, 1.6 * unit)

    return draw


def _draw_arrow(image: RgbImage, start: NDArray[np.float64], tip: NDArray[np.float64], half: float) -> None:
    """With `half` of the shaft's width; one that would be too short to be seen begins before its start."""
    length = max(float(np.hypot(*(tip - start))), 1e-6)
    along = (tip - start) / length
    across = np.array([-along[1], along[0]])
    tail = tip - along * max(length, _SHORTEST_ARROW * half)
    for colour, edge in ((DARK, half), (GOOD, 0.0)):
        neck = tip - along * (5 * half + edge / 2)
        wings = [neck + turn * across * (3 * half + edge) for turn in (1, -1)]
        path(image, [_spot(tail), _spot(neck)], colour, 2 * half + edge)
        polygon(image, [_spot(corner) for corner in (tip + along * 1.5 * edge, *wings)], colour)


def _spot(place: NDArray[np.float64]) -> Spot:
    return float(place[0]), float(place[1])


_DRAWN: Mapping[str, Callable[[RgbImage, Exercise, tuple[Seen, Seen], float], None]] = MappingProxyType(
    {
        "trunk_pitch": _draw_pitch,
        "back_arch": _draw_back,
        "leg_roll": _draw_way("knee"),
        "hip_shift": _draw_way("hip"),
    }
)
"""By the measure that is shown, for those that are no angle between joints."""


def draw_dial(image: RgbImage, exercise: Exercise, poses: tuple[Seen, Seen, Seen], unit: float) -> None:
    """Draws a needle that turns with the pelvis, and where it should come to; nothing for other exercises.

    Args:
        image: Drawn on in place, all the time, because the movement itself can hardly be seen.
        exercise: Which it is.
        poses: At the start, now, and while it is held.
        unit: Pixels of a line of normal width.
    """
    if exercise.shown_measure != "pelvic_tilt":
        return
    first, turned, whole = (_pelvis_direction(seen) for seen in poses)
    end = (whole - first + 180.0) % 360.0 - 180.0
    sense = 1 if end > 0 else -1
    value = sense * ((turned - first + 180.0) % 360.0 - 180.0)
    angle = Angle(poses[0].between("hip"), _DIAL_RADIUS * unit, first, sense, value)
    _draw_limbs(image, [angle.centre, angle.spot(value, angle.radius)], unit)
    draw_angle(image, angle, DriveView(("", "", ""), (abs(end) - _TILT_ZONE_DEG, abs(end) + _TILT_ZONE_DEG), ""), unit)


def _pelvis_direction(seen: Seen) -> float:
    """Of the pelvis's front in the picture, degrees, clockwise from the picture's right."""
    place = seen.pose.heads["root"]
    ahead = place + seen.pose.rotations["root"] @ np.array([0.0, -0.1, 0.0])
    (x, y), (x_ahead, y_ahead) = seen.camera.project([place, ahead])
    return math.degrees(math.atan2(y_ahead - y, x_ahead - x))
