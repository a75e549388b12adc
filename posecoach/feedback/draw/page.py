"""A picture that gets its panels one after the other, each where there is room, and the sizes of all that is on it."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from posecoach.capture.frame import RgbImage
from posecoach.feedback.draw.shapes import Box, Spot
from posecoach.feedback.draw.text import CAPITALS

__all__ = ["Page", "Scale"]

_SMALLEST_TEXT = 11.0
_LIVE_COUNT = 0.127
"""Height of the repetitions' digits while exercising, of the window's: seen from the mat, not from a chair."""
_LIVE_TEXT = 1 / 17
"""Font size of any text beside the count, of the window's height: from capitals' tops to descenders a bit less."""
_LIVE_PHASE, _LIVE_MESSAGE = (1 / 15.5, 1 / 26), (1 / 14.5, 1 / 24)
"""Font sizes of what to do now, which matters more, of the window's height and width; the smaller one holds."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Lengths in pixels, and font sizes.

    Attributes:
        width: Of the picture.
        height: Of the picture.
        unit: A line of normal width.
        margin: Between the picture's edge and what stands at it, and between panels.
        corner: Radius of the panels' corners.
        count: Font size of the repetitions.
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
    def live(cls, width: int, height: int, window: tuple[int, int] | None = None) -> "Scale":
        """For what is looked at while exercising: larger text than in a recording.

        Args:
            width: Of the room that panels have.
            height: Of that room.
            window: Width and height of the whole window, which text sizes go by; None if the room is all of it.
        """
        across, down = window or (width, height)
        least = max(_SMALLEST_TEXT, _LIVE_TEXT * down)
        phase, message = (max(least, min(tall * down, wide * across)) for tall, wide in (_LIVE_PHASE, _LIVE_MESSAGE))
        return replace(
            cls.of(across, down),
            width=width,
            height=height,
            count=_LIVE_COUNT * down / CAPITALS,
            label=least,
            phase=phase,
            message=message,
        )


_GAP = 0.5
"""Between a panel that is fitted in and the others, of the margin."""


@dataclass(frozen=True, slots=True)
class Page:
    """A picture and what is on it.

    Attributes:
        image: Drawn on in place.
        scale: Sizes for this picture.
        base: Pixels from the top edge where messages end: at the bottom, or above the status.
        floor: Below it nothing is fitted in: the message's place, so that nothing jumps when a message comes.
        taken: The places of all panels, in the order they came.
    """

    image: RgbImage
    scale: Scale
    base: float
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
