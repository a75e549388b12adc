"""Small print: what comes next, how good the camera is, whether the sound is off, figures for developers."""

from collections.abc import Callable
from functools import partial

from posecoach.feedback.draw.page import Page
from posecoach.feedback.draw.scene import CameraQuality
from posecoach.feedback.draw.shapes import ATTENTION, DARK, GOOD, INK, QUIET, Box, Spot, disc, path, polygon, shaded_box
from posecoach.feedback.draw.text import CAPITALS, LEADING, fitting_lines, text, text_width

__all__ = ["draw_camera", "draw_muted", "draw_next", "draw_stats", "draw_warning"]

_SMALLEST = 11.0
_WIDEST = 0.45
"""Of the picture's width."""

_Icon = Callable[[Spot, float], None]
"""Draws a mark of this radius around a place."""


def draw_next(page: Page, content: str) -> Box | None:
    """The next exercise."""
    return _draw_badge(page, content, None)


def draw_camera(page: Page, camera: CameraQuality) -> Box | None:
    """The camera's quality: a disc when it is good, a triangle when it isn't."""
    return _draw_badge(page, camera.text, partial(_draw_quality, page, good=camera.good))


def draw_muted(page: Page, content: str) -> Box | None:
    """A loudspeaker that is crossed out, and what it means."""
    return _draw_badge(page, content, partial(_draw_loudspeaker, page))


def draw_warning(page: Page, content: str) -> Box | None:
    """A triangle, and what isn't as it should be."""
    return _draw_badge(page, content, partial(_draw_quality, page, good=False))


def draw_stats(page: Page, lines: tuple[str, ...], *, at_top: bool = False) -> Box | None:
    """Figures at the bottom left, above the message's place, or at the top right; all digits are equally wide."""
    scale = page.scale
    size = max(_SMALLEST, 0.62 * scale.label)
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


def _draw_badge(page: Page, content: str, icon: _Icon | None) -> Box | None:
    scale = page.scale
    size = max(_SMALLEST, 0.8 * scale.label)
    pad, radius = 0.6 * size, 0.45 * size
    before = 2 * radius + 0.5 * size if icon else 0.0
    room = _WIDEST * scale.width - before - 2 * pad
    size, lines = fitting_lines(content, size, room, (CAPITALS + LEADING) * size)
    wide = max(text_width(line, size) for line in lines) + before + 2 * pad
    tall = (CAPITALS + LEADING * (len(lines) - 1)) * size + 2 * pad
    box = page.fit_in_columns((wide, tall))
    if box is None:
        return None
    shaded_box(page.image, box, 0.7 * scale.corner)
    if icon is not None:
        icon((box.left + pad + radius, (box.top + box.bottom) / 2), radius)
    for above, line in enumerate(reversed(lines)):
        text(page.image, line, box.left + pad + before, box.bottom - pad - above * LEADING * size, size, QUIET)
    return box


def _draw_quality(page: Page, centre: Spot, radius: float, *, good: bool) -> None:
    x, y = centre
    if good:
        disc(page.image, centre, 0.75 * radius, GOOD)
    else:
        corners = [(x, y - 0.9 * radius), (x + radius, y + 0.8 * radius), (x - radius, y + 0.8 * radius)]
        polygon(page.image, corners, ATTENTION)


def _draw_loudspeaker(page: Page, centre: Spot, radius: float) -> None:
    x, y = centre
    horn = [(-0.9, -0.35), (-0.45, -0.35), (0.2, -0.9), (0.2, 0.9), (-0.45, 0.35), (-0.9, 0.35)]
    polygon(page.image, [(x + across * radius, y + down * radius) for across, down in horn], INK)
    slash = [(x - radius, y - radius), (x + radius, y + radius)]
    path(page.image, slash, DARK, 0.6 * radius)
    path(page.image, slash, ATTENTION, 0.28 * radius)
