"""Screens of words over the darkened picture: advice, rest, pause, summary, keys."""

import cv2

from posecoach.capture.frame import RgbImage
from posecoach.feedback.card_layout import card_block
from posecoach.feedback.palette import TRACK
from posecoach.feedback.scale import Scale
from posecoach.feedback.scene import Card
from posecoach.feedback.shapes import Box
from posecoach.feedback.text import text

__all__ = ["darken", "draw_card"]

_KEPT, _LEVEL = 0.22, 12
"""Contrast and lowest level of the darkened picture: white text stands out from a white wall, too."""
_MARGIN = 0.07
"""Free at each edge, of the picture's shorter side."""


def darken(image: RgbImage) -> None:
    """Leaves little enough of a picture that text can be read anywhere on it."""
    cv2.convertScaleAbs(image, image, _KEPT, _LEVEL)


def draw_card(image: RgbImage, card: Card, scale: Scale, between: tuple[float, float]) -> Box:
    """Writes a card into the middle of a picture that is dark already.

    Args:
        image: Drawn on in place.
        card: What to write.
        scale: Sizes for this picture.
        between: Pixels from the top edge where its room begins and ends.

    Returns:
        The place it takes.
    """
    free = _MARGIN * min(scale.width, scale.height)
    top, bottom = max(between[0] + scale.margin, free), min(between[1] - scale.margin, scale.height - free)
    block = card_block(card, scale, Box(free, top, scale.width - free, bottom))
    for left, top, right, end in block.rules:
        image[round(top) : max(round(end), round(top) + 1), round(left) : max(round(right), round(left) + 1)] = TRACK
    for line in block.lines:
        text(image, line.content, line.left, line.baseline, line.size, line.colour)
    return block.box
