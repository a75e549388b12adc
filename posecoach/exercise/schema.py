"""The exercise file: what a described exercise looks like to the coach.

Every number of an exercise lives in its file; this module only says which numbers there are.
"""

from enum import Enum
from typing import Annotated

from pydantic import Field, model_validator
from pydantic.json_schema import SkipJsonSchema

from posecoach.errors import ExerciseError
from posecoach.exercise.drive import Drive
from posecoach.exercise.postures import GATE_MEASURES
from posecoach.exercise.rules import (
    Article,
    Attempt,
    Check,
    Gate,
    HandWritten,
    Identifier,
    Number,
    RepsSpan,
    SecondsSpan,
    SideOf,
    Strict,
)
from posecoach.exercise.thresholds import all_thresholds
from posecoach.measures import MEASURES
from posecoach.messages import Message
from posecoach.pose.posture import Posture

__all__ = [
    "NO_DOSE",
    "Breathing",
    "Dose",
    "Exercise",
    "Pacing",
    "Personal",
    "PersonalRange",
    "Placement",
    "Sides",
    "View",
    "described_reach",
    "shown_sign",
]


class Dose(HandWritten):
    """How much one article asks for.

    >>> from posecoach import Dose
    >>> Dose(hold_s=(5, 5), reps=(8, 12)).reps
    (8, 12)

    Attributes:
        hold_s: Shortest and longest hold of a repetition in seconds; zero when it isn't held.
        reps: Fewest and most repetitions, of each side when sides take turns.
        moving_s: Shortest and longest time of continuous movement, which then counts instead of repetitions.
        note: What the article says or leaves open.
    """

    hold_s: SecondsSpan = (0.0, 0.0)
    reps: RepsSpan = (1, 1)
    moving_s: SecondsSpan | None = None
    note: str = ""


NO_DOSE = Dose.model_construct(hold_s=(0.0, 0.0), reps=(0, 0), moving_s=None, note="")
"""Where nobody chose one: nothing is asked for. No file can say so."""


class PersonalRange(Strict):
    """How far a person comfortably goes, as values of `Exercise.shown_measure`.

    Attributes:
        rest: In the start position, the median of the repetitions'.
        best: The furthest that was held; of sides that take turns, on the lesser one.
        repetitions: How many repetitions it was read from.
    """

    rest: Number
    best: Number
    repetitions: Annotated[int, Field(ge=1)]


class Personal(Strict):
    """One exercise as one person does it in front of their camera.

    Attributes:
        profile: Name of the profile that says so.
        range: How far they go; None when only the thresholds are their own.
        noise: Standard deviation at rest by measure, at the distance of the calibration.
        camera_roll_deg: How far the camera is rolled clockwise, so that the floor sinks to the left of its picture.
    """

    profile: str
    range: PersonalRange | None = None
    noise: dict[str, Annotated[float, Field(ge=0, allow_inf_nan=False)]] = Field(default_factory=dict)
    camera_roll_deg: Annotated[float, Field(ge=-45, le=45)] = 0.0


class Sides(str, Enum):
    """Which sides of the body work."""

    TOGETHER = "together"
    """Both at once."""
    ALTERNATE = "alternate"
    """One after the other in turn."""
    EACH = "each"
    """All repetitions of one side, then all of the other."""

    @classmethod
    def _missing_(cls, value: object) -> "Sides | None":
        """What people write as well."""
        others = {"both": cls.TOGETHER, "alternating": cls.ALTERNATE, "each side": cls.EACH, "per side": cls.EACH}
        return others.get(str(value).lower())

    @property
    def in_turn(self) -> bool:
        """Whether a repetition has a working side."""
        return self is not Sides.TOGETHER


class View(str, Enum):
    """Where the camera sees the person from."""

    SIDE = "side"
    OBLIQUE = "oblique"
    """Between the side and the foot end of the mat."""
    FRONT = "front"


class Placement(Strict):
    """Where the camera has to be.

    Attributes:
        view: Where it sees the person from.
        advice: One sentence for setting up.
        joints: Joints that must be in the picture: of the near side, of both from the front.
    """

    view: View
    advice: Annotated[str, Field(min_length=1)]
    joints: tuple[Annotated[str, Field(pattern="^(shoulder|elbow|wrist|hip|knee|ankle)$")], ...]


