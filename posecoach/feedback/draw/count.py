"""What is looked for from the mat: the repetitions, where in the movement the person is, and the hold's ring."""

import math
from dataclasses import dataclass, replace

from posecoach.capture.frame import RgbImage
from posecoach.counting.state import CoachState, Phase
from posecoach.feedback.draw.page import Scale
from posecoach.feedback.draw.shapes import DARK, GOOD, INK, QUIET, TRACK, Box, Colour, Spot, arc, disc, path, shaded_box
from posecoach.feedback.draw.text import CAPITALS, LEADING, fitting, text, text_width, wrapped
from posecoach.feedback.words.language import ENGLISH, Language
from posecoach.feedback.words.phrases import Phrase
from posecoach.messages import Message, decimal
from posecoach.pose.landmarks import Side

__all__ = ["count_height", "draw_hold_ring", "draw_progress", "ring_width"]

_PHASES = {
    Phase.AWAY: Phrase.GET_READY,
    Phase.REST: Phrase.READY,
    Phase.OUTBOUND: Phrase.MOVE,
    Phase.HOLD: Phrase.HOLD,
    Phase.RETURNING: Phrase.GO_BACK,
    Phase.LOST: Phrase.UNSEEN,
}
_SIDES = {Side.LEFT: Phrase.LEFT, Side.RIGHT: Phrase.RIGHT}
_TARGET, _BEFORE_TARGET = 0.42, 0.13
"""Size of the repetitions asked for, and the gap before them, of the size of those done."""
_PAD, _WIDEST_PAD, _GAP = 0.6, 0.03, 0.65
"""Free inside the panel's edges, in font sizes of small text and at most of the picture's width; between its lines."""
_SHARE = 0.5
"""Of the picture's width: longer lines are wrapped, so that the panel leaves the body in view."""
_MOST_LINES = 2


def count_height(scale: Scale) -> float:
    """Height of a panel with the count and one line above and below it, in pixels."""
    return CAPITALS * (scale.label + scale.phase + scale.count) + 2 * (_PAD + _GAP) * scale.label


def draw_progress(
    image: RgbImage, title: str, state: CoachState, scale: Scale, language: Language = ENGLISH, *, sided: bool = True
) -> list[Box]:
    """Draws the count at the top left, and at the top right, for what is held, the ring.

    The title is left out where it needs more than two lines; where the phase does, it stands in a row of its own.

    Args:
        image: Drawn on in place.
        title: Name of the exercise.
        state: What to show.
        scale: Sizes for this picture.
        language: Of phases and sides.
        sided: Whether room is kept for naming a side.

    Returns:
        The places that they take.
    """
    panels, right = [], scale.width - scale.margin
    if state.hold_target_s > 0:
        panels.append(draw_hold_ring(image, state, scale, ring_width(scale, count_height(scale)), language))
        right = panels[0].left - scale.margin
    pad, phases = _pad(scale), _possible_phases(language, sided=sided)
    room = right - scale.margin - 2 * pad
    wide = min(room, max(_count_width(state, scale.count), _SHARE * scale.width - 2 * pad))
    name, phase = _Row.of((title,), title, scale.label, wide, QUIET), _phase_row(state, phases, scale, wide, language)
    panel = _Panel(image, scale, scale.margin, right - scale.margin)
    above = [name] if title and name.fits(wide) else []
    if phase.fits(wide):
        return [*panels, panel.draw(above, state, [phase])]
    panels.append(panel.draw(above, state, []))
    below = _Panel(image, scale, max(box.bottom for box in panels) + 0.5 * scale.margin, scale.width - 2 * scale.margin)
    phase = _phase_row(state, phases, scale, below.widest - 2 * pad, language)
    return [*panels, below.draw([replace(phase, most=len(phase.lines))])]


def _pad(scale: Scale) -> float:
    return min(_PAD * scale.label, _WIDEST_PAD * scale.width)


