"""Hints that last are given, and given again while they stand."""

import math
from dataclasses import dataclass, field

from posecoach.coaching.guide.moments import HintGiven
from posecoach.counting.hints import Hint
from posecoach.counting.placement import PlacementWatch

__all__ = ["Hints"]

_AGAIN_S = 8.0
"""Who walks about to find the place needs to hear where to go, but not all the time."""


@dataclass(slots=True)
class Hints:
    """Passes on the hints that hold for a while.

    Attributes:
        now: The hint that stands.
    """

    now: Hint | None = None
    _watch: PlacementWatch = field(default_factory=PlacementWatch)
    _given: Hint | None = None
    _given_s: float = -math.inf

    def step(self, time_s: float, hint: Hint | None, *, quiet: bool = False) -> list[HintGiven]:
        """Takes in a moment's hint; returns the one to give now, none while `quiet`."""
        self._watch.step(time_s, hint)
        self.now = self._watch.hint
        if self.now is None or quiet or (self.now is self._given and time_s - self._given_s < _AGAIN_S):
            return []
        self._given, self._given_s = self.now, time_s
        return [HintGiven(time_s, self.now)]