class Breathing(Strict):
    """Breathing cues by phase; None where the articles give none."""

    outbound: str | None = None
    hold: str | None = None
    returning: str | None = None


class Pacing(Strict):
    """How to call for a movement that is too small to be seen.

    Attributes:
        begin: What to do.
        hold: What to keep doing, for as long as the dose says.
        end: What to do then.
        begin_s: How long the movement takes.
        rest_s: How long to rest after it.
    """

    begin: Annotated[str, Field(min_length=1)]
    hold: Annotated[str, Field(min_length=1)]
    end: Annotated[str, Field(min_length=1)]
    begin_s: Annotated[float, Field(gt=0, le=30)] = 2.0
    rest_s: Annotated[float, Field(gt=0, le=60)] = 3.0


class Exercise(Strict):
    """One exercise, as its file describes it.

    >>> from posecoach import load_exercise
    >>> bridge = load_exercise("bridge")
    >>> bridge.drive.measure, [check.id for check in bridge.checks]
    ('hip_lift', ['alignment', 'arms_down', 'feet_close'])

    Attributes:
        id: Its name in files and commands, the file's own name.
        name: For people.
        posture: How the body lies at first.
        sides: Which sides work.
        articles: Keys of the articles that describe it.
        description: The movement in a sentence.
        position: How to get into the start position, in one spoken sentence; None says the description instead.
        safety: What to look out for.
        placement: Where the camera has to be.
        gate: Which movements belong to the exercise.
        drive: What makes a repetition.
        attempt: What a movement fails that turns back too early, or the id of the check that it fails.
        checks: Rules of form.
        breathing: Cues by phase.
        pacing: How to call for the movement where it is too small to be seen; None for movements that never are.
        default_dose: Key of the usual dose.
        doses: By article, or by a name of your own.
        tunables: Thresholds that calibration may change, with the smallest and the largest value that makes sense; see
            `posecoach.exercise.thresholds` for their names.
        personal: What a profile says of the person; never part of a file.
    """

    id: Identifier
    name: Annotated[str, Field(min_length=1)]
    posture: Posture
    sides: Sides
    articles: Annotated[tuple[Article, ...], Field(min_length=1)]
    description: Annotated[str, Field(min_length=1)]
    position: Annotated[str, Field(min_length=1)] | None = None
    safety: Annotated[str, Field(min_length=1)]
    placement: Placement
    gate: Gate = Gate()
    drive: Drive
    attempt: Attempt | str
    checks: Annotated[tuple[Check, ...], Field(min_length=1)]
    breathing: Breathing = Breathing()
    pacing: Pacing | None = None
    default_dose: str
    doses: Annotated[dict[str, Dose], Field(min_length=1)]
    tunables: dict[str, tuple[Number, Number]] = Field(default_factory=dict)
    personal: SkipJsonSchema[Personal | None] = None

    def dose_named(self, name: str | None = None) -> Dose:
        """One of the doses; the default one for None.

        Raises:
            ExerciseError: If there is none of that name.
        """
        found = self.doses.get(name or self.default_dose)
        if found is None:
            known = ", ".join(self.doses)
            raise ExerciseError(
                Message("{exercise}: no dose {name!r}; allowed: {known}", exercise=self.id, name=name, known=known)
            )
        return found

    @model_validator(mode="after")
    def _consistent(self) -> "Exercise":
        ids = [rule.id for rule in self.rules]
        if len(set(ids)) < len(ids):
            raise ValueError(Message("two checks have the same id"))
        if isinstance(self.attempt, str) and self.attempt not in ids:
            raise ValueError(
                Message(
                    'attempt = "{attempt}"; allowed: a table of its own, or one of the checks: {checks}',
                    attempt=self.attempt,
                    checks=", ".join(ids),
                )
            )
        if self.default_dose not in self.doses:
            raise ValueError(
                Message(
                    'default_dose = "{name}"; allowed: one of the doses, {doses}',
                    name=self.default_dose,
                    doses=", ".join(self.doses),
                )
            )
        return self

    @model_validator(mode="after")
    def _sides_agree(self) -> "Exercise":
        drive, in_turn = self.drive, self.sides.in_turn
        if not in_turn and drive.side_by_direction is not None:
            raise ValueError(Message("drive.side_by_direction tells sides apart, so they must take turns"))
        if in_turn and drive.bidirectional:
            raise ValueError(Message("drive.bidirectional is for sides that work together"))
        places = [(check.id, check.side) for check in self.checks]
        places += [(f"gate: {one.measure}", one.side) for one in self.gate.ranges]
        wrong = [name for name, side in places if side in (SideOf.WORKING, SideOf.RESTING) and not in_turn]
        if wrong:
            raise ValueError(Message("{key}: there is no working side when sides work together", key=wrong[0]))
        return self

    @model_validator(mode="after")
    def _tunables_allow_what_is_set(self) -> "Exercise":
        known = all_thresholds(self)
        for path, (low, high) in self.tunables.items():
            if path not in known:
                raise ValueError(
                    Message(
                        "tunables.{key}: no threshold with a value; allowed: {known}", key=path, known=", ".join(known)
                    )
                )
            value = known[path].value
            if not low <= value <= high or low == high:
                raise ValueError(
                    Message(
                        "tunables.{key}: {value:g} must lie in its limits, {low:g} to {high:g}",
                        key=path,
                        value=value,
                        low=low,
                        high=high,
                    )
                )
        return self

    @property
    def measures(self) -> tuple[str, ...]:
        """Names of all measures that the exercise uses, the drive first, each once."""
        named = [self.drive, *self.gate.ranges, *self.checks]
        agreeing = [condition for check in self.checks for condition in check.only_if]
        return tuple(dict.fromkeys(item.measure for item in [*named, *agreeing]))

    def reps_asked(self, dose: Dose) -> int:
        """The fewest repetitions that fulfil a dose, of both sides where they take turns."""
        return dose.reps[0] * (2 if self.sides.in_turn else 1)

    @property
    def gate_measures(self) -> tuple[str, ...]:
        """Names of the measures by which movements are let pass or refused, each once."""
        return tuple(dict.fromkeys([*GATE_MEASURES, *(one.measure for one in self.gate.ranges)]))

    @property
    def needs_contour(self) -> bool:
        """Whether a measure reads the back's outline, which the estimator must then be asked for."""
        return any(MEASURES[name].from_contour for name in self.measures)

    @property
    def rules(self) -> tuple[Check | Attempt, ...]:
        """All that a fault may be of: the checks, and what an attempt fails."""
        own = [self.attempt] if isinstance(self.attempt, Attempt) else []
        return (*self.checks, *own)

    @property
    def attempt_rule(self) -> Check | Attempt:
        """What a movement fails that turns back too early."""
        if isinstance(self.attempt, Attempt):
            return self.attempt
        return {rule.id: rule for rule in self.rules}[self.attempt]

    @property
    def shown_measure(self) -> str:
        """The measure that tells people how far they are: what the articles describe, where they do."""
        rule = self.attempt_rule
        return rule.measure if isinstance(rule, Check) and not rule.from_start else self.drive.measure

    @property
    def start_instruction(self) -> str:
        """What to say to bring somebody into the start position."""
        return self.position or self.description

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text that a person sees or hears, each once, in the file's order: what there is to translate."""
        breathing, pacing = self.breathing, self.pacing
        found = [
            *(self.name, self.description, self.position, self.safety, self.placement.advice),
            *(text for rule in self.rules for text in (rule.cue, rule.spoken)),
            *(breathing.outbound, breathing.hold, breathing.returning),
            *((pacing.begin, pacing.hold, pacing.end) if pacing else ()),
            *(dose.note for dose in self.doses.values()),
        ]
        return tuple(dict.fromkeys(text for text in found if text))


def described_reach(exercise: Exercise) -> float | None:
    """The described value of `exercise.shown_measure`; None where the articles give none."""
    rule = exercise.attempt_rule
    return rule.target if isinstance(rule, Check) and rule.measure == exercise.shown_measure else None


def shown_sign(exercise: Exercise) -> float:
    """+1 where more of `exercise.shown_measure` is further, -1 where less is."""
    rule, personal = exercise.attempt_rule, exercise.personal
    if exercise.shown_measure == exercise.drive.measure or not isinstance(rule, Check):
        return exercise.drive.sign
    if personal is not None and personal.range is not None and personal.range.best != personal.range.rest:
        # A tolerance that was loosened for somebody tells no more.
        return 1.0 if personal.range.best > personal.range.rest else -1.0
    # The check is stricter on the side on which attempts fall short.
    return 1.0 if rule.target - rule.lowest <= rule.highest - rule.target else -1.0
