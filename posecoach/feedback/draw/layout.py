"""Where camera picture and panels stand in a window of any size and shape."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from posecoach.capture.frame import RgbImage
from posecoach.feedback.draw.page import Scale
from posecoach.feedback.draw.shapes import DARK, Box

__all__ = ["Layout"]

_MOST_CUT = 1.04
"""A picture that would fill the window if it were larger by no more than this is: bars as thin help nobody."""
_BELOW = 0.36
"""Of the window's height: what status and messages take. As much is free below a picture before any above."""
_COLUMN = 0.45
"""Of the window's width: a free column as wide has room for all panels, so that none covers the picture."""

_Size = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Layout:
    """One window with one camera picture in it.

    Attributes:
        window: Its width and height in pixels.
        picture: Where the mirrored camera picture is; what reaches beyond the window is cut off.
        room: Width and height of where panels go, from the window's left: beside the picture where they fit there,
            else all of the window.
    """

    window: _Size
    picture: Box
    room: _Size

    @classmethod
    def of(cls, picture: _Size, window: _Size) -> "Layout":
        """For a camera picture and a window of some width and height."""
        (width, height), (across, down) = picture, window
        scale, fills = sorted((across / width, down / height))
        scale = fills if fills <= _MOST_CUT * scale else scale
        free = across - scale * width, down - scale * height
        # Hands and feet are low in the picture, so messages go below it; all room beside it is of most use as one.
        left = float(round(free[0] if free[0] > 0 else free[0] / 2))
        top = float(round(max(0.0, free[1] - _BELOW * down) if free[1] > 0 else free[1] / 2))
        place = Box(left, top, left + max(1, round(scale * width)), top + max(1, round(scale * height)))
        column = round(left) if left >= _COLUMN * across else across
        return cls(window, place, (column, down))

    @property
    def apart(self) -> bool:
        """Whether panels stand beside the picture."""
        return self.room != self.window

    @property
    def unit(self) -> float:
        """Pixels of a line of normal width on the picture."""
        return Scale.of(
            round(self.picture.right - self.picture.left), round(self.picture.bottom - self.picture.top)
        ).unit

    def points(self, points: NDArray[np.float64], width: int) -> NDArray[np.float64]:
        """Places in the window.

        Args:
            points: Shape (n, 2), pixels of the unmirrored camera picture.
            width: Of the camera picture.
        """
        scale = (self.picture.right - self.picture.left) / width
        across = self.picture.right - scale - scale * points[:, 0]
        return np.stack([across, self.picture.top + scale * points[:, 1]], axis=1)

    def paint(self, image: RgbImage, window: RgbImage) -> None:
        """Puts a camera picture into a window's picture, as in a mirror; beside it all is dark.

        Args:
            image: The camera's, unmirrored.
            window: Of the window's size; drawn on in place.
        """
        left, top, right, bottom = (round(edge) for edge in self.picture)
        size = right - left, bottom - top
        scaled = cv2.resize(image, size) if size != (image.shape[1], image.shape[0]) else image
        shown = Box(max(left, 0), max(top, 0), min(right, self.window[0]), min(bottom, self.window[1]))
        # What is cut off at the right of the window is at the left of the picture before it is mirrored.
        part = scaled[shown.top - top : shown.bottom - top, right - shown.right : right - shown.left]
        cv2.flip(part, 1, dst=window[shown.top : shown.bottom, shown.left : shown.right])
        for bar in (window[: shown.top], window[shown.bottom :], window[:, : shown.left], window[:, shown.right :]):
            bar[:] = DARK
