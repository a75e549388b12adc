"""How much of what a dose asks for was done well."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from posecoach.counting.counter import HOLD_CHECK
from posecoach.exercise.dose import Dose
from posecoach.exercise.schema import Exercise

__all__ = ["score"]


class _Rep(Protocol):
    @property
    def number(self) -> int: ...
    @property
    def good(self) -> bool: ...
    @property
    def hold_s(self) -> float: ...


class _Fault(Protocol):
    @property
    def check(self) -> str: ...
    @property
    def rep(self) -> int | None: ...
    @property
    def start_s(self) -> float: ...
    @property
    def end_s(self) -> float: ...


def score(exercise: Exercise, dose: Dose, reps: Sequence[_Rep], faults: Iterable[_Fault], moving_s: float) -> float:
    """Between 0 and 1.

    Continuous movement: its time out of the time asked for. Stretches that are only held: the time in position with
    good form out of the time asked for. All others: good repetitions out of those asked for.
    """
    asked = exercise.reps_asked(dose)
    if dose.moving_s is not None:
        return min(1.0, moving_s / dose.moving_s[0]) if dose.moving_s[0] else 1.0
    if exercise.drive.returns or exercise.drive.both_ways or dose.hold_s[0] == 0:
        return min(1.0, sum(rep.good for rep in reps) / asked)
    bad = list(faults)
    held = sum(min(dose.hold_s[0], _good_hold_s(rep, bad)) for rep in reps)
    return min(1.0, held / (asked * dose.hold_s[0]))


def _good_hold_s(rep: _Rep, faults: Iterable[_Fault]) -> float:
    """Seconds of a repetition's hold without a fault of form."""
    spans = sorted(
        (fault.start_s, fault.end_s) for fault in faults if fault.rep == rep.number and fault.check != HOLD_CHECK
    )
    bad_s, until_s = 0.0, float("-inf")
    for start_s, end_s in spans:
        bad_s += max(0.0, end_s - max(start_s, until_s))
        until_s = max(until_s, end_s)
    return max(0.0, rep.hold_s - bad_s)
