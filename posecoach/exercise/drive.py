"""The drive of an exercise: the measure whose travel out and back makes a repetition."""

from enum import Enum
from typing import Annotated

from pydantic import Field, model_validator

from posecoach.exercise.rules import Measured, Number, SideOf
from posecoach.messages import Message

__all__ = ["Drive", "SideByDirection"]


class SideByDirection(str, Enum):
    """Which side of the body works, by the direction in which the drive leaves the person's own start position."""

    FAR_NEAR = "far, near"
    """Away from the camera, and towards it."""
    LEFT_RIGHT = "left, right"


class Drive(Measured):
    """The measure whose travel from the start position to the end position and back makes a repetition.

    Attributes:
        side: Where it is taken when both sides work together; when they take turns, it is the more moved limb's.
        start: The measure's value in the described start position.
        end: Its value in the described end position, more or less than at the start. The described travel lies
            between the two.
        least: Of the described travel, the least that counts as a repetition.
        bidirectional: Whether a repetition goes beyond `start` to one side and beyond `end` to the other, in either
            order, as cat and cow do.
        side_by_direction: For drives that count from the person's own start position, whichever way they leave it:
            which side works. Their `start` is 0.
        held_alone: Whether it is a pose to stay in: its score is the time it is held, and a recording that shows
            nothing but the pose may be named by it.
        min_snr: For small movements: their travel must be at least this many times the noise of the drive, or nothing
            is counted.
    """

    side: SideOf = SideOf.MEAN
    start: Number
    end: Number
    least: Annotated[float, Field(gt=0, lt=1)] = 0.45
    bidirectional: bool = False
    side_by_direction: SideByDirection | None = None
    held_alone: bool = False
    min_snr: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None

    @model_validator(mode="after")
    def _travels(self) -> "Drive":
        if self.start == self.end:
            msg = Message("start and end must differ")
            raise ValueError(msg)
        if self.side in (SideOf.WORKING, SideOf.RESTING):
            msg = Message("side is for sides that work together: near, mean, least or most")
            raise ValueError(msg)
        return self

    @property
    def sign(self) -> float:
        """+1 when the drive rises on the way to the end position, -1 when it falls."""
        return 1.0 if self.end > self.start else -1.0

    @property
    def travel(self) -> float:
        """The described way from the start position to the end position, in the measure's unit."""
        return abs(self.end - self.start)

    def measured(self, progress: float) -> float:
        """The measure's value at a share of the described travel."""
        return self.start + progress * (self.end - self.start)
