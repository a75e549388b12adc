"""How far an exercise is described to go."""

from posecoach.exercise.rules import Check
from posecoach.exercise.schema import Exercise

__all__ = ["described_reach"]


def described_reach(exercise: Exercise) -> float | None:
    """The described value of the drive, in its own unit; None where the articles give none.

    It is what the check of the drive aims at: the drive's own target may lie far beyond what anybody reaches.
    """
    drive, rule = exercise.drive, exercise.attempt_rule
    if not isinstance(rule, Check) or rule.measure != drive.measure or rule.from_start != drive.relative:
        return None
    return rule.target
