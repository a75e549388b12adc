"""What the page is opened for."""

from dataclasses import dataclass

from posecoach.exercise.schema import Dose, Exercise
from posecoach.tuning.recording import Recording

__all__ = ["PageJob", "Tuned"]


@dataclass(frozen=True, slots=True)
class Tuned:
    """The exercise that recordings are counted for.

    Attributes:
        described: As its file has it.
        exercise: With the calibrations over it that hold for everybody.
        dose: How much is asked for.
    """

    described: Exercise
    exercise: Exercise
    dose: Dose


@dataclass(frozen=True, slots=True)
class PageJob:
    """What to show, and what for.

    Attributes:
        recordings: At least one.
        tuned: What they are counted for; None if nobody knows what they show: then there are only times to mark.
        command: As it is written into what the page saves.
        marking_only: Whether thresholds stay as they are.
    """

    recordings: tuple[Recording, ...]
    tuned: Tuned | None
    command: str
    marking_only: bool = False
