"""session.json: what a session came to, as a file that other tools may rely on."""

import math
from dataclasses import asdict, dataclass

from pydantic import Field

from posecoach.counting.events import (
    Attempted,
    Event,
    Evidence,
    FaultEnded,
    Judgement,
    NotCounted,
    PlacementNoted,
    RepetitionCounted,
    RepetitionEnded,
    Verdict,
)
from posecoach.counting.holds import HOLD_CHECK
from posecoach.counting.state import MovingTime
from posecoach.counting.table import measure_of
from posecoach.exercise.rules import Check
from posecoach.exercise.schema import Dose, Exercise
from posecoach.exercise.thresholds import thresholds
from posecoach.measures import MEASURES
from posecoach.pose.landmarks import Side
from posecoach.pose.recording import Origin
from posecoach.pose.series import Landmarks
from posecoach.results.reach import RangeRecord, Reach, score
from posecoach.results.records import Document, Record

__all__ = ["SCHEMA", "FrameSpan", "Session", "SessionBuilder"]

SCHEMA = "posecoach.session/2"
"""2: a movement that went half of the described way is a repetition, good or not; before, it was an attempt unless it
reached the end position."""


class Extremes(Record):
    """Smallest and largest value of a measure during a repetition."""

    min: float
    max: float


class CheckRecord(Record):
    """A check's answer about a repetition.

    Attributes:
        check: Its id.
        verdict: The answer.
        measured: Median of its measure; null if it wasn't seen.
        reason: Why it can't tell; null if it can.
    """

    check: str
    verdict: Verdict
    measured: float | None
    reason: str | None = None


class RepRecord(Record):
    """One counted repetition; times in seconds of media time.

    Attributes:
        number: From 1.
        side: The side that worked, where sides take turns.
        start_s: When the body left its start position.
        hold_start_s: When it came to rest in the end position.
        hold_end_s: When it began to leave it.
        end_s: When it was back in its start position.
        hold_s: How long the end position was held.
        good: Whether the end position was reached and no check found a fault.
        faults: Ids of the checks that found one, and "hold" for a hold that was too short.
        checks: The answer of every check.
        measures: Smallest and largest value of each measure that was seen.
        evidence: What the repetition is known by.
        confidence: How sure the movement was no noise, 0 to 1.
        open_start: Whether it was under way when it was first seen.
        open_end: Whether it was still under way when it was last seen.
    """

    number: int
    side: Side | None
    start_s: float
    hold_start_s: float
    hold_end_s: float
    end_s: float
    hold_s: float
    good: bool
    faults: list[str]
    checks: list[CheckRecord] = Field(default_factory=list)
    measures: dict[str, Extremes]
    evidence: Evidence
    confidence: float
    open_start: bool = False
    open_end: bool = False


class AttemptRecord(Record):
    """A movement that turned back before about half of the way; its fault stands among the faults.

    Attributes:
        side: The side that worked, where sides take turns.
        start_s: When the body left its start position.
        end_s: When it was half way back.
        reached: Furthest value of the drive.
    """

    side: Side | None
    start_s: float
    end_s: float
    reached: float


class FaultRecord(Record):
    """A fault with the value that was measured and the one that was wanted.

    Attributes:
        check: Id of the check, or "hold".
        rep: Number of the repetition; null for an attempt's.
        side: The side that worked, where sides take turns.
        start_s: When it began.
        end_s: When it ended.
        measured: Median of its measure meanwhile; null if it wasn't seen.
        wanted: What would have been good, in words.
        cue: What to do about it.
    """

    check: str
    rep: int | None
    side: Side | None
    start_s: float
    end_s: float
    measured: float | None
    wanted: str
    cue: str


class NotCountedRecord(Record):
    """A stretch with a person and no repetition, and why none was counted in it."""

    start_s: float
    end_s: float
    reason: str


class PlacementRecord(Record):
    """A stretch in which the camera or the person was badly placed."""

    message: str
    start_s: float
    end_s: float


