"""What is known of the movement under way: which side works, its faults, and whether it was more than its drive."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from posecoach.coaching.checks import CheckWatch, Fault
from posecoach.counting.table import Column, Rows, pick
from posecoach.exercise.rules import Check, Condition, Severity, SideOf, When
from posecoach.exercise.schema import Exercise
from posecoach.measures import MEASURES, Values
from posecoach.pose.landmarks import Side

__all__ = ["Moment", "Movement", "start_columns"]


@dataclass(frozen=True, slots=True)
class Moment:
    """One row of a table, as a movement looks at it.

    Attributes:
        rows: The table.
        index: The row.
        drive: How far the drive has gone.
        near: The side nearer to the camera.
        pole: -1 on the second side of a movement that goes both ways, else 1.
        holding: Whether the position is being held.
        at_peak: Whether the drive is further than ever in this movement.
    """

    rows: Rows
    index: int
    drive: float
    near: Side
    pole: float
    holding: bool
    at_peak: bool

    @property
    def time_s(self) -> float:
        """Media time."""
        return self.rows.time_s[self.index]


def start_columns(exercise: Exercise) -> tuple[Column, ...]:
    """Columns whose values in the start position matter later."""
    checks = [check for check in exercise.checks if check.from_start or check.when is When.START]
    wanted = [(check.measure, check.side) for check in checks]
    wanted += [(one.measure, SideOf.NEAR) for one in (exercise.witness, exercise.also_back) if one is not None]
    columns = ((name, side) for name, side_of in wanted for side in _sides(name, side_of))
    return tuple(dict.fromkeys(columns))


def _sides(measure: str, side: SideOf) -> tuple[Side | None, ...]:
    return (None,) if side is SideOf.NEAR or not MEASURES[measure].sided else tuple(Side)


@dataclass(slots=True)
class Movement:
    """One movement from leaving the start position to being back.

    Attributes:
        exercise: What is done.
        start: Values in the start position by column, see `start_columns`.
        watches: One per check.
        witnessed: How far the witness has moved; NaN while it wasn't seen.
    """

    exercise: Exercise
    start: Mapping[Column, float] = field(default_factory=dict)
    watches: list[CheckWatch] = field(init=False)
    _lead: float = 0.0
    _time_s: float | None = None
    _pole: float = 1.0
    _near: Side = Side.LEFT
    witnessed: float = field(default=math.nan, init=False)

    def __post_init__(self) -> None:
        self.watches = [CheckWatch(check) for check in self.exercise.checks]

    @property
    def side(self) -> Side | None:
        """The side that has worked more so far; None when both work together.

        The whole movement decides, because the estimator exchanges the legs for moments.
        """
        if not self.exercise.sides.in_turn:
            return None
        poles = self.exercise.drive.poles
        if poles is not None:
            return poles.side(self._pole, self._near)
        return Side.LEFT if self._lead > 0 else Side.RIGHT

    @property
    def refuted(self) -> bool:
        """Whether the witness was seen and stayed where it was."""
        witness = self.exercise.witness
        return witness is not None and self.witnessed < abs(witness.change)

    def away(self, rows: Rows, index: int) -> bool:
        """Whether what must be back with the drive was seen elsewhere."""
        back = self.exercise.also_back
        if back is None:
            return False
        change = rows.value(index, back.measure, None) - self._start_value(back.measure, SideOf.NEAR)
        return abs(change) > back.within

    def away_in(self, values: Values) -> NDArray[np.bool_] | None:
        """The same for many values of the second measure; None if there is none."""
        back = self.exercise.also_back
        if back is None:
            return None
        return np.asarray(np.abs(values - self._start_value(back.measure, SideOf.NEAR)) > back.within)

    def settle(self, lead: float, pole: float, near: Side, *, witnessed: float) -> None:
        """Takes in at once what all moments of the movement say.

        Args:
            lead: By how much the left side has worked more.
            pole: -1 on the second side of a movement that goes both ways, else 1.
            near: The side nearer to the camera at the end.
            witnessed: How far the witness has moved.
        """
        self._lead, self._pole, self._near, self.witnessed = lead, pole, near, witnessed

    def start_value(self, measure: str, side: SideOf, working: Side | None) -> float:
        """Value of a measure in the start position, from where a rule wants it."""
        near = self.start.get((measure, None), math.nan)
        return pick(lambda one: self.start.get((measure, one), near), side, working)

    def begin(self, time_s: float) -> list[Check]:
        """Judges the start position; returns the checks that it fails."""
        failed = []
        for watch in self.watches:
            check = watch.check
            if check.when is When.START and watch.judge(time_s, self._start_value(check.measure, check.side)):
                failed.append(check)
        return failed

    def watch(self, moment: Moment) -> list[Check]:
        """Takes in a moment; returns the checks that call a fault now."""
        self._weigh(moment)
        self._see_witness(moment)
        watching = [watch for watch in self.watches if watch.check.when is not When.START]
        return [watch.check for watch in watching if self._shown(watch, moment)]

    def failing(self) -> list[CheckWatch]:
        """Checks with a fault going on: first those that concern safety, then what an attempt fails, then the worst."""
        costs = self.exercise.attempt_rule.id
        return sorted(
            (watch for watch in self.watches if watch.open),
            key=lambda watch: (
                watch.check.severity is not Severity.SAFETY,
                watch.check.id != costs,
                -watch.excess,
            ),
        )

    def finish(self, held_s: float = math.inf) -> list[Fault]:
        """All faults of the movement in the order of time; one held only briefly is judged at its peak."""
        return in_time_order(fault for watch in self.watches for fault in watch.finish(held_s))

    def _shown(self, watch: CheckWatch, moment: Moment) -> bool:
        check = watch.check
        value = self._value(check, moment)
        if moment.at_peak:
            watch.at_peak(moment.time_s, moment.drive, value)
        if check.when is When.MOVING or moment.holding:
            return watch.step(moment.time_s, value)
        watch.close()
        return False

    def _value(self, check: Check, moment: Moment) -> float:
        if any(self._disagrees(condition, moment) for condition in check.only_if):
            return math.nan
        value = self._at(check.measure, check.side, moment)
        return value - self._start_value(check.measure, check.side) if check.from_start else value

    def _disagrees(self, condition: Condition, moment: Moment) -> bool:
        value = self._at(condition.measure, condition.side, moment)
        return math.isnan(value) or condition.broken_by(value)

    def _at(self, measure: str, side: SideOf, moment: Moment) -> float:
        return pick(lambda one: moment.rows.value(moment.index, measure, one), side, self.side)

    def _start_value(self, measure: str, side: SideOf) -> float:
        return self.start_value(measure, side, self.side)

    def _weigh(self, moment: Moment) -> None:
        """Adds a moment's evidence of which side works."""
        if not self.exercise.sides.in_turn:
            return
        drive = self.exercise.drive
        interval_s = 0.0 if self._time_s is None else moment.time_s - self._time_s
        self._time_s = moment.time_s
        self._near, self._pole = moment.near, moment.pole
        zones = drive.zones
        # Only what rises above the start position is work; max() passes over NaN given second.
        left, right = (max(zones.rest, drive.sign * moment.rows.value(moment.index, drive.measure, s)) for s in Side)
        if min(left, right) >= zones.hold_enter:
            # Both limbs at once can't be: a hidden far one was put upon the near one.
            left, right = (zones.target if side is moment.near else zones.rest for side in Side)
        self._lead += interval_s * (left - right)

    def _see_witness(self, moment: Moment) -> None:
        witness = self.exercise.witness
        if witness is not None:
            value = moment.rows.value(moment.index, witness.measure, None)
            change = (value - self._start_value(witness.measure, SideOf.NEAR)) * moment.pole
            self.witnessed = _further(self.witnessed, math.copysign(1.0, witness.change) * change)


def in_time_order(faults: Iterable[Fault]) -> list[Fault]:
    """Faults by when they began."""
    return sorted(faults, key=lambda fault: fault.start_s)


def _further(known: float, value: float) -> float:
    """The larger of two values of which either may be NaN."""
    return value if math.isnan(known) or value > known else known
