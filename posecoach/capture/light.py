"""Whether there is enough light to see somebody."""

from dataclasses import dataclass
from enum import Enum

import numpy as np

from posecoach.capture.frame import RgbImage

__all__ = ["Light", "LightWatch", "light_of"]

_DARK_BELOW = 30.0
_FINE_ABOVE = 36.0
"""Means of all channels, 0 to 255.

Measured on sample clips: ordinary ones have 71 to 174, one against a window 138, one in a dim room, of which every
repetition is still counted, 49. Of six people in clips dimmed step by step, with a sensor's noise added, all are found
at 33 and above (one of them badly at 34), five at 22 to 28, three at 13 to 18, and none below 7. Between the two
values the last judgement stays.
"""

_BLACK_BELOW = 20.0
"""Of the brightest hundredth: a covered sensor gives at most 16 and its noise; a dark room is brighter somewhere."""

_CHANGE_AFTER_S = 1.0
"""Cameras adjust their exposure within a second, and somebody who walks past darkens the picture for less."""

_SAMPLES_ACROSS = 48


class Light(str, Enum):
    """What a picture's brightness means."""

    BLACK = "black"
    """Nothing is seen at all: a cover, or the wrong camera."""
    DARK = "dark"
    FINE = "fine"


def light_of(image: RgbImage, before: Light = Light.FINE) -> Light:
    """Judges one picture by some thousand of its pixels; near a threshold it stays with the judgement before it."""
    stride = max(1, max(image.shape) // _SAMPLES_ACROSS)
    sample = image[::stride, ::stride].ravel()
    brightest = len(sample) - 1 - len(sample) // 100
    if np.partition(sample, brightest)[brightest] < _BLACK_BELOW:
        return Light.BLACK
    enough = _DARK_BELOW if before is Light.FINE else _FINE_ABOVE
    return Light.FINE if sample.mean() >= enough else Light.DARK


@dataclass(slots=True)
class LightWatch:
    """Judges one picture after another; a new judgement must hold for a second. Begins with enough light."""

    _now: Light = Light.FINE
    _since_s: float | None = None

    def step(self, time_s: float, image: RgbImage) -> Light:
        """The judgement after one more picture, whose time never runs backwards."""
        seen = light_of(image, self._now)
        if seen is self._now:
            self._since_s = None
        elif self._since_s is None:
            self._since_s = time_s
        elif time_s - self._since_s >= _CHANGE_AFTER_S:
            self._now, self._since_s = seen, None
        return self._now
