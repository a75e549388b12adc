"""Whether the body is in the start position and still, whatever the last exercise left behind."""

import math
from collections import deque
from dataclasses import dataclass, field

from posecoach.counting.frames import Row

__all__ = ["LOST_S", "PositionWatch"]

_LOOKED_S = 0.7
"""How long the body must be in the start position, most of the time, and still."""
_STILL = 0.15
"""Of the described travel: who moves by less is still."""
LOST_S = 1.0
"""Out of sight for longer than this, nobody knows what the body does."""


@dataclass(slots=True)
class PositionWatch:
    """Looks at the last moments.

    Attributes:
        in_start: Whether the body was in the start position for most of them.
        ready: Whether it has been still since it got there.
        fits: Whether nothing that is seen in the newest frame speaks against the start or the end position.
    """

    in_start: bool = False
    ready: bool = False
    fits: bool = False
    _rows: deque[tuple[float, Row]] = field(default_factory=deque)
    _seen_s: float | None = None

    def step(self, time_s: float, row: Row) -> None:
        """Takes in a frame; one in which the drive isn't seen says nothing."""
        self.fits = row.in_start_position and row.in_end_position
        if math.isnan(row.progress):
            return
        if self.lost(time_s):
            self.in_start = self.ready = False
        self._seen_s = time_s
        self._rows.append((time_s, row))
        while time_s - self._rows[0][0] > _LOOKED_S:
            self._rows.popleft()
        inside = sum(one.in_start_position for _, one in self._rows)
        long_enough = self.in_start or time_s - self._rows[0][0] > _LOOKED_S / 2
        self.in_start = long_enough and 2 * inside > len(self._rows)
        self.ready = self.in_start and (self.ready or self.still)

    @property
    def still(self) -> bool:
        """Whether the drive didn't move."""
        seen = [row.progress for _, row in self._rows]
        noise = self._rows[-1][1].noise if self._rows else 0.0
        wavers = max(_STILL, 4 * noise) if math.isfinite(noise) else _STILL
        return bool(seen) and max(seen) - min(seen) <= wavers

    def lost(self, time_s: float) -> bool:
        """Whether the drive hasn't been seen for a while."""
        return self._seen_s is None or time_s - self._seen_s > LOST_S
