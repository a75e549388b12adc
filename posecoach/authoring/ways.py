"""How a measure goes through a demonstration: the two levels that it goes between, and how often."""

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from posecoach.counting.table import from_side
from posecoach.exercise.rules import SideOf
from posecoach.measures import Body, Measure, Values
from posecoach.pose.landmarks import Side

__all__ = ["MeasuredWay", "Option", "measured_way_of", "runs_of"]

_FEWEST_SEEN = 0.7
_FAR = (2.0, 98.0)
"""Percentiles between which a measure goes at first; what lies outside of them are glitches."""
_BACK, _GONE = 0.35, 0.65
"""Of the way: beyond the second the body has gone, below the first it is back."""
_SHORTEST_S = 0.4
"""A shorter stay at either level is a glitch."""
_ROUNDS = 3
_SETTLED = 0.2
"""Of half the way: nearer than this to the furthest point of a stay belongs to its level."""
_SMALLEST_BLUR = {"deg": 1.0, "trunk lengths": 0.02}
_NOISE_S = 0.3
"""Changes over this time are noise; slower ones are settling down."""
_DEVIATIONS = 1.4826 / math.sqrt(2)
"""Standard deviations in the median difference of two values with normal noise."""


@dataclass(frozen=True, slots=True)
class Option:
    """A measure that may be what makes a repetition.

    Attributes:
        measure: What is read.
        sign: 1 when it rises on the way from the start position, -1 when it falls.
        side: Where it is taken when both sides work together.
        in_turn: Whether the sides take turns: the side that has gone further is followed then.
    """

    measure: Measure
    sign: float
    side: SideOf = SideOf.MEAN
    in_turn: bool = False

    def values(self, body: Body) -> Values:
        """Shape (n,), with the sign taken out."""
        left, right = (self.measure.of(body, side) for side in Side)
        if self.in_turn:
            return np.fmax(self.sign * left, self.sign * right)
        return self.sign * from_side(left, right, self.side, working=None, near_is_right=body.poses.near_is_right)


@dataclass(frozen=True, eq=False, slots=True)
class MeasuredWay:
    """An option's way through the demonstration.

    Attributes:
        option: What is read.
        start: Level of the start position.
        tops: Level of each repetition, as far as it went.
        rests: Level of each stay in the start position.
        noise: Standard deviation within the stays.
        gone: Shape (n,): whether the body is away from the start position.
    """

    option: Option
    start: float
    tops: tuple[float, ...]
    rests: tuple[float, ...]
    noise: float
    gone: NDArray[np.bool_]

    @property
    def end(self) -> float:
        """Level that the repetitions go to."""
        return float(np.median(self.tops))

    @property
    def travel(self) -> float:
        """From the start position to there."""
        return self.end - self.start

    @property
    def clearness(self) -> float:
        """The way in units of what blurs it: noise, and differences between the repetitions."""
        smallest = _SMALLEST_BLUR[self.option.measure.unit]
        return self.travel / math.hypot(self.noise, float(np.std(self.tops)), float(np.std(self.rests)), smallest)


def measured_way_of(option: Option, time_s: Values, values: Values) -> MeasuredWay | None:
    """Follows a measure through the demonstration; None if it isn't seen or doesn't go from a level to another."""
    seen = ~np.isnan(values)
    if seen.mean() < _FEWEST_SEEN:
        return None
    # What isn't seen stays on its way.
    filled = np.interp(time_s, time_s[seen], values[seen])
    low, high = np.percentile(filled, _FAR)
    for _ in range(_ROUNDS):
        gone = _gone(time_s, filled, float(low), float(high))
        stays = [filled[run] for run in runs_of(gone)]
        if gone[0] or len(stays) == 1:
            return None
        middle = (low + high) / 2
        rests, tops = ([_level(stay, middle) for stay in stays[first::2]] for first in (0, 1))
        low, high = np.median(rests), np.median(tops)
        if not low < high:
            return None
    lag = max(1, round(_NOISE_S / float(np.median(np.diff(time_s)))))
    noise = float(np.median([_noise(stay, min(lag, len(stay) - 1)) for stay in stays]))
    return MeasuredWay(option, float(low), tuple(tops), tuple(rests), noise, gone)


def runs_of(state: NDArray[np.bool_]) -> list[slice]:
    """Stretches of frames in the same state."""
    edges = [0, *(np.flatnonzero(np.diff(state)) + 1).tolist(), len(state)]
    return [slice(first, last) for first, last in pairwise(edges)]


def _gone(time_s: Values, values: Values, low: float, high: float) -> NDArray[np.bool_]:
    """Hysteresis between the levels; stays that are too short to be one are left out."""
    share = (values - low) / max(high - low, 1e-9)
    sure = (share <= _BACK) | (share >= _GONE)
    last_sure = np.maximum.accumulate(np.where(sure, np.arange(len(values)), 0))
    gone = np.asarray(share[last_sure] >= _GONE)
    for run in runs_of(gone)[1:]:
        if time_s[run.stop - 1] - time_s[run.start] < _SHORTEST_S:
            gone[run] = gone[run.start - 1]
    return gone


def _level(stay: Values, middle: float) -> float:
    """Where a stay above or below the middle settles: the median of what is nearly as far as it went."""
    away = stay - middle
    away = away if np.median(away) > 0 else -away
    furthest = float(np.percentile(away, 90))
    return float(np.median(stay[away >= furthest - _SETTLED * abs(furthest)]))


def _noise(stay: Values, lag: int) -> float:
    """The standard deviation that the changes over some frames stand for."""
    changes = np.abs(stay[lag:] - stay[: len(stay) - lag])
    return _DEVIATIONS * float(np.median(changes)) if len(changes) else 0.0
