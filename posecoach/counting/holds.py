"""The one hold: how long a movement stays in its end position, the same number on the screen and in the files."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from posecoach.counting.events import FaultEnded
from posecoach.exercise.schema import Dose
from posecoach.measures import Values
from posecoach.messages import Message, counted_message
from posecoach.pose.landmarks import Side

__all__ = ["HOLD_CHECK", "hold_cue", "hold_span", "longest_unseen_s", "short_hold"]

HOLD_CHECK = "hold"
"""Check id of a hold that was shorter than the dose asks for."""
_TOLERANCE_S = 0.25
"""How exactly a hold can be timed on video; a hold short by less is long enough."""

_MOMENTS_HZ = 30.0
"""How often a second it is looked whether a movement is held."""
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


def hold_span(time_s: Values, progress: Values) -> tuple[float, float]:
    """When the hold of a movement begins and ends: within the band of its furthest point, and still.

    It is looked for at even moments, between which the progress is interpolated: the same whatever the frame rate.

    Args:
        time_s: Shape (n,), seconds, from the movement's start on.
        progress: Shape (n,); NaN where the drive isn't seen, which ends no hold.
    """
    moments_s, even = _evenly(time_s, progress)
    steady = _steady(even)
    peak = int(np.argmax(steady))
    low, high = float(steady.min()), float(steady[peak])
    outside = steady < high - _BAND * (high - low)
    first = peak - _reach(outside[peak::-1], -moments_s[peak::-1])
    last = peak + _reach(outside[peak:], moments_s[peak:])
    speed = _speeds(steady)
    out = max(0.0, speed[: peak + 1].max())
    back = max(0.0, -speed[peak:].min())
    if not outside[-1]:
        # How fast the way back will be isn't known yet, and its beginning is soonest seen without the median.
        back, speed[peak:] = max(back, out), _speeds(even)[peak:]
    while first < peak and speed[first] > _STILL * out:
        first += 1
    while last > peak and -speed[last] > _STILL * back:
        last -= 1
    return float(moments_s[first]), float(moments_s[last])


def _evenly(time_s: Values, progress: Values) -> tuple[Values, Values]:
    """Even moments and the progress at each, in shares of the travel."""
    moments_s = np.linspace(time_s[0], time_s[-1], round((time_s[-1] - time_s[0]) * _MOMENTS_HZ) + 1)
    seen = ~np.isnan(progress)
    return moments_s, np.interp(moments_s, time_s[seen], progress[seen])


def _steady(progress: Values) -> Values:
    """The progress without jumps of landmarks that are hard to see."""
    around, place = _places(_STEADY_S), np.arange(len(progress))
    padded = np.pad(progress, around, constant_values=np.inf)
    # What was put around it is sorted to the end: in a movement's every frame, that is much faster than `nanmedian`.
    ordered = np.sort(sliding_window_view(padded, 2 * around + 1), axis=-1)
    known = np.minimum(place, around) + np.minimum(place[::-1], around) + 1
    return np.asarray((ordered[place, (known - 1) // 2] + ordered[place, known // 2]) / 2)


def _places(span_s: float) -> int:
    return int(span_s * _MOMENTS_HZ + 1e-9)


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


def _speeds(progress: Values) -> Values:
    """Shape (n,): slope of the progress around each moment, in shares of the travel a second."""
    place = np.arange(len(progress))
    before, after = np.maximum(place - _places(_SPEED_S), 0), np.minimum(place + _places(_SPEED_S), place[-1])
    return np.asarray((progress[after] - progress[before]) * _MOMENTS_HZ / np.maximum(after - before, 1))
