"""Where the words of a card stand: as large as the picture allows, shrunk until everything fits."""

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product

from posecoach.feedback.card_words import TITLE, Block, Column
from posecoach.feedback.palette import INK
from posecoach.feedback.scale import Scale
from posecoach.feedback.scene import Card
from posecoach.feedback.shapes import Box, Spot
from posecoach.feedback.text import CAPITALS, fitting, text_width

__all__ = ["card_block"]

_BIG, _LARGEST_BIG = 0.3, 1.15
"""Height of the one big thing's digits, of the picture's, and how much larger it may be in a card of few words."""
_LARGEST, _SMALLEST, _SHRINKING = 1.4, 0.15, 0.95
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
    column = Column(unit, width, arrangement.paired)
    if card.big is None:
        return column.words(card)
    size = min(shrink, _LARGEST_BIG) * _BIG * scale.height / CAPITALS
    # As wide as two digits at least, so that a countdown's last seconds don't shift the words.
    size = min(fitting(one, size, width) for one in (card.big, "00"))
    across = max(text_width(one, size) for one in (card.big, "00"))
    if not arrangement.beside:
        column.narrowest = across
        column.write(card.title, TITLE * unit, INK)
        column.write(card.big, size, INK)
        return column.words(replace(card, title=""))
    number, gap = Column(unit, width, arrangement.paired, narrowest=across), 5 * unit
    number.write(card.big, size, INK)
    column.width = width - across - 2 * gap
    return number.block().beside(column.words(card), gap, max(1.0, 0.4 * unit))
