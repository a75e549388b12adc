"""What must be readable from the mat: count, hold and message; before an exercise its name, a frame, a countdown."""

import math

from posecoach.capture.frame import RgbImage
from posecoach.counting.state import CoachState, Phase
from posecoach.feedback.draw.page import Page, Scale
from posecoach.feedback.draw.shapes import (
    ATTENTION,
    DARK,
    GOOD,
    INK,
    QUIET,
    TRACK,
    Box,
    Colour,
    Spot,
    arc,
    disc,
    path,
    polygon,
    shaded_box,
    shaded_disc,
)
from posecoach.feedback.draw.text import CAPITALS, LEADING, fitting, fitting_lines, text, text_width, wrapped
from posecoach.feedback.words.language import ENGLISH, Language
from posecoach.feedback.words.phrases import Phrase
from posecoach.pose.landmarks import Side

__all__ = [
    "MESSAGE_PAD",
    "count_height",
    "draw_count",
    "draw_countdown",
    "draw_frame",
    "draw_hold_ring",
    "draw_message",
    "draw_progress",
    "draw_title",
    "ring_width",
]

_PHASES = {
    Phase.AWAY: Phrase.GET_READY,
    Phase.REST: Phrase.READY,
    Phase.OUTBOUND: Phrase.MOVE,
    Phase.HOLD: Phrase.HOLD,
    Phase.RETURNING: Phrase.GO_BACK,
    Phase.LOST: Phrase.UNSEEN,
}
_SIDES = {Side.LEFT: Phrase.LEFT, Side.RIGHT: Phrase.RIGHT}
MESSAGE_PAD = 0.7
"""Between a message and its panel's edge, in font sizes."""
_TARGET = 0.42
"""Size of the repetitions asked for, of those done."""


def count_height(scale: Scale) -> float:
    """Height of the panel with the count, in pixels."""
    return CAPITALS * (scale.label + scale.phase + scale.count) + 3.3 * scale.label


def draw_count(
    image: RgbImage, title: str, state: CoachState, scale: Scale, right: float, language: Language = ENGLISH
) -> Box:
    """Exercise, repetitions, and where in the movement, at the top left.

    Args:
        image: Drawn on in place.
        title: Name of the exercise.
        state: What to show.
        scale: Sizes for this picture.
        right: Pixels from the left edge that the panel must not pass.
        language: Of phases and sides.

    Returns:
        The place it takes.
    """
    label, pad = scale.label, 0.85 * scale.label
    left, top = scale.margin, scale.margin
    room = right - left - 2 * pad
    phase = _phase(state, language)
    widest = max(text_width(phase, scale.phase), _widest_phase(scale.phase, language))
    wide = max(_count_width(state, scale.count), text_width(title, label), widest)
    box = Box(left, top, left + min(wide, room) + 2 * pad, top + count_height(scale))
    shaded_box(image, box, scale.corner)
    baseline = top + pad + CAPITALS * label
    text(image, title, left + pad, baseline, fitting(title, label, room), QUIET)
    baseline += 0.8 * label + CAPITALS * scale.count
    _draw_digits(image, state, (left + pad, baseline), scale.count, room)
    baseline += 0.8 * label + CAPITALS * scale.phase
    colour = GOOD if state.phase is Phase.HOLD else INK
    text(image, phase, left + pad, baseline, fitting(phase, scale.phase, room), colour)
    return box


def _phase(state: CoachState, language: Language) -> str:
    reached = state.phase is Phase.HOLD and state.hold_target_s == 0
    return _with_side(Phrase.FAR_ENOUGH if reached else _PHASES[state.phase], state.side, language)


def _widest_phase(size: float, language: Language) -> int:
    # Nobody works with a side before there is a repetition, so these phases stand without one.
    alone = [language.text(phrase) for phrase in (Phrase.GET_READY, Phrase.READY)]
    moving = [Phrase.MOVE, Phrase.FAR_ENOUGH, Phrase.HOLD, Phrase.GO_BACK, Phrase.UNSEEN]
    sided = [_with_side(phrase, side, language) for phrase in moving for side in Side]
    return max(text_width(line, size) for line in alone + sided)


