"""An exercise as easy as its file allows, so that whatever a person can do is found."""

from posecoach.exercise.rules import Severity
from posecoach.exercise.schema import Exercise
from posecoach.exercise.tunables import with_thresholds

__all__ = ["loosened", "without_cues"]


def loosened(exercise: Exercise) -> Exercise:
    """The exercise with each threshold at the limit at which most counts and least is a fault."""
    limits = exercise.tunables.items()
    return with_thresholds(exercise, {key: low if _eases_down(exercise, key) else high for key, (low, high) in limits})


def without_cues(exercise: Exercise) -> Exercise:
    """The exercise with no fault but those of safety: nobody is told to go further while they show how far they go."""
    free = {"below": None, "above": None}
    checks = tuple(
        check if check.severity is Severity.SAFETY else check.model_copy(update=free) for check in exercise.checks
    )
    return exercise.model_copy(update={"checks": checks})


def _eases_down(exercise: Exercise, key: str) -> bool:
    """Whether a smaller value makes it easier."""
    if key in ("drive.start", "drive.end"):
        # The shorter the described travel is, the easier.
        return (exercise.drive.sign > 0) == (key == "drive.end")
    return key.startswith("drive.")
