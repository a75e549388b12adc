"""What an exercise file may say but can't mean: it loads, and then nothing counts or everything is a fault."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from posecoach.exercise.rules import Check, Condition, SideOf, When
from posecoach.exercise.schema import Exercise, View
from posecoach.measures import MEASURES

__all__ = ["lint"]


def lint(exercise: Exercise) -> list[str]:
    """A line for each, beginning with the key."""
    return [
        *_unreadable(exercise),
        *_never_ready(exercise),
        *_never_engaged(exercise),
        *_always_faulty(exercise),
        *_never_counted(exercise),
    ]


def _unreadable(exercise: Exercise) -> Iterator[str]:
    """Ranges and zones that no body can reach, and measures that this view doesn't show."""
    for key, condition in _conditions(exercise):
        low, high = MEASURES[condition.measure].possible
        if condition.max < low or condition.min > high:
            yield f"{key}: {condition.measure} is always {low:g} to {high:g}, never {_span(condition)}"
    drive = exercise.drive
    low, high = MEASURES[drive.measure].possible
    if not drive.relative and not low <= drive.hold_enter <= high:
        yield f"drive.hold_enter = {drive.hold_enter:g}: {drive.measure} is always {low:g} to {high:g}"
    if exercise.placement.view is View.FRONT:
        unseen = [name for name in exercise.measures if MEASURES[name].from_contour]
        yield from (f"placement.view = 'front': {name} is read from the side" for name in unseen)


def _conditions(exercise: Exercise) -> Iterator[tuple[str, Condition]]:
    for key, conditions in (("start", exercise.start), ("engaged", exercise.engaged)):
        yield from ((f"{key}.{index}", condition) for index, condition in enumerate(conditions))


def _never_ready(exercise: Exercise) -> Iterator[str]:
    """Start ranges that can't be together, or not with the drive at rest."""
    drive = exercise.drive
    for index, condition in enumerate(exercise.start):
        if condition.measure != drive.measure or drive.relative:
            continue
        if (drive.sign > 0 and condition.min > drive.rest) or (drive.sign < 0 and condition.max < drive.rest):
            yield f"start.{index}: {_span(condition)} leaves out the drive's rest zone, {_zone(exercise)}"
    yield from _apart(list(_conditions(exercise)))


def _apart(conditions: Sequence[tuple[str, Condition]]) -> Iterator[str]:
    for (key, one), (other_key, other) in combinations(conditions, 2):
        same = one.measure == other.measure and one.side is other.side
        if same and (one.max < other.min or other.max < one.min):
            yield f"{other_key}: {_span(other)} and {key}'s {_span(one)} of {one.measure} can't be at once"


def _never_engaged(exercise: Exercise) -> Iterator[str]:
    """Ranges that the movement itself leaves."""
    drive = exercise.drive
    for index, condition in enumerate(exercise.engaged):
        # On one side only: with sides in turn, the other may stay within.
        watched = condition.measure == drive.measure and not exercise.sides.in_turn and not drive.relative
        if watched and condition.side is SideOf.NEAR and condition.broken_by(drive.hold_enter):
            yield f"engaged.{index}: {_span(condition)} leaves out drive.hold_enter = {drive.hold_enter:g}"


def _always_faulty(exercise: Exercise) -> Iterator[str]:
    """Checks of the drive that nobody in the hold zone passes."""
    drive = exercise.drive
    for check in exercise.checks:
        watched = check.measure == drive.measure and check.when is When.HOLD and check.from_start is drive.relative
        working = SideOf.WORKING if exercise.sides.in_turn else SideOf.NEAR
        if (
            watched
            and check.side is working
            and not drive.both_ways
            and drive.poles is None
            and _misses(check, exercise)
        ):
            yield f"checks.{check.id}: {check.wanted} can't be reached in the hold zone, from {drive.hold_enter:g} on"


def _misses(check: Check, exercise: Exercise) -> bool:
    rising = exercise.drive.sign > 0
    return check.highest < exercise.drive.hold_enter if rising else check.lowest > exercise.drive.hold_enter


def _never_counted(exercise: Exercise) -> Iterator[str]:
    """Doses that ask for a longer hold than a movement may last."""
    longest_s = exercise.drive.longest_s
    for name, dose in exercise.doses.items():
        if longest_s is not None and dose.hold_s[0] >= longest_s:
            yield f"doses.{name}.hold_s: a movement of more than drive.longest_s = {longest_s:g} s doesn't count"


def _span(condition: Condition) -> str:
    return f"{condition.min:g} to {condition.max:g}"


def _zone(exercise: Exercise) -> str:
    drive = exercise.drive
    return f"{'up to' if drive.sign > 0 else 'from'} {drive.rest:g}"
