"""What the coming of frames tells about their source."""

from collections import deque

import numpy as np
from numpy.typing import NDArray

from posecoach.capture.frame import RgbImage

__all__ = ["Arrivals"]

_WINDOW_S = 3.0
"""Long enough for a camera of five frames a second, short enough to follow one that slows down as it gets dark."""

_STRIDE = 20
"""Every 20th pixel of every 20th row: 2304 of a picture of 1280x720, each with its own noise."""


class Arrivals:
    """Counts frames over the last seconds, and notices when they are all the same."""

    def __init__(self) -> None:
        self._times_s: deque[float] = deque()
        self._sample: NDArray[np.uint8] | None = None
        self._changed_s = 0.0

    @property
    def unchanged_s(self) -> float:
        """Seconds from the first to the last of the frames that are the same as the last one."""
        return self._times_s[-1] - self._changed_s if self._times_s else 0.0

    def rate(self, now_s: float) -> float:
        """Frames a second over the last seconds before a moment, falling while none comes."""
        recent = [time_s for time_s in self._times_s if time_s > now_s - _WINDOW_S]
        if len(recent) < 2 or now_s <= recent[0]:
            return 0.0
        return (len(recent) - 1) / (now_s - recent[0])

    def add(self, now_s: float, image: RgbImage) -> None:
        """Notes a frame that has just come."""
        self._times_s.append(now_s)
        while self._times_s[0] <= now_s - _WINDOW_S:
            self._times_s.popleft()
        sample = image[::_STRIDE, ::_STRIDE]
        # A covered camera may well give nothing but black: that says nothing about whether it hangs.
        uniform = sample.min() == sample.max()
        if uniform or self._sample is None or not np.array_equal(sample, self._sample):
            self._changed_s = now_s
            self._sample = sample.copy()
