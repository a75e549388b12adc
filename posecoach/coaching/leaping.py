"""Passing over moments at which the phase machine would only take note: what makes counting again fast.

The machine's own `step` stays the one that decides. A leap ends before the first moment at which it could do more than
extend its record, and errs on the early side.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posecoach.coaching import phases
from posecoach.coaching.phases import PhaseMachine
from posecoach.coaching.state import Phase
from posecoach.coaching.timing import Samples

__all__ = ["LeapingMachine", "Moments"]


@dataclass(frozen=True, eq=False, slots=True)
class Moments:
    """Moments in which the drive is seen and no posture condition is broken.

    Attributes:
        time_s: Shape (n,).
        drive: Shape (n,), progress.
        speed: Shape (n,), of progress.
        away: Shape (n,), whether something else than the drive says that the movement isn't over; None if nothing does.
    """

    time_s: Samples
    drive: Samples
    speed: Samples
    away: NDArray[np.bool_] | None = None

    def unless_away(self, back: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Moments in which the drive is back, without those in which something else isn't."""
        return back if self.away is None else back & ~self.away


class LeapingMachine(PhaseMachine):
    """A phase machine that can pass over many moments at once."""

    def leap(self, moments: Moments) -> int:
        """Takes note of the first moments, up to one that must be stepped; returns how many those are."""
        if self.phase is Phase.REST:
            loud = self._loud_at_rest(moments)
        elif self.moving and self.phase is not Phase.LOST:
            loud = self._loud_in_movement(moments)
        else:
            return 0
        first = int(loud.argmax())
        count = first if loud[first] else len(loud)
        if count:
            self._take_note(moments, count)
        return count

    def wait(self, time_s: float, broken_since_s: float | None) -> None:
        """Has passed over moments in which neither the start position nor a movement was seen.

        Args:
            time_s: The last of them.
            broken_since_s: Since when, by then, a posture condition is broken; None if none is.
        """
        self._seen_s, self._broken_since_s = time_s, broken_since_s

    @property
    def waiting(self) -> bool:
        """Whether nothing can happen until the start position is seen."""
        return self.phase is Phase.AWAY and self._ready_since_s is None

    @property
    def broken_since_s(self) -> float | None:
        """Since when a posture condition is broken."""
        return self._broken_since_s

    @property
    def gone(self) -> bool:
        """Whether nothing can happen until the drive is seen."""
        return self.phase is Phase.LOST and self._resume is Phase.AWAY

    def _loud_at_rest(self, moments: Moments) -> NDArray[np.bool_]:
        low = np.minimum(np.minimum.accumulate(moments.drive), self._low)
        way = np.maximum(self.zones.hold_enter - low, self.zones.travel)
        return np.asarray(moments.drive > low + phases.STARTED_SHARE * way)

    def _loud_in_movement(self, moments: Moments) -> NDArray[np.bool_]:
        drive = moments.drive
        peak = np.maximum(np.maximum.accumulate(drive), self.peak)
        loud = self._loud_on_the_way_back(moments, peak) if self._reached else self._loud_on_the_way(moments, peak)
        if self.zones.longest_s < math.inf:
            loud |= moments.time_s - self._started_s > self.zones.longest_s
        return loud

    def _loud_on_the_way(self, moments: Moments, peak: Samples) -> NDArray[np.bool_]:
        drive = moments.drive
        inside = drive >= max(self.zones.hold_enter, self._part_of_way(phases.ATTEMPT_SHARE))
        if self._zone_since_s is not None:
            inside = ~inside | (moments.time_s - self._zone_since_s >= phases.REACHED_S)
        return inside | moments.unless_away(drive <= self._low + phases.TURNED_BACK_SHARE * (peak - self._low))

    def _loud_on_the_way_back(self, moments: Moments, peak: Samples) -> NDArray[np.bool_]:
        drive, speed = moments.drive, moments.speed
        back = moments.unless_away(
            drive <= np.maximum(self.zones.rest, self._low + phases.RETURN_SHARE * (peak - self._low))
        )
        if self._back_since_s is not None:
            back = ~back | (moments.time_s - self._back_since_s >= phases.BACK_S)
        pace = np.abs(speed)
        top = np.maximum(np.maximum.accumulate(pace), self._top_speed)
        still = np.maximum(self.zones.still_speed, phases.STILL_SHARE * top)
        if self.phase is Phase.HOLD:
            return np.asarray(back | (drive < self.zones.hold_leave) | (speed < -still))
        held = (drive >= self.zones.hold_enter) & (pace <= still)
        return np.asarray(back | held | (speed < -still)) if self.phase is Phase.LIFTING else np.asarray(back | held)

    def _take_note(self, moments: Moments, count: int) -> None:
        drive, time_s = moments.drive[:count], moments.time_s[:count]
        self._seen_s, self._broken_since_s = float(time_s[-1]), None
        self.stroke.time_s += time_s.tolist()
        self.stroke.value += drive.tolist()
        if self.phase is Phase.REST:
            self._low = min(self._low, float(drive.min()))
            self.stroke.keep_last(phases.REST_MEMORY_S)
        else:
            self.peak = max(self.peak, float(drive.max()))
            self._top_speed = max(self._top_speed, float(np.abs(moments.speed[:count]).max()))
