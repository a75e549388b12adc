"""The rules of an exercise file: ranges, checks of form, and what attempts fail."""

import math
import re
from enum import Enum
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from posecoach.measures import MEASURES
from posecoach.messages import Message
from posecoach.names import nearest
from posecoach.pose.posture import Posture

__all__ = [
    "OTHER_NAMES",
    "Article",
    "At",
    "Attempt",
    "Check",
    "Condition",
    "Gate",
    "GateRange",
    "HandWritten",
    "Identifier",
    "Measured",
    "Number",
    "RepsSpan",
    "SecondsSpan",
    "Severity",
    "SideOf",
    "Strict",
    "When",
]

Article = Annotated[str, Field(pattern="^([A-E]|own)$")]
Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Number = Annotated[float, Field(ge=-1e6, le=1e6, allow_inf_nan=False)]
"""No measure is as large, and sums of numbers beyond all measure are no numbers any more."""
_Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False)]
_Count = Annotated[int, Field(ge=1)]
_NUMBER = r"(\d+(?:[.,]\d+)?)"
_SPAN_IN_WORDS = re.compile(
    rf"{_NUMBER}\s*(?:(?:-|\N{{EN DASH}}|to|bis)\s*{_NUMBER})?\s*(?:s|sec|seconds|sek|sekunden|x|times|mal)?",
    re.IGNORECASE,
)

Ordered = TypeVar("Ordered", int, float)


def _both_ends(value: object) -> object:
    """A single number is both the smallest and the largest; "8-12" and "5 s" are read as well."""
    found = _SPAN_IN_WORDS.fullmatch(value.strip()) if isinstance(value, str) else None
    if found:
        return tuple(float(number.replace(",", ".")) for number in (found[1], found[2] or found[1]))
    if isinstance(value, bool | str):
        raise ValueError(Message("write a number, or two as in [4, 6], the smallest and the largest"))
    if isinstance(value, int | float):
        return value, value
    return [*value, *value] if isinstance(value, list) and len(value) == 1 else value


def _smallest_first(span: tuple[Ordered, Ordered]) -> tuple[Ordered, Ordered]:
    if span[0] > span[1]:
        raise ValueError(Message("a range is written smallest first"))
    return span


SecondsSpan = Annotated[
    tuple[_Seconds, _Seconds],
    AfterValidator(_smallest_first),
    BeforeValidator(_both_ends, json_schema_input_type=_Seconds | tuple[_Seconds, _Seconds] | str),
]
"""Shortest and longest time in seconds; written as two numbers, or as one that is both."""
RepsSpan = Annotated[
    tuple[_Count, _Count],
    AfterValidator(_smallest_first),
    BeforeValidator(_both_ends, json_schema_input_type=_Count | tuple[_Count, _Count] | str),
]
"""Fewest and most repetitions, written in the same ways."""


class Strict(BaseModel):
    """What is read from files: frozen, and no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


OTHER_NAMES = {
    "comment": "note",
    "exercise": "exercises",
    "hold": "hold_s",
    "id": "exercise",
    "moving": "moving_s",
    "notes": "note",
    "pause": "rest_s",
    "rep": "reps",
    "repetitions": "reps",
    "rest": "rest_s",
    "title": "name",
}
"""What people write in place of a key."""


class HandWritten(Strict):
    """What people write without reading a manual first: a key may have another name, see `OTHER_NAMES`."""

    @model_validator(mode="before")
    @classmethod
    def _named_as_usual(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {cls._usual_name(key, data): value for key, value in data.items()}

    @classmethod
    def _usual_name(cls, key: str, data: dict[str, Any]) -> str:
        usual = OTHER_NAMES.get(key, key)
        meant = key not in cls.model_fields and usual in cls.model_fields and usual not in data
        return usual if meant else key


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
    MEAN = "mean"
    """The mean of both sides' values, or the one that is seen."""


class When(str, Enum):
    """When a check looks."""

    START = "start"
    """In the start position, just before the movement."""
    HOLD = "hold"
    """While the end position is held; around the furthest point of a movement that isn't held."""


class At(str, Enum):
    """Where in a movement a range of the gate is looked at."""

    START = "start"
    """In the start position."""
    END = "end"
    """In the end position."""
    CHANGE = "change"
    """The value in the end position less that in the start position."""


