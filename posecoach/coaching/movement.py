"""What is known of the movement under way: which side works, and its faults."""

import math
from dataclasses import dataclass, field

from posecoach.coaching.checks import CheckWatch, Fault
from posecoach.coaching.exercise import Check, Exercise, Severity, SideOf, Sides
from posecoach.coaching.table import MeasureTable
from posecoach.pose.landmarks import Side

__all__ = ["Movement", "Rows"]


@dataclass(slots=True)
class Rows:
    """A table's rows as plain numbers, which a loop over moments reads faster than arrays."""

    _columns: dict[tuple[str, Side | None], list[float]]
    time_s: list[float]
    drive: list[float]

    @classmethod
    def of(cls, table: MeasureTable) -> "Rows":
        """Unpacks a table."""
        columns: dict[tuple[str, Side | None], list[float]] = {
            (name, None): values.tolist() for name, values in table.near.items()
        }
        columns.update({key: values.tolist() for key, values in table.values.items()})
        return cls(columns, table.time_s.tolist(), table.drive.tolist())

    def value(self, index: int, measure: str, side: Side | None) -> float:
        """A measure's value at a row; on the near side when no side is named."""
        return self._columns[measure, side][index]


@dataclass(slots=True)
class Movement:
    """One movement from leaving the start position to being back.

    Attributes:
        exercise: What is done.
    """

    exercise: Exercise
    watches: list[CheckWatch] = field(init=False)
    _lead: float = 0.0
    _time_s: float | None = None

    def __post_init__(self) -> None:
        self.watches = [CheckWatch(check) for check in self.exercise.checks]

    @property
    def side(self) -> Side | None:
        """The side that has worked more so far; None when both work together.

        The whole movement decides, because the estimator exchanges the legs for moments.
        """
        if self.exercise.sides is Sides.TOGETHER:
            return None
        return Side.LEFT if self._lead > 0 else Side.RIGHT

    def weigh(self, rows: Rows, index: int) -> None:
        """Adds a moment's evidence of which side works."""
        time_s, drive = rows.time_s[index], self.exercise.drive
        interval_s = 0.0 if self._time_s is None else time_s - self._time_s
        self._time_s = time_s
        left, right = (rows.value(index, drive.measure, side) for side in Side)
        # Only what rises above the start position is work; max() passes over NaN given second.
        self._lead += interval_s * (max(drive.rest_max, left) - max(drive.rest_max, right))

    def watch(self, rows: Rows, index: int, *, holding: bool, at_peak: bool) -> list[Check]:
        """Shows a moment to all checks; returns the checks that call a fault now."""
        called = []
        for watch in self.watches:
            value = rows.value(index, watch.check.measure, self._side_of(watch.check.side))
            if at_peak:
                watch.at_peak(rows.time_s[index], rows.drive[index], value)
            if holding and watch.step(rows.time_s[index], value):
                called.append(watch.check)
            elif not holding:
                watch.close()
        return called

    def open_checks(self) -> list[Check]:
        """Checks with a fault going on, those that concern safety first."""
        checks = [watch.check for watch in self.watches if watch.open]
        return sorted(checks, key=lambda check: check.severity is not Severity.SAFETY)

    def finish(self, held_s: float = math.inf) -> list[Fault]:
        """All faults of the movement in the order of time; one held only briefly is judged at its peak."""
        faults = [fault for watch in self.watches for fault in watch.finish(held_s)]
        return sorted(faults, key=lambda fault: fault.start_s)

    def _side_of(self, side: SideOf) -> Side | None:
        working = self.side
        if side is SideOf.NEAR or working is None:
            return None
        return working if side is SideOf.WORKING else working.other