@dataclass(frozen=True, slots=True)
class _Row:
    """One text in lines, with room for the longest that may stand here, so that the panel stays as it is."""

    lines: tuple[str, ...]
    size: float
    colour: Colour
    most: int
    width: float

    @classmethod
    def of(cls, possible: tuple[str, ...], content: str, size: float, width: float, colour: Colour) -> "_Row":
        lines = [wrapped(one, size, width) for one in possible]
        widest = max(text_width(line, size) for one in lines for line in one)
        return cls(wrapped(content, size, width), size, colour, max(map(len, lines)), widest)

    @property
    def height(self) -> float:
        return (CAPITALS + LEADING * (self.most - 1)) * self.size

    def fits(self, width: float) -> bool:
        return self.most <= _MOST_LINES and self.width <= width


def _phase_row(state: CoachState, phases: tuple[str, ...], scale: Scale, width: float, language: Language) -> _Row:
    reached = state.phase is Phase.HOLD and state.hold_target_s == 0
    content = _with_side(Phrase.FAR_ENOUGH if reached else _PHASES[state.phase], state.side, language)
    return _Row.of((*phases, content), content, scale.phase, width, GOOD if state.phase is Phase.HOLD else INK)


def _possible_phases(language: Language, *, sided: bool) -> tuple[str, ...]:
    # Nobody works with a side before there is a repetition, so these phases stand without one.
    alone = [language.text(phrase) for phrase in (Phrase.GET_READY, Phrase.READY)]
    moving = [Phrase.MOVE, Phrase.FAR_ENOUGH, Phrase.HOLD, Phrase.GO_BACK, Phrase.UNSEEN]
    sides = tuple(Side) if sided else (None,)
    return (*alone, *(_with_side(phrase, side, language) for phrase in moving for side in sides))


def _with_side(phrase: Phrase, side: Side | None, language: Language) -> str:
    phrases = [phrase] if side is None else [phrase, _SIDES[side]]
    return ", ".join(language.text(one) for one in phrases)


@dataclass(frozen=True, slots=True)
class _Panel:
    """A panel at the left edge, as wide as it has to be."""

    image: RgbImage
    scale: Scale
    top: float
    widest: float

    def draw(self, above: list[_Row], state: CoachState | None = None, below: list[_Row] | None = None) -> Box:
        """Rows, the count, and rows below it."""
        scale, pad, gap = self.scale, _pad(self.scale), _GAP * self.scale.label
        below = below or []
        heights = [row.height for row in [*above, *below]] + ([CAPITALS * scale.count] if state else [])
        counted = _count_width(state, scale.count) if state else 0.0
        wide = min(max([counted, *(row.width for row in [*above, *below])]), self.widest - 2 * pad)
        tall = sum(heights) + gap * (len(heights) - 1) + 2 * pad
        box = Box(scale.margin, self.top, scale.margin + wide + 2 * pad, self.top + tall)
        shaded_box(self.image, box, scale.corner)
        top = self._write(above, box.left + pad, box.top + pad, wide)
        if state is not None:
            _draw_digits(self.image, state, (box.left + pad, top + CAPITALS * scale.count), scale.count, wide)
            top += CAPITALS * scale.count + gap
        self._write(below, box.left + pad, top, wide)
        return box

    def _write(self, rows: list[_Row], left: float, top: float, width: float) -> float:
        """Writes rows from `top` on; where the next one begins."""
        for row in rows:
            for index, line in enumerate(row.lines):
                baseline = top + (CAPITALS + LEADING * index) * row.size
                text(self.image, line, left, baseline, fitting(line, row.size, width), row.colour)
            top += row.height + _GAP * self.scale.label
        return top


def _count_width(state: CoachState, size: float) -> float:
    # As wide as the last repetition will be, so that the panel stays as it is.
    done, asked = _counted(state)
    digits = "0" * max(len(done), len(asked) - len("/"))
    return text_width(digits, size) + _BEFORE_TARGET * size + text_width(asked, _TARGET * size)


def _counted(state: CoachState) -> tuple[str, str]:
    """What was done and what is asked for: repetitions, or seconds of continuous movement."""
    if state.moving_target_s:
        return str(int(state.moving_s)), f"/{state.moving_target_s:g} s"
    return str(state.rep_count), f"/{state.rep_target}" if state.rep_target else ""


