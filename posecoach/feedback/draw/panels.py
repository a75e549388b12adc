"""Sentences that must be readable from the mat: a message, the exercise's name, what the camera sees; a countdown."""

from functools import lru_cache

from posecoach.capture.frame import RgbImage
from posecoach.feedback.draw.page import Page, Scale
from posecoach.feedback.draw.scene import Message, Status
from posecoach.feedback.draw.shapes import (
    ATTENTION,
    DARK,
    GOOD,
    INK,
    QUIET,
    Box,
    Colour,
    Spot,
    arc,
    disc,
    rectangle,
    shaded_box,
    shaded_disc,
    tick,
    triangle,
)
from posecoach.feedback.draw.text import CAPITALS, LEADING, fitting, fitting_lines, text, text_width, wrapped

__all__ = ["draw_countdown", "draw_message", "draw_status", "draw_title", "message_height"]

_MESSAGE_PAD, _ICON = 0.7, 1.5
"""Between a message and its panel's edge, and the width of its sign, in font sizes."""
_NARROW_PAD, _NARROW_ICON = 0.45, 1.25
"""The same in portrait."""
_LONGER, _SMALLEST_MESSAGE = 1.25, 0.3
"""How much higher than usual a long message may be before it is written smaller, and how much smaller at most."""


def message_height(scale: Scale) -> float:
    """The greatest height of a message's panel."""
    return (_LONGER * LEADING * _usual_lines(scale) + 2 * _MESSAGE_PAD) * scale.message


def _usual_lines(scale: Scale) -> int:
    return 2 if scale.width >= scale.height else 3


def draw_message(
    image: RgbImage, message: Message, scale: Scale, *, top: float = 0.0, bottom: float | None = None
) -> Box:
    """A message at the bottom: a fault with a warning triangle, a hint with a disc.

    What is longer than two lines, three in portrait, or finds less room is written smaller.

    Args:
        image: Drawn on in place.
        message: What to say.
        scale: Sizes for this picture.
        top: Pixels from the top edge above which it must not reach.
        bottom: Pixels from the top edge where it ends; None for the picture's margin.

    Returns:
        The place it takes.
    """
    bottom = scale.height - scale.margin if bottom is None else bottom
    size, lines = _message_lines(message.text, scale, bottom - top)
    free, across = _around(scale)
    pad, leading, icon = free * size, LEADING * size, across * size
    wide = max(text_width(line, size) for line in lines) + icon + 2.6 * pad
    tall = max(leading * (len(lines) - 1) + CAPITALS * size, icon) + 2 * pad
    left = (scale.width - wide) / 2
    box = Box(left, bottom - tall, left + wide, bottom)
    shaded_box(image, box, scale.corner)
    middle = bottom - tall / 2
    _draw_icon(image, (left + pad + icon / 2, middle), icon / 2, fault=message.fault)
    first = middle - leading * (len(lines) - 1) / 2 + CAPITALS * size / 2
    for index, line in enumerate(lines):
        text(image, line, left + icon + 1.6 * pad, first + index * leading, size, INK)
    return box


def _around(scale: Scale) -> tuple[float, float]:
    """What is free around a message, and the width of its sign, in font sizes."""
    return (_MESSAGE_PAD, _ICON) if scale.width >= scale.height else (_NARROW_PAD, _NARROW_ICON)


@lru_cache(maxsize=64)
def _message_lines(message: str, scale: Scale, room: float) -> tuple[float, tuple[str, ...]]:
    """The largest font size at which a message isn't too high, nor its panel higher than its room; its lines there."""
    size, highest = scale.message, _LONGER * LEADING * _usual_lines(scale) * scale.message
    pad, icon = _around(scale)
    while True:
        width = scale.width - 2 * scale.margin - (2.6 * pad + icon) * size
        lines = wrapped(message, size, width)
        tall = max(LEADING * len(lines), icon) * size
        fits = all(text_width(line, size) <= width for line in lines) and tall <= min(highest, room - 2 * pad * size)
        if fits or size <= _SMALLEST_MESSAGE * scale.message:
            return size, lines
        size *= 0.97


def _draw_icon(image: RgbImage, centre: Spot, radius: float, *, fault: bool) -> None:
    colour: Colour = ATTENTION if fault else GOOD
    x, y = centre
    if fault:
        triangle(image, centre, radius, colour)
    else:
        disc(image, centre, radius, colour)
    mark, size = "!" if fault else "i", (1.3 if fault else 1.5) * radius
    baseline = y + CAPITALS * size / 2 + (0.22 * radius if fault else 0)
    text(image, mark, x - text_width(mark, size) / 2, baseline, size, DARK)


_STATUS_PAD, _STATUS_INDENT = 0.42, 1.35
"""Free at the edges of the bar, and what its sign takes, in font sizes."""
_ONE_LINE, _PLAN, _SMALLEST_PLAN = 0.7, 0.85, 0.65
"""Sizes of other small text: what a status is shrunk to before it is wrapped; how far the session is, and at least."""


