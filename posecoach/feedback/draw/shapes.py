"""Colours, and shapes on RGB pictures: in place, antialiased, placed in fractions of a pixel.

The colours stay apart for every kind of colour vision: the hues are those of Okabe and Ito, "Color Universal Design",
2008, and each comes with a shape of its own.
"""

import math
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from posecoach.capture.frame import RgbImage

__all__ = [
    "ATTENTION",
    "DARK",
    "GOOD",
    "INK",
    "QUIET",
    "TRACK",
    "Box",
    "Colour",
    "Spot",
    "arc",
    "disc",
    "path",
    "polygon",
    "rectangle",
    "shaded_box",
    "shaded_disc",
    "tick",
    "triangle",
]

Colour: TypeAlias = tuple[int, int, int]
"""RGB."""

INK: Colour = (250, 250, 250)
QUIET: Colour = (190, 197, 206)
TRACK: Colour = (84, 90, 98)
DARK: Colour = (16, 20, 26)
GOOD: Colour = (86, 180, 233)
ATTENTION: Colour = (240, 168, 24)


Spot = tuple[float, float]
"""x and y in pixels."""

_SHADE, _SHADE_LEVEL = 0.7, 18
_SUBPIXEL_BITS = 4
_FLATNESS = 0.1
"""How far a chord may run from its arc, in pixels."""


class Box(NamedTuple):
    """A rectangle in pixels; right and bottom lie outside."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        """Whether the two share any area."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def holds(self, spot: Spot) -> bool:
        """Whether a place lies in it."""
        return self.left <= spot[0] < self.right and self.top <= spot[1] < self.bottom

    def within(self, size: Spot) -> bool:
        """Whether all of it lies in a picture of this width and height."""
        return self.left >= 0 and self.top >= 0 and self.right <= size[0] and self.bottom <= size[1]

    def at_height(self, top: float) -> "Box":
        """The same box moved up or down."""
        return Box(self.left, top, self.right, top + self.bottom - self.top)

    def moved_into(self, size: Spot) -> "Box":
        """The box moved as little as needed to lie in a picture of this width and height."""
        left = max(0.0, min(self.left, size[0] - (self.right - self.left)))
        top = max(0.0, min(self.top, size[1] - (self.bottom - self.top)))
        return Box(left, top, left + self.right - self.left, top + self.bottom - self.top)


def path(image: RgbImage, spots: list[Spot], colour: Colour, width: float) -> None:
    """A line through some places, with round ends."""
    for start, end in pairwise(_fixed_points(spots).tolist()):
        cv2.line(image, start, end, colour, max(1, round(width)), cv2.LINE_AA, _SUBPIXEL_BITS)


def polygon(image: RgbImage, spots: list[Spot], colour: Colour) -> None:
    """A filled shape."""
    cv2.fillPoly(image, [_fixed_points(spots)], colour, cv2.LINE_AA, _SUBPIXEL_BITS)


def rectangle(image: RgbImage, box: Box, colour: Colour) -> None:
    """A filled box of at least one pixel, to whole pixels; the part outside the picture is left out."""
    left, top = max(0, round(box.left)), max(0, round(box.top))
    image[top : max(round(box.bottom), top + 1), left : max(round(box.right), left + 1)] = colour


def triangle(image: RgbImage, centre: Spot, radius: float, colour: Colour) -> None:
    """A filled warning sign that fits into a circle."""
    x, y = centre
    polygon(image, [(x, y - 0.85 * radius), (x + radius, y + 0.8 * radius), (x - radius, y + 0.8 * radius)], colour)


_TICK = ((-0.45, 0.02), (-0.12, 0.38), (0.5, -0.36))


def tick(image: RgbImage, centre: Spot, radius: float) -> None:
    """A disc with a tick: all is well."""
    disc(image, centre, radius, GOOD)
    path(
        image, [(centre[0] + across * radius, centre[1] + down * radius) for across, down in _TICK], DARK, 0.3 * radius
    )


