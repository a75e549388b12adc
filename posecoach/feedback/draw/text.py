"""Unicode text on RGB pictures: measuring, wrapping, drawing."""

from functools import lru_cache

import cv2

from posecoach.capture.frame import RgbImage
from posecoach.feedback.draw.shapes import Colour

__all__ = ["CAPITALS", "LEADING", "fitting", "fitting_lines", "text", "text_width", "wrapped"]

CAPITALS = 0.72
"""Height of capitals and digits, of the font size."""

LEADING = 1.2
"""From one baseline to the next, of the font size."""

_FONT = cv2.FontFace("sans")
_SEMIBOLD = 600
_IDEOGRAPHS = 0x2E80
"""From here on, scripts are written without spaces and may be broken between any two characters."""


def text(image: RgbImage, content: str, left: float, baseline: float, size: float, colour: Colour) -> None:
    """Draws one line of text; capitals and digits are `CAPITALS` of `size` high.

    Args:
        image: Drawn on in place.
        content: Any Unicode text.
        left: Pixels from the left edge.
        baseline: Pixels from the top edge.
        size: Font size in pixels.
        colour: RGB.
    """
    cv2.putText(image, content, (round(left), round(baseline)), colour, _FONT, round(size), _SEMIBOLD)


@lru_cache(maxsize=4096)
def text_width(content: str, size: float) -> int:
    """Pixels from the text's left edge to where the next character would begin."""
    return int(cv2.getTextSize((0, 0), content, (0, 0), _FONT, round(size), _SEMIBOLD)[2])


def fitting(content: str, size: float, width: float) -> float:
    """The font size, at most `size`, at which a line is no wider than `width` pixels."""
    wide = text_width(content, size)
    return size if wide <= width else max(1.0, float(int(size * width / wide)))


@lru_cache(maxsize=64)
def fitting_lines(content: str, size: float, width: float, height: float) -> tuple[float, tuple[str, ...]]:
    """The largest font size, at most `size`, at which the lines of a text fit into a box; and these lines."""
    while True:
        lines = wrapped(content, size, width)
        tall = (LEADING * (len(lines) - 1) + CAPITALS) * size
        if size <= 1 or (tall <= height and all(text_width(line, size) <= width for line in lines)):
            return size, lines
        size = max(1.0, 0.95 * size)


@lru_cache(maxsize=512)
def wrapped(content: str, size: float, width: float) -> tuple[str, ...]:
    """Lines of about equal length, as few as fit into a width; a single piece that is wider stays whole."""
    pieces = _pieces(content)
    lines = _filled(pieces, size, width)
    narrow, wide = width / max(1, len(lines)), width
    # The narrowest column that needs no further line makes the lines even.
    while wide - narrow > size / 4:
        middle = (narrow + wide) / 2
        if len(_filled(pieces, size, middle)) > len(lines):
            narrow = middle
        else:
            wide = middle
    return tuple(_filled(pieces, size, wide))


def _pieces(content: str) -> list[str]:
    pieces = [""]
    for character in " ".join(content.split()):
        after = pieces[-1][-1:]
        if after == " " or (after and max(ord(after), ord(character)) >= _IDEOGRAPHS and character.isalnum()):
            pieces.append(character)
        else:
            pieces[-1] += character
    return pieces


def _filled(pieces: list[str], size: float, width: float) -> list[str]:
    lines = [""]
    for piece in pieces:
        longer = lines[-1] + piece
        if lines[-1] and text_width(longer.rstrip(), size) > width:
            lines.append(piece)
        else:
            lines[-1] = longer
    return [line.rstrip() for line in lines]
