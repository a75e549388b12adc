"""Checks and start ranges that fit a person: what they comfortably do is no fault, and where they rest is a start."""

from collections.abc import Iterator

import numpy as np

from posecoach.counting.table import MeasureTable
from posecoach.exercise.rules import Check, Condition, SideOf
from posecoach.exercise.schema import Exercise
from posecoach.measures import Values
from posecoach.pose.landmarks import Side
from posecoach.tuning.person.movements import Found, Stroke
from posecoach.tuning.person.resting import condition_values
from posecoach.tuning.person.zones import within_limits

__all__ = ["start_ranges", "tolerances"]

_SHARE, _NOISES = 0.1, 3.0
"""Of a person's way, and in standard deviations of the noise: how much less than usual is no fault yet. It is half of
what the hold zone leaves, so that a movement that counts but goes less far than usual is told."""
_EXTREME_PERCENT = 5
"""Of values: more extreme ones are noise."""
_START_SHARE = 0.05
"""Of a start range's width: a rest that is nearer to a bound may well be beyond it the next time."""


def tolerances(exercise: Exercise, found: Found, noise: float) -> dict[str, float]:
    """Tunable tolerances of the checks that read the drive, in positive numbers as an exercise file has them.

    The tolerance on the start position's side becomes the person's own, be it wider or narrower; the one beyond the
    target only ever becomes wider.
    """
    values: dict[str, float] = {}
    for check in exercise.checks:
        if check.measure == exercise.drive.measure and check.from_start == exercise.drive.relative:
            values |= _tolerances_of(exercise, check, found, noise)
    return within_limits(exercise, values)


def _tolerances_of(exercise: Exercise, check: Check, found: Found, noise: float) -> dict[str, float]:
    held = [_held(exercise, check, found.table, stroke) for stroke in found.strokes]
    seen = [values for values in held if len(values)]
    if not seen:
        return {}
    room = max(_SHARE * min(stroke.way for stroke in found.strokes), _NOISES * noise)
    low = min(float(np.percentile(values, _EXTREME_PERCENT)) for values in seen) - room
    high = max(float(np.percentile(values, 100 - _EXTREME_PERCENT)) for values in seen) + room
    wanted = {}
    rising = exercise.drive.sign > 0
    if check.below is not None:
        wanted[f"checks.{check.id}.below"] = check.target - low if rising else max(check.below, check.target - low)
    if check.above is not None:
        wanted[f"checks.{check.id}.above"] = max(check.above, high - check.target) if rising else high - check.target
    return wanted


def _held(exercise: Exercise, check: Check, table: MeasureTable, stroke: Stroke) -> Values:
    """What a check reads while a position is held."""
    left, right = (table.values[check.measure, side] for side in Side)
    working = right if stroke.side is Side.RIGHT else left
    by_place = {
        SideOf.NEAR: table.near[check.measure],
        SideOf.LEAST: np.fmin(left, right),
        SideOf.MOST: np.fmax(left, right),
        SideOf.WORKING: working if stroke.side is not None else table.near[check.measure],
        SideOf.RESTING: np.full(len(left), np.nan),
    }
    values = by_place[check.side][stroke.rows]
    if check.from_start:
        values = stroke.pole * exercise.drive.sign * (values - _start(exercise, check, table, stroke))
    return np.asarray(values[~np.isnan(values)])


def _start(exercise: Exercise, check: Check, table: MeasureTable, stroke: Stroke) -> float:
    row = int(np.searchsorted(table.time_s, stroke.start_s))
    return float(condition_values(exercise, table, Condition(measure=check.measure, min=0.0, max=1.0))[row])


def start_ranges(exercise: Exercise, found: Found, noise: dict[str, float]) -> dict[str, float]:
    """Tunable bounds of the start position that the person's own lies beyond, or too near to."""
    values: dict[str, float] = {}
    for condition in exercise.start:
        seen = condition_values(exercise, found.table, condition)[found.resting]
        seen = seen[~np.isnan(seen)]
        if not len(seen):
            continue
        room = max(_START_SHARE * (condition.max - condition.min), _NOISES * noise.get(condition.measure, 0.0))
        low, high = (float(np.percentile(seen, part)) for part in (_EXTREME_PERCENT, 100 - _EXTREME_PERCENT))
        for key in _keys(exercise, condition, "min"):
            values |= {key: low - room} if low - room < condition.min else {}
        for key in _keys(exercise, condition, "max"):
            values |= {key: high + room} if high + room > condition.max else {}
    return within_limits(exercise, values)


def _keys(exercise: Exercise, condition: Condition, bound: str) -> Iterator[str]:
    """Under which a bound is tunable; none if it isn't."""
    names = (f"start.{condition.measure}.{bound}", f"start.{condition.measure}.{condition.side.value}.{bound}")
    yield from (name for name in names if name in exercise.tunables)
