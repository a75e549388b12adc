"""One picture with the moment it belongs to."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

RgbImage: TypeAlias = NDArray[np.uint8]
"""Shape (height, width, 3), RGB, C-contiguous: MediaPipe and OpenCV both ignore strides of other layouts."""


NO_IMAGE: RgbImage = np.empty((0, 0, 3), np.uint8)
"""Of a frame that nobody wants to see."""


@dataclass(frozen=True, eq=False, slots=True)
class Frame:
    """A decoded picture, upright and unmirrored.

    Attributes:
        time_s: Media time in seconds; the recording's first frame is 0.
        image: The picture as RGB, shape (height, width, 3).
    """

    time_s: float
    image: RgbImage

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.image.shape[1], self.image.shape[0]

    @property
    def is_picture(self) -> bool:
        """Whether the image is one: in colour, and with a pixel at least."""
        image = self.image
        return image.dtype == np.uint8 and image.ndim == 3 and image.shape[2] == 3 and image.size > 0
