"""Exercises that are counted by the same movement, and what tells two exercises apart."""

from collections.abc import Iterator
from itertools import islice

from posecoach.exercise.schema import Exercise
from posecoach.measures import MEASURES

__all__ = ["alike", "difference"]

_MOST = 2


def alike(first: Exercise, second: Exercise) -> bool:
    """Whether two exercises count the same movements, so that only form, hold and start position tell them apart."""
    return first.drive.measure == second.drive.measure and _gate(first) == _gate(second)


def difference(first: Exercise, second: Exercise) -> str:
    """What tells two exercises apart most easily, in words."""
    return "; ".join(islice(_differences(first, second), _MOST))


def _differences(first: Exercise, second: Exercise) -> Iterator[str]:
    one, other = first.id, second.id
    if first.posture is not second.posture:
        yield f"{one} begins {first.posture.value}, {other} {second.posture.value}"
    if first.sides.in_turn is not second.sides.in_turn:
        yield f"{one} is done {_sides(first)}, {other} {_sides(second)}"
    if first.drive.measure != second.drive.measure:
        yield f"{one} is counted by: {_drive(first)}, {other} by: {_drive(second)}"
    (shortest, longest), (least, most) = _hold_s(first), _hold_s(second)
    if longest < least or most < shortest:
        yield f"{one} is held {_held(shortest, longest)}, {other} {_held(least, most)}"
    yield from (f'{own.id}: "{cue}"' for own, cue in (_asked(first, second), _asked(second, first)) if cue)


def _gate(exercise: Exercise) -> object:
    gate = exercise.gate
    return gate.start, gate.end, frozenset((one.at, one.measure, one.side) for one in gate.ranges)


def _sides(exercise: Exercise) -> str:
    return "with one side at a time" if exercise.sides.in_turn else "with both sides together"


def _drive(exercise: Exercise) -> str:
    return MEASURES[exercise.drive.measure].meaning.split(";")[0]


def _hold_s(exercise: Exercise) -> tuple[float, float]:
    doses = exercise.doses.values()
    return min(dose.hold_s[0] for dose in doses), max(dose.hold_s[1] for dose in doses)


def _held(shortest: float, longest: float) -> str:
    if longest == 0:
        return "not at all"
    return f"for {shortest:g} s" if shortest == longest else f"for {shortest:g} to {longest:g} s"


def _asked(exercise: Exercise, other: Exercise) -> tuple[Exercise, str]:
    """What the file asks for that the other one doesn't; empty if there is nothing."""
    known = {check.measure for check in other.checks}
    return exercise, next((check.cue for check in exercise.checks if check.measure not in known), "")
