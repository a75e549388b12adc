"""How far somebody went, beside what is described and what is their best."""

from posecoach.counting.events import Attempted, Event, RepetitionCounted
from posecoach.exercise.described import described_reach
from posecoach.exercise.schema import Exercise
from posecoach.measures import MEASURES
from posecoach.results.records import Record

__all__ = ["RangeRecord", "Reach"]


class RangeRecord(Record):
    """How far the drive went, in its own unit.

    Attributes:
        measure: The drive's.
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
    """Keeps the furthest value of the drive, of drives with values that can be compared between sessions."""

    def __init__(self, exercise: Exercise) -> None:
        self._exercise = exercise
        self._furthest: float | None = None

    def add(self, event: Event) -> None:
        """Takes in what happened next."""
        drive = self._exercise.drive
        if isinstance(event, Attempted):
            self._see(event.reached)
        elif isinstance(event, RepetitionCounted) and drive.measure in event.measures:
            low, high = event.measures[drive.measure]
            self._see(high if drive.sign > 0 else low)

    @property
    def record(self) -> RangeRecord | None:
        """What it came to; None if there is nothing to compare."""
        exercise, drive = self._exercise, self._exercise.drive
        if self._furthest is None or drive.relative:
            return None
        measure, personal = MEASURES[drive.measure], exercise.personal
        described = described_reach(exercise)
        best = personal.range.best if personal is not None and personal.range is not None else None
        return RangeRecord(
            measure=drive.measure,
            unit=measure.unit,
            reached=round(self._furthest, measure.decimals),
            described=drive.target if described is None else described,
            best=None if best is None else round(best, measure.decimals),
            profile=None if personal is None else personal.profile,
        )

    def _see(self, value: float) -> None:
        sign = self._exercise.drive.sign
        if self._furthest is None or sign * value > sign * self._furthest:
            self._furthest = value
