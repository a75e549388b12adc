"""A picture that gets its panels one after the other, each where there is room, and the sizes of all that is on it."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from posecoach.capture.frame import RgbImage
from posecoach.feedback.draw.shapes import Box, Spot
from posecoach.feedback.draw.text import CAPITALS

__all__ = ["Page", "Scale"]

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


_GAP = 0.5
"""Between a panel that is fitted in and the others, of the margin."""


@dataclass(frozen=True, slots=True)
class Page:
    """A picture and what is on it.

    Attributes:
        image: Drawn on in place.
        scale: Sizes for this picture.
        floor: Pixels from the top edge below which nothing is fitted in: the message's place, so that nothing
            jumps when a message comes.
        taken: The places of all panels, in the order they came.
    """

    image: RgbImage
    scale: Scale
    floor: float
    taken: list[Box] = field(default_factory=list)

    def fit(self, size: Spot, corners: Iterable[Spot]) -> Box | None:
        """Takes the first place that is free.

        Args:
            size: Width and height of a panel in pixels.
            corners: Where its left top corner may be, the best first.

        Returns:
            Its place; None where there is none.
        """
        for left, top in corners:
            box = Box(left, top, left + size[0], top + size[1])
            if self._is_free(box):
                self.taken.append(box)
                return box
        return None

    def fit_in_columns(self, size: Spot, first: Iterable[Spot] = ()) -> Box | None:
        """As `fit`; after `first` come the corners, then the left column from the top, then the right one."""
        scale, gap = self.scale, _GAP * self.scale.margin
        right = scale.width - scale.margin - size[0]
        downwards = [scale.margin, *sorted(box.bottom + gap for box in self.taken)]
        columns = [(left, top) for left in (scale.margin, right) for top in downwards]
        return self.fit(size, [*first, *columns])

    def _is_free(self, box: Box) -> bool:
        scale, gap = self.scale, 0.9 * _GAP * self.scale.margin
        inside = box.left >= scale.margin - 1 and box.top >= scale.margin - 1
        if not inside or box.right > scale.width - scale.margin + 1 or box.bottom > self.floor:
            return False
        around = Box(box.left - gap, box.top - gap, box.right + gap, box.bottom + gap)
        return not any(around.overlaps(other) for other in self.taken)
