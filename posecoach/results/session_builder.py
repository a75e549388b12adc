"""A session put together out of events, as they happen."""

import math
from dataclasses import asdict, dataclass

from posecoach.counting.events import (
    Attempted,
    Event,
    FaultEnded,
    Judgement,
    NotCounted,
    PlacementNoted,
    RepetitionCounted,
    RepetitionEnded,
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
from posecoach.results.reach import Reach, score
from posecoach.results.session import (
    AttemptRecord,
    CheckRecord,
    Extremes,
    FaultRecord,
    NotCountedRecord,
    PlacementRecord,
    RepRecord,
    Session,
    Settings,
)
from posecoach.version import __version__

__all__ = ["FrameSpan", "SessionBuilder"]


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
            **(asdict(self.origin) | {"version": __version__}),
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
            measured=_rounded(self._decimals(answer.check), answer.measured),
            unit="s" if answer.check == HOLD_CHECK else self._measures[answer.check].unit,
            reason=answer.reason or None,
        )

    def _fault(self, event: FaultEnded) -> FaultRecord:
        return FaultRecord(
            check=event.check,
            rep=event.rep,
            side=event.side,
            **_span(event),
            measured=_rounded(self._decimals(event.check), event.measured),
            wanted=event.wanted,
            cue=event.cue,
        )

    def _decimals(self, check: str) -> int:
        return _SECOND_DECIMALS if check == HOLD_CHECK else self._measures[check].decimals

    def _attempt(self, event: Attempted) -> AttemptRecord:
        decimals = MEASURES[self._exercise.drive.measure].decimals
        return AttemptRecord(side=event.side, **_span(event), reached=round(event.reached, decimals))


_SECOND_DECIMALS = _SCORE_DECIMALS = 3


def _span(event: FaultEnded | Attempted | NotCounted | PlacementNoted) -> dict[str, float]:
    return {"start_s": round(event.start_s, _SECOND_DECIMALS), "end_s": round(event.end_s, _SECOND_DECIMALS)}


def _rounded(decimals: int, value: float) -> float | None:
    return None if math.isnan(value) else round(value, decimals)
