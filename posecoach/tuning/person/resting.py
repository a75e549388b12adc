"""How much a person's measures tremble while they rest in the start position."""

import math

import numpy as np
from numpy.typing import NDArray

from posecoach.counting.frames import median
from posecoach.counting.table import MeasureTable
from posecoach.exercise.schema import Exercise

__all__ = ["noise_at_rest"]

_LAG_S = 0.3
"""Changes over this time are noise; slower ones are settling down."""
_NORMAL = 1.4826 / math.sqrt(2)
"""Median absolute change to standard deviation, of normally distributed noise."""


def noise_at_rest(exercise: Exercise, table: MeasureTable, resting: NDArray[np.bool_]) -> dict[str, float]:
    """Standard deviation of each measure at rest on the near side; measures that weren't seen there are left out.

    Args:
        exercise: The exercise.
        table: Its measures.
        resting: Shape (n,), rows in the start position.
    """
    if len(resting) < 2:
        return {}
    lag = max(1, round(_LAG_S / float(np.median(np.diff(table.time_s)))))
    both = resting[lag:] & resting[:-lag]
    columns = {name: table.near(name) for name in exercise.measures}
    noises = {name: _NORMAL * median(np.abs(values[lag:] - values[:-lag])[both]) for name, values in columns.items()}
    return {name: noise for name, noise in noises.items() if not math.isnan(noise)}
