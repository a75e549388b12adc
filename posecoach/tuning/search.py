"""Searching thresholds, one after the other."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from posecoach.exercise.schema import Exercise

__all__ = ["Thresholds", "middle", "neighbours", "possible", "search", "step"]

Thresholds: TypeAlias = Mapping[str, float]
"""Values by key, see `posecoach.exercise.thresholds`."""
_STEPS = 100
"""A threshold has at least so many values between its limits; finer ones would only make long numbers."""
_NEARBY = 0.05
"""Of a threshold's limits: how far off a neighbour is, such as three degrees for the alignment of a bridge."""
_SEED = 20


def step(limits: tuple[float, float]) -> float:
    """The distance between values that are told apart: a power of ten."""
    low, high = limits
    return float(10.0 ** math.floor(math.log10((high - low) / _STEPS)))


def possible(exercise: Exercise, values: Thresholds) -> dict[str, float]:
    """The values rounded and within their limits."""
    return {key: _rounded(value, exercise.tunables[key]) for key, value in values.items()}


def _rounded(value: float, limits: tuple[float, float]) -> float:
    low, high = limits
    digits = -round(math.log10(step(limits)))
    return float(min(max(round(value, digits), low), high))


def middle(exercise: Exercise) -> dict[str, float]:
    """Thresholds of somebody who knows nothing but the limits."""
    return possible(exercise, {key: (low + high) / 2 for key, (low, high) in exercise.tunables.items()})


def neighbours(exercise: Exercise, values: Thresholds) -> list[dict[str, float]]:
    """Two thresholds a little off, opposite to each other: between them, every value is moved up and down.

    The directions are always the same, so that trials can be compared.
    """
    signs = np.random.default_rng(_SEED).choice((-1.0, 1.0), len(values))
    return [_moved(exercise, values, signs), _moved(exercise, values, -signs)]


def _moved(exercise: Exercise, values: Thresholds, directions: NDArray[np.float64]) -> dict[str, float]:
    widths = [exercise.tunables[key][1] - exercise.tunables[key][0] for key in values]
    moved = zip(values.items(), widths, directions.tolist(), strict=True)
    return possible(exercise, {key: value + _NEARBY * width * direction for (key, value), width, direction in moved})


_LADDER = 9
"""Values tried between a threshold's limits, both included."""


def search(
    worth: Callable[[Thresholds], float],
    exercise: Exercise,
    starts: Sequence[Thresholds],
    trials: int,
    on_step: Callable[[], None] = lambda: None,
) -> dict[str, float]:
    """The best thresholds found; of equally good ones those tried first.

    Begins at the best start. Each threshold in turn goes to the best of some values over its limits, until none moves.

    Args:
        worth: Of thresholds; the more, the better.
        exercise: Says which thresholds there are, and their limits.
        starts: Thresholds to try first.
        trials: How many to try at the most.
        on_step: Called after each trial.
    """
    known: dict[tuple[float, ...], float] = {}

    def value(values: Thresholds) -> float:
        key = tuple(values[name] for name in exercise.tunables)
        if key not in known and len(known) < trials:
            known[key] = worth(values)
            on_step()
        return known.get(key, float("-inf"))

    best, before = max((possible(exercise, start) for start in starts), key=value), None
    while best != before:
        before = best
        for key in exercise.tunables:
            # Of equals, the first: what was there.
            best = max([best, *_ladder(exercise, best, key)], key=value)
    return best


def _ladder(exercise: Exercise, values: Thresholds, key: str) -> list[dict[str, float]]:
    """The thresholds with one of them at each of some values over its limits."""
    return [possible(exercise, {**values, key: float(rung)}) for rung in np.linspace(*exercise.tunables[key], _LADDER)]
