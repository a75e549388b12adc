"""How far an exercise is described to go."""

from posecoach.exercise.rules import Check
from posecoach.exercise.schema import Exercise

__all__ = ["described_reach"]


def described_reach(exercise: Exercise) -> float | None:
    """The described value of `exercise.shown_measure`; None where the articles give none."""
    rule = exercise.attempt_rule
    return rule.target if isinstance(rule, Check) and rule.measure == exercise.shown_measure else None
