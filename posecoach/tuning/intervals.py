"""How sure a mean gain is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

__all__ = ["Interval", "mean_interval"]

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
