"""What an exercise file may say but can't mean: it loads, and then nothing counts or everything is a fault."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from posecoach.exercise.drive import SideByDirection
from posecoach.exercise.postures import POSTURES
from posecoach.exercise.rules import At, Check, Condition, SideOf, When, range_text
from posecoach.exercise.schema import Exercise, View
from posecoach.measures import MEASURES

__all__ = ["lint"]

_BY_DIRECTION = {SideByDirection.FAR_NEAR: "leg_roll", SideByDirection.LEFT_RIGHT: "hip_shift"}
"""The measure by which the sides are told apart."""


@dataclass(frozen=True, slots=True)
class _Range:
    """Values that a measure must have somewhere in a movement.

    Attributes:
        key: Who says so.
        at: Where in the movement.
        measure: Name of the measure.
        side: Where it is taken; None for a measure without sides.
        low: Smallest value.
        high: Largest value.
    """

    key: str
    at: At
    measure: str
    side: SideOf | None
    low: float
    high: float

    @property
    def text(self) -> str:
        """In words."""
        return f"{self.low:g}" if self.low == self.high else range_text(self.low, self.high)

    def excludes(self, other: "_Range") -> bool:
        """Whether nothing can be in both."""
        same = (self.at, self.measure, self.side) == (other.at, other.measure, other.side)
        return same and (self.high < other.low or other.high < self.low)


def lint(exercise: Exercise) -> list[str]:
    """A line for each, beginning with the key."""
    needed = [*_drive(exercise), *_gate(exercise)]
    checks = [_range(exercise, f"checks.{check.id}", check, _place(check)) for check in exercise.checks]
    agreeing = list(_agreeing(exercise))
    pairs = [*combinations(needed, 2), *((one, other) for one in needed for other in (*checks, *agreeing))]
    return [
        *(line for one in (*needed, *checks, *agreeing) for line in _impossible(one)),
        *(_contradiction(one, other) for one, other in pairs if one.excludes(other)),
        *_unseen(exercise),
        *_by_direction(exercise),
    ]


def _contradiction(one: _Range, other: _Range) -> str:
    return f"{other.key}: {other.text} and {one.key}'s {one.text} of {one.measure} can't be at once"


def _drive(exercise: Exercise) -> Iterator[_Range]:
    """The described positions."""
    drive = exercise.drive
    places = [("start", At.START, drive.start), ("end", At.END, drive.end), ("end", At.CHANGE, drive.end - drive.start)]
    if drive.bidirectional or drive.side_by_direction is not None:
        return
    side = SideOf.WORKING if exercise.sides.in_turn else drive.side
    for name, at, value in places:
        yield _Range(f"drive.{name}", at, drive.measure, _side(exercise, drive.measure, side), value, value)


def _gate(exercise: Exercise) -> Iterator[_Range]:
    gate = exercise.gate
    for index, one in enumerate(gate.ranges):
        yield _range(exercise, f"gate.ranges.{index}", one, one.at)
    for at, posture in ((At.START, gate.start), (At.END, gate.end)):
        for condition in () if posture is None else POSTURES[posture]:
            yield _range(exercise, f"gate.{at.value}", condition, at)


def _agreeing(exercise: Exercise) -> Iterator[_Range]:
    for check in exercise.checks:
        at = At.START if check.when is When.START else At.END
        for index, one in enumerate(check.only_if):
            yield _range(exercise, f"checks.{check.id}.only_if.{index}", one, at)


def _place(check: Check) -> At:
    if check.from_start:
        return At.CHANGE
    return At.START if check.when is When.START else At.END


def _range(exercise: Exercise, key: str, rule: Condition | Check, at: At) -> _Range:
    return _Range(key, at, rule.measure, _side(exercise, rule.measure, rule.side), rule.lowest, rule.highest)


def _side(exercise: Exercise, measure: str, side: SideOf) -> SideOf | None:
    if not MEASURES[measure].sided:
        return None
    # Where both sides do the same, the near one is as good as their mean.
    return SideOf.NEAR if side is SideOf.MEAN and not exercise.sides.in_turn else side


def _impossible(one: _Range) -> Iterator[str]:
    """Values that no body has."""
    low, high = MEASURES[one.measure].possible
    if one.at is At.CHANGE:
        low, high = low - high, high - low
    if one.high < low or one.low > high:
        what = f"a change of {one.measure}" if one.at is At.CHANGE else one.measure
        yield f"{one.key}: {what} is always {_bounds(low, high)}, never {one.text}"


def _bounds(low: float, high: float) -> str:
    return range_text(low, high) if math.inf in (-low, high) else f"{low:g} to {high:g}"


def _unseen(exercise: Exercise) -> Iterator[str]:
    """Measures that this view doesn't show."""
    if exercise.placement.view is View.FRONT:
        unseen = [name for name in exercise.measures if MEASURES[name].from_contour]
        yield from (f"placement.view = 'front': {name} is read from the side" for name in unseen)


def _by_direction(exercise: Exercise) -> Iterator[str]:
    """Drives that can't tell sides apart by the direction."""
    drive = exercise.drive
    if drive.side_by_direction is None:
        return
    measure = _BY_DIRECTION[drive.side_by_direction]
    if drive.measure != measure:
        yield f"drive.measure = {drive.measure!r}: only {measure} tells {drive.side_by_direction.value} apart"
    if drive.start != 0:
        yield f"drive.start = {drive.start:g}: it counts from the person's own start position, which is 0"
