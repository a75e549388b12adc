"""The measured angle as an arc on the body, with the zone it should reach."""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from posecoach.capture.frame import RgbImage
from posecoach.feedback.drawing import rounded_box, text, text_width
from posecoach.feedback.palette import ATTENTION, DARK, GOOD, INK, Colour
from posecoach.pose.landmarks import Landmark, Side

__all__ = ["DriveView", "draw_angle", "turning_sense"]

Point = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class DriveView:
    """How a drive measure is drawn.

    Attributes:
        joints: First joint, vertex and last joint.
        zone: Smallest and largest good value in degrees.
        label: Name of the measure for people.
    """

    joints: tuple[str, str, str]
    zone: tuple[float, float]
    label: str


@dataclass(frozen=True, slots=True)
class _Arc:
    centre: tuple[int, int]
    radius: int
    zero: float
    sense: int

    def draw(self, image: RgbImage, start: float, end: float, colour: Colour, width: int) -> None:
        """Draws the stretch between two values of the measure, in degrees."""
        first, last = sorted((self.zero + self.sense * start, self.zero + self.sense * end))
        cv2.ellipse(image, self.centre, (self.radius, self.radius), 0, first, last, colour, width, cv2.LINE_AA)

    def point(self, value: float, radius: float) -> tuple[float, float]:
        """The place of a value at some distance from the vertex."""
        angle = math.radians(self.zero + self.sense * value)
        return self.centre[0] + radius * math.cos(angle), self.centre[1] + radius * math.sin(angle)


def turning_sense(first: Point, last: Point, value: float) -> int:
    """+1 if turning the first limb clockwise by `value` degrees leads to the last one, else -1."""
    turn = math.degrees(math.atan2(last[1], last[0]) - math.atan2(first[1], first[0]))
    misses = {sense: abs((turn - sense * value + 180) % 360 - 180) for sense in (1, -1)}
    return min(misses, key=lambda sense: misses[sense])


def draw_angle(image: RgbImage, points: Point, side: Side, value: float, view: DriveView, unit: float) -> None:
    """Draws zone, arc and value in place; nothing when the value or a joint isn't seen.

    Args:
        image: The picture.
        points: Shape (33, 2), pixels.
        side: Side of the body the angle is measured on.
        value: The measure in degrees, over the front of the body.
        view: What to draw.
        unit: Pixels of a line of normal width.
    """
    first, vertex, last = (points[Landmark.of(joint, side)] for joint in view.joints)
    limbs = first - vertex, last - vertex
    if math.isnan(value) or np.isnan(limbs).any():
        return
    sense = turning_sense(*limbs, value)
    reach = min(float(np.hypot(*limb)) for limb in limbs)
    zero = math.degrees(math.atan2(limbs[0][1], limbs[0][0]))
    radius = round(max(6 * unit, 0.42 * reach))
    arc = _Arc((round(float(vertex[0])), round(float(vertex[1]))), radius, zero, sense)
    good = view.zone[0] <= value <= view.zone[1]
    _draw_arc(image, arc, value, view.zone, GOOD if good else ATTENTION, unit)
    _draw_value(image, arc, value, radius + 7 * unit, unit)


def _draw_arc(image: RgbImage, arc: _Arc, value: float, zone: tuple[float, float], colour: Colour, unit: float) -> None:
    width = max(2, round(unit))
    arc.draw(image, *zone, DARK, 4 * width)
    arc.draw(image, *zone, GOOD, max(1, round(2.6 * width)))
    arc.draw(image, 0, value, DARK, round(2.2 * width))
    arc.draw(image, 0, value, INK, width)
    x, y = arc.point(value, arc.radius)
    needle = (round(x), round(y))
    cv2.circle(image, needle, round(2.3 * width), DARK, -1, cv2.LINE_AA)
    cv2.circle(image, needle, round(1.7 * width), colour, -1, cv2.LINE_AA)


def _draw_value(image: RgbImage, arc: _Arc, value: float, distance: float, unit: float) -> None:
    content, size = f"{value:.0f}°", 7 * unit
    width, height, pad = text_width(content, size), 0.72 * size, 1.6 * unit
    x, y = arc.point(value / 2, distance)
    left = min(max(x - width / 2, 2 * pad), image.shape[1] - width - 2 * pad)
    baseline = min(max(y + height / 2, height + 2 * pad), image.shape[0] - 2 * pad)
    box = (round(left - pad), round(baseline - height - pad), round(left + width + pad), round(baseline + pad))
    rounded_box(image, box, round(1.6 * unit))
    text(image, content, left, baseline, size, INK)
