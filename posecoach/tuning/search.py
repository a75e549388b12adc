"""Searching thresholds with Optuna."""

import importlib.util
import math
import warnings
from collections.abc import Callable, Mapping, Sequence
from types import ModuleType
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from posecoach.errors import SourceError
from posecoach.exercise.schema import Exercise

__all__ = ["Thresholds", "middle", "need_optuna", "neighbours", "possible", "search", "step"]

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


_STARTUP = 16
"""Trials drawn by chance before the search learns from them. They are the same for one seed, so folds share them."""


def search(
    worth: Callable[[Thresholds], float],
    exercise: Exercise,
    starts: Sequence[Thresholds],
    trials: int,
    seed: int,
    on_step: Callable[[], None] = lambda: None,
) -> dict[str, float]:
    """The best thresholds found; of equally good ones those tried first.

    Args:
        worth: Of thresholds; the more, the better.
        exercise: Says which thresholds there are, and their limits.
        starts: Thresholds to try first.
        trials: How many to try.
        seed: The same one finds the same ones.
        on_step: Called after each trial.

    Raises:
        SourceError: If Optuna isn't installed.
    """
    optuna = _optuna()
    ranges = {key: optuna.distributions.FloatDistribution(*limits) for key, limits in exercise.tunables.items()}
    best, most = possible(exercise, starts[0]), float("-inf")
    with warnings.catch_warnings():
        # Its multivariate sampling warns that it may change; the lowest version that is asked for has it.
        warnings.simplefilter("ignore")
        sampler = optuna.samplers.TPESampler(seed=seed, multivariate=True, n_startup_trials=_STARTUP)
        study = optuna.create_study(direction="maximize", sampler=sampler)
        for start in starts:
            study.enqueue_trial(dict(start))
        for _ in range(trials):
            trial = study.ask(ranges)
            values = possible(exercise, trial.params)
            value = worth(values)
            study.tell(trial, value)
            if value > most:
                best, most = values, value
            on_step()
    return best


def need_optuna() -> None:
    """Nothing is worked out for a search that can't be made.

    Raises:
        SourceError: If Optuna isn't installed.
    """
    if importlib.util.find_spec("optuna") is None:
        raise SourceError('tuning needs Optuna, which isn\'t installed: pip install "posecoach[tuning]"')


def _optuna() -> ModuleType:
    need_optuna()
    import optuna  # noqa: PLC0415 - it takes a second to import, and only tuning needs it

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    return optuna
