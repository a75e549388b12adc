"""The rules of an exercise file: ranges, checks of form, and what attempts fail."""

import math
from enum import Enum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from posecoach.measures import MEASURES

__all__ = [
    "AlsoBack",
    "Article",
    "Attempt",
    "Check",
    "Condition",
    "Identifier",
    "Measured",
    "Number",
    "Severity",
    "SideOf",
    "Strict",
    "When",
    "Witness",
]

Article = Annotated[str, Field(pattern="^([A-E]|own)$")]
Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Number = Annotated[float, Field(ge=-1e6, le=1e6, allow_inf_nan=False)]
"""No measure is as large, and sums of numbers beyond all measure are no numbers any more."""


class Strict(BaseModel):
    """What is read from files: frozen, and no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SideOf(str, Enum):
    """Which side of the body a value is taken from."""

    NEAR = "near"
    """The side nearer to the camera."""
    WORKING = "working"
    """The side that works in this repetition, such as the raised leg's."""
    RESTING = "resting"
    """The other one."""
    LEAST = "least"
    """The smaller of both sides' values."""
    MOST = "most"
    """The larger of both sides' values."""


class When(str, Enum):
    """When a check looks."""

    START = "start"
    """In the start position, just before the movement."""
    HOLD = "hold"
    """While the position is held; at the furthest point of a movement that isn't held."""
    MOVING = "moving"
    """From leaving the start position until it is reached again."""


class Severity(str, Enum):
    """What a fault costs; the order is the order in which cues are given."""

    SAFETY = "safety"
    FORM = "form"


def _known_measure(name: str) -> str:
    if name not in MEASURES:
        msg = f"unknown measure; allowed: {', '.join(MEASURES)}"
        raise ValueError(msg)
    return name


class Measured(Strict):
    """What names a measure."""

    measure: Annotated[str, Field(description="Name of a measure")]

    _measure_exists = field_validator("measure")(_known_measure)


class Condition(Measured):
    """A range that a measure must lie in.

    Attributes:
        side: Where the measure is taken.
        min: Lowest value allowed.
        max: Highest value allowed.
    """

    side: SideOf = SideOf.NEAR
    min: float
    max: float

    @model_validator(mode="after")
    def _ordered(self) -> "Condition":
        if not self.min < self.max:
            msg = f"min {self.min:g} must be below max {self.max:g}"
            raise ValueError(msg)
        return self

    def broken_by(self, value: float) -> bool:
        """Whether a value lies outside; one that isn't seen doesn't."""
        return value < self.min or value > self.max


class Attempt(Strict):
    """What a movement fails that turns back before the hold zone.

    Attributes:
        id: Name of the fault.
        cue: What to do about it, on the screen.
        spoken: The same in a few words, for the ear.
        source: Key of the article that describes it.
    """

    id: Identifier
    cue: Annotated[str, Field(min_length=1)]
    spoken: Annotated[str, Field(min_length=1)]
    source: Article


class Witness(Attempt, Measured):
    """A second measure that must move along with the drive for the movement to count.

    Attributes:
        change: By how much it must differ from its value in the start position, in the direction of its sign (the other
            direction on the second side of a drive that goes both ways).
    """

    change: Number

    @property
    def wanted(self) -> str:
        """The change in words."""
        return f"a change of at least {abs(self.change):g}"


class AlsoBack(Measured):
    """A second measure that must be back, too, before a movement is over, for drives that come back halfway.

    Attributes:
        within: Of its value in the start position.
    """

    within: Annotated[Number, Field(gt=0)]


class Check(Measured):
    """A rule about form: a measure stays within a tolerance of its target.

    Attributes:
        id: Name of the fault.
        side: Where the measure is taken.
        when: When it looks.
        from_start: Whether values count from those in the start position.
        target: The described value.
        below: How far below the target is still good; None when less is never a fault.
        above: How far above the target is still good; None when more is never a fault.
        only_if: Other measures that must agree before it says anything.
        dwell_s: How long it must last to be a fault.
        severity: Decides which cue comes first.
        cue: What to do about it, on the screen.
        spoken: The same in a few words, for the ear.
        source: Key of the article that describes it.
    """

    id: Identifier
    side: SideOf = SideOf.NEAR
    when: When = When.HOLD
    from_start: bool = False
    target: Number
    below: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    above: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    only_if: tuple[Condition, ...] = ()
    dwell_s: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0.4
    severity: Severity = Severity.FORM
    cue: Annotated[str, Field(min_length=1)]
    spoken: Annotated[str, Field(min_length=1)]
    source: Article

    @model_validator(mode="after")
    def _bounded(self) -> "Check":
        if self.below is None and self.above is None:
            msg = "below or above is needed, or the check can never fail"
            raise ValueError(msg)
        if self.when is When.START and (self.from_start or self.side in (SideOf.WORKING, SideOf.RESTING)):
            msg = "in the start position there is no working side yet, and nothing to count from"
            raise ValueError(msg)
        return self

    @property
    def lowest(self) -> float:
        """Smallest good value."""
        return -math.inf if self.below is None else self.target - self.below

    @property
    def highest(self) -> float:
        """Largest good value."""
        return math.inf if self.above is None else self.target + self.above

    @property
    def wanted(self) -> str:
        """The good range in words, such as "180 +/- 15"."""
        if self.below is None:
            return f"at most {self.highest:g}"
        if self.above is None:
            return f"at least {self.lowest:g}"
        if self.below == self.above:
            return f"{self.target:g} +/- {self.below:g}"
        return f"{self.lowest:g} to {self.highest:g}"

    def good(self, value: float) -> bool:
        """Whether a value is within the tolerance."""
        return self.lowest <= value <= self.highest

    def excess(self, value: float) -> float:
        """How far a value lies beyond the tolerance, in tolerances; 0 within it."""
        short = (self.lowest - value) / self.below if self.below is not None else 0.0
        over = (value - self.highest) / self.above if self.above is not None else 0.0
        return max(0.0, short, over)