def draw_status(image: RgbImage, scale: Scale, status: Status | None, plan: str | None) -> Box | None:
    """A bar at the bottom edge: what the camera sees, and how far the session is while that is good.

    What has to be done about the view stands dark on the warning colour, as large as a message.

    Returns:
        The place it takes; None for nothing to say.
    """
    if status is not None and not status.good:
        return _draw_bad_status(image, scale, status.text)
    if status is None and plan is None:
        return None
    pad = _STATUS_PAD * scale.label
    indent = pad + (_STATUS_INDENT * scale.label if status is not None else 0.0)
    room = scale.width - pad - indent
    size, lines = _status_lines(status.text, scale.label, room) if status is not None else (scale.label, ())
    rest = room - (text_width(lines[0], size) + scale.label if lines else 0.0)
    beside = plan is not None and len(lines) < 2 and text_width(plan, _SMALLEST_PLAN * scale.label) <= rest
    written = max(CAPITALS * scale.label, (CAPITALS + LEADING * (len(lines) - 1)) * size)
    below = LEADING * _PLAN * scale.label if plan is not None and not beside else 0.0
    box = Box(0, scale.height - written - below - 2 * pad, scale.width, scale.height)
    shaded_box(image, box, 1)
    if status is not None:
        tick(image, (pad + 0.5 * scale.label, box.top + pad + written / 2), 0.5 * scale.label)
    first = box.top + pad + (CAPITALS * (scale.label + size) / 2 if len(lines) == 1 else CAPITALS * size)
    for index, line in enumerate(lines):
        text(image, line, indent, first + LEADING * index * size, size, INK)
    if plan is not None:
        small = fitting(plan, _PLAN * scale.label, rest if beside else room)
        left = scale.width - pad - text_width(plan, small) if beside else indent
        bottom = box.top + pad + CAPITALS * (scale.label + small) / 2 if beside else scale.height - pad
        text(image, plan, left, bottom, small, QUIET)
    return box


def _status_lines(content: str, label: float, room: float) -> tuple[float, tuple[str, ...]]:
    size = fitting(content, label, room)
    if size >= _ONE_LINE * label:
        return size, (content,)
    return fitting_lines(content, label, room, (CAPITALS + LEADING) * label)


def _draw_bad_status(image: RgbImage, scale: Scale, content: str) -> Box:
    size, icon, pad = scale.message, 1.2 * scale.message, _STATUS_PAD * scale.message
    room = scale.width - 3 * pad - icon
    size, lines = fitting_lines(content, size, room, (CAPITALS + LEADING * (_usual_lines(scale) - 1)) * size)
    tall = (CAPITALS + LEADING * (len(lines) - 1)) * size + 2.2 * pad
    box = Box(0, scale.height - tall, scale.width, scale.height)
    rectangle(image, box, ATTENTION)
    x, y, radius = pad + icon / 2, box.top + tall / 2, icon / 2
    triangle(image, (x, y), radius, DARK)
    text(image, "!", x - text_width("!", radius) / 2, y + 0.62 * radius, 1.2 * radius, ATTENTION)
    for index, line in enumerate(lines):
        text(image, line, icon + 2 * pad, box.top + 1.1 * pad + (CAPITALS + LEADING * index) * size, size, DARK)
    return box


_COUNTDOWN = 0.27
"""Height of the countdown's digits, of the picture's."""
_TITLE_ROOM = 0.62
"""Width that an exercise's name may take in landscape, of the picture's: heads and raised hands stay in view."""


def draw_title(page: Page, heading: str, title: str, most_lines: int, share: float = _TITLE_ROOM) -> Box:
    """The exercise's name below a small heading, at the top left.

    Args:
        page: Drawn on in place.
        heading: What to do.
        title: The exercise's name.
        most_lines: That it may take.
        share: Of the picture's width that it may take in landscape; in portrait it may take all.

    Returns:
        The place it takes.
    """
    scale = page.scale
    pad = 0.6 * scale.label
    share = share if scale.width >= scale.height else 1.0
    room = share * scale.width - 2 * scale.margin - 2 * pad
    size, lines = fitting_lines(title, scale.message, room, (CAPITALS + LEADING * (most_lines - 1)) * scale.message)
    small = fitting(heading, scale.label, room)
    wide = max(text_width(heading, small), *(text_width(line, size) for line in lines))
    tall = CAPITALS * small + 0.65 * scale.label + (CAPITALS + LEADING * (len(lines) - 1)) * size
    box = Box(scale.margin, scale.margin, scale.margin + wide + 2 * pad, scale.margin + tall + 2 * pad)
    shaded_box(page.image, box, scale.corner)
    baseline = box.top + pad + CAPITALS * small
    text(page.image, heading, box.left + pad, baseline, small, QUIET)
    for above, line in enumerate(reversed(lines)):
        text(page.image, line, box.left + pad, box.bottom - pad - above * LEADING * size, size, INK)
    page.taken.append(box)
    return box


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
