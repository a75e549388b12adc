"""Media time from container timestamps."""

import math
from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class TimeScale:
    """How a recording's timestamps translate to seconds.

    Attributes:
        origin: Timestamp of the first presented frame, in units of `unit`.
        unit: Seconds per timestamp tick.
        step_s: Seconds from one frame to the next, for frames without a timestamp.
    """

    origin: int
    unit: Fraction
    step_s: float

    def seconds(self, timestamp: int) -> float:
        """Seconds since the first presented frame."""
        return float((timestamp - self.origin) * self.unit)


@dataclass(slots=True)
class MediaClock:
    """Gives each decoded frame its media time, strictly increasing.

    A frame without a timestamp follows the one before it by a step of the average frame rate. A frame whose
    timestamp doesn't lie after all earlier ones has no moment of its own on screen, so it gets none here either.
    """

    scale: TimeScale
    _last_s: float = field(default=-math.inf, init=False)

    def time_of(self, timestamp: int | None) -> float | None:
        """Seconds since the first presented frame, or None for a frame to drop."""
        next_s = max(0.0, self._last_s + self.scale.step_s)
        time_s = next_s if timestamp is None else self.scale.seconds(timestamp)
        if time_s <= self._last_s:
            return None
        self._last_s = time_s
        return time_s
