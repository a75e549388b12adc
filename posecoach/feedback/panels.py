"""The count and the message: what must be readable from the mat."""

from posecoach.capture.frame import RgbImage
from posecoach.counting.state import CoachState, Phase
from posecoach.feedback.language import ENGLISH, Language
from posecoach.feedback.palette import ATTENTION, DARK, GOOD, INK, QUIET, Colour
from posecoach.feedback.phrases import Phrase
from posecoach.feedback.scale import Scale
from posecoach.feedback.shapes import Box, Spot, disc, polygon, shaded_box
from posecoach.feedback.text import CAPITALS, LEADING, fitting, text, text_width, wrapped
from posecoach.pose.landmarks import Side

__all__ = ["MESSAGE_PAD", "count_height", "draw_count", "draw_message"]

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