@dataclass(slots=True)
class FrameSpan:
    """The frames of a session so far.

    Attributes:
        frames: How many.
        frames_with_pose: Those with a person.
        first_s: Media time of the first; NaN before it.
        last_s: Of the last one.
        estimator: Name of what saw them; None before the first.
    """

    frames: int = 0
    frames_with_pose: int = 0
    first_s: float = math.nan
    last_s: float = -math.inf
    estimator: str | None = None

    def add(self, landmarks: Landmarks) -> None:
        """Takes in the next frames, at least one."""
        if not self.frames:
            self.first_s, self.estimator = float(landmarks.time_s[0]), landmarks.profile.name
        self.frames += len(landmarks)
        self.frames_with_pose += int(landmarks.has_pose.sum())
        self.last_s = float(landmarks.time_s[-1])

    @property
    def _step_s(self) -> float:
        return (self.last_s - self.first_s) / (self.frames - 1) if self.frames > 1 else 0.0

    @property
    def duration_s(self) -> float:
        """To the end of the last frame."""
        return self._step_s * self.frames

    @property
    def frame_rate(self) -> float | None:
        """Frames a second, on average; None of fewer than two."""
        return 1 / self._step_s if self._step_s else None


class Settings(Record):
    """The dose that was asked for.

    Attributes:
        hold_s: Shortest and longest hold.
        reps: Fewest and most repetitions, of each side where sides take turns.
        moving_s: Shortest and longest continuous movement; null where repetitions count.
    """

    hold_s: tuple[float, float]
    reps: tuple[int, int]
    moving_s: tuple[float, float] | None = None


class Session(Document):
    """The whole session.

    Attributes:
        exercise: Its id.
        dose: Name of the dose; "+" marks one that was changed.
        profile: Of the person; null without one.
        source: Name of the recording or camera.
        recorded_at: When it was recorded, ISO 8601 with its time zone; null if that isn't known.
        recording_sha256: Hash of the recording's bytes; null for a camera.
        version: Of the program that estimated the landmarks; null if that isn't known.
        estimator: Name of the pose estimator.
        model_sha256: Hash of its model; null if that isn't known.
        settings: The dose that was asked for.
        thresholds: Values in force of all that calibration may change, in the units of their measures.
        frame_rate: Frames a second as they came, on average; null of fewer than two.
        duration_s: To the end of the last frame.
        frames: How many.
        frames_with_pose: Those with a person.
        rep_count: Repetitions, good or not.
        sides: How many of each side, where sides take turns.
        hold_s_total: All holds together.
        moving_s_total: Continuous movement.
        score: How much of the dose was done well, 0 to 1.
        technique: Good repetitions of those done, 0 to 1.
        range: How far it went; null where the articles say no number.
        reps: The repetitions.
        attempts: Movements that turned back too early to be one.
        faults: All of them.
        not_counted: Stretches without a repetition, with the reason.
        placement: Stretches in which the camera or the person was badly placed.
    """

    schema_: str = SCHEMA
    exercise: str
    dose: str
    profile: str | None = None
    source: str
    recorded_at: str | None = None
    recording_sha256: str | None = None
    version: str | None = None
    estimator: str | None = None
    model_sha256: str | None = None
    settings: Settings | None = None
    thresholds: dict[str, float] = Field(default_factory=dict)
    frame_rate: float | None = None
    duration_s: float
    frames: int
    frames_with_pose: int
    rep_count: int
    sides: dict[Side, int]
    hold_s_total: float
    moving_s_total: float
    score: float | None
    technique: float
    range: RangeRecord | None = None
    reps: list[RepRecord]
    attempts: list[AttemptRecord]
    faults: list[FaultRecord]
    not_counted: list[NotCountedRecord] = Field(default_factory=list)
    placement: list[PlacementRecord]


