"""Passing over moments at which the phase machine only takes note: what makes counting again fast.

The machine's own `step` stays the one that begins, judges and ends movements. A leap ends before the first moment at
which it would, and does all at once what it does at the others.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posecoach.coaching import phases
from posecoach.coaching.phases import PhaseMachine
from posecoach.coaching.timing import Samples
from posecoach.counting.state import Phase

__all__ = ["LeapingMachine", "Moments", "before"]

_Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False, slots=True)
class Moments:
    """Moments in which the drive is seen and no posture condition is broken.

    Attributes:
        time_s: Shape (n,).
        drive: Shape (n,), progress.
        speed: Shape (n,), of progress.
        away: Shape (n,), whether something else than the drive says that the movement isn't over; None if nothing does.
        open: Shape (n,), whether movements are looked for; None if always.
    """

    time_s: Samples
    drive: Samples
    speed: Samples
    away: _Flags | None = None
    open: _Flags | None = None

    def unless_away(self, back: _Flags) -> _Flags:
        """Moments in which the drive is back, without those in which something else isn't."""
        return back if self.away is None else back & ~self.away


class LeapingMachine(PhaseMachine):
    """A phase machine that can pass over many moments at once."""

    def leap(self, moments: Moments) -> _Flags:
        """Takes note of the first moments, up to one that must be stepped.

        Returns:
            For each of those first moments, whether the position was held.
        """
        if self.phase is Phase.REST:
            return self._resting(moments)
        if not self.moving or self.phase is Phase.LOST:
            return np.zeros(0, bool)
        peak = np.maximum(np.maximum.accumulate(moments.drive), self.peak)
        return self._reached_already(moments, peak) if self._reached else self._reaching(moments, peak)

    def rests_for(self, drive: Samples, is_open: _Flags | None) -> int:
        """How many moments at rest come before the one that begins a movement, if any does; see `Moments`."""
        low = np.minimum(np.minimum.accumulate(drive), self._low)
        way = np.maximum(self.zones.hold_enter - low, self.zones.travel)
        begins = drive > low + phases.STARTED_SHARE * way
        return before(begins if is_open is None else begins & is_open)

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

    def _resting(self, moments: Moments) -> _Flags:
        """Up to the beginning of a movement."""
        count = self.rests_for(moments.drive, moments.open)
        if count:
            self._record(moments, count)
            self._low = min(self._low, float(moments.drive[:count].min()))
            self.stroke.keep_last(phases.REST_MEMORY_S)
        return np.zeros(count, bool)

    def _reaching(self, moments: Moments, peak: Samples) -> _Flags:
        """Up to having reached the hold zone, or having turned back before."""
        inside = moments.drive >= max(self.zones.hold_enter, self._part_of_way(phases.ATTEMPT_SHARE))
        since_s = _since(inside, moments.time_s, self._zone_since_s)
        turned = moments.drive <= self._low + phases.TURNED_BACK_SHARE * (peak - self._low)
        reached = inside & (moments.time_s - since_s >= phases.REACHED_S)
        count = before(reached | moments.unless_away(turned) | self._too_long(moments))
        if count:
            self._follow_along(moments, peak, count)
            self._zone_since_s = float(since_s[count - 1]) if inside[count - 1] else None
        return np.zeros(count, bool)

    def _reached_already(self, moments: Moments, peak: Samples) -> _Flags:
        """Up to being back."""
        back = moments.drive <= np.maximum(self.zones.rest, self._low + phases.RETURN_SHARE * (peak - self._low))
        back = moments.unless_away(back)
        since_s = _since(back, moments.time_s, self._back_since_s)
        count = before((back & (moments.time_s - since_s >= phases.BACK_S)) | self._too_long(moments))
        if not count:
            return np.zeros(0, bool)
        holding = self._held(moments)[:count]
        if self.hold_since_s is None and holding.any():
            self.hold_since_s = float(moments.time_s[holding.argmax()])
        if holding[-1]:
            self.phase = Phase.HOLD
        elif self.hold_since_s is not None:
            self.phase = Phase.LOWERING
        self._follow_along(moments, peak, count)
        self._back_since_s = float(since_s[count - 1]) if back[count - 1] else None
        return holding

    def _held(self, moments: Moments) -> _Flags:
        """Shape (n,): whether the position is held."""
        drive, speed = moments.drive, moments.speed
        pace = np.abs(speed)
        top = np.maximum(np.maximum.accumulate(pace), self._top_speed)
        still = np.maximum(self.zones.still_speed, phases.STILL_SHARE * top)
        enters = (drive >= self.zones.hold_enter) & (pace <= still)
        leaves = (drive < self.zones.hold_leave) | (speed < -still)
        return _switched(enters, leaves, on=self.phase is Phase.HOLD)

    def _too_long(self, moments: Moments) -> _Flags:
        return moments.time_s - self._started_s > self.zones.longest_s

    def _follow_along(self, moments: Moments, peak: Samples, count: int) -> None:
        self._record(moments, count)
        self.peak = float(peak[count - 1])
        self._top_speed = max(self._top_speed, float(np.abs(moments.speed[:count]).max()))

    def _record(self, moments: Moments, count: int) -> None:
        self._seen_s, self._broken_since_s = float(moments.time_s[count - 1]), None
        self.stroke.extend(moments.time_s[:count], moments.drive[:count])


def before(flags: _Flags) -> int:
    """How many moments come before the first that is flagged."""
    first = int(flags.argmax()) if len(flags) else 0
    return first if len(flags) and flags[first] else len(flags)


def _since(holds: _Flags, time_s: Samples, carried_s: float | None) -> Samples:
    """Since when something holds, at each moment at which it does.

    Args:
        holds: Shape (n,).
        time_s: Shape (n,).
        carried_s: Since when it held just before; None if it didn't.
    """
    count = len(holds)
    broken = np.maximum.accumulate(np.where(holds, -1, np.arange(count)))
    begins_s = time_s.copy()
    begins_s[0] = time_s[0] if carried_s is None else carried_s
    return np.asarray(begins_s[np.minimum(broken + 1, count - 1)])


def _switched(sets: _Flags, resets: _Flags, *, on: bool) -> _Flags:
    """Shape (n,): whether a switch is on; no moment both sets and resets it."""
    index = np.arange(1, len(sets) + 1)
    last_set = np.maximum.accumulate(np.where(sets, index, 0))
    last_reset = np.maximum.accumulate(np.where(resets, index, 0))
    return np.asarray((last_set > last_reset) | ((last_set == last_reset) & on))
