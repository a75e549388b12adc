"""How much a value trembles, told apart from how it drifts."""

import math
from collections.abc import Sequence
from statistics import median

__all__ = ["NOISE_LAG_S", "noise_of"]

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
    changes = [abs(later - value) for value, later in zip(values, values[lag:], strict=False)]
    seen = [change for change in changes if not math.isnan(change)]
    if not changes:
        return 0.0
    return _DEVIATIONS / math.sqrt(2) * median(seen) if seen else math.nan