class SessionBuilder:
    """Collects events into a session.

    Attributes:
        origin: Where the landmarks come from.
    """

    def __init__(self, exercise: Exercise, dose_name: str, dose: Dose, origin: Origin) -> None:
        self._exercise, self._dose_name, self._dose, self.origin = exercise, dose_name, dose, origin
        self._measures = {
            rule.id: MEASURES[rule.measure if isinstance(rule, Check) else exercise.drive.measure]
            for rule in exercise.rules
        }
        self._reach = Reach(exercise)
        self._reps: list[RepRecord] = []
        self._attempts: list[AttemptRecord] = []
        self._faults: list[FaultRecord] = []
        self._not_counted: list[NotCountedRecord] = []
        self._placement: list[PlacementRecord] = []

    def use(self, dose_name: str, dose: Dose) -> None:
        """Goes on with another dose."""
        self._dose_name, self._dose = dose_name, dose

    def add(self, events: list[Event]) -> None:
        """Takes in what happened next."""
        for event in events:
            self._reach.add(event)
            if isinstance(event, RepetitionCounted):
                self._reps.append(self._rep(event))
            elif isinstance(event, RepetitionEnded):
                self._end(event)
            elif isinstance(event, FaultEnded):
                self._faults.append(self._fault(event))
            elif isinstance(event, Attempted):
                self._attempts.append(self._attempt(event))
            elif isinstance(event, NotCounted):
                self._not_counted.append(NotCountedRecord(**_span(event), reason=event.reason))
            elif isinstance(event, PlacementNoted):
                self._placement.append(PlacementRecord(**_span(event), message=event.hint.value))

    def build(self, span: FrameSpan) -> Session:
        """The session so far; its technique is good repetitions out of those done."""
        good, personal = sum(rep.good for rep in self._reps), self._exercise.personal
        moving = MovingTime()
        for rep in self._reps:
            moving.add(rep.start_s, rep.end_s)
        return Session(
            exercise=self._exercise.id,
            dose=self._dose_name,
            profile=None if personal is None else personal.profile,
            **asdict(self.origin),
            estimator=span.estimator,
            settings=Settings(**self._dose.model_dump(include=set(Settings.model_fields))),
            thresholds=thresholds(self._exercise),
            frame_rate=None if span.frame_rate is None else round(span.frame_rate, 3),
            duration_s=round(span.duration_s, 3),
            frames=span.frames,
            frames_with_pose=span.frames_with_pose,
            rep_count=len(self._reps),
            sides={side: sum(rep.side is side for rep in self._reps) for side in Side},
            hold_s_total=round(sum(rep.hold_s for rep in self._reps), 3),
            moving_s_total=round(moving.total_s, 3),
            score=self._score(moving.total_s),
            technique=round(good / len(self._reps), 3) if self._reps else 0.0,
            range=self._reach.record,
            reps=self._reps,
            attempts=self._attempts,
            faults=self._faults,
            not_counted=self._not_counted,
            placement=self._placement,
        )

    def _score(self, moving_s: float) -> float | None:
        found = score(self._exercise, self._dose, self._reps, moving_s)
        return None if found is None else round(found, _SCORE_DECIMALS)

    def _rep(self, event: RepetitionCounted) -> RepRecord:
        return RepRecord(
            number=event.number,
            side=event.side,
            start_s=round(event.start_s, 3),
            hold_start_s=round(event.hold_start_s, 3),
            hold_end_s=round(event.hold_end_s, 3),
            end_s=round(event.end_s, 3),
            hold_s=round(event.hold_s, 3),
            good=event.good,
            faults=list(event.faults),
            checks=[self._check(answer) for answer in event.judgements],
            evidence=event.evidence,
            confidence=round(event.confidence, 2),
            open_start=event.open_start,
            open_end=event.open_end,
            measures={
                name: Extremes(min=round(low, measure_of(name).decimals), max=round(high, measure_of(name).decimals))
                for name, (low, high) in event.measures.items()
            },
        )

    def _end(self, event: RepetitionEnded) -> None:
        """The last repetition was counted on its way back; now it is over."""
        last = self._reps[-1]
        if last.number == event.number:
            self._reps[-1] = last.model_copy(update={"end_s": round(event.end_s, 3)})

    def _check(self, answer: Judgement) -> CheckRecord:
        return CheckRecord(
            check=answer.check,
            verdict=answer.verdict,
            measured=_rounded(self._measures[answer.check].decimals, answer.measured),
            reason=answer.reason or None,
        )

    def _fault(self, event: FaultEnded) -> FaultRecord:
        decimals = _SECOND_DECIMALS if event.check == HOLD_CHECK else self._measures[event.check].decimals
        return FaultRecord(
            check=event.check,
            rep=event.rep,
            side=event.side,
            **_span(event),
            measured=_rounded(decimals, event.measured),
            wanted=event.wanted,
            cue=event.cue,
        )

    def _attempt(self, event: Attempted) -> AttemptRecord:
        decimals = MEASURES[self._exercise.drive.measure].decimals
        return AttemptRecord(side=event.side, **_span(event), reached=round(event.reached, decimals))


_SECOND_DECIMALS = _SCORE_DECIMALS = 3


def _span(event: FaultEnded | Attempted | NotCounted | PlacementNoted) -> dict[str, float]:
    return {"start_s": round(event.start_s, _SECOND_DECIMALS), "end_s": round(event.end_s, _SECOND_DECIMALS)}


def _rounded(decimals: int, value: float) -> float | None:
    return None if math.isnan(value) else round(value, decimals)
