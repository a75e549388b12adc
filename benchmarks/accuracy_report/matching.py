"""Which of the found repetitions and faults are which of the true ones."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from posecoach.coaching.events import Event, FaultEnded, RepetitionCounted
from sample_videos.truth import Attempt, Repetition, Truth

__all__ = ["FaultCount", "RepMatches", "match_faults", "match_reps", "overlap_s"]


class _Timed(Protocol):
    @property
    def start_s(self) -> float: ...
    @property
    def end_s(self) -> float: ...


Found = TypeVar("Found")
True_ = TypeVar("True_")


def overlap_s(first: _Timed, second: _Timed) -> float:
    """Seconds that two stretches of time share; negative when they are apart."""
    return min(first.end_s, second.end_s) - max(first.start_s, second.start_s)


def _paired(
    found: Sequence[Found], true: Sequence[True_], fit: Callable[[Found, True_], float]
) -> list[tuple[Found, True_]]:
    """One-to-one pairs, those that fit best first; what fits with 0 or less is no pair."""
    fits = [(fit(one, other), i, j) for i, one in enumerate(found) for j, other in enumerate(true)]
    pairs, used_found, used_true = [], set(), set()
    for value, i, j in sorted(fits, key=lambda entry: (-entry[0], entry[1], entry[2])):
        if value > 0 and i not in used_found and j not in used_true:
            used_found.add(i)
            used_true.add(j)
            pairs.append((found[i], true[j]))
    return pairs


@dataclass(frozen=True, slots=True)
class RepMatches:
    """Counted repetitions and what they are.

    Attributes:
        pairs: Counted with the true repetition that each shares most time with, in order.
        counted: How many were counted.
        attempts_counted: How many of those were attempts, which mustn't be.
        extra: How many were neither.
        missed: True repetitions that weren't counted.
    """

    pairs: tuple[tuple[RepetitionCounted, Repetition], ...]
    counted: int
    attempts_counted: int
    extra: int
    missed: int

    def true_number(self, number: int | None) -> int | None:
        """Number of the true repetition that a counted one is."""
        return {counted.number: true.number for counted, true in self.pairs}.get(number or 0)


def match_reps(events: Sequence[Event], truth: Truth) -> RepMatches:
    """Matches by overlap in time; attempts take part, so that a counted one isn't taken for its neighbour."""
    counted = [event for event in events if isinstance(event, RepetitionCounted)]
    done: list[Repetition | Attempt] = [*truth.reps, *truth.attempts]
    pairs = _paired(counted, done, overlap_s)
    right = [(found, true) for found, true in pairs if isinstance(true, Repetition)]
    return RepMatches(
        pairs=tuple(sorted(right, key=lambda pair: pair[0].number)),
        counted=len(counted),
        attempts_counted=len(pairs) - len(right),
        extra=len(counted) - len(pairs),
        missed=len(truth.reps) - len(right),
    )


@dataclass(frozen=True, slots=True)
class FaultCount:
    """How the faults of one check were found.

    Attributes:
        check: Id of the check.
        right: Found and planted.
        false: Found, but not planted.
        missed: Planted, but not found.
    """

    check: str
    right: int
    false: int
    missed: int


@dataclass(frozen=True, slots=True)
class _Fault:
    """A fault, found or planted, with the number of the true repetition it belongs to."""

    check: str
    rep: int | None
    start_s: float
    end_s: float


def match_faults(events: Sequence[Event], truth: Truth, reps: RepMatches) -> list[FaultCount]:
    """A found fault is a planted one if the check is the same, and the repetition; outside of those, the time.

    Several faults of one check in one repetition are one, as they are for the person who is told.
    """
    told = [event for event in events if isinstance(event, FaultEnded)]
    found = _merged([_Fault(one.check, reps.true_number(one.rep), one.start_s, one.end_s) for one in told])
    planted = _merged([_Fault(one.check, one.rep, one.start_s, one.end_s) for one in truth.faults])
    right = [one.check for one, _ in _paired(found, planted, _same_fault)]
    checks = sorted({fault.check for fault in (*found, *planted)})
    return [
        FaultCount(
            check,
            right.count(check),
            sum(fault.check == check for fault in found) - right.count(check),
            sum(fault.check == check for fault in planted) - right.count(check),
        )
        for check in checks
    ]


def _same_fault(found: _Fault, planted: _Fault) -> float:
    if found.check != planted.check:
        return 0.0
    if found.rep is not None and planted.rep is not None:
        return float("inf") if found.rep == planted.rep else 0.0
    return overlap_s(found, planted)


def _merged(faults: Sequence[_Fault]) -> list[_Fault]:
    alone = [fault for fault in faults if fault.rep is None]
    together: dict[tuple[str, int], list[_Fault]] = defaultdict(list)
    for fault in faults:
        if fault.rep is not None:
            together[fault.check, fault.rep].append(fault)
    return alone + [
        _Fault(check, rep, min(one.start_s for one in same), max(one.end_s for one in same))
        for (check, rep), same in together.items()
    ]
