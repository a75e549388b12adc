"""The exercise file: what a described exercise looks like to the coach.

Every number of an exercise lives in its file; this module only says which numbers there are.
"""

from enum import Enum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from posecoach.coaching.measures import MEASURES
from posecoach.pose.posture import Posture

__all__ = ["Check", "Condition", "Dose", "Drive", "Exercise", "Severity", "SideOf", "Sides"]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Sides(str, Enum):
    """Whether both sides of the body work at once or in turn."""

    TOGETHER = "together"
    ALTERNATE = "alternate"


class SideOf(str, Enum):
    """Which side of the body a value is taken from."""

    NEAR = "near"
    """The side nearer to the camera."""
    WORKING = "working"
    """The side that works in this repetition, such as the raised leg's."""
    RESTING = "resting"
    """The other one."""


class Severity(str, Enum):
    """What a fault costs; the order is the order in which cues are given."""

    SAFETY = "safety"
    FORM = "form"


def _known_measure(name: str) -> str:
    if name not in MEASURES:
        msg = f"unknown measure; allowed: {', '.join(MEASURES)}"
        raise ValueError(msg)
    return name


class _Measured(_Strict):
    measure: Annotated[str, Field(description="Name of a measure")]

    _measure_exists = field_validator("measure")(_known_measure)


class Condition(_Measured):
    """A range that a measure must lie in, on the side nearer to the camera."""

    min: float
    max: float

    @model_validator(mode="after")
    def _ordered(self) -> "Condition":
        if self.min >= self.max:
            msg = f"min {self.min:g} must be below max {self.max:g}"
            raise ValueError(msg)
        return self


class Drive(_Measured):
    """The measure whose rise and fall make a repetition.

    Attributes:
        rest_max: At or below this the body is back in the start position.
        hold_enter: At or above this the body is in the hold zone.
        hold_leave: Below this it has left the hold zone again.
        target: The described position; beyond it counts as in position.
        still_speed: Slower than this (units a second) is holding still.
    """

    rest_max: float
    hold_leave: float
    hold_enter: float
    target: float
    still_speed: Annotated[float, Field(gt=0)] = 4.0

    @model_validator(mode="after")
    def _ordered(self) -> "Drive":
        if not self.rest_max < self.hold_leave < self.hold_enter <= self.target:
            msg = "rest_max < hold_leave < hold_enter <= target must hold"
            raise ValueError(msg)
        return self


class Check(_Measured):
    """A rule about form: while holding, a measure stays within a tolerance of its target.

    Attributes:
        id: Name of the fault.
        side: Where the measure is taken.
        target: The described value.
        below: How far below the target is still good; None when less is never a fault.
        above: How far above the target is still good; None when more is never a fault.
        dwell_s: How long it must last to be a fault.
        severity: Decides which cue comes first.
        cue: What to do about it, on the screen.
        spoken: The same in a few words, for the ear.
        source: Key of the article that describes it.
    """

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    side: SideOf = SideOf.NEAR
    target: float
    below: Annotated[float, Field(gt=0)] | None = None
    above: Annotated[float, Field(gt=0)] | None = None
    dwell_s: Annotated[float, Field(ge=0)] = 0.4
    severity: Severity = Severity.FORM
    cue: str
    spoken: str
    source: str

    @model_validator(mode="after")
    def _bounded(self) -> "Check":
        if self.below is None and self.above is None:
            msg = "below or above is needed, or the check can never fail"
            raise ValueError(msg)
        return self

    @property
    def lowest(self) -> float:
        """Smallest good value."""
        return -float("inf") if self.below is None else self.target - self.below

    @property
    def highest(self) -> float:
        """Largest good value."""
        return float("inf") if self.above is None else self.target + self.above

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


class Dose(_Strict):
    """How much one article asks for.

    Attributes:
        hold_s: Shortest and longest hold of a repetition in seconds; zero when it isn't held.
        reps: Fewest and most repetitions, of each side when sides alternate.
        note: What the article says or leaves open.
    """

    hold_s: tuple[Annotated[float, Field(ge=0)], Annotated[float, Field(ge=0)]] = (0.0, 0.0)
    reps: tuple[Annotated[int, Field(ge=1)], Annotated[int, Field(ge=1)]]
    note: str = ""

    @model_validator(mode="after")
    def _ordered(self) -> "Dose":
        if self.hold_s[0] > self.hold_s[1] or self.reps[0] > self.reps[1]:
            msg = "a range is written smallest first"
            raise ValueError(msg)
        return self


class Placement(_Strict):
    """Where the camera has to be.

    Attributes:
        view: The camera sees the person from this direction.
        advice: One sentence for setting up.
        joints: Joints of the near side that must be in the picture.
    """

    view: Literal["side"]
    advice: str
    joints: tuple[Literal["shoulder", "elbow", "wrist", "hip", "knee", "ankle"], ...]


class Exercise(_Strict):
    """One exercise, as its file describes it."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    name: str
    posture: Posture
    sides: Sides
    description: str
    safety: str
    placement: Placement
    start: Annotated[tuple[Condition, ...], Field(min_length=1)]
    engaged: Annotated[tuple[Condition, ...], Field(min_length=1)]
    drive: Drive
    attempt_check: str
    checks: Annotated[tuple[Check, ...], Field(min_length=1)]
    default_dose: str
    doses: Annotated[dict[str, Dose], Field(min_length=1)]

    @model_validator(mode="after")
    def _consistent(self) -> "Exercise":
        ids = [check.id for check in self.checks]
        if len(set(ids)) < len(ids):
            msg = "two checks have the same id"
            raise ValueError(msg)
        if self.attempt_check not in ids:
            msg = f"attempt_check must be one of the checks: {', '.join(ids)}"
            raise ValueError(msg)
        if self.default_dose not in self.doses:
            msg = f"default_dose must be one of the doses: {', '.join(self.doses)}"
            raise ValueError(msg)
        return self

    @property
    def measures(self) -> tuple[str, ...]:
        """Names of all measures that the exercise uses, the drive first, each once."""
        named = [self.drive, *self.start, *self.engaged, *self.checks]
        return tuple(dict.fromkeys(item.measure for item in named))

    def reps_asked(self, dose: Dose) -> int:
        """The fewest repetitions that fulfil a dose, of both sides where they alternate."""
        return dose.reps[0] * (2 if self.sides is Sides.ALTERNATE else 1)

    @property
    def needs_contour(self) -> bool:
        """Whether a measure reads the back's outline, which the estimator must then be asked for."""
        return any(MEASURES[name].from_contour for name in self.measures)

    def check(self, check_id: str) -> Check:
        """The check with this id; KeyError if there is none."""
        return {check.id: check for check in self.checks}[check_id]
