"""How well a counted movement fits an exercise: its form, its pace, its camera, and what it brought about."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

import numpy as np
from numpy.typing import NDArray

from posecoach.counting.events import FaultEnded, RepetitionCounted
from posecoach.counting.table import MeasureTable
from posecoach.exercise.rules import Check, SideOf, When
from posecoach.exercise.schema import Exercise, View
from posecoach.measures import MEASURES, Body, Values
from posecoach.measures.body import turn
from posecoach.pose.landmarks import Side
from posecoach.pose.series import StablePoses

__all__ = ["Evidence"]

_FAULT = 0.8
"""What a failed check leaves of a repetition, and again for each tolerance beyond the limit."""
_FURTHEST = 1.0
"""Tolerances beyond the limit that are counted at most."""
_BROUGHT_ABOUT = 1.25
"""For a repetition that brought about something the file asks for besides its drive."""
_UNJUDGED = 0.93
"""For a repetition in which some check never found what it needs to judge."""
_BOTH_SIDES = 0.8
"""For a movement that one side is to make, when both went."""
_PACE_COST, _LEAST_PACE = 0.5, 0.4
"""Cost of a hold that is e times too long or too short, and the least that its pace leaves of a repetition."""
_SETTLING_S = 1.0
"""Added to holds before they are compared: a second more or less says nothing of a movement that is hardly held."""
_STEADY = 0.35
"""Of the way from the start position: closer to the level that is held than this is holding."""
_WRONG_POSTURE = 0.4
_UPRIGHT_DEG = 45.0
"""A trunk that leans less in the start position is upright, as in standing, sitting and kneeling."""
_BENT_DEG = 150.0
"""A knee bent further than this tells where the front of the body is, which a flat picture doesn't tell otherwise."""
_MOSTLY = 0.5
_WRONG_VIEW, _IMPOSSIBLE_VIEW = 0.7, 0.25
_SIDE_ON, _HEAD_ON, _FACING = 0.75, 1.0, 0.3
"""Shoulder width in trunk lengths: seen from the side below the first, from feet or head above the second."""
_BEFORE_S = 0.5
"""Of the start position that is looked at."""
_SHORTEST_S = 0.3
"""Of the hold that is looked at, however short it was."""


class _Found(Enum):
    """What a repetition shows of a check."""

    NOTHING = auto()
    WHAT_WAS = auto()
    """Met or failed in the start position already, or failed in the hold."""
    BROUGHT_ABOUT = auto()
    """Failed in the start position and met in the hold: done on purpose."""


