"""Shipped thresholds, spoiled; whether tuning on the training half mends what that does to the held-out half."""

import random
from collections.abc import Iterator

from accuracy_report.grids import Grid

from posecoach.exercise.schema import Exercise
from posecoach.exercise.thresholds import thresholds
from posecoach.tuning.agreement import Agreement, pooled
from posecoach.tuning.fitting import Plan, Tuning, fit_thresholds
from posecoach.tuning.objective import Objective
from posecoach.tuning.search import possible
from tuning_trials.labelled_clips import labelled_clips

__all__ = ["DIRECTIONS", "Spoiled", "mended", "spoiled", "spoiled_grid"]

DIRECTIONS = ("up", "down", "random 1", "random 2", "random 3")
"""Which way each threshold is moved."""
_SHARE = 1 / 3


def spoiled(exercise: Exercise, direction: str) -> dict[str, float]:
    """Shipped thresholds, each moved by a third of its limits' distance, as far as they allow."""
    draw = random.Random(direction)  # noqa: S311 - the same draw each time
    moved = {}
    for key, value in thresholds(exercise).items():
        low, high = exercise.tunables[key]
        sign = {"up": 1, "down": -1}.get(direction) or draw.choice((-1, 1))
        moved[key] = value + sign * _SHARE * (high - low)
    return possible(exercise, moved)


class Spoiled:
    """One case.

    Attributes:
        name: Exercise and direction.
        tuning: What tuning on the training half came to.
        shipped: Agreement of the held-out half with the shipped thresholds.
        spoiled: With the spoiled ones.
        after: With what tuning left: fitted ones, or the spoiled ones if it wrote nothing.
    """

    def __init__(self, name: str, tuning: Tuning, held_out: Objective) -> None:
        left = tuning.fitted if tuning.verdict.helps else tuning.present
        told = (thresholds(held_out.exercise), tuning.present, left)
        self.name, self.tuning = name, tuning
        self.shipped, self.spoiled, self.after = (pooled(held_out.agreements(values)) for values in told)


def mended(exercise_id: str, directions: tuple[str, ...], trials: int) -> Iterator[Spoiled]:
    """Spoils, tunes, and looks at the held-out half."""
    training, other = labelled_clips(exercise_id, "training"), labelled_clips(exercise_id, "held_out")
    with training.replays() as replays, other.replays() as other_replays:
        objective, held_out = training.objective(replays), other.objective(other_replays)
        for direction in directions:
            present = spoiled(training.exercise, direction)
            yield Spoiled(
                f"{exercise_id}, {direction}",
                fit_thresholds(objective, present, Plan.of(objective, trials, 0)),
                held_out,
            )


def spoiled_grid(cases: list[Spoiled]) -> Grid:
    """A row for each case."""
    columns = ("spoiled", "shipped", "spoiled", "left by tune", "repetitions", "faults", "gain by fold", "written")
    return Grid("Held-out half: agreement", columns, tuple(_row(case) for case in cases))


def _row(case: Spoiled) -> tuple[str, ...]:
    gain, after = case.tuning.verdict.gain, case.after
    return (
        case.name,
        *(_share(one) for one in (case.shipped, case.spoiled, after)),
        f"{after.right} of {after.labelled}, {after.extra + after.attempts_counted} too many",
        f"{after.faults_right} of {after.faults_right + after.faults_missed}, {after.faults_false} false",
        f"{gain.mean:+.3f} ({gain.low:+.3f} to {gain.high:+.3f})",
        "yes" if case.tuning.verdict.reason is None else case.tuning.verdict.reason.value,
    )


def _share(agreement: Agreement) -> str:
    return f"{agreement.score:.4f}"