def _draw_digits(image: RgbImage, state: CoachState, place: Spot, size: float, room: float) -> None:
    done, asked = _counted(state)
    size = fitting(done, size, 0.72 * room)
    text(image, done, *place, size, INK)
    after = text_width(done, size) + _BEFORE_TARGET * size
    # Where both don't fit, the target gives way: the count is what is looked for from afar.
    text(image, asked, place[0] + after, place[1], fitting(asked, _TARGET * size, room - after), QUIET)


_TICK = ((-0.42, 0.0), (-0.1, 0.32), (0.45, -0.3))
_WIDEST = 0.29
"""Of the picture's width: in portrait the count needs the rest."""
_SECONDS, _RING_TARGET, _FULL, _ALONE = 0.68, 0.44, 0.72, 0.85
"""Font sizes of the seconds held, of those asked for below them, of the former once they are enough, and where the
latter would be smaller than other small text; of the ring's radius."""


def ring_width(scale: Scale, height: float) -> float:
    """Pixels across of a ring that may be this high."""
    return min(height, _WIDEST * scale.width)


def draw_hold_ring(
    image: RgbImage, state: CoachState, scale: Scale, across: float, language: Language = ENGLISH
) -> Box:
    """The seconds held in a ring at the top right; once they are enough the disc is full and has a tick.

    Args:
        image: Drawn on in place.
        state: What to show; its hold target isn't 0.
        scale: Sizes for this picture.
        across: Pixels the ring may take in width and height.
        language: Of its figures.

    Returns:
        The place it takes.
    """
    right, top = scale.width - scale.margin, scale.margin
    box, radius = Box(right - across, top, right, top + across), across / 2
    centre = (box.left + radius, top + radius)
    shaded_box(image, box, scale.corner)
    draw = _draw_full if state.hold_s >= state.hold_target_s else _draw_filling
    draw(image, centre, 0.86 * radius, state, scale.label, language)
    return box


def _draw_filling(
    image: RgbImage, centre: Spot, radius: float, state: CoachState, label: float, language: Language
) -> None:
    thick = 0.19 * radius
    middle = radius - thick / 2
    arc(image, centre, middle, (0, 360), TRACK, thick)
    held, target = _seconds(state.hold_s, language), language.shown(Message("{value:g} s", value=state.hold_target_s))
    if state.hold_s <= 0:
        _write(image, target, centre, _SECONDS * radius, 1.3 * radius, QUIET)
        return
    end = -90 + 360 * state.hold_s / state.hold_target_s
    arc(image, centre, middle, (-90, end), GOOD, thick)
    for angle in (math.radians(-90), math.radians(end)):
        disc(image, (centre[0] + middle * math.cos(angle), centre[1] + middle * math.sin(angle)), thick / 2, GOOD)
    if _RING_TARGET * radius < label:
        _write(image, held, centre, _ALONE * radius, 1.4 * radius, INK)
        return
    _write(image, held, (centre[0], centre[1] - 0.19 * radius), _SECONDS * radius, 1.3 * radius, INK)
    _write(image, f"/{target}", (centre[0], centre[1] + 0.4 * radius), _RING_TARGET * radius, 1.1 * radius, QUIET)


def _draw_full(
    image: RgbImage, centre: Spot, radius: float, state: CoachState, label: float, language: Language
) -> None:
    disc(image, centre, radius, GOOD)
    size = max(_FULL * radius, min(label, _ALONE * radius))
    held = _seconds(state.hold_s, language)
    _write(image, held, (centre[0], centre[1] - 0.22 * radius), size, 1.5 * radius, DARK)
    x, y, reach = centre[0], centre[1] + 0.45 * radius, 0.55 * radius
    path(image, [(x + across * reach, y + down * reach) for across, down in _TICK], DARK, 0.16 * radius)


def _seconds(value: float, language: Language) -> str:
    # Cut, not rounded: nothing is shown as reached before it is.
    return language.shown(decimal(math.floor(value * 10) / 10, 1))


def _write(image: RgbImage, content: str, middle: Spot, size: float, width: float, colour: Colour) -> None:
    size = fitting(content, size, width)
    left, baseline = middle[0] - text_width(content, size) / 2, middle[1] + CAPITALS * size / 2
    text(image, content, left, baseline, size, colour)
