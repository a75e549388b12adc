"""Parts of a picture, in units that don't depend on how far it was scaled down."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Box"]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, in widths of the picture from its upper left corner, both across and down."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, points: NDArray[np.floating]) -> "Box":
        """The smallest that holds all points; shape (..., 2 or 3), NaN is left out."""
        flat = points[..., :2].reshape(-1, 2)
        return cls(*np.nanmin(flat, axis=0).tolist(), *np.nanmax(flat, axis=0).tolist())

    @property
    def width(self) -> float:
        """How far it reaches across."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """How far it reaches down."""
        return self.bottom - self.top

    @property
    def size(self) -> float:
        """Length of its diagonal."""
        return math.hypot(self.width, self.height)

    def grown(self, margin: float) -> "Box":
        """With a margin on all four sides."""
        return Box(self.left - margin, self.top - margin, self.right + margin, self.bottom + margin)

    def pixels(self, width: int) -> tuple[slice, slice]:
        """Rows and columns of a picture `width` pixels wide, also for a box that reaches beyond it."""
        left, top, right, bottom = (
            max(0, round(width * edge)) for edge in (self.left, self.top, self.right, self.bottom)
        )
        return slice(top, bottom), slice(left, right)