def _with_side(phrase: Phrase, side: Side | None, language: Language) -> str:
    phrases = [phrase] if side is None else [phrase, _SIDES[side]]
    return ", ".join(language.text(one) for one in phrases)


def _count_width(state: CoachState, size: float) -> float:
    # As wide as the last repetition will be, so that the panel stays as it is.
    done, asked = _counted(state)
    digits = "0" * max(len(done), len(asked) - len("/ "))
    return text_width(digits, size) + 0.16 * size + text_width(asked, _TARGET * size)


def _counted(state: CoachState) -> tuple[str, str]:
    """What was done and what is asked for: repetitions, or seconds of continuous movement."""
    if state.moving_target_s:
        return str(int(state.moving_s)), f"/ {state.moving_target_s:g} s"
    return str(state.rep_count), f"/ {state.rep_target}" if state.rep_target else ""


def _draw_digits(image: RgbImage, state: CoachState, place: Spot, size: float, room: float) -> None:
    done, asked = _counted(state)
    size = fitting(done, size, 0.68 * room)
    text(image, done, *place, size, INK)
    after = text_width(done, size) + 0.16 * size
    # Where both don't fit, the target gives way: the count is what is looked for from afar.
    text(image, asked, place[0] + after, place[1], fitting(asked, _TARGET * size, room - after), QUIET)


def draw_progress(image: RgbImage, title: str, state: CoachState, scale: Scale, language: Language) -> list[Box]:
    """Draws the count, and for what is held the ring; the places that they take."""
    panels, right = [], scale.width - scale.margin
    if state.hold_target_s > 0:
        panels.append(draw_hold_ring(image, state, scale, count_height(scale), language))
        right = panels[0].left - scale.margin
    return [*panels, draw_count(image, title, state, scale, right, language)]


def draw_message(image: RgbImage, message: str, scale: Scale, *, fault: bool) -> Box:
    """A message at the bottom: a fault with a warning triangle, a hint with a disc.

    Two lines at most, three in portrait; what is longer is written smaller.

    Returns:
        The place it takes.
    """
    size, most = scale.message, 2 if scale.width >= scale.height else 3
    lines = wrapped(message, size, _line_room(scale, size))
    while len(lines) > most and size > 0.5 * scale.message:
        size *= 0.93
        lines = wrapped(message, size, _line_room(scale, size))
    pad, leading, icon = MESSAGE_PAD * size, LEADING * size, 1.5 * size
    wide = max(text_width(line, size) for line in lines) + icon + 2.6 * pad
    tall = max(leading * (len(lines) - 1) + CAPITALS * size, icon) + 2 * pad
    left, bottom = (scale.width - wide) / 2, scale.height - scale.margin
    box = Box(left, bottom - tall, left + wide, bottom)
    shaded_box(image, box, scale.corner)
    middle = bottom - tall / 2
    _draw_icon(image, (left + pad + icon / 2, middle), icon / 2, fault=fault)
    first = middle - leading * (len(lines) - 1) / 2 + CAPITALS * size / 2
    for index, line in enumerate(lines):
        text(image, line, left + icon + 1.6 * pad, first + index * leading, size, INK)
    return box


def _line_room(scale: Scale, size: float) -> float:
    return scale.width - 2 * scale.margin - 3.4 * size


def _draw_icon(image: RgbImage, centre: Spot, radius: float, *, fault: bool) -> None:
    colour: Colour = ATTENTION if fault else GOOD
    x, y = centre
    if fault:
        corners = [(x, y - 0.85 * radius), (x + radius, y + 0.8 * radius), (x - radius, y + 0.8 * radius)]
        polygon(image, corners, colour)
    else:
        disc(image, centre, radius, colour)
    mark, size = "!" if fault else "i", (1.3 if fault else 1.5) * radius
    baseline = y + CAPITALS * size / 2 + (0.22 * radius if fault else 0)
    text(image, mark, x - text_width(mark, size) / 2, baseline, size, DARK)


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
