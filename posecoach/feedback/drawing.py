"""Text and shapes on RGB pictures, in place and antialiased."""

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from posecoach.capture.frame import RgbImage
from posecoach.feedback.palette import DARK, Colour

__all__ = ["Box", "line", "rounded_box", "text", "text_width", "wrapped"]

Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels."""

_FONT = cv2.FontFace("sans")
_SEMIBOLD = 600
_SHADE = 0.68
_SUBPIXEL_BITS = 4


def text(image: RgbImage, content: str, left: float, baseline: float, size: float, colour: Colour) -> None:
    """Draws one line of text; capitals and digits are about 0.72 of `size` high.

    Args:
        image: Drawn on in place.
        content: Any Unicode text.
        left: Pixels from the left edge.
        baseline: Pixels from the top edge.
        size: Font size in pixels.
        colour: RGB.
    """
    cv2.putText(image, content, (round(left), round(baseline)), colour, _FONT, round(size), _SEMIBOLD)


@lru_cache(maxsize=512)
def text_width(content: str, size: float) -> int:
    """Pixels from the text's left edge to where the next character would begin."""
    return int(cv2.getTextSize((0, 0), content, (0, 0), _FONT, round(size), _SEMIBOLD)[2])


def wrapped(content: str, size: float, width: float) -> list[str]:
    """Lines of whole words that fit into a width where they can."""
    lines = [""]
    for word in content.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def rounded_box(image: RgbImage, box: Box, radius: int) -> None:
    """A dark translucent box with round corners; the part outside the picture is left out."""
    height, width = image.shape[:2]
    left, top, right, bottom = max(box[0], 0), max(box[1], 0), min(box[2], width), min(box[3], height)
    if left >= right or top >= bottom:
        return
    under = image[top:bottom, left:right]
    shade, rest = _box_weights(right - left, bottom - top, radius)
    image[top:bottom, left:right] = cv2.blendLinear(under, np.full_like(under, DARK), rest, shade)


@lru_cache(maxsize=64)
def _box_weights(width: int, height: int, radius: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    mask = np.zeros((height, width), np.uint8)
    radius = max(1, min(radius, width // 2, height // 2))
    for x in (radius, width - radius - 1):
        for y in (radius, height - radius - 1):
            cv2.circle(mask, (x, y), radius, 255, -1, cv2.LINE_AA)
    mask[radius : height - radius] = 255
    mask[:, radius : width - radius] = 255
    shade = (mask / np.float32(255) * np.float32(_SHADE)).astype(np.float32)
    return shade, (1 - shade).astype(np.float32)


def line(image: RgbImage, start: NDArray[np.float64], end: NDArray[np.float64], colour: Colour, width: int) -> None:
    """A straight line between two points in pixels, x and y."""
    scale = 1 << _SUBPIXEL_BITS
    ends = [(round(float(point[0]) * scale), round(float(point[1]) * scale)) for point in (start, end)]
    cv2.line(image, ends[0], ends[1], colour, width, cv2.LINE_AA, _SUBPIXEL_BITS)
