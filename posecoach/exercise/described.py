"""How far an exercise is described to go."""

from posecoach.exercise.rules import Check
from posecoach.exercise.schema import Exercise

__all__ = ["described_reach", "shown_sign"]


def described_reach(exercise: Exercise) -> float | None:
    """The described value of `exercise.shown_measure`; None where the articles give none."""
    rule = exercise.attempt_rule
    return rule.target if isinstance(rule, Check) and rule.measure == exercise.shown_measure else None


def shown_sign(exercise: Exercise) -> float:
    """+1 where more of `exercise.shown_measure` is further, -1 where less is."""
    rule, personal = exercise.attempt_rule, exercise.personal
    if exercise.shown_measure == exercise.drive.measure or not isinstance(rule, Check):
        return exercise.drive.sign
    if personal is not None and personal.range is not None and personal.range.best != personal.range.rest:
        # A tolerance that was loosened for somebody tells no more.
        return 1.0 if personal.range.best > personal.range.rest else -1.0
    # The check is stricter on the side on which attempts fall short.
    return 1.0 if rule.target - rule.lowest <= rule.highest - rule.target else -1.0
