"""The drive of an exercise: the measure whose way from rest to target and back makes a repetition."""

import math
from dataclasses import dataclass
from enum import Enum
from typing import Annotated

from pydantic import Field, model_validator

from posecoach.exercise.rules import Measured, Number
from posecoach.pose.landmarks import Side

__all__ = ["Drive", "DriveSide", "Poles", "Zones"]


class DriveSide(str, Enum):
    """Which side drives a movement that both sides make together."""

    NEAR = "near"
    LAGGING = "lagging"
    """The side that has gone less far, so that both must arrive."""


class Poles(str, Enum):
    """Which side works when the drive goes above the start position, and which when it goes below."""

    FAR_NEAR = "far, near"
    """Away from the camera, and towards it."""
    LEFT_RIGHT = "left, right"

    def side(self, pole: float, near: Side) -> Side:
        """The side that works on the way to a pole, +1 or -1, with this side nearer to the camera."""
        if self is Poles.LEFT_RIGHT:
            return Side.LEFT if pole > 0 else Side.RIGHT
        return near.other if pole > 0 else near


@dataclass(frozen=True, slots=True)
class Zones:
    """The drive's zones with their sign taken out: progress always counts upwards.

    Attributes:
        rest: At or below this the body is back in the start position.
        hold_leave: Below this it has left the hold zone.
        hold_enter: At or above this it is in the hold zone.
        target: The described position; beyond it counts as in position.
        still_speed: Slower than this (units a second) is holding still.
        travel: Smallest way that a repetition goes.
        longest_s: A movement that lasts longer is given up.
    """

    rest: float
    hold_leave: float
    hold_enter: float
    target: float
    still_speed: float
    travel: float
    longest_s: float = math.inf


class Drive(Measured):
    """The measure whose way from rest to target and back makes a repetition; it may rise or fall.

    Attributes:
        side: Which side drives, when both work together.
        rest: From here on towards the start the body is back in the start position.
        hold_leave: From here on towards the start it has left the hold zone.
        hold_enter: From here on towards the target it is in the hold zone.
        target: The described position; beyond it counts as in position.
        still_speed: Slower than this (units a second) is holding still.
        travel: Smallest way that a repetition goes, from wherever this person rests; None for that from rest to target.
        relative: Whether values count from this person's own start position.
        both_ways: Whether a repetition goes to one side of the start position and then to the other, as far.
        poles: Which sides of the body the two sides of the start position stand for; None when they stand for none.
        clear_by: For small movements: the hold zone must begin at this many times the noise that this person's rest has
            at this distance, or nothing is counted; None where movements are large.
        returns: Whether a repetition ends with the return; if not, a hold that the recording ends in counts too.
        longest_s: A movement that lasts longer was no repetition; None for no limit.
    """

    side: DriveSide = DriveSide.NEAR
    rest: Number
    hold_leave: Number
    hold_enter: Number
    target: Number
    still_speed: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 4.0
    travel: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    relative: bool = False
    both_ways: bool = False
    poles: Poles | None = None
    clear_by: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    returns: bool = True
    longest_s: Annotated[float, Field(gt=0)] | None = None

    @model_validator(mode="after")
    def _ordered(self) -> "Drive":
        zones = self.zones
        if not zones.rest < zones.hold_leave < zones.hold_enter <= zones.target:
            msg = "rest, hold_leave, hold_enter, target must rise or fall in this order"
            raise ValueError(msg)
        if self.folded and not self.relative:
            msg = "both_ways and poles need relative: the two sides are those of the start position"
            raise ValueError(msg)
        if self.clear_by is not None and not self.relative:
            msg = "clear_by needs relative: noise is learnt in the start position"
            raise ValueError(msg)
        return self

    @property
    def sign(self) -> float:
        """+1 when the drive rises on the way to the target, -1 when it falls."""
        return 1.0 if self.target > self.rest else -1.0

    @property
    def folded(self) -> bool:
        """Whether movements to both sides of the start position are looked at alike."""
        return self.both_ways or self.poles is not None

    @property
    def zones(self) -> Zones:
        """The zones with the sign taken out."""
        sign = self.sign
        return Zones(
            rest=sign * self.rest,
            hold_leave=sign * self.hold_leave,
            hold_enter=sign * self.hold_enter,
            target=sign * self.target,
            still_speed=self.still_speed,
            travel=abs(self.target - self.rest) if self.travel is None else self.travel,
            longest_s=math.inf if self.longest_s is None else self.longest_s,
        )