@dataclass(eq=False, slots=True)
class Evidence:
    """Weighs the repetitions that an exercise's coach counted.

    Attributes:
        exercise: The exercise.
        poses: The poses that the coach was given.
    """

    exercise: Exercise
    poses: StablePoses
    _table: MeasureTable = field(init=False)
    _turned: Values = field(init=False)
    _lean: Values = field(init=False)
    _front: Values = field(init=False)

    def __post_init__(self) -> None:
        body = Body(self.poses, self.exercise.posture.front_up)
        self._table = MeasureTable.of(self.exercise, self.poses)
        self._front = _front(body)
        self._turned, self._lean = (MEASURES[name].of(body, Side.LEFT) for name in ("turned_away", "trunk_lean"))

    def of(self, rep: RepetitionCounted, faults: Sequence[FaultEnded]) -> float:
        """How well a repetition with these faults fits; 1 is one without fault or merit."""
        fit = self.place(rep.start_s, rep.end_s) * self._pace(rep) * self._steadiness(rep) * self._form(faults)
        if self._went_with_both_sides(rep):
            fit *= _BOTH_SIDES
        found = [self._found(check, rep) for check in self.exercise.checks]
        if any(one is _Found.BROUGHT_ABOUT for one in found):
            fit *= _BROUGHT_ABOUT
        if any(one is _Found.NOTHING for one in found):
            fit *= _UNJUDGED
        return fit

    def place(self, start_s: float, end_s: float) -> float:
        """How well the start position and the camera fit the exercise's posture and view."""
        return self._view(start_s, end_s) * self._posture(start_s, end_s)

    def _posture(self, start_s: float, end_s: float) -> float:
        if self.exercise.placement.view is View.OBLIQUE:
            # Foreshortened, a body that lies may look upright.
            return 1.0
        lean = _median(self._lean[self._rows(start_s - _BEFORE_S, start_s)])
        front_up = self.exercise.posture.front_up
        if front_up is None:
            return _WRONG_POSTURE if lean > _UPRIGHT_DEG else 1.0
        # The mean counts knees that aren't bent as neither: most of the movement must show the wrong side.
        front = float(self._front[self._rows(start_s, end_s)].mean())
        turned_over = front < -_MOSTLY if front_up else front > _MOSTLY
        return _WRONG_POSTURE if lean < _UPRIGHT_DEG or turned_over else 1.0

    def _form(self, faults: Sequence[FaultEnded]) -> float:
        """What the failed checks leave; the worst of a check's faults stands for it."""
        fit = 1.0
        for check in self.exercise.checks:
            beyond = [_beyond(check, fault.measured) for fault in faults if fault.check == check.id]
            fit *= _FAULT ** (1 + min(_FURTHEST, max(beyond))) if beyond else 1.0
        return fit

    def _view(self, start_s: float, end_s: float) -> float:
        turned = _median(self._turned[self._rows(start_s, end_s)])
        view = self.exercise.placement.view
        if view is View.SIDE:
            return 1.0 if not turned > _SIDE_ON else _WRONG_VIEW if turned < _HEAD_ON else _IMPOSSIBLE_VIEW
        return _WRONG_VIEW if turned < _FACING else 1.0

    def _pace(self, rep: RepetitionCounted) -> float:
        """How well the hold's length agrees with the nearest of the doses."""
        held = math.log(rep.hold_s + _SETTLING_S)
        off = []
        for dose in self.exercise.doses.values():
            shortest, longest = (math.log(seconds + _SETTLING_S) for seconds in dose.hold_s)
            off.append(max(shortest - held, held - longest, 0.0))
        return max(_LEAST_PACE, 1 - _PACE_COST * min(off))

    def _steadiness(self, rep: RepetitionCounted) -> float:
        """The share of the hold in which the drive stayed where it was held."""
        held = self._drive(rep)[self._held(rep)]
        held = held[~np.isnan(held)]
        if not len(held):
            return 0.0
        level = float(np.median(held))
        way = abs(level - _median(self._drive(rep)[self._rows(rep.start_s - _BEFORE_S, rep.start_s)]))
        return 1.0 if math.isnan(way) else float((np.abs(held - level) <= _STEADY * way).mean())

    def _drive(self, rep: RepetitionCounted) -> Values:
        table = self._table
        return table.drive if rep.side is None else table.values[self.exercise.drive.measure, rep.side]

    def _went_with_both_sides(self, rep: RepetitionCounted) -> bool:
        drive = self.exercise.drive
        if rep.side is None or drive.relative:
            return False
        other = drive.sign * self._table.values[drive.measure, rep.side.other]
        return _median(other[self._held(rep)]) >= drive.zones.hold_enter

    def _found(self, check: Check, rep: RepetitionCounted) -> _Found:
        """What a check that is met in the hold says; the drive itself is no merit."""
        if check.when is When.START:
            return _Found.WHAT_WAS
        held = self._held(rep)
        values = self._values(check.measure, check.side, rep.side)
        after = _median(values[held][self._agreed(check, rep, held)])
        if math.isnan(after):
            return _Found.NOTHING
        if check.from_start or check.measure == self.exercise.drive.measure:
            return _Found.WHAT_WAS
        before = _median(values[self._rows(rep.start_s - _BEFORE_S, rep.start_s)])
        changed = not math.isnan(before) and not check.good(before) and check.good(after)
        return _Found.BROUGHT_ABOUT if changed else _Found.WHAT_WAS

    def _agreed(self, check: Check, rep: RepetitionCounted, held: slice) -> NDArray[np.bool_]:
        """Where the measures agree that must before the check says anything."""
        agreed = np.ones(len(self.poses.time_s[held]), bool)
        for condition in check.only_if:
            values = self._values(condition.measure, condition.side, rep.side)[held]
            agreed &= (values >= condition.min) & (values <= condition.max)
        return agreed

    def _values(self, measure: str, side: SideOf, working: Side | None) -> Values:
        table = self._table
        left, right = (table.values[measure, one] for one in Side)
        if side is SideOf.LEAST:
            return np.fmin(left, right)
        if side is SideOf.MOST:
            return np.fmax(left, right)
        if side is SideOf.NEAR or working is None:
            return table.near[measure]
        return table.values[measure, working if side is SideOf.WORKING else working.other]

    def _held(self, rep: RepetitionCounted) -> slice:
        longer_s = max(0.0, (_SHORTEST_S - rep.hold_s) / 2)
        return self._rows(rep.hold_start_s - longer_s, rep.hold_end_s + longer_s)

    def _rows(self, start_s: float, end_s: float) -> slice:
        first, last = np.searchsorted(self.poses.time_s, [start_s, end_s])
        return slice(int(first), max(int(last), int(first) + 1))


def _front(body: Body) -> Values:
    """Shape (n,): 1 where the near knee's bend shows the front of the body above the trunk, -1 below, else 0."""
    right = body.poses.near_is_right[:, None]
    hip, knee, ankle = (
        np.where(right, body.point(joint, Side.RIGHT), body.point(joint, Side.LEFT))
        for joint in ("hip", "knee", "ankle")
    )
    bend = turn(knee - hip, ankle - knee) * -np.sign(body.trunk[:, 0])
    return np.where(np.abs(bend) > 180 - _BENT_DEG, np.sign(bend), 0.0)


def _beyond(check: Check, measured: float) -> float:
    """How far beyond the limit a value is, in tolerances."""
    if check.below is not None and measured < check.lowest:
        return (check.lowest - measured) / check.below
    return (measured - check.highest) / check.above if check.above is not None else 0.0


def _median(values: NDArray[np.float64]) -> float:
    seen = values[~np.isnan(values)]
    return float(np.median(seen)) if len(seen) else math.nan
