"""Sizes of everything drawn, out of the picture's size."""

import math
from dataclasses import dataclass, replace

from posecoach.feedback.text import CAPITALS

__all__ = ["Scale"]

_SMALLEST_TEXT = 11.0
_LIVE_COUNT = 0.118
"""Height of the repetitions' digits on a live picture, of the picture's: seen from the mat, not from a chair."""
_LIVE_PHASE = 1.2
"""What to do now matters more to somebody who moves than the exercise's name."""


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
        phase: Font size of where in the movement the person is.
        message: Font size of the cue.
    """

    width: int
    height: int
    unit: float
    margin: float
    corner: float
    count: float
    label: float
    phase: float
    message: float

    @classmethod
    def of(cls, width: int, height: int) -> "Scale":
        """For a picture of any size and shape."""
        # Between the shorter side and the mean, so that portrait pictures get text that fits and can be read.
        unit = math.sqrt(min(height, width) * math.sqrt(height * width)) / 150
        label = max(_SMALLEST_TEXT, 4.8 * unit)
        return cls(
            width=width,
            height=height,
            unit=unit,
            margin=3.2 * unit,
            corner=3.6 * unit,
            count=height / 9 / CAPITALS,
            label=label,
            phase=label,
            message=max(_SMALLEST_TEXT, 7.5 * unit),
        )

    @classmethod
    def live(cls, width: int, height: int) -> "Scale":
        """For a picture that is looked at while exercising: larger text than in a recording."""
        scale = cls.of(width, height)
        label = max(_SMALLEST_TEXT, 5.4 * scale.unit)
        return replace(
            scale,
            count=_LIVE_COUNT * height / CAPITALS,
            label=label,
            phase=_LIVE_PHASE * label,
            message=max(_SMALLEST_TEXT, 8.8 * scale.unit),
        )
