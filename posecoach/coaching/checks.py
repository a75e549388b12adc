"""Form checks: a measure that strays from its target for too long while holding is a fault."""

import math
from dataclasses import dataclass, field
from statistics import median

from posecoach.exercise.rules import Check, When

__all__ = ["CheckWatch", "Fault"]

_RELIEF_S = 0.3
"""A fault must be gone for this long before it is over, so that one fault isn't told as three."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A stretch of time in which a check failed.

    Attributes:
        check: The check.
        start_s: When it began.
        end_s: When it ended.
        measured: Median value while it lasted.
    """

    check: Check
    start_s: float
    end_s: float
    measured: float


@dataclass(slots=True)
class _Stretch:
    start_s: float
    end_s: float
    values: list[float] = field(default_factory=list)

    def extend(self, time_s: float, value: float) -> None:
        self.end_s = time_s
        self.values.append(value)


@dataclass(slots=True)
class CheckWatch:
    """Watches one check through one movement.

    Attributes:
        check: The rule.
        faults: The faults of this movement that are over.
        open: Whether a fault is going on and has lasted long enough to be called.
        excess: How far the last value lay beyond the tolerance, in tolerances.
    """

    check: Check
    faults: list[Fault] = field(default_factory=list)
    open: bool = False
    excess: float = 0.0
    _stretch: _Stretch | None = None
    _best: tuple[float, float, float] = (-math.inf, math.nan, math.nan)

    def step(self, time_s: float, value: float) -> bool:
        """Takes in a value seen while holding.

        Returns:
            Whether a fault is called at this moment for the first time.
        """
        if math.isnan(value):
            return False
        self.excess = self.check.excess(value)
        if not self.check.good(value):
            if self._stretch is None:
                self._stretch = _Stretch(time_s, time_s)
            self._stretch.extend(time_s, value)
            return self._call()
        if self._stretch is not None and (not self.open or time_s - self._stretch.end_s > _RELIEF_S):
            self.close()
        return False

    def at_peak(self, time_s: float, drive: float, value: float) -> None:
        """Notes the value at the furthest point of the drive, for movements too quick to be watched."""
        if drive > self._best[0] and not math.isnan(value):
            self._best = (drive, time_s, value)

    def judge(self, time_s: float, value: float) -> bool:
        """Takes in the one value that decides; returns whether it is a fault."""
        bad = not math.isnan(value) and not self.check.good(value)
        if bad:
            self.faults.append(Fault(self.check, time_s, time_s, value))
        return bad

    def close(self) -> None:
        """Ends the stretch under way; it is a fault if it was called one."""
        stretch, self._stretch = self._stretch, None
        if stretch is not None and self.open:
            self.faults.append(Fault(self.check, stretch.start_s, stretch.end_s, median(stretch.values)))
        self.open = False

    def finish(self, held_s: float) -> list[Fault]:
        """All faults of the movement, which is now over and was held for this long."""
        self.close()
        _, time_s, value = self._best
        too_quick = self.check.when is When.HOLD and held_s < self.check.dwell_s
        if too_quick and not self.faults and not math.isnan(value) and not self.check.good(value):
            self.faults.append(Fault(self.check, time_s, time_s, value))
        return self.faults

    def _call(self) -> bool:
        stretch = self._stretch
        if self.open or stretch is None or stretch.end_s - stretch.start_s < self.check.dwell_s:
            return False
        self.open = True
        return True
