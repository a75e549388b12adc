"""Small print: whether the sound is off, what isn't recorded, figures for developers."""

from collections.abc import Callable
from functools import partial

from posecoach.feedback.draw.page import Page
from posecoach.feedback.draw.shapes import ATTENTION, DARK, INK, QUIET, Box, Spot, path, polygon, shaded_box, triangle
from posecoach.feedback.draw.text import CAPITALS, LEADING, fitting_lines, text, text_width

__all__ = ["draw_muted", "draw_stats", "draw_warning"]

_SMALLEST = 11.0
_WIDEST = 0.45
"""Of the picture's width."""

_Icon = Callable[[Spot, float], None]
"""Draws a mark of this radius around a place."""


def draw_muted(page: Page, content: str) -> Box | None:
    """A loudspeaker that is crossed out, and what it means."""
    return _draw_badge(page, content, partial(_draw_loudspeaker, page))


def draw_warning(page: Page, content: str) -> Box | None:
    """A triangle, and what isn't as it should be."""
    return _draw_badge(page, content, partial(_draw_triangle, page))


def draw_stats(page: Page, lines: tuple[str, ...], *, at_top: bool = False) -> Box | None:
    """Figures at the bottom left, above the message's place, or at the top right; all digits are equally wide."""
    scale = page.scale
    size = max(_SMALLEST, 0.45 * scale.label)
    pad, leading = 0.6 * size, 1.3 * size
    wide = max(text_width(line, size) for line in lines) + 2 * pad
    tall = leading * (len(lines) - 1) + CAPITALS * size + 2 * pad
    left, right, top = scale.margin, scale.width - scale.margin - wide, page.floor - tall
    corners = [(right, scale.margin)] if at_top else [(left, top), (right, top)]
    box = page.fit_in_columns((wide, tall), corners)
    if box is None:
        return None
    shaded_box(page.image, box, 0.6 * scale.corner)
    for index, line in enumerate(lines):
        text(page.image, line, box.left + pad, box.top + pad + CAPITALS * size + leading * index, size, QUIET)
    return box


def _draw_badge(page: Page, content: str, icon: _Icon) -> Box | None:
    scale = page.scale
    size = max(_SMALLEST, 0.8 * scale.label)
    pad, radius = 0.6 * size, 0.45 * size
    before = 2 * radius + 0.5 * size
    room = _WIDEST * scale.width - before - 2 * pad
    size, lines = fitting_lines(content, size, room, (CAPITALS + LEADING) * size)
    wide = max(text_width(line, size) for line in lines) + before + 2 * pad
    tall = (CAPITALS + LEADING * (len(lines) - 1)) * size + 2 * pad
    box = page.fit_in_columns((wide, tall))
    if box is None:
        return None
    shaded_box(page.image, box, 0.7 * scale.corner)
    icon((box.left + pad + radius, (box.top + box.bottom) / 2), radius)
    for above, line in enumerate(reversed(lines)):
        text(page.image, line, box.left + pad + before, box.bottom - pad - above * LEADING * size, size, QUIET)
    return box


def _draw_triangle(page: Page, centre: Spot, radius: float) -> None:
    triangle(page.image, centre, radius, ATTENTION)


def _draw_loudspeaker(page: Page, centre: Spot, radius: float) -> None:
    x, y = centre
    horn = [(-0.9, -0.35), (-0.45, -0.35), (0.2, -0.9), (0.2, 0.9), (-0.45, 0.35), (-0.9, 0.35)]
    polygon(page.image, [(x + across * radius, y + down * radius) for across, down in horn], INK)
    slash = [(x - radius, y - radius), (x + radius, y + radius)]
    path(page.image, slash, DARK, 0.6 * radius)
    path(page.image, slash, ATTENTION, 0.28 * radius)
