"""How long a stage has lasted, how much of it is left, and which whole seconds of that are told."""

import math
from dataclasses import dataclass

__all__ = ["StageClock"]


@dataclass(slots=True)
class StageClock:
    """Times one stage after the other, by the frames' own time.

    Attributes:
        since_s: When the stage began.
        total_s: How long it is to last; 0 for one that ends by something else.
    """

    since_s: float = 0.0
    total_s: float = 0.0
    _told: float = math.inf

    def begin(self, time_s: float, total_s: float = 0.0, *, lasted_s: float = 0.0) -> None:
        """A stage begins, or goes on after it has `lasted_s` already."""
        self.since_s, self.total_s = time_s - lasted_s, total_s
        # What is longer than the stage isn't told of it.
        self._told = math.floor(total_s - lasted_s) + 1

    def lasted_s(self, time_s: float) -> float:
        """Since it began."""
        return time_s - self.since_s

    def left_s(self, time_s: float) -> float:
        """Until it is over."""
        return max(0.0, self.total_s - self.lasted_s(time_s))

    def second(self, time_s: float, told: tuple[int, ...]) -> int | None:
        """The newest of some whole seconds left, once it has come; each is given once."""
        left_s = self.left_s(time_s)
        due = [second for second in told if left_s <= second < self._told]
        if not due:
            return None
        self._told = min(due)
        return min(due)
