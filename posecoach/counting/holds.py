"""The one hold: how long a movement stays in its end position, the same number on the screen and in the files."""

import numpy as np
from numpy.typing import NDArray

from posecoach.counting.events import FaultEnded
from posecoach.exercise.schema import Dose
from posecoach.measures import Values
from posecoach.messages import Message, counted_message
from posecoach.pose.filters import RunningMedian
from posecoach.pose.landmarks import Side

__all__ = ["HOLD_CHECK", "hold_cue", "hold_span", "longest_unseen_s", "short_hold"]

HOLD_CHECK = "hold"
"""Check id of a hold that was shorter than the dose asks for."""
_TOLERANCE_S = 0.25
"""How exactly a hold can be timed on video; a hold short by less is long enough."""

_BAND = 0.2
"""Of the movement's travel: who is this close to the furthest point may be holding."""
_STEADY_S = 0.35
"""Before and after a moment, over which its progress is the median."""
_DIP_S = 0.2
"""A shorter dip out of the band is noise."""
_STILL = 0.2
"""Of the movement's top speed on its way there, and on its way back: slower is still."""
_SPEED_S = 0.2
"""Before and after a moment, over which its speed is measured."""


def hold_span(time_s: Values, progress: Values) -> tuple[int, int]:
    """First and last place of the hold in a movement: within the band of its furthest point, and still.

    Args:
        time_s: Shape (n,), from the movement's start on.
        progress: Shape (n,); NaN where the drive isn't seen, which ends no hold.
    """
    steady = _steady(time_s, progress)
    peak = int(np.nanargmax(steady))
    low, high = float(np.nanmin(steady)), float(steady[peak])
    outside = steady < high - _BAND * (high - low)
    first = peak - _reach(outside[peak::-1], -time_s[peak::-1])
    last = peak + _reach(outside[peak:], time_s[peak:])
    speed = _speeds(time_s, steady)
    out = np.nanmax(np.append(speed[: peak + 1], 0.0))
    back = np.nanmax(np.append(-speed[peak:], 0.0))
    if not outside[-1]:
        # How fast the way back will be isn't known yet, and its beginning is soonest seen without the median.
        back, speed[peak:] = max(back, out), _speeds(time_s, progress)[peak:]
    while first < peak and speed[first] > _STILL * out:
        first += 1
    while last > peak and -speed[last] > _STILL * back:
        last -= 1
    return first, last


def _steady(time_s: Values, progress: Values) -> Values:
    """The progress without jumps of landmarks that are hard to see."""
    median = RunningMedian(_STEADY_S, _STEADY_S)
    return np.concatenate([median(time_s, progress), median.finish()])


def longest_unseen_s(time_s: Values, progress: Values) -> float:
    """Longest time for which the drive wasn't seen."""
    seen_s = time_s[~np.isnan(progress)]
    return float(np.diff(seen_s).max()) if len(seen_s) > 1 else 0.0


def short_hold(dose: Dose, rep: int, side: Side | None, start_s: float, end_s: float) -> list[FaultEnded]:
    """The fault of a hold that is shorter than the dose asks for; none if it is long enough."""
    shortest, longest = dose.hold_s
    if end_s - start_s >= shortest - _TOLERANCE_S:
        return []
    wanted = Message("{low:g} to {high:g} s", low=shortest, high=longest)
    if shortest == longest:
        wanted = Message("{value:g} s", value=shortest)
    return [FaultEnded(HOLD_CHECK, rep, side, start_s, end_s, end_s - start_s, wanted, hold_cue(dose))]


def hold_cue(dose: Dose) -> Message:
    """What to do about a hold that was too short."""
    # Other languages have other words for one second than for several.
    return counted_message(
        "Hold the position for {count:g} seconds.", "Hold the position for {count:g} seconds.", dose.hold_s[0]
    )


def _reach(outside: NDArray[np.bool_], time_s: Values) -> int:
    """How many places on the last one inside the band is, before a stay outside that is no dip."""
    reached = 0
    left_s: float | None = None
    for place, (out, moment) in enumerate(zip(outside.tolist(), time_s.tolist(), strict=True)):
        if not out:
            reached, left_s = place, None
        elif left_s is None:
            left_s = moment
        elif moment - left_s > _DIP_S:
            break
    return reached


def _speeds(time_s: Values, progress: Values) -> Values:
    """Shape (n,): slope of the progress around each moment, in shares of the travel a second."""
    before = np.searchsorted(time_s, time_s - _SPEED_S - 1e-9)
    after = np.searchsorted(time_s, time_s + _SPEED_S + 1e-9, "right") - 1
    return np.asarray((progress[after] - progress[before]) / np.maximum(time_s[after] - time_s[before], 1e-6))
