"""An exercise as easy as its file allows, so that whatever a person can do is found."""

from typing import Any

from posecoach.exercise.rules import Severity
from posecoach.exercise.schema import Exercise
from posecoach.exercise.tunables import ZONES, in_order, with_thresholds

__all__ = ["easiest", "loosened", "without_cues"]

_SMALLEST_TRAVEL = 0.4
"""Of the shipped travel, where the file gives no limit: less is a fidget, whatever it was meant to be."""
_BARELY = 1e-6
"""Times the noise: no movement drowns, but noise is learnt as ever."""


def easiest(exercise: Exercise) -> dict[str, float]:
    """The limit of each threshold at which most counts and least is a fault."""
    limits = {key: low if _eases_down(exercise, key) else high for key, (low, high) in exercise.tunables.items()}
    return in_order(exercise, limits)


def loosened(exercise: Exercise) -> Exercise:
    """The exercise with all thresholds at their easiest, and a movement of any size told from rest.

    It is for finding movements only: what it counts may be too small for the exercise at its own limits.
    """
    easy = with_thresholds(exercise, easiest(exercise))
    low = exercise.tunables.get("drive.travel", (_SMALLEST_TRAVEL * exercise.drive.zones.travel, 0.0))[0]
    clear_by = None if exercise.drive.clear_by is None else _BARELY
    return easy.model_copy(update={"drive": easy.drive.model_copy(update={"travel": low, "clear_by": clear_by})})


def without_cues(exercise: Exercise) -> Exercise:
    """The exercise with no fault but those of safety: nobody is told to go further while they show how far they go."""
    free = {"below": None, "above": None}
    checks = tuple(
        check if check.severity is Severity.SAFETY else check.model_copy(update=free) for check in exercise.checks
    )
    changes: dict[str, Any] = {"checks": checks}
    return exercise.model_copy(update=changes)


def _eases_down(exercise: Exercise, key: str) -> bool:
    """Whether a smaller value makes it easier."""
    if key in ZONES:
        return exercise.drive.sign > 0
    if key == "witness.change" and exercise.witness is not None:
        return exercise.witness.change > 0
    return key == "drive.travel" or key.endswith(".min")
