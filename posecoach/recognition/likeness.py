"""Exercises that are counted by the same movement, and what tells two exercises apart."""

from collections.abc import Iterator
from itertools import islice

from posecoach.exercise.schema import Exercise
from posecoach.measures import MEASURES
from posecoach.messages import ExerciseText, Message, sentences

__all__ = ["alike", "difference"]

_MOST = 2


def alike(first: Exercise, second: Exercise) -> bool:
    """Whether two exercises count the same movements, so that only form, hold and start position tell them apart."""
    return first.drive.measure == second.drive.measure and _gate(first) == _gate(second)


def difference(first: Exercise, second: Exercise) -> str:
    """What tells two exercises apart most easily, in words."""
    return sentences(list(islice(_differences(first, second), _MOST)))


def _differences(first: Exercise, second: Exercise) -> Iterator[Message]:
    one, other = first.id, second.id
    if first.posture is not second.posture:
        yield Message(
            "{one} begins {posture}, {other} {other_posture}",
            one=one,
            posture=first.posture.words,
            other=other,
            other_posture=second.posture.words,
        )
    if first.sides.in_turn is not second.sides.in_turn:
        yield Message(
            "{one} is done {sides}, {other} {other_sides}",
            one=one,
            sides=_sides(first),
            other=other,
            other_sides=_sides(second),
        )
    if first.drive.measure != second.drive.measure:
        yield Message(
            "{one} is counted by: {measure}, {other} by: {other_measure}",
            one=one,
            measure=MEASURES[first.drive.measure].what,
            other=other,
            other_measure=MEASURES[second.drive.measure].what,
        )
    (shortest, longest), (least, most) = _hold_s(first), _hold_s(second)
    if longest < least or most < shortest:
        yield Message(
            "{one} is held {span}, {other} {other_span}",
            one=one,
            span=_held(shortest, longest),
            other=other,
            other_span=_held(least, most),
        )
    for own, cue in (_asked(first, second), _asked(second, first)):
        if cue:
            yield Message('{exercise}: "{cue}"', exercise=own.id, cue=ExerciseText(own.id, cue))


def _gate(exercise: Exercise) -> object:
    gate = exercise.gate
    return gate.start, gate.end, frozenset((one.at, one.measure, one.side) for one in gate.ranges)


def _sides(exercise: Exercise) -> Message:
    if exercise.sides.in_turn:
        return Message("with one side at a time")
    return Message("with both sides together")


def _hold_s(exercise: Exercise) -> tuple[float, float]:
    doses = exercise.doses.values()
    return min(dose.hold_s[0] for dose in doses), max(dose.hold_s[1] for dose in doses)


def _held(shortest: float, longest: float) -> Message:
    if longest == 0:
        return Message("not at all")
    if shortest == longest:
        return Message("for {value:g} s", value=shortest)
    return Message("for {low:g} to {high:g} s", low=shortest, high=longest)


def _asked(exercise: Exercise, other: Exercise) -> tuple[Exercise, str]:
    """What the file asks for that the other one doesn't; empty if there is nothing."""
    known = {check.measure for check in other.checks}
    return exercise, next((check.cue for check in exercise.checks if check.measure not in known), "")
