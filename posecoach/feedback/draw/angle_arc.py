"""The measured angle as an arc on the body, with the zone it should reach."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posecoach.capture.frame import RgbImage
from posecoach.counting.state import CoachState
from posecoach.exercise.rules import Check
from posecoach.exercise.schema import Exercise
from posecoach.feedback.draw.page import Scale
from posecoach.feedback.draw.shapes import ATTENTION, DARK, GOOD, INK, QUIET, Box, Colour, Spot, arc, disc, shaded_box
from posecoach.feedback.draw.skeleton import draw_skeleton, seen
from posecoach.feedback.draw.text import CAPITALS, text, text_width
from posecoach.feedback.words.language import ENGLISH, Language
from posecoach.measures import MEASURES
from posecoach.pose.landmarks import Side

__all__ = ["Angle", "DriveView", "draw_angle", "draw_body", "draw_value", "drive_view", "turning_sense"]

_READABLE = 14.0
_OPEN, _STRAIGHT = 360.0, 180.0
"""A zone without an upper end is drawn as far as joints go."""
_LABEL_PLACES = (0.5, 0.35, 0.65, 0.2, 0.8)
"""Along the arc; the value is written at the first that is free."""


@dataclass(frozen=True, slots=True)
class DriveView:
    """How the shown measure is drawn.

    Attributes:
        joints: First joint, vertex and last joint.
        zone: Smallest and largest good value in degrees, 0 and 360 where there is no end.
        label: Name of the measure for people.
    """

    joints: tuple[str, str, str]
    zone: tuple[float, float]
    label: str

    def is_good(self, value: float) -> bool:
        """Whether a value lies in the zone as it is written beside the arc, in whole degrees."""
        return self.zone[0] <= round(value) <= self.zone[1]


@dataclass(frozen=True, slots=True)
class Angle:
    """An angle's place in the picture.

    Attributes:
        centre: The vertex.
        radius: Of the arc, in pixels.
        zero: Direction of the first limb in degrees, clockwise from the picture's right.
        sense: +1 if the measure grows clockwise, else -1.
        value: In degrees.
    """

    centre: Spot
    radius: float
    zero: float
    sense: int
    value: float

    @classmethod
    def seen(
        cls, points: NDArray[np.float64], side: Side, value: float, view: DriveView, unit: float
    ) -> "Angle | None":
        """The angle on a body; None when the value or a joint isn't seen, or two joints coincide."""
        first, vertex, last = (seen(points, joint, side) for joint in view.joints)
        if first is None or vertex is None or last is None or math.isnan(value):
            return None
        limbs = [np.subtract(end, vertex) for end in (first, last)]
        reach = min(float(np.hypot(*limb)) for limb in limbs)
        if reach == 0:
            return None
        zero = math.degrees(math.atan2(limbs[0][1], limbs[0][0]))
        return cls(vertex, max(6 * unit, 0.42 * reach), zero, turning_sense(limbs[0], limbs[1], value), value)

    def stretch(self, start: float, end: float) -> tuple[float, float]:
        """Two values of the measure as directions in the picture."""
        return self.zero + self.sense * start, self.zero + self.sense * end

    def spot(self, value: float, radius: float) -> Spot:
        """The place of a value at some distance from the vertex."""
        angle = math.radians(self.zero + self.sense * value)
        return self.centre[0] + radius * math.cos(angle), self.centre[1] + radius * math.sin(angle)


def turning_sense(first: NDArray[np.float64], last: NDArray[np.float64], value: float) -> int:
    """+1 if turning the first limb clockwise by `value` degrees leads to the last one, else -1."""
    turn = math.degrees(math.atan2(last[1], last[0]) - math.atan2(first[1], first[0]))
    misses = {sense: abs((turn - sense * value + 180) % 360 - 180) for sense in (1, -1)}
    return min(misses, key=lambda sense: misses[sense])


