"""When to breathe in and out, and the disc that grows and shrinks with the lungs."""

import math
from dataclasses import dataclass

from posecoach.counting.state import Phase
from posecoach.exercise.schema import Breathing as BreathingCues
from posecoach.feedback.draw.page import Page
from posecoach.feedback.draw.scene import Breath
from posecoach.feedback.draw.shapes import INK, QUIET, TRACK, Box, Spot, arc, disc, shaded_box
from posecoach.feedback.draw.text import CAPITALS, LEADING, fitting_lines, text, text_width
from posecoach.feedback.words.language import Language
from posecoach.session.run import ExerciseRun

__all__ = ["Breathing", "draw_breath"]

_BREATH_S = 3.0
"""One breath in, or one out."""
_HALF = 0.5
"""How full lungs are between breaths, of those that a pacer begins with."""
_IN, _OUT = "breathe in", "breathe out"


@dataclass(slots=True)
class Breathing:
    """Follows the phases of a movement."""

    _text: str | None = None
    _since_s: float = 0.0
    _fill: float = _HALF

    def at(self, run: ExerciseRun, language: Language) -> Breath | None:
        """The breath of this moment; None where the exercise doesn't say how to breathe."""
        state = run.state
        if state is None:
            return None
        english = _cue(run.task.exercise.breathing, state.phase)
        if english is None:
            self._text, self._fill = None, _HALF
            return None
        if english != self._text:
            fill = self._fill if self._text is None else self._now(state.time_s)
            self._text, self._since_s, self._fill = english, state.time_s, fill
        return Breath(language.of_exercise(run.task.exercise.id, english), self._now(state.time_s))

    def _now(self, time_s: float) -> float:
        """How full the lungs should be: towards full or empty as the cue says, else to and fro."""
        share = min(1.0, (time_s - self._since_s) / _BREATH_S)
        eased = 0.5 - 0.5 * math.cos(math.pi * share)
        cue = (self._text or "").lower()
        if cue.startswith(_IN):
            return self._fill + (1 - self._fill) * eased
        if cue.startswith(_OUT):
            return self._fill * (1 - eased)
        return 0.5 + 0.5 * math.sin(math.pi * (time_s - self._since_s) / _BREATH_S + math.asin(2 * self._fill - 1))


def _cue(cues: BreathingCues, phase: Phase) -> str | None:
    by_phase = {Phase.OUTBOUND: cues.outbound, Phase.HOLD: cues.hold, Phase.RETURNING: cues.returning}
    return by_phase.get(phase)


_WITHOUT_DISC = 0.55
"""Height of the panel without a disc, of that with one, which is as high as it is wide."""
_DISC, _SMALL_DISC = 0.44, 0.36
"""Width of full lungs, of the panel's; the smaller ones leave room for a long cue."""
_SHORT = 20
"""Characters of a short cue. Not what fits decides, so that breathing out has the disc that breathing in had."""
_PAD = 0.09
"""Free inside the panel's edges, of its width."""
_EMPTY = 0.3
"""Radius of empty lungs, of that of full ones."""
_NARROWEST, _NARROWEST_BELOW = 3.8, 0.7
"""Least width in a row that is nearly full, in font sizes of small text; and below that in a low picture, of the usual
width."""


def draw_breath(page: Page, breath: Breath, width: float) -> Box | None:
    """Draws the pacer to the left of what is at the right top, or below that where the row is full.

    Args:
        page: Drawn on in place.
        breath: What to show.
        width: Pixels that it takes at most.

    Returns:
        The place it takes; None where there is none.
    """
    box = _place(page, width, _WITHOUT_DISC if breath.fill is None else 1.0)
    if box is None:
        return None
    shaded_box(page.image, box, page.scale.corner)
    if breath.fill is None:
        _write(page, breath.text, _inside(box))
        return box
    radius = (_DISC if len(breath.text) <= _SHORT else _SMALL_DISC) * (box.right - box.left) / 2
    _draw_lungs(page, ((box.left + box.right) / 2, _inside(box).top + radius), radius, breath.fill)
    _write(page, breath.text, _inside(box, 2.2 * radius))
    return box


def _inside(box: Box, above: float = 0.0) -> Box:
    pad = _PAD * (box.right - box.left)
    return Box(box.left + pad, box.top + pad + above, box.right - pad, box.bottom - pad)


def _place(page: Page, width: float, tall: float) -> Box | None:
    """In the top row, or below what is at the right top; narrower where there is little room."""
    scale, least = page.scale, _NARROWEST_BELOW * width
    right = scale.width - scale.margin
    corner = [box for box in page.taken if box.right > right - least and box.bottom <= page.floor]
    others = [box for box in page.taken if box not in corner]
    beside = min((box.left for box in corner), default=right + scale.margin) - scale.margin
    across = min(width, beside - _end_of_row(others, scale.margin, scale.margin + width) - scale.margin)
    if across >= _NARROWEST * scale.label:
        box = page.fit((across, tall * across), [(beside - across, scale.margin)])
        if box is not None:
            return box
    top = max((box.bottom + scale.margin for box in corner), default=scale.margin)
    across = min(width, (page.floor - top) / tall, right - _end_of_row(others, top, page.floor) - scale.margin)
    return page.fit((across, tall * across), [(right - across, top)]) if across >= least else None


def _end_of_row(boxes: list[Box], top: float, bottom: float) -> float:
    """Where what stands between two heights ends at the right."""
    return max((box.right for box in boxes if box.top < bottom and box.bottom > top), default=0.0)


def _draw_lungs(page: Page, centre: Spot, radius: float, fill: float) -> None:
    rim = max(2.0, 0.5 * page.scale.unit)
    arc(page.image, centre, radius - rim / 2, (0, 360), TRACK, rim)
    share = _EMPTY + (1 - _EMPTY) * min(max(fill, 0.0), 1.0)
    disc(page.image, centre, share * (radius - 2 * rim), QUIET)


def _write(page: Page, content: str, room: Box) -> None:
    """Lines in the middle of a room, as large as they fit."""
    size, lines = fitting_lines(content, page.scale.phase, room.right - room.left, room.bottom - room.top)
    middle = (room.left + room.right) / 2
    tall = (LEADING * (len(lines) - 1) - CAPITALS) * size
    baseline = (room.top + room.bottom - tall) / 2
    for index, line in enumerate(lines):
        text(page.image, line, middle - text_width(line, size) / 2, baseline + LEADING * size * index, size, INK)
