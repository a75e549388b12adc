"""How much a value trembles, told apart from how it drifts."""

import math
from collections.abc import Sequence
from operator import sub
from statistics import median

__all__ = ["NOISE_LAG_S", "noise_of", "seen"]

NOISE_LAG_S = 0.3
"""Changes over this time are noise; slower ones are settling down."""
_DEVIATIONS = 1.4826
"""Standard deviations in a median absolute deviation of normal noise."""


def noise_of(values: Sequence[float], lag: int) -> float:
    """The standard deviation that the changes over `lag` values stand for; NaN if none of them was seen.

    Args:
        values: At an even rate; NaN where it wasn't seen.
        lag: How many values lie within `NOISE_LAG_S`.
    """
    changes = list(map(abs, map(sub, values[lag:], values)))
    if not changes:
        return 0.0
    known = seen(changes)
    return _DEVIATIONS / math.sqrt(2) * median(known) if known else math.nan


def seen(values: Sequence[float]) -> Sequence[float]:
    """The values that aren't NaN."""
    # A sum is NaN if one of its terms is; mostly none is, and adding them up is many times as fast as asking each.
    return [value for value in values if not math.isnan(value)] if math.isnan(sum(values)) else values
