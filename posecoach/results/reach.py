"""How far somebody went, beside what is described and what is their best."""

import math

from posecoach.counting.events import Attempted, Event, FaultEnded, RepetitionCounted
from posecoach.exercise.described import described_reach
from posecoach.exercise.rules import Check
from posecoach.exercise.schema import Exercise
from posecoach.measures import MEASURES
from posecoach.results.records import Record

__all__ = ["RangeRecord", "Reach"]


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
        self._exercise, self._measure, self._sign = exercise, exercise.shown_measure, _sign(exercise)
        self._furthest: float | None = None

    def add(self, event: Event) -> None:
        """Takes in what happened next."""
        if isinstance(event, RepetitionCounted) and self._measure in event.measures:
            self._see(*event.measures[self._measure])
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


def _sign(exercise: Exercise) -> int:
    """+1 where more is further: the check that attempts fail is stricter on the side on which they fall short."""
    rule = exercise.attempt_rule
    if not isinstance(rule, Check) or rule.measure == exercise.drive.measure:
        return 1 if exercise.drive.sign > 0 else -1
    return 1 if rule.target - rule.lowest <= rule.highest - rule.target else -1
