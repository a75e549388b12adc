"""The seconds of a hold that are counted aloud."""

import math
from dataclasses import dataclass

from posecoach.coaching.guide.moments import HoldDone, HoldTick
from posecoach.counting.state import CoachState, Phase
from posecoach.exercise.dose import Dose

__all__ = ["HoldClock"]

_COUNTED = 3
"""Seconds at the end of a hold that are counted."""
_SPOKEN_FIRST_S = 1.2
"""What the beginning of a hold is told in; seconds that lie within it aren't counted."""


@dataclass(slots=True)
class HoldClock:
    """Counts down to the end of the dose's hold; where that is a range, to its longer end."""

    _told: int = _COUNTED + 1
    _done: bool = False

    def step(self, state: CoachState, dose: Dose) -> list[HoldTick | HoldDone]:
        """Takes in a moment."""
        longest_s = dose.hold_s[1]
        if state.phase in (Phase.REST, Phase.AWAY) or state.hold_s == 0:
            self._told, self._done = _COUNTED + 1, False
        if state.phase is not Phase.HOLD or longest_s == 0 or self._done:
            return []
        left_s = longest_s - state.hold_s
        if left_s <= 0:
            self._done = True
            return [HoldDone(state.time_s)]
        second = math.ceil(left_s)
        if second >= self._told:
            return []
        self._told = second
        return [HoldTick(state.time_s, second)] if state.hold_s >= _SPOKEN_FIRST_S else []
