"""What the stages before an exercise show: its name, a frame to come into, a countdown."""

from posecoach.feedback.page import Page
from posecoach.feedback.palette import DARK, GOOD, INK, QUIET, Colour
from posecoach.feedback.shapes import Box, Spot, arc, path, shaded_box, shaded_disc
from posecoach.feedback.text import CAPITALS, LEADING, fitting, fitting_lines, text, text_width

__all__ = ["draw_countdown", "draw_frame", "draw_title"]

_COUNTDOWN = 0.27
"""Height of the countdown's digits, of the picture's."""
_TITLE_ROOM = 0.62
"""Width that an exercise's name may take in landscape, of the picture's: heads and raised hands stay in view."""


def draw_title(page: Page, heading: str, title: str, most_lines: int) -> Box:
    """The exercise's name below a small heading, at the top left.

    Args:
        page: Drawn on in place.
        heading: What to do.
        title: The exercise's name.
        most_lines: That it may take.

    Returns:
        The place it takes.
    """
    scale = page.scale
    pad, small = 0.85 * scale.label, scale.label
    share = _TITLE_ROOM if scale.width >= scale.height else 1.0
    room = share * scale.width - 2 * scale.margin - 2 * pad
    size, lines = fitting_lines(title, scale.message, room, (CAPITALS + LEADING * (most_lines - 1)) * scale.message)
    small = fitting(heading, small, room)
    wide = max(text_width(heading, small), *(text_width(line, size) for line in lines))
    tall = CAPITALS * small + 0.75 * scale.label + (CAPITALS + LEADING * (len(lines) - 1)) * size
    box = Box(scale.margin, scale.margin, scale.margin + wide + 2 * pad, scale.margin + tall + 2 * pad)
    shaded_box(page.image, box, scale.corner)
    baseline = box.top + pad + CAPITALS * small
    text(page.image, heading, box.left + pad, baseline, small, QUIET)
    for above, line in enumerate(reversed(lines)):
        text(page.image, line, box.left + pad, box.bottom - pad - above * LEADING * size, size, INK)
    page.taken.append(box)
    return box


def draw_frame(page: Page, *, good: bool) -> None:
    """Corners of a viewfinder at the picture's edges; a whole frame in blue once the view is good."""
    scale = page.scale
    width = 0.36 * scale.margin
    inset, reach = 0.5 * scale.margin, 0.16 * min(scale.width, scale.height)
    left, top, right, bottom = inset, inset, scale.width - inset, scale.height - inset
    strokes: list[list[Spot]]
    if good:
        strokes = [[(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]]
    else:
        strokes = [
            [(x, y + down * reach), (x, y), (x + across * reach, y)]
            for x, across in ((left, 1), (right, -1))
            for y, down in ((top, 1), (bottom, -1))
        ]
    outlined: list[tuple[Colour, float]] = [(DARK, 1.7 * width), (GOOD if good else INK, width)]
    for colour, thick in outlined:
        for stroke in strokes:
            path(page.image, stroke, colour, thick)


def draw_countdown(page: Page, seconds: int) -> Box:
    """The seconds left, huge, in the middle of the picture.

    Returns:
        The place it takes.
    """
    scale = page.scale
    content, size = str(seconds), _COUNTDOWN * scale.height / CAPITALS
    across = min(1.9 * CAPITALS * size, scale.width - 2 * scale.margin)
    size = fitting(content, size, 0.75 * across)
    x, y, rim = scale.width / 2, scale.height / 2, 0.05 * across
    box = shaded_disc(page.image, (x, y), across / 2)
    arc(page.image, (x, y), (across - rim) / 2, (0, 360), GOOD, rim)
    text(page.image, content, x - text_width(content, size) / 2, y + CAPITALS * size / 2, size, INK)
    page.taken.append(box)
    return box
