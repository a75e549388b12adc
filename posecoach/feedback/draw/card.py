"""Screens of words over the darkened picture: advice, a question, rest, pause, keys."""

from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import product

import cv2

from posecoach.capture.frame import RgbImage
from posecoach.feedback.draw.page import Scale
from posecoach.feedback.draw.scene import Card
from posecoach.feedback.draw.shapes import DARK, INK, QUIET, TRACK, Box, Colour, Spot, rectangle
from posecoach.feedback.draw.text import CAPITALS, fitting, text, text_width, wrapped

__all__ = ["Block", "Line", "card_block", "darken", "draw_card"]

_TITLE = 10.5
"""Font size of a card's title, in units."""
_ROW, _FOOT = 7.6, 6.2
_LINE_LENGTH = 30.0
"""The longest line, in font sizes: the eye finds the next one more easily."""
_LEADING_GAP, _GAP, _WIDEST_GAP = 0.5, 0.7, 10.0
"""Above a further line of a paragraph and above a paragraph, in font sizes; the last one in units."""
_BETWEEN_PARAGRAPHS = 0.2
"""In font sizes, besides what stands above every paragraph."""
_DESCENT = 0.25
"""Below the line, in font sizes."""
_LEFT_COLUMN = 0.42
"""The most that the left column of a pair takes."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text: what `text` takes."""

    content: str
    left: float
    baseline: float
    size: float
    colour: Colour

    @property
    def box(self) -> Box:
        """Its place, from the top of capitals to what hangs below the line."""
        right = self.left + text_width(self.content, self.size)
        return Box(self.left, self.baseline - CAPITALS * self.size, right, self.baseline + _DESCENT * self.size)


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of text, thin rules between them, and keys as on a keyboard.

    Attributes:
        lines: From the top.
        rules: Thin boxes.
        width: Pixels.
        height: Pixels.
        left: Pixels from the picture's left edge.
        top: Pixels from the picture's top edge.
        keys: Light boxes, each below its letter.
    """

    lines: tuple[Line, ...]
    rules: tuple[Box, ...]
    width: float
    height: float
    left: float = 0.0
    top: float = 0.0
    keys: tuple[Box, ...] = ()

    @property
    def box(self) -> Box:
        """Its place."""
        return Box(self.left, self.top, self.left + self.width, self.top + self.height)

    def moved(self, across: float, down: float) -> "Block":
        """The same block elsewhere."""
        lines = [replace(line, left=line.left + across, baseline=line.baseline + down) for line in self.lines]
        rules, keys = (
            tuple(Box(a + across, b + down, c + across, d + down) for a, b, c, d in boxes)
            for boxes in (self.rules, self.keys)
        )
        place = self.left + across, self.top + down
        return replace(self, lines=tuple(lines), rules=rules, keys=keys, left=place[0], top=place[1])

    def beside(self, other: "Block", gap: float, rule: float) -> "Block":
        """Both, one beside the other at half height, with a rule of some width between them."""
        height, left = max(self.height, other.height), self.width + 2 * gap
        ours = self.moved(0, (height - self.height) / 2)
        theirs = other.moved(left, (height - other.height) / 2)
        between = Box(self.width + gap - rule / 2, 0, self.width + gap + rule / 2, height)
        rules, keys = (*ours.rules, between, *theirs.rules), ours.keys + theirs.keys
        return Block(ours.lines + theirs.lines, rules, left + other.width, height, keys=keys)


@dataclass(slots=True)
class _Column:
    """Writes from top to bottom.

    Attributes:
        unit: The shrunk picture's unit.
        width: Pixels that lines may take.
        paired: Whether the two of a pair stand side by side.
        narrowest: Pixels that the column takes at least.
    """

    unit: float
    width: float
    paired: bool
    narrowest: float = 0.0
    _lines: list[Line] = field(default_factory=list)
    _rules: list[Box] = field(default_factory=list)
    _keys: list[Box] = field(default_factory=list)
    _bottom: float = 0.0

    def words(self, card: Card) -> Block:
        """Writes title, rows and foot, each unless it is empty."""
        row = _ROW * self.unit
        if card.title:
            self.write(card.title, _TITLE * self.unit, INK)
            self._bottom += 0.3 * row
        left = self._left_column([one[0] for one in card.rows if not isinstance(one, str)], row)
        for one in card.rows:
            if isinstance(one, str):
                self._bottom += _BETWEEN_PARAGRAPHS * row
                self.write(one, row, INK)
            else:
                self._write_pair(one, row, left)
        self._write_choices(card.choices, row)
        if card.foot:
            self._bottom += 0.6 * row
            self.write(card.foot, _FOOT * self.unit, QUIET)
        return self.block()

    def write(self, content: str, size: float, colour: Colour) -> None:
        """A paragraph."""
        self._bottom = self._paragraph(content, size, colour, 0.0, min(self.width, _LINE_LENGTH * size))

    def block(self) -> Block:
        """All that was written."""
        lines = tuple(self._lines)
        width = max([self.narrowest, *(line.box.right for line in lines)])
        rules = tuple(rule._replace(right=width) for rule in self._rules)
        height = max([0.0, *(line.box.bottom for line in lines), *(key.bottom for key in self._keys)])
        return Block(lines, rules, width, height, keys=tuple(self._keys))

    def _write_choices(self, choices: tuple[tuple[str, str], ...], size: float) -> None:
        """One below the other: the key that is to be pressed, and what it says."""
        pad, letter = 0.45 * size, 1.3 * size
        widest = max((text_width(key, letter) for key, _ in choices), default=0.0)
        across = max(CAPITALS * letter, widest) + 2 * pad
        for key, words in choices:
            top = self._bottom + (0.5 if self._keys else 0.9) * size
            middle = top + pad + CAPITALS * letter / 2
            self._keys.append(Box(0, top, across, top + CAPITALS * letter + 2 * pad))
            left = (across - text_width(key, letter)) / 2
            self._lines.append(Line(key, left, middle + CAPITALS * letter / 2, letter, DARK))
            self._lines.append(Line(words, across + 0.8 * size, middle + CAPITALS * size / 2, size, INK))
            self._bottom = self._keys[-1].bottom

    def _left_column(self, cells: list[str], size: float) -> float:
        """Pixels that the left cells take; single words may be wider than their column should be."""
        lines = [line for cell in cells for line in wrapped(cell, size, _LEFT_COLUMN * self.width)]
        return max((text_width(line, size) for line in lines), default=0)

    def _write_pair(self, pair: tuple[str, str], size: float, left: float) -> None:
        if self._lines:
            rule = self._bottom + 0.4 * size
            self._rules.append(Box(0, rule, 0, rule + max(1.0, 0.25 * self.unit)))
        if not self.paired:
            self.write(pair[0], size, QUIET)
            self._bottom -= _BETWEEN_PARAGRAPHS * size
            self.write(pair[1], size, INK)
            return
        indent = left + 1.2 * size
        ends = [
            self._paragraph(pair[0], size, QUIET, 0.0, left),
            self._paragraph(pair[1], size, INK, indent, self.width - indent),
        ]
        self._bottom = max(ends)

    def _paragraph(self, content: str, size: float, colour: Colour, left: float, width: float) -> float:
        """Writes below what is there; gives where it ends."""
        bottom = self._bottom + (min(_GAP * size, _WIDEST_GAP * self.unit) if self._lines else 0.0)
        for index, line in enumerate(wrapped(content, size, width)):
            bottom += CAPITALS * size + (_LEADING_GAP * size if index else 0.0)
            self._lines.append(Line(line, left, bottom, size, colour))
        return bottom


_BIG, _LARGEST_BIG = 0.3, 1.15
"""Height of the one big thing's digits, of the picture's shorter side, and how much larger in a card of few words."""
_LARGEST, _SMALLEST, _SHRINKING = 1.8, 0.15, 0.95
"""A card of few words is written larger, one of many smaller."""


@lru_cache(maxsize=32)
def card_block(card: Card, scale: Scale, room: Box) -> Block:
    """The card's words in the middle of a room, in the arrangement that allows the largest ones.

    They reach out of the room only when it is too small to read anything.
    """
    wide, tall = room.right - room.left, room.bottom - room.top
    fitted = [_fitted(card, scale, (wide, tall), arrangement) for arrangement in _arrangements(card)]
    block = max(fitted, key=lambda one: one[0])[1]
    return block.moved(room.left + (wide - block.width) / 2, room.top + (tall - block.height) / 2)


@dataclass(frozen=True, slots=True)
class _Arrangement:
    """How a card may be laid out.

    Attributes:
        beside: Whether the words stand beside the one big thing, not below it.
        paired: Whether what belongs together stands side by side, not one below the other.
    """

    beside: bool
    paired: bool


def _arrangements(card: Card) -> list[_Arrangement]:
    """Those that differ for this card."""
    beside = (True,) if card.big is None else (True, False)
    paired = (True,) if all(isinstance(row, str) for row in card.rows) else (True, False)
    return [_Arrangement(*pair) for pair in product(beside, paired)]


def _fitted(card: Card, scale: Scale, size: Spot, arrangement: _Arrangement) -> tuple[float, Block]:
    """How much a card is shrunk to fit into a width and a height, and the block that comes of it."""
    shrink = _LARGEST
    while True:
        block = _composed(card, scale, size[0], shrink, arrangement)
        if shrink <= _SMALLEST or (block.width <= size[0] and block.height <= size[1]):
            return shrink, block
        shrink *= _SHRINKING


def _composed(card: Card, scale: Scale, width: float, shrink: float, arrangement: _Arrangement) -> Block:
    unit = shrink * scale.unit
    column = _Column(unit, width, arrangement.paired)
    if card.big is None:
        return column.words(card)
    size = min(shrink, _LARGEST_BIG) * _BIG * min(scale.height, scale.width) / CAPITALS
    # As wide as two digits at least, so that a countdown's last seconds don't shift the words.
    size = min(fitting(one, size, width) for one in (card.big, "00"))
    across = max(text_width(one, size) for one in (card.big, "00"))
    if not arrangement.beside:
        column.narrowest = across
        column.write(card.title, _TITLE * unit, INK)
        column.write(card.big, size, INK)
        return column.words(replace(card, title=""))
    number, gap = _Column(unit, width, arrangement.paired, narrowest=across), 5 * unit
    number.write(card.big, size, INK)
    column.width = width - across - 2 * gap
    return number.block().beside(column.words(card), gap, max(1.0, 0.4 * unit))


_KEPT, _LEVEL = 0.22, 12
"""Contrast and lowest level of the darkened picture: white text stands out from a white wall, too."""


def darken(image: RgbImage) -> None:
    """Leaves little enough of a picture that text can be read anywhere on it."""
    cv2.convertScaleAbs(image, image, _KEPT, _LEVEL)


def draw_card(image: RgbImage, card: Card, scale: Scale, room: Box) -> Box:
    """Writes a card into the middle of a room in a picture that is dark already.

    Returns:
        The place it takes.
    """
    block = card_block(card, scale, room)
    for box, colour in [*((rule, TRACK) for rule in block.rules), *((key, INK) for key in block.keys)]:
        rectangle(image, box, colour)
    for line in block.lines:
        text(image, line.content, line.left, line.baseline, line.size, line.colour)
    return block.box
