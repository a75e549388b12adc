"""How long continuous movement has lasted."""

import math
from dataclasses import dataclass

__all__ = ["MovingTime"]

_PAUSE_S = 2.0
"""A longer pause between two repetitions interrupts the movement."""


@dataclass(slots=True)
class MovingTime:
    """Adds up repetitions; short pauses between them belong to the movement.

    Attributes:
        total_s: Seconds so far.
    """

    total_s: float = 0.0
    _until_s: float = -math.inf

    def add(self, start_s: float, end_s: float) -> None:
        """Takes in a repetition later than all before."""
        gapless = start_s - self._until_s <= _PAUSE_S
        self.total_s += end_s - (self._until_s if gapless else start_s)
        self._until_s = end_s

    def extend(self, end_s: float) -> None:
        """The last repetition took until then."""
        self.total_s += max(0.0, end_s - self._until_s)
        self._until_s = max(self._until_s, end_s)
