"""Searching thresholds with Optuna."""

import importlib.util
import warnings
from collections.abc import Callable, Sequence
from types import ModuleType

from posecoach.errors import SourceError
from posecoach.exercise.schema import Exercise
from posecoach.tuning.space import Thresholds, possible

__all__ = ["need_optuna", "search"]

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