class Severity(str, Enum):
    """What a fault costs; the order is the order in which cues are given."""

    SAFETY = "safety"
    FORM = "form"


def _known_measure(name: str) -> str:
    if name not in MEASURES:
        msg = Message("unknown measure; allowed: {known}", known=nearest(name, MEASURES))
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
        min: Lowest value allowed; None for no limit.
        max: Highest value allowed; None for no limit.
    """

    side: SideOf = SideOf.NEAR
    min: Number | None = None
    max: Number | None = None

    @model_validator(mode="after")
    def _ordered(self) -> "Condition":
        if self.min is None and self.max is None:
            msg = Message("min or max is needed, or it is always fulfilled")
            raise ValueError(msg)
        if not self.lowest < self.highest:
            msg = Message("min {low:g} must be below max {high:g}", low=self.min, high=self.max)
            raise ValueError(msg)
        return self

    @property
    def lowest(self) -> float:
        """Smallest value allowed."""
        return -math.inf if self.min is None else self.min

    @property
    def highest(self) -> float:
        """Largest value allowed."""
        return math.inf if self.max is None else self.max

    @property
    def wanted(self) -> Message:
        """The range in words."""
        return range_text(self.lowest, self.highest)

    def broken_by(self, value: float) -> bool:
        """Whether a value lies outside; one that isn't seen doesn't."""
        return value < self.lowest or value > self.highest


class GateRange(Condition):
    """A range of the gate, which the median of the frames near a movement's start or end must lie in.

    Attributes:
        at: Where in the movement.
    """

    side: SideOf = SideOf.MEAN
    at: At


class Gate(Strict):
    """Which movements belong to the exercise; all others are passed over.

    Attributes:
        start: Posture in the start position; None for any.
        end: Posture in the end position; None for any.
        ranges: What else tells the exercise from others that move alike.
    """

    start: Posture | None = None
    end: Posture | None = None
    ranges: tuple[GateRange, ...] = ()


class Attempt(Strict):
    """What a movement fails that turns back before the end position.

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
    severity: Severity = Severity.FORM
    cue: Annotated[str, Field(min_length=1)]
    spoken: Annotated[str, Field(min_length=1)]
    source: Article

    @model_validator(mode="after")
    def _bounded(self) -> "Check":
        if self.below is None and self.above is None:
            msg = Message("below or above is needed, or the check can never fail")
            raise ValueError(msg)
        if self.when is When.START and (self.from_start or self.side in (SideOf.WORKING, SideOf.RESTING)):
            msg = Message("in the start position there is no working side yet, and nothing to count from")
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
    def possible(self) -> tuple[float, float]:
        """Smallest and largest value that it can look at."""
        low, high = MEASURES[self.measure].possible
        return (low - high, high - low) if self.from_start else (low, high)

    @property
    def silent(self) -> tuple[str, ...]:
        """Of "below" and "above", the tolerances that no value can exceed."""
        tolerances = {"below": self.below, "above": self.above}
        return tuple(end for end, one in tolerances.items() if one is not None and one >= self.room(end))

    def room(self, end: str) -> float:
        """The tolerance from which on no value can be a fault, as far as it is "below" or "above" the target."""
        low, high = self.possible
        return self.target - low if end == "below" else high - self.target

    @property
    def wanted(self) -> Message:
        """The good range in words, such as "180 +/- 15"."""
        if self.below is not None and self.below == self.above:
            return Message("{target:g} +/- {tolerance:g}", target=self.target, tolerance=self.below)
        return range_text(self.lowest, self.highest)

    def good(self, value: float) -> bool:
        """Whether a value is within the tolerance."""
        return self.lowest <= value <= self.highest

    def excess(self, value: float) -> float:
        """How far a value lies beyond the tolerance, in tolerances; 0 within it."""
        short = (self.lowest - value) / self.below if self.below is not None else 0.0
        over = (value - self.highest) / self.above if self.above is not None else 0.0
        return max(0.0, short, over)


def range_text(lowest: float, highest: float) -> Message:
    """A range in words, such as "at least 20"."""
    if lowest == -math.inf:
        return Message("at most {value:g}", value=highest)
    if highest == math.inf:
        return Message("at least {value:g}", value=lowest)
    return Message("{low:g} to {high:g}", low=lowest, high=highest)