def disc(image: RgbImage, centre: Spot, radius: float, colour: Colour) -> None:
    """A filled circle."""
    scale = 1 << _SUBPIXEL_BITS
    middle = round(centre[0] * scale), round(centre[1] * scale)
    cv2.circle(image, middle, round(radius * scale), colour, -1, cv2.LINE_AA, _SUBPIXEL_BITS)


def arc(
    image: RgbImage, centre: Spot, radius: float, stretch: tuple[float, float], colour: Colour, width: float
) -> None:
    """Part of a ring with straight ends, between two angles in degrees, clockwise from the picture's right."""
    start, end = (math.radians(angle) for angle in stretch)
    # OpenCV's own arcs stand at whole degrees, so that they would jump from frame to frame; a filled outline also
    # costs a third of a thick line.
    step = 2 * math.acos(1 - _FLATNESS / max(radius + width / 2, 1.0))
    angles = np.linspace(start, end, 2 + int(abs(end - start) / step))
    rim = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    outline = np.concatenate([rim * (radius + width / 2), rim[::-1] * (radius - width / 2)]) + centre
    cv2.fillPoly(image, [_fixed_points(outline)], colour, cv2.LINE_AA, _SUBPIXEL_BITS)


def shaded_box(image: RgbImage, box: Box, radius: float) -> None:
    """A dark translucent box with round corners; the part outside the picture is left out."""
    height, width = image.shape[:2]
    left, top = max(round(box.left), 0), max(round(box.top), 0)
    right, bottom = min(round(box.right), width), min(round(box.bottom), height)
    if left >= right or top >= bottom:
        return
    under = image[top:bottom, left:right]
    corner = max(1, min(round(radius), (right - left) // 2, (bottom - top) // 2))
    kept = [(places, under[places].copy()) for places in _corners(corner)]
    cv2.convertScaleAbs(under, under, 1 - _SHADE, _SHADE * _SHADE_LEVEL)
    for (places, before), outside in zip(kept, _outsides(corner), strict=True):
        under[places] = before * outside + under[places] * (1 - outside)


def shaded_disc(image: RgbImage, centre: Spot, radius: float) -> Box:
    """A dark translucent disc inside the picture, with a jagged edge: a ring has to be drawn over it.

    Returns:
        The place it takes.
    """
    across = 2 * math.ceil(radius + 1)
    left, top = round(centre[0] - across / 2), round(centre[1] - across / 2)
    under = image[top : top + across, left : left + across]
    cv2.copyTo(cv2.convertScaleAbs(under, None, 1 - _SHADE, _SHADE * _SHADE_LEVEL), _disc_mask(across, radius), under)
    return Box(left, top, left + across, top + across)


@lru_cache(maxsize=4)
def _disc_mask(across: int, radius: float) -> NDArray[np.uint8]:
    away = np.arange(across) - (across - 1) / 2
    mask: NDArray[np.bool_] = np.hypot(away[:, None], away) < radius
    return mask.astype(np.uint8)


def _corners(radius: int) -> list[tuple[slice, slice]]:
    ends = slice(0, radius), slice(-radius, None)
    return [(rows, columns) for rows in ends for columns in ends]


@lru_cache(maxsize=16)
def _outsides(radius: int) -> list[NDArray[np.float32]]:
    """How much of each pixel lies outside of a round corner, for the corners' order above."""
    away = radius - 0.5 - np.arange(radius)
    outside = np.clip(np.hypot(away[:, None], away[None]) - radius + 0.5, 0, 1).astype(np.float32)[..., None]
    return [outside, outside[:, ::-1], outside[::-1], outside[::-1, ::-1]]


def _fixed_points(spots: list[Spot] | NDArray[np.float64]) -> NDArray[np.int32]:
    return np.round(np.array(spots) * (1 << _SUBPIXEL_BITS)).astype(np.int32)