def draw_angle(image: RgbImage, angle: Angle, view: DriveView, unit: float) -> None:
    """Draws zone, arc and needle in place; inside the zone the arc takes the zone's colour."""
    width, good = max(2.0, unit), view.is_good(angle.value)
    band = view.zone[0], view.zone[1] if view.zone[1] < _OPEN else max(_STRAIGHT, angle.value)
    edge = math.degrees(0.5 * width / angle.radius)
    _draw_stretch(image, angle, (band[0] - edge, band[1] + edge), DARK, 4.2 * width)
    _draw_stretch(image, angle, band, GOOD, 3.2 * width)
    _draw_stretch(image, angle, (0, angle.value), DARK, 2 * width)
    _draw_stretch(image, angle, (0, angle.value), GOOD if good else INK, 1.1 * width)
    needle = angle.spot(angle.value, angle.radius)
    for colour, radius in ((DARK, 2.5), (INK, 2.0), (GOOD if good else ATTENTION, 1.5)):
        disc(image, needle, radius * width, colour)


def _draw_stretch(image: RgbImage, angle: Angle, values: tuple[float, float], colour: Colour, width: float) -> None:
    arc(image, angle.centre, angle.radius, angle.stretch(*values), colour, width)


def draw_body(
    image: RgbImage,
    points: NDArray[np.float64],
    near: Side | None,
    state: CoachState,
    view: DriveView | None,
    unit: float,
) -> Angle | None:
    """Draws skeleton and angle in place; the angle, for its value to be written beside it, if it is seen."""
    draw_skeleton(image, points, near, (state.drive_side, view.joints if view else ()), unit)
    if view is None:
        return None
    angle = Angle.seen(points, state.drive_side, state.drive, view, unit)
    if angle is not None:
        draw_angle(image, angle, view, unit)
    return angle


def draw_value(image: RgbImage, angle: Angle, view: DriveView, scale: Scale, taken: list[Box]) -> None:
    """Writes the value beside the arc, inside the picture and clear of what is there already."""
    content, size = f"{angle.value:.0f}°", max(_READABLE, 6.6 * scale.unit)
    label = 0.55 * size if 0.55 * size >= 11 else 0.0
    pad = 0.35 * size
    across = max(text_width(content, size), text_width(view.label, label) if label else 0)
    tall = CAPITALS * size + (1.35 * label if label else 0)
    box = _label_box(angle, (across + 2 * pad, tall + 2 * pad), scale, taken)
    shaded_box(image, box, 1.1 * pad)
    middle, baseline = (box.left + box.right) / 2, box.top + pad + CAPITALS * size
    colour = GOOD if view.is_good(angle.value) else INK
    text(image, content, middle - text_width(content, size) / 2, baseline, size, colour)
    if label:
        text(image, view.label, middle - text_width(view.label, label) / 2, baseline + 1.35 * label, label, QUIET)


def _label_box(angle: Angle, size: Spot, scale: Scale, taken: list[Box]) -> Box:
    frame, gap = (scale.width, scale.height), 2 * scale.unit
    beside = [_beside(angle, share * angle.value, size, scale.unit) for share in _LABEL_PLACES]
    inside = [box.moved_into(frame) for box in beside]
    below = [inside[0].at_height(other.bottom + gap) for other in taken]
    above = [inside[0].at_height(other.top - gap - size[1]) for other in taken]
    for box in beside + inside + below + above:
        if box.within(frame) and not any(box.overlaps(other) for other in taken):
            return box
    return inside[0]


def _beside(angle: Angle, value: float, size: Spot, unit: float) -> Box:
    across, down = np.subtract(angle.spot(value, 1), angle.centre)
    # Half of the box as seen from the vertex, so that its nearest part is clear of the arc.
    half = abs(across) * size[0] / 2 + abs(down) * size[1] / 2
    x, y = angle.spot(value, angle.radius + 3 * unit + half)
    return Box(x - size[0] / 2, y - size[1] / 2, x + size[0] / 2, y + size[1] / 2)


def drive_view(exercise: Exercise, language: Language = ENGLISH) -> DriveView | None:
    """How the exercise's shown measure is drawn: its joints and the zone in which it is good.

    None when it is no angle between joints, or when no check says which of its values are good.
    """
    measure, check = MEASURES[exercise.shown_measure], exercise.attempt_rule
    if measure.joints is None or not isinstance(check, Check) or check.measure != measure.name:
        return None
    zone = (max(check.lowest, 0.0), min(check.highest, 360.0))
    return DriveView(joints=measure.joints, zone=zone, label=language.of_plan(measure.label))
