"""A ring that fills up while a position is held."""

import math

from posecoach.capture.frame import RgbImage
from posecoach.counting.state import CoachState
from posecoach.feedback.language import ENGLISH, Language
from posecoach.feedback.palette import DARK, GOOD, INK, QUIET, TRACK
from posecoach.feedback.phrases import Phrase
from posecoach.feedback.scale import Scale
from posecoach.feedback.shapes import Box, Spot, arc, disc, path, shaded_box
from posecoach.feedback.text import CAPITALS, fitting, text, text_width

__all__ = ["draw_hold_ring", "ring_width"]

_TICK = ((-0.42, 0.0), (-0.1, 0.32), (0.45, -0.3))
_WIDEST = 0.27
"""Of the picture's width: in portrait the count needs the rest."""


def ring_width(scale: Scale, height: float) -> float:
    """Pixels across of a ring that may be this high."""
    return min(height, _WIDEST * scale.width)


def draw_hold_ring(
    image: RgbImage, state: CoachState, scale: Scale, height: float, language: Language = ENGLISH
) -> Box:
    """The seconds held in a ring at the top right; once they are enough the disc is full and has a tick.

    Args:
        image: Drawn on in place.
        state: What to show; its hold target isn't 0.
        scale: Sizes for this picture.
        height: Pixels the ring may take.
        language: Of the words.

    Returns:
        The place it takes.
    """
    across = ring_width(scale, height)
    right, top = scale.width - scale.margin, scale.margin
    box, radius = Box(right - across, top, right, top + across), across / 2
    centre = (box.left + radius, top + radius)
    shaded_box(image, box, scale.corner)
    if state.hold_s >= state.hold_target_s:
        _draw_full(image, centre, 0.86 * radius, state)
    else:
        _draw_filling(image, centre, 0.86 * radius, state, language)
    return box


def _draw_filling(image: RgbImage, centre: Spot, radius: float, state: CoachState, language: Language) -> None:
    thick = 0.19 * radius
    middle = radius - thick / 2
    arc(image, centre, middle, (0, 360), TRACK, thick)
    seconds = f"{state.hold_target_s:g}"
    if state.hold_s <= 0:
        target = language.text(Phrase.SECONDS, seconds=seconds)
        _write(image, target, (centre[0], centre[1]), 0.62 * radius, 1.3 * radius, QUIET)
        return
    end = -90 + 360 * state.hold_s / state.hold_target_s
    arc(image, centre, middle, (-90, end), GOOD, thick)
    for angle in (math.radians(-90), math.radians(end)):
        disc(image, (centre[0] + middle * math.cos(angle), centre[1] + middle * math.sin(angle)), thick / 2, GOOD)
    _write(image, _seconds(state.hold_s), (centre[0], centre[1] - 0.12 * radius), 0.72 * radius, 1.3 * radius, INK)
    target = language.text(Phrase.OF_SECONDS, seconds=seconds)
    _write(image, target, (centre[0], centre[1] + 0.4 * radius), 0.32 * radius, 1.1 * radius, QUIET)


def _draw_full(image: RgbImage, centre: Spot, radius: float, state: CoachState) -> None:
    disc(image, centre, radius, GOOD)
    _write(image, _seconds(state.hold_s), (centre[0], centre[1] - 0.22 * radius), 0.72 * radius, 1.4 * radius, DARK)
    x, y, reach = centre[0], centre[1] + 0.45 * radius, 0.55 * radius
    path(image, [(x + across * reach, y + down * reach) for across, down in _TICK], DARK, 0.16 * radius)


def _seconds(value: float) -> str:
    # Cut, not rounded: nothing is shown as reached before it is.
    return f"{math.floor(value * 10) / 10:.1f}"


def _write(
    image: RgbImage, content: str, middle: Spot, size: float, width: float, colour: tuple[int, int, int]
) -> None:
    size = fitting(content, size, width)
    left, baseline = middle[0] - text_width(content, size) / 2, middle[1] + CAPITALS * size / 2
    text(image, content, left, baseline, size, colour)
