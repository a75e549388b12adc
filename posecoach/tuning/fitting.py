"""Fitting thresholds to labelled recordings, and judging the fit by recordings that it hasn't seen."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from posecoach.errors import SourceError
from posecoach.messages import Message, counted_message
from posecoach.tuning.agreement import Agreement
from posecoach.tuning.insensitive import ROUNDS, InsensitiveRange, insensitive_range, settle
from posecoach.tuning.objective import Objective, SmoothedScore
from posecoach.tuning.search import Thresholds, middle, search
from posecoach.tuning.verdict import Verdict, verdict

__all__ = ["FEWEST_RECORDINGS", "Plan", "Tuning", "fit_thresholds", "folds", "steps"]

FEWEST_RECORDINGS = 3
"""With two, each fit would see one person once."""
_SINGLE_UP_TO = 6
"""So many recordings are left out one by one."""
_FOLDS = 5


def folds(repetitions: Sequence[int], count: int | None, seed: int) -> tuple[tuple[int, ...], ...]:
    """Indices of the recordings that are held out, part by part; whole recordings, never some of their repetitions.

    Args:
        repetitions: How many repetitions each recording has; every part gets long and short ones.
        count: How many parts; one by one up to six recordings, else five, if None.
        seed: The same one cuts the same way.

    Raises:
        SourceError: If there are too few recordings for an honest comparison, or for so many parts.
    """
    total = len(repetitions)
    if total < FEWEST_RECORDINGS:
        raise SourceError(
            counted_message(
                "{count} recording with labels; tuning needs {fewest} or more to judge itself by",
                "{count} recordings with labels; tuning needs {fewest} or more to judge itself by",
                total,
                fewest=FEWEST_RECORDINGS,
            )
        )
    parts = count if count is not None else (total if total <= _SINGLE_UP_TO else _FOLDS)
    if not 2 <= parts <= total:
        raise SourceError(
            Message("--folds {parts}: with {count} recordings, choose 2 to {count}", parts=parts, count=total)
        )
    order = list(range(total))
    random.Random(seed).shuffle(order)  # noqa: S311 - nothing secret: recordings alike in length change places
    order.sort(key=lambda index: -repetitions[index])
    return tuple(tuple(sorted(order[part::parts])) for part in range(parts))


Values = dict[str, float]


@dataclass(frozen=True, slots=True)
class Plan:
    """How to go about it.

    Attributes:
        trials: Thresholds tried in each search at the most.
        seed: Of how the recordings are cut into parts.
        parts: Indices of the recordings held out, part by part.
    """

    trials: int
    seed: int
    parts: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, objective: Objective, trials: int, seed: int, count: int | None = None) -> "Plan":
        """Cuts the recordings into so many parts.

        Raises:
            SourceError: See `folds`.
        """
        return cls(trials, seed, folds(objective.repetitions, count, seed))


@dataclass(frozen=True, slots=True)
class Tuning:
    """What came of it.

    Attributes:
        present: The thresholds in force.
        fitted: Those fitted to all recordings.
        ranges: Of each threshold, around the fitted ones.
        centred: Whether thresholds that aren't pinned down were put in the middle, too, instead of being kept.
        before: Agreement of each recording with the present thresholds.
        held_out: The same with thresholds that were fitted to the other parts.
        after: The same with the fitted thresholds, which have seen the recording.
        verdict: Whether the fit helps.
        plan: How it was done.
    """

    present: Values
    fitted: Values
    ranges: tuple[InsensitiveRange, ...]
    centred: bool
    before: tuple[Agreement, ...]
    held_out: tuple[Agreement, ...]
    after: tuple[Agreement, ...]
    verdict: Verdict
    plan: Plan


def steps(objective: Objective, plan: Plan) -> int:
    """How many steps tuning takes at the most."""
    return (len(plan.parts) + 1) * (plan.trials + 2 * ROUNDS * len(objective.exercise.tunables))


def fit_thresholds(
    objective: Objective,
    present: Thresholds,
    plan: Plan,
    on_step: Callable[[], None] = lambda: None,
) -> Tuning:
    """Fits and judges.

    At first, thresholds that the recordings don't pin down keep their values. Only if that doesn't help, the fit is
    judged again with them in the middle of all that is alike: a bad value that a single recording speaks against is
    never mended in the part that lacks this recording, as long as it is kept wherever nothing speaks against it.

    Args:
        objective: What thresholds are worth on the recordings.
        present: Thresholds in force: the first to be tried, kept where the recordings don't say, and compared with.
        plan: How to go about it.
        on_step: Called after each of `steps`.
    """
    work = _Work(objective, dict(present), plan, on_step)
    kept = work.judged(centred=False)
    if kept.verdict.helps:
        return kept
    centred = work.judged(centred=True)
    return centred if centred.verdict.helps else kept


class _Work:
    """Searches once for each part and for the whole; what is found is settled in more than one way."""

    def __init__(self, objective: Objective, present: Values, plan: Plan, on_step: Callable[[], None]) -> None:
        self._objective, self._present, self._plan, self._on_step = objective, present, plan, on_step
        self._all = range(objective.recordings)
        self._rests = [[index for index in self._all if index not in part] for part in plan.parts]
        self._found = [self._search(rest) for rest in self._rests]
        self._found_in_all = self._search(self._all)

    def judged(self, *, centred: bool) -> Tuning:
        """The fit, settled in one way, and what it does to recordings that weren't fitted to."""
        objective = self._objective
        kept = None if centred else self._present
        held_out = dict[int, Agreement]()
        for part, rest, found in zip(self._plan.parts, self._rests, self._found, strict=True):
            values = settle(objective, rest, found, kept, self._on_step)
            held_out |= {index: objective.agreements(values)[index] for index in part}
        fitted = settle(objective, self._all, self._found_in_all, kept, self._on_step)
        ranges = [insensitive_range(objective, self._all, fitted, key) for key in objective.exercise.tunables]
        before = objective.agreements(self._present)
        unseen = tuple(held_out[index] for index in self._all)
        return Tuning(
            present=self._present,
            fitted=fitted,
            ranges=tuple(ranges),
            centred=centred,
            before=before,
            held_out=unseen,
            after=objective.agreements(fitted),
            verdict=verdict(before, unseen),
            plan=self._plan,
        )

    def _search(self, recordings: Sequence[int]) -> Values:
        objective, plan = self._objective, self._plan
        score = SmoothedScore(objective, recordings)
        starts = [self._present, middle(objective.exercise)]
        return search(score, objective.exercise, starts, plan.trials, self._on_step)
