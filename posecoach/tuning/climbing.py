"""Mending single thresholds of those that a search has found."""

from collections.abc import Callable, Sequence

from posecoach.tuning.objective import Objective
from posecoach.tuning.space import Thresholds, possible

__all__ = ["climbed"]

_LADDER = 9
"""Values between a threshold's limits, both included."""


def climbed(
    objective: Objective, recordings: Sequence[int], found: Thresholds, on_step: Callable[[], None] = lambda: None
) -> dict[str, float]:
    """The thresholds, each at the best of some values over its limits, one after the other; equals change nothing.

    A search looks at all thresholds at once, but most checks hardly depend on each other: what is left of a check's
    false or missed faults is mended best by itself.

    Args:
        objective: What thresholds are worth.
        recordings: Indices of those that are fitted to.
        found: Where to begin.
        on_step: Called after each threshold.
    """
    values = dict(found)
    for key, (low, high) in objective.exercise.tunables.items():
        rungs = [low + (high - low) * rung / (_LADDER - 1) for rung in range(_LADDER)]
        tried = [values, *(possible(objective.exercise, values | {key: rung}) for rung in rungs)]
        # Of equals, the first: what was there.
        values = max(tried, key=lambda one: objective.score(one, recordings))
        on_step()
    return values
