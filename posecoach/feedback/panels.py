"""The count, the hold ring and the cue: what must be readable from the mat."""

import math

import cv2
import numpy as np

from posecoach.capture.frame import RgbImage
from posecoach.coaching.state import CoachState, Phase
from posecoach.feedback.drawing import rounded_box, text, text_width, wrapped
from posecoach.feedback.palette import ATTENTION, DARK, GOOD, INK, QUIET, Colour

__all__ = ["draw_bar", "draw_count", "draw_hold"]

_PHASES = {
    Phase.AWAY: "Get into position",
    Phase.REST: "Ready",
    Phase.LIFTING: "Lift",
    Phase.HOLD: "Hold",
    Phase.LOWERING: "Lower slowly",
    Phase.LOST: "I can't see you",
}
_CAPITALS = 0.72
"""Height of digits and capitals, of the font size."""


def draw_count(image: RgbImage, title: str, state: CoachState, unit: float) -> None:
    """Exercise, repetitions, and where in the movement, at the top left.

    The digits are a ninth of the picture's height: readable from three metres.
    """
    height, width = image.shape[:2]
    big = height / 9 / _CAPITALS
    small = min(4.6 * unit, big / 2.2)
    pad = small * 0.8
    done, asked = str(state.rep_count), f" / {state.rep_target}"
    phase = _PHASES[state.phase] + (f", {state.side.value}" if state.side else "")
    lines = text_width(done, big) + text_width(asked, big / 2), text_width(title, small), text_width(phase, small)
    right = min(width - pad / 2, 1.6 * pad + max(*lines, text_width(_PHASES[Phase.LOWERING] + ", right", small)) + pad)
    tall = 2 * small * _CAPITALS + big * _CAPITALS + 3.6 * pad
    rounded_box(image, (round(pad / 2), round(pad / 2), round(right), round(pad / 2 + tall)), round(pad))
    left, y = 1.4 * pad, 1.4 * pad + small * _CAPITALS
    text(image, title, left, y, small, QUIET)
    y += 0.8 * pad + big * _CAPITALS
    text(image, done, left, y, big, INK)
    text(image, asked, left + text_width(done, big), y, big / 2, QUIET)
    y += 0.9 * pad + small * _CAPITALS
    text(image, phase, left, y, small, GOOD if state.phase is Phase.HOLD else INK)


def draw_hold(image: RgbImage, state: CoachState) -> None:
    """A ring that fills up with the hold at the top right, with its seconds; a full one gets a tick."""
    if state.hold_target_s <= 0:
        return
    height, width = image.shape[:2]
    radius = round(height / 13)
    thick, pad = max(3, round(radius / 5)), round(0.6 * radius)
    centre = (width - pad - radius, pad + radius)
    cv2.circle(image, centre, radius + thick, DARK, -1, cv2.LINE_AA)
    cv2.circle(image, centre, radius, (62, 70, 80), thick, cv2.LINE_AA)
    share = min(1.0, state.hold_s / state.hold_target_s)
    if share > 0:
        cv2.ellipse(image, centre, (radius, radius), -90, 0, 360 * share, GOOD, thick, cv2.LINE_AA)
    content, size = f"{math.floor(state.hold_s * 10) / 10:.1f}", 0.78 * radius
    middle = centre[1] + size * _CAPITALS / 2
    text(image, content, centre[0] - text_width(content, size) / 2, middle, size, INK)
    if share >= 1:
        _draw_tick(image, (centre[0] + radius, centre[1] + radius), max(6, radius // 3))
    label, below = f"of {state.hold_target_s:g} s", size * 0.5
    text(image, label, centre[0] - text_width(label, below) / 2, middle + 1.1 * below, below, QUIET)


def _draw_tick(image: RgbImage, corner: tuple[int, int], radius: int) -> None:
    centre = (corner[0] - radius, corner[1] - radius)
    cv2.circle(image, centre, radius + 2, DARK, -1, cv2.LINE_AA)
    cv2.circle(image, centre, radius, GOOD, -1, cv2.LINE_AA)
    start, low, end = ((centre[0] + round(dx * radius), centre[1] + round(dy * radius)) for dx, dy in _TICK)
    for a, b in ((start, low), (low, end)):
        cv2.line(image, a, b, DARK, max(2, radius // 4), cv2.LINE_AA)


_TICK = ((-0.45, 0.05), (-0.1, 0.4), (0.5, -0.35))


def draw_bar(image: RgbImage, message: str, unit: float, *, fault: bool) -> None:
    """A message of at most two lines at the bottom: a fault with a warning triangle, a hint with a disc."""
    height, width = image.shape[:2]
    size = 7.5 * unit
    while len(wrapped(message, size, width - 5.2 * size)) > 2 and size > 9:
        size *= 0.9
    lines = wrapped(message, size, width - 5.2 * size)
    pad, leading = 0.75 * size, 1.15 * size
    wide = max(text_width(one, size) for one in lines) + 2 * pad + 1.7 * size
    tall = leading * (len(lines) - 1) + size * _CAPITALS + 2 * pad
    left, top = (width - wide) / 2, height - tall - pad
    rounded_box(image, (round(left), round(top), round(left + wide), round(top + tall)), round(pad))
    icon = (round(left + pad + 0.55 * size), round(top + tall / 2))
    _draw_icon(image, icon, round(0.6 * size), ATTENTION if fault else GOOD, fault=fault)
    for index, one in enumerate(lines):
        baseline = top + pad + size * _CAPITALS + index * leading
        text(image, one, left + pad + 1.7 * size, baseline, size, INK)


def _draw_icon(image: RgbImage, centre: tuple[int, int], radius: int, colour: Colour, *, fault: bool) -> None:
    if fault:
        corners = [(0.0, -1.0), (1.0, 0.8), (-1.0, 0.8)]
        shape = [[centre[0] + round(x * radius), centre[1] + round(y * radius)] for x, y in corners]
        cv2.fillPoly(image, [np.array(shape, np.int32)], colour, cv2.LINE_AA)
    else:
        cv2.circle(image, centre, radius, colour, -1, cv2.LINE_AA)
    mark = "!" if fault else "i"
    size = 1.5 * radius
    baseline = centre[1] + size * _CAPITALS / 2 + (0.15 * radius if fault else 0)
    text(image, mark, centre[0] - text_width(mark, size) / 2, baseline, size, DARK)
