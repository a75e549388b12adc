"""Sizes of everything drawn, out of the picture's size."""

import math
from dataclasses import dataclass

from posecoach.feedback.text import CAPITALS

__all__ = ["Scale"]

_SMALLEST_TEXT = 11.0


@dataclass(frozen=True, slots=True)
class Scale:
    """Lengths in pixels, and font sizes.

    Attributes:
        width: Of the picture.
        height: Of the picture.
        unit: A line of normal width.
        margin: Between the picture's edge and what stands at it, and between panels.
        corner: Radius of the panels' corners.
        count: Font size of the repetitions; its digits are a ninth of the picture's height, to be read from three
            metres.
        label: Font size of small text.
        message: Font size of the cue.
    """

    width: int
    height: int
    unit: float
    margin: float
    corner: float
    count: float
    label: float
    message: float

    @classmethod
    def of(cls, width: int, height: int) -> "Scale":
        """For a picture of any size and shape."""
        # Between the shorter side and the mean, so that portrait pictures get text that fits and can be read.
        unit = math.sqrt(min(height, width) * math.sqrt(height * width)) / 150
        return cls(
            width=width,
            height=height,
            unit=unit,
            margin=3.2 * unit,
            corner=3.6 * unit,
            count=height / 9 / CAPITALS,
            label=max(_SMALLEST_TEXT, 4.8 * unit),
            message=max(_SMALLEST_TEXT, 7.5 * unit),
        )
