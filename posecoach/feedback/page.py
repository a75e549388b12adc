"""A picture that gets its panels one after the other, each where there is room."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from posecoach.capture.frame import RgbImage
from posecoach.feedback.scale import Scale
from posecoach.feedback.shapes import Box, Spot

__all__ = ["Page"]

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
