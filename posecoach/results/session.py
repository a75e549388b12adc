"""session.json: what a session came to, as a file that other tools may rely on."""

from posecoach.counting.counter import HOLD_CHECK
from posecoach.counting.events import Attempted, Event, Evidence, FaultEnded, PlacementNoted, RepetitionCounted
from posecoach.counting.moving_time import MovingTime
from posecoach.counting.table import measure_of
from posecoach.exercise.dose import Dose
from posecoach.exercise.rules import Check, Witness
from posecoach.exercise.schema import Exercise
from posecoach.measures import MEASURES, Measure
from posecoach.pose.landmarks import Side
from posecoach.results.reach import RangeRecord, Reach
from posecoach.results.records import Document, Record
from posecoach.results.score import score

__all__ = ["SCHEMA", "Session", "SessionBuilder"]

SCHEMA = "posecoach.session/1"


class Extremes(Record):
    """Smallest and largest value of a measure during a repetition."""

    min: float
    max: float


class RepRecord(Record):
    """One counted repetition; times in seconds of media time."""

    number: int
    side: Side | None
    start_s: float
    hold_start_s: float
    hold_end_s: float
    end_s: float
    hold_s: float
    good: bool
    faults: list[str]
    measures: dict[str, Extremes]
    evidence: Evidence
    confidence: float


class AttemptRecord(Record):
    """A movement that turned back before the hold zone; its fault stands among the faults."""

    side: Side | None
    start_s: float
    end_s: float
    reached: float


class FaultRecord(Record):
    """A fault with the value that was measured and the one that was wanted."""

    check: str
    rep: int | None
    side: Side | None
    start_s: float
    end_s: float
    measured: float
    wanted: str
    cue: str


class PlacementRecord(Record):
    """A stretch in which the camera or the person was badly placed."""

    message: str
    start_s: float
    end_s: float


class Session(Document):
    """The whole session."""

    schema_: str = SCHEMA
    exercise: str
    dose: str
    profile: str | None = None
    source: str
    duration_s: float
    frames: int
    frames_with_pose: int
    rep_count: int
    sides: dict[Side, int]
    hold_s_total: float
    moving_s_total: float
    score: float
    technique: float
    range: RangeRecord | None = None
    reps: list[RepRecord]
    attempts: list[AttemptRecord]
    faults: list[FaultRecord]
    placement: list[PlacementRecord]


class SessionBuilder:
    """Collects events into a session."""

    def __init__(self, exercise: Exercise, dose_name: str, dose: Dose, source: str) -> None:
        self._exercise, self._dose_name, self._dose, self._source = exercise, dose_name, dose, source
        self._measures = {
            rule.id: MEASURES[rule.measure if isinstance(rule, Check | Witness) else exercise.drive.measure]
            for rule in exercise.rules
        }
        self._reach = Reach(exercise)
        self._reps: list[RepRecord] = []
        self._attempts: list[AttemptRecord] = []
        self._faults: list[FaultRecord] = []
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
            elif isinstance(event, FaultEnded):
                self._faults.append(self._fault(event))
            elif isinstance(event, Attempted):
                self._attempts.append(self._attempt(event))
            elif isinstance(event, PlacementNoted):
                start_s, end_s = round(event.start_s, 3), round(event.end_s, 3)
                self._placement.append(PlacementRecord(message=event.hint.value, start_s=start_s, end_s=end_s))

    def build(self, *, duration_s: float, frames: int, frames_with_pose: int) -> Session:
        """The session so far; its technique is good repetitions out of those done."""
        good, personal = sum(rep.good for rep in self._reps), self._exercise.personal
        moving = MovingTime()
        for rep in self._reps:
            moving.add(rep.start_s, rep.end_s)
        return Session(
            exercise=self._exercise.id,
            dose=self._dose_name,
            profile=None if personal is None else personal.profile,
            source=self._source,
            duration_s=round(duration_s, 3),
            frames=frames,
            frames_with_pose=frames_with_pose,
            rep_count=len(self._reps),
            sides={side: sum(rep.side is side for rep in self._reps) for side in Side},
            hold_s_total=round(sum(rep.hold_s for rep in self._reps), 3),
            moving_s_total=round(moving.total_s, 3),
            score=round(score(self._exercise, self._dose, self._reps, self._faults, moving.total_s), 3),
            technique=round(good / len(self._reps), 3) if self._reps else 0.0,
            range=self._reach.record,
            reps=self._reps,
            attempts=self._attempts,
            faults=self._faults,
            placement=self._placement,
        )

    def _rep(self, event: RepetitionCounted) -> RepRecord:
        return RepRecord(
            number=event.number,
            side=event.side,
            start_s=round(event.start_s, 3),
            hold_start_s=round(event.hold_start_s, 3),
            hold_end_s=round(event.hold_end_s, 3),
            end_s=round(event.end_s, 3),
            hold_s=round(event.hold_s, 3),
            good=not event.faults,
            faults=list(event.faults),
            evidence=event.evidence,
            confidence=round(event.confidence, 2),
            measures={
                name: Extremes(min=_rounded(measure_of(name), low), max=_rounded(measure_of(name), high))
                for name, (low, high) in event.measures.items()
            },
        )

    def _fault(self, event: FaultEnded) -> FaultRecord:
        held = event.check == HOLD_CHECK
        return FaultRecord(
            check=event.check,
            rep=event.rep,
            side=event.side,
            start_s=round(event.start_s, 3),
            end_s=round(event.end_s, 3),
            measured=round(event.measured, 3) if held else _rounded(self._measures[event.check], event.measured),
            wanted=event.wanted,
            cue=event.cue,
        )

    def _attempt(self, event: Attempted) -> AttemptRecord:
        return AttemptRecord(
            side=event.side,
            start_s=round(event.start_s, 3),
            end_s=round(event.end_s, 3),
            reached=_rounded(MEASURES[self._exercise.drive.measure], event.reached),
        )


def _rounded(measure: Measure, value: float) -> float:
    return round(value, measure.decimals)
