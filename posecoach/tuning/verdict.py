"""Whether thresholds do better on recordings that they weren't fitted to."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np

from posecoach.tuning.agreement import Agreement, pooled

__all__ = ["LEAST_AGREEMENT", "Interval", "Reason", "Verdict", "mean_interval", "verdict"]

_DRAWS = 10_000
"""Enough that the ends don't depend on the seed in the digits that are shown."""
_SEED = 3


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with its confidence interval.

    Attributes:
        mean: The mean.
        low: Lower end.
        high: Upper end.
        confidence: How much of the mean's distribution lies within.
    """

    mean: float
    low: float
    high: float
    confidence: float


def mean_interval(values: Sequence[float], confidence: float) -> Interval:
    """Interval for the mean of values, by the Bayesian bootstrap: the values' weights are drawn at random, all above 0.

    Most gains are exactly 0: a recording that was counted right stays right. Student's interval takes those few that
    aren't for a wide spread to both sides, so it would refuse a change that mends three recordings of nine and spoils
    none. And resampling whole recordings often leaves out all that changed.
    """
    weights = np.random.default_rng(_SEED).dirichlet(np.ones(len(values)), _DRAWS)
    tail = (1 - confidence) / 2
    low, high = np.quantile(weights @ np.array(values), (tail, 1 - tail)).tolist()
    return Interval(sum(values) / len(values), low, high, confidence)


_CONFIDENCE = 0.95
"""Of the gain's interval."""
LEAST_AGREEMENT = 0.75
"""Less than this on held-out recordings is no question of thresholds: labels and recordings don't belong together."""


_NOTHING = 0.01
"""A gain that is smaller is none to speak of: a hold that is timed a little better."""


class Reason(str, Enum):
    """Why a fit isn't to be used."""

    NO_AGREEMENT = "no agreement"
    """Recordings and labels don't agree, whatever the thresholds are."""
    NO_CHANGE = "no change"
    """Held-out recordings are told exactly as before."""
    NO_GAIN = "no gain"
    """Held-out recordings are told no better, or worse."""
    MAYBE_CHANCE = "maybe chance"
    """They are told better, but the interval reaches down to 0."""
    ONE_RECORDING = "one recording"
    """A single one is told better, and the others together aren't."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The comparison.

    Attributes:
        gain: Mean over recordings of their agreement after less before.
        reason: Why the fit isn't to be used; None if it helps.
    """

    gain: Interval
    reason: Reason | None

    @property
    def helps(self) -> bool:
        """Whether it is to be used."""
        return self.reason is None


def verdict(before: Sequence[Agreement], held_out: Sequence[Agreement]) -> Verdict:
    """Compares agreements recording by recording.

    Args:
        before: With the thresholds that there were.
        held_out: With thresholds fitted to other recordings.
    """
    gains = [new.score - old.score for old, new in zip(before, held_out, strict=True)]
    gain = mean_interval(gains, _CONFIDENCE)
    return Verdict(gain, _reason(gain, gains, pooled(held_out).score))


def _reason(gain: Interval, gains: Sequence[float], agreed: float) -> Reason | None:
    if agreed < LEAST_AGREEMENT:
        return Reason.NO_AGREEMENT
    if not any(gains):
        return Reason.NO_CHANGE
    if gain.mean <= 0:
        return Reason.NO_GAIN
    if gain.low <= 0:
        return Reason.MAYBE_CHANCE
    return None if _shared(gains) else Reason.ONE_RECORDING


def _shared(gains: Sequence[float]) -> bool:
    """Whether more than one recording gains, and the others together do, too."""
    *others, _ = sorted(gains)
    return others[-1] >= _NOTHING and sum(others) > 0
