"""How far somebody went, beside what is described and what is their best."""

import math
from collections.abc import Sequence
from typing import Protocol

from posecoach.counting.events import Attempted, Event, FaultEnded, RepetitionCounted
from posecoach.counting.holds import HOLD_CHECK
from posecoach.counting.table import column_name
from posecoach.exercise.schema import Dose, Exercise, described_reach, shown_sign
from posecoach.measures import MEASURES
from posecoach.pose.landmarks import Side
from posecoach.results.records import Record

__all__ = ["RangeRecord", "Reach", "score", "worked_column"]


class RangeRecord(Record):
    """How far somebody went, in the measure that the articles describe it in.

    Attributes:
        measure: Its name.
        unit: Of the values: "deg" or "trunk lengths".
        reached: The furthest of all repetitions and attempts.
        described: What the exercise asks for.
        best: The furthest that the profile knows of; None without one.
        profile: Its name; None without one.
    """

    measure: str
    unit: str
    reached: float
    described: float
    best: float | None = None
    profile: str | None = None


class Reach:
    """Keeps the furthest value of `exercise.shown_measure`, where the articles say how far it should go."""

    def __init__(self, exercise: Exercise) -> None:
        self._exercise, self._measure, self._sign = exercise, exercise.shown_measure, shown_sign(exercise)
        self._furthest: float | None = None

    def add(self, event: Event) -> None:
        """Takes in what happened next."""
        if isinstance(event, RepetitionCounted):
            self._see(*event.measures.get(worked_column(self._measure, event.side), ()))
        elif isinstance(event, Attempted) and self._measure == self._exercise.drive.measure:
            self._see(event.reached)
        elif isinstance(event, FaultEnded) and event.rep is None and event.check == self._exercise.attempt_rule.id:
            self._see(event.measured)

    @property
    def record(self) -> RangeRecord | None:
        """What it came to; None if there is nothing to compare."""
        described, personal = described_reach(self._exercise), self._exercise.personal
        if self._furthest is None or described is None:
            return None
        measure = MEASURES[self._measure]
        best = personal.range.best if personal is not None and personal.range is not None else None
        return RangeRecord(
            measure=measure.name,
            unit=measure.unit,
            reached=round(self._furthest, measure.decimals),
            described=described,
            best=None if best is None else round(best, measure.decimals),
            profile=None if personal is None else personal.profile,
        )

    def _see(self, *values: float) -> None:
        for value in values:
            if not math.isnan(value) and (self._furthest is None or self._sign * (value - self._furthest) > 0):
                self._furthest = value


def worked_column(measure: str, side: Side | None) -> str:
    """Where a repetition's measures have a value of the side that worked, if one did."""
    return column_name((measure, side)) if side is not None and MEASURES[measure].sided else measure


class _Rep(Protocol):
    @property
    def faults(self) -> Sequence[str]: ...
    @property
    def hold_s(self) -> float: ...


def score(exercise: Exercise, dose: Dose, reps: Sequence[_Rep], moving_s: float) -> float | None:
    """Between 0 and 1; None where no repetition is asked for, since nobody chose a dose.

    Continuous movement: its time out of the time asked for. Poses that are held: the time in good form out of the time
    asked for. All others: good repetitions out of those asked for.
    """
    asked = exercise.reps_asked(dose)
    if dose.moving_s is not None:
        return min(1.0, moving_s / dose.moving_s[0]) if dose.moving_s[0] else 1.0
    if not asked:
        return None
    if not exercise.drive.held_alone or dose.hold_s[0] == 0:
        return min(1.0, sum(not rep.faults for rep in reps) / asked)
    held = sum(min(dose.hold_s[0], rep.hold_s) for rep in reps if set(rep.faults) <= {HOLD_CHECK})
    return min(1.0, held / (asked * dose.hold_s[0]))
