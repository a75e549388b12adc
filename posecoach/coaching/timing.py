"""When a movement began, came to rest, went on and ended: edges read off a recorded stretch of the drive."""

import math
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from posecoach.exercise.drive import Zones

__all__ = ["Edges", "Stroke", "speed"]

Samples: TypeAlias = NDArray[np.float64]

_HALF_WINDOW_S = 0.133
_STEP_S = 1 / 60
_LAG_S = 0.05
"""How late landmarks follow a limb, by the estimator's own smoothing and ours (measured on the sample clips)."""
_UNSEEN_S = 0.3
"""Samples further apart than this have a stretch between them in which the body wasn't seen."""
_LEVEL_SHARE = 0.2
"""Of the stroke's travel: closer to the level that was held than this is in position; a stop halfway isn't."""
_DEPARTURE_SHARE = 0.15
"""Of the stroke's travel: below this the movement has hardly begun."""
_TOP_SHARE = 0.05
"""Of the stroke's travel: as far as it went, but for this."""
_STILL_SHARE = 0.03
"""Of the stroke's top speed: slower than this is still, so that brisk and slow people are timed alike."""

_ROOM = 512
"""Samples that there is room for at first."""


def speed(time_s: Samples, value: Samples) -> Samples:
    """Slope over about a quarter of a second around each sample, in units a second, at any frame rate."""
    before = np.maximum(time_s - _HALF_WINDOW_S, time_s[0])
    after = np.minimum(time_s + _HALF_WINDOW_S, time_s[-1])
    rise = np.interp(after, time_s, value) - np.interp(before, time_s, value)
    return np.asarray(rise / np.maximum(after - before, 1e-9))


@dataclass(frozen=True, slots=True)
class Edges:
    """The four moments of a stroke, in seconds, and the part of its hold that was seen."""

    start_s: float
    hold_start_s: float
    hold_end_s: float
    end_s: float
    hold_s: float


class Stroke:
    """The drive's course from the start position on, kept until the movement is over."""

    def __init__(self) -> None:
        self._samples: Samples = np.empty((2, _ROOM))
        self._first = self._end = 0

    @property
    def time_s(self) -> Samples:
        """Shape (n,), media times."""
        return self._samples[0, self._first : self._end]

    @property
    def value(self) -> Samples:
        """Shape (n,), of the drive."""
        return self._samples[1, self._first : self._end]

    def __len__(self) -> int:
        return self._end - self._first

    def add(self, time_s: float, value: float) -> None:
        """Appends a sample that was seen."""
        self._make_room(1)
        self._samples[0, self._end], self._samples[1, self._end] = time_s, value
        self._end += 1

    def extend(self, time_s: Samples, value: Samples) -> None:
        """Appends samples that were seen."""
        self._make_room(len(time_s))
        end = self._end + len(time_s)
        self._samples[0, self._end : end], self._samples[1, self._end : end] = time_s, value
        self._end = end

    def keep_last(self, seconds: float) -> None:
        """Forgets samples older than this, now and then, so that waiting costs no memory."""
        if len(self) > 64 and self.time_s[-1] - self.time_s[0] > 2 * seconds:
            self.begin_at(float(self.time_s[-1]) - seconds)

    def begin_at(self, time_s: float) -> None:
        """Forgets all samples before this moment."""
        self._first += int(np.searchsorted(self.time_s, time_s))

    def begin_anew(self) -> None:
        """Forgets all samples but the last, with which the next movement's record begins."""
        self._first = max(self._first, self._end - 1)

    def _make_room(self, count: int) -> None:
        if self._end + count <= self._samples.shape[1]:
            return
        kept = self._samples[:, self._first : self._end].copy()
        if 2 * (len(self) + count) > self._samples.shape[1]:
            self._samples = np.empty((2, 2 * (len(self) + count)))
        self._first, self._end = 0, kept.shape[1]
        self._samples[:, : self._end] = kept

    def edges(self, zones: Zones) -> Edges:
        """The moments of a stroke that reached the hold zone.

        The hold lasts from the first still moment near the level that was held to the last one. Values beyond the
        target count as the target: a body that seems to go further is in position all the same.
        """
        time_s, value = self._resampled()
        value = np.minimum(value, zones.target)
        pace = np.abs(speed(time_s, value))
        top = int(np.argmax(value))
        still = pace <= max(zones.still_speed, _STILL_SHARE * float(pace.max()))
        zone = value >= zones.hold_enter
        level = _median(value[zone]) if zone.any() else float(value[top])
        held = np.flatnonzero(still & (value >= level - _LEVEL_SHARE * (level - value.min())))
        first, last = (int(held[0]), int(held[-1])) if len(held) else (top, top)
        return Edges(
            start_s=_departure_s(time_s, value, still, first),
            hold_start_s=_caught_up(time_s, first),
            hold_end_s=_caught_up(time_s, last),
            end_s=_caught_up(time_s, -1),
            hold_s=self._seen_s(float(time_s[first]), float(time_s[last])),
        )

    def start_s(self, zones: Zones, peak: float) -> float:
        """When the movement began that went about as far as `peak` and no further."""
        time_s, value = self._resampled()
        still = np.abs(speed(time_s, value)) <= zones.still_speed
        # Between two steps the course may have gone further than at either.
        peak = min(peak, float(value.max()))
        near_top = peak - _TOP_SHARE * (peak - value.min())
        return _departure_s(time_s, value, still, int(np.flatnonzero(value >= near_top)[-1]))

    def _resampled(self) -> tuple[Samples, Samples]:
        """The course at an even, fine step, so that edges fall where they are and not on the next frame."""
        start_s, end_s = float(self.time_s[0]), float(self.time_s[-1])
        steps = max(2, math.ceil((end_s - start_s) / _STEP_S) + 1)
        step_s = (end_s - start_s) / (steps - 1)
        time_s: Samples = start_s + step_s * np.arange(steps, dtype=np.float64)
        return time_s, np.interp(time_s, self.time_s, self.value)

    def _seen_s(self, start_s: float, end_s: float) -> float:
        """How much of a stretch the body was seen in."""
        times_s = self.time_s
        unseen = times_s[1:] - times_s[:-1] > _UNSEEN_S
        if not unseen.any():
            return end_s - start_s
        return end_s - start_s - float(np.diff(np.clip(times_s, start_s, end_s))[unseen].sum())


def _median(values: Samples) -> float:
    ordered, middle = np.sort(values), len(values) // 2
    return float(ordered[middle - 1 + len(values) % 2] + ordered[middle]) / 2


def _departure_s(time_s: Samples, value: Samples, still: NDArray[np.bool_], top: int) -> float:
    """The last still moment near the level from which the movement to sample `top` began."""
    before = value[: top + 1]
    low = float(before.min())
    last_low = int(np.flatnonzero(before <= low + _DEPARTURE_SHARE * (before[-1] - low))[-1])
    rests = np.flatnonzero(still[: last_low + 1])
    return _caught_up(time_s, int(rests[-1]) if len(rests) else last_low)


def _caught_up(time_s: Samples, index: int) -> float:
    return max(float(time_s[0]), float(time_s[index]) - _LAG_S)
