"""A movement that is over, all its moments at once: the same judgement as moment by moment, many times as fast."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posecoach.coaching.checks import CheckWatch
from posecoach.coaching.movement import Movement
from posecoach.counting.table import MeasureTable
from posecoach.exercise.rules import Check, SideOf, When
from posecoach.measures import Values
from posecoach.pose.landmarks import Side

__all__ = ["Past", "judge"]

_Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False, slots=True)
class Past:
    """The moments of a movement in which the body was seen.

    Attributes:
        table: All values.
        rows: Shape (n,), the movement's rows of it.
        time_s: Shape (n,), media times.
        drive: Shape (n,), progress.
        near_is_right: Shape (n,), which side is nearer to the camera.
        holding: Shape (n,), whether the position was being held.
        pole: -1 on the second side of a movement that goes both ways, else 1.
    """

    table: MeasureTable
    rows: slice | NDArray[np.intp]
    time_s: Values
    drive: Values
    near_is_right: _Flags
    holding: _Flags
    pole: float

    @property
    def at_peak(self) -> _Flags:
        """Shape (n,): whether the drive was further than ever in this movement, whose first moment only begins it."""
        furthest = np.maximum.accumulate(self.drive[1:])
        return np.concatenate([[True], self.drive[1:] >= furthest])

    def of(self, measure: str, side: Side | None) -> Values:
        """A measure's values; on the near side when no side is named."""
        values = self.table.near[measure] if side is None else self.table.values[measure, side]
        return np.asarray(values[self.rows])


def judge(movement: Movement, past: Past, *, form: bool = True) -> None:
    """Has a movement take in all its moments.

    Args:
        movement: The movement.
        past: Its moments.
        form: Whether its checks are asked, too; an attempt's faults of form don't matter.
    """
    work = _work(movement, past)
    left_works = _left_works(movement, past, work)
    near = Side.RIGHT if past.near_is_right[-1] else Side.LEFT
    lead = 0.0 if work is None else float(work[-1])
    movement.settle(lead, past.pole, near, witnessed=_witnessed(movement, past))
    if not form:
        return
    for watch in movement.watches:
        if watch.check.when is not When.START:
            _look(watch, past, _values(movement, watch.check, past, left_works))


def _look(watch: CheckWatch, past: Past, values: Values) -> None:
    """Has a check look at its values, of which it only matters what it complains of."""
    check = watch.check
    bad = np.flatnonzero((values < check.lowest) | (values > check.highest))
    if not len(bad):
        return
    looking = past.holding if check.when is When.HOLD else None
    if looking is not None:
        _see_peak(watch, past, values)
        bad = bad[looking[bad]]
    # What is bad for less than the check waits for is no fault, however often it is good in between.
    if len(bad) and past.time_s[bad[-1]] - past.time_s[bad[0]] >= check.dwell_s:
        _watch(watch, past, values, looking, slice(int(bad[0]), int(bad[-1]) + 1))


def _see_peak(watch: CheckWatch, past: Past, values: Values) -> None:
    """Notes the value at the furthest point of the drive at which there was one."""
    seen = np.flatnonzero(past.at_peak & ~np.isnan(values))
    if len(seen):
        best = seen[past.drive[seen].argmax()]
        watch.at_peak(float(past.time_s[best]), float(past.drive[best]), float(values[best]))


def _watch(watch: CheckWatch, past: Past, values: Values, looking: _Flags | None, rows: slice) -> None:
    """Goes from moment to moment between the first and the last bad value.

    Args:
        watch: The check's.
        past: The movement.
        values: Shape (n,), what the check looks at.
        looking: Shape (n,), when it looks; None if always.
        rows: The moments to look at.
    """
    times_s, shown = past.time_s[rows].tolist(), values[rows].tolist()
    looks = [True] * len(shown) if looking is None else looking[rows].tolist()
    for time_s, value, look in zip(times_s, shown, looks, strict=True):
        if look:
            watch.step(time_s, value)
        else:
            watch.close()


def _left_works(movement: Movement, past: Past, work: Values | None) -> _Flags | None:
    """Shape (n,): whether the left side has worked more so far; None when both work together."""
    if work is None:
        return None
    poles = movement.exercise.drive.poles
    if poles is None:
        return work > 0
    left_if_near = {side: poles.side(past.pole, side) is Side.LEFT for side in Side}
    return np.where(past.near_is_right, left_if_near[Side.RIGHT], left_if_near[Side.LEFT])


def _work(movement: Movement, past: Past) -> Values | None:
    """Shape (n,): by how much the left side has worked more so far, see `Movement`; None when both work together."""
    if not movement.exercise.sides.in_turn:
        return None
    drive = movement.exercise.drive
    zones = drive.zones
    left, right = (np.fmax(zones.rest, drive.sign * past.of(drive.measure, side)) for side in Side)
    both = np.minimum(left, right) >= zones.hold_enter
    if both.any():
        left = np.where(both, np.where(past.near_is_right, zones.rest, zones.target), left)
        right = np.where(both, np.where(past.near_is_right, zones.target, zones.rest), right)
    work = (left - right)[1:] * np.diff(past.time_s)
    return np.concatenate([[0.0], np.cumsum(work)])


def _witnessed(movement: Movement, past: Past) -> float:
    witness = movement.exercise.witness
    if witness is None:
        return math.nan
    values = past.of(witness.measure, None) - movement.start_value(witness.measure, SideOf.NEAR, None)
    return float(np.fmax.reduce(math.copysign(1.0, witness.change) * values * past.pole))


def _values(movement: Movement, check: Check, past: Past, left_works: _Flags | None) -> Values:
    """Shape (n,): what a check looks at; NaN where others don't agree."""
    values = _picked(check.measure, check.side, past, left_works)
    if check.from_start:
        values = values - _start(movement, check, left_works)
    for condition in check.only_if:
        agreeing = _picked(condition.measure, condition.side, past, left_works)
        values = np.where((agreeing >= condition.min) & (agreeing <= condition.max), values, np.nan)
    return values


def _start(movement: Movement, check: Check, left_works: _Flags | None) -> float | Values:
    if left_works is None:
        return movement.start_value(check.measure, check.side, None)
    left, right = (movement.start_value(check.measure, check.side, side) for side in Side)
    return np.where(left_works, left, right)


def _picked(measure: str, side: SideOf, past: Past, left_works: _Flags | None) -> Values:
    if side is SideOf.NEAR:
        return past.of(measure, None)
    left, right = (past.of(measure, one) for one in Side)
    if side is SideOf.LEAST or side is SideOf.MOST:
        return np.fmin(left, right) if side is SideOf.LEAST else np.fmax(left, right)
    if left_works is None:
        return np.full(len(left), np.nan)
    return np.where(left_works == (side is SideOf.WORKING), left, right)
