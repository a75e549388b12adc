"""What one exercise's coach makes of a recording: stretches of time that it can account for, and how well."""

from dataclasses import dataclass, replace

from posecoach.counting.coach import Coach
from posecoach.coaching.hips import as_measured
from posecoach.recognition.evidence import Evidence
from posecoach.counting.events import Attempted, Event, FaultEnded, RepetitionCounted, RepetitionStarted
from posecoach.exercise.dose import Dose
from posecoach.exercise.schema import Exercise
from posecoach.pose.series import StablePoses

__all__ = ["Claim", "claims_of"]

_ATTEMPT = 0.5
"""What an attempt counts of a repetition: many a movement is half of another exercise's."""

_LEAVING_S = 1.5
"""A movement begins at most this long before it leaves the start position; what the body did before is another's."""
_LONGEST_HOLDS, _LONGEST_WAY_S = 2.0, 15.0
"""A movement that lasts longer than this many of the longest hold asked for, and the way there and back, is worth no
more than that: a coach whose exercise is over waits for a return, and takes what is done meanwhile for a hold."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A stretch of time that an exercise can account for.

    Attributes:
        exercise: Its id.
        start_s: When the movement began.
        end_s: When it was over.
        fit: How well the movement agrees with the exercise's file: 1 for a repetition without fault or merit.
        counted: Whether it is a repetition; else an attempt at one.
    """

    exercise: str
    start_s: float
    end_s: float
    fit: float
    counted: bool

    @property
    def weight(self) -> float:
        """Seconds of a fitting movement that it is worth."""
        return (self.end_s - self.start_s) * self.fit


def claims_of(exercise: Exercise, poses: StablePoses) -> list[Claim]:
    """The movements of a recording that the exercise's coach finds, in the order of time.

    Args:
        exercise: What to look for.
        poses: Stable poses of the whole recording, with the hips as they were found.
    """
    poses = as_measured(exercise, poses)
    evidence = Evidence(exercise, poses)
    claims: list[Claim] = []
    faults: list[FaultEnded] = []
    left_s = 0.0
    for event in _events(exercise, poses):
        if isinstance(event, FaultEnded):
            faults.append(event)
        elif isinstance(event, RepetitionStarted):
            left_s = event.time_s
        elif isinstance(event, RepetitionCounted):
            # A repetition is told after its faults.
            rep = replace(event, start_s=_begun_s(exercise, event, left_s))
            fit = evidence.of(rep, [fault for fault in faults if fault.rep == rep.number])
            claims.append(_claim(exercise, rep, fit))
        elif isinstance(event, Attempted):
            attempt = replace(event, start_s=_begun_s(exercise, event, left_s))
            claims.append(_claim(exercise, attempt, _ATTEMPT * evidence.place(attempt.start_s, attempt.end_s)))
    return claims


def _begun_s(exercise: Exercise, event: RepetitionCounted | Attempted, left_s: float) -> float:
    """When a movement began that left the start position at `left_s`; one that goes both ways left it twice."""
    return event.start_s if exercise.drive.both_ways else max(event.start_s, left_s - _LEAVING_S)


def _claim(exercise: Exercise, event: RepetitionCounted | Attempted, fit: float) -> Claim:
    longest_hold_s = max(dose.hold_s[1] for dose in exercise.doses.values())
    longest_s = _LONGEST_HOLDS * longest_hold_s + _LONGEST_WAY_S
    share = min(1.0, longest_s / max(1e-9, event.end_s - event.start_s))
    counted = isinstance(event, RepetitionCounted)
    return Claim(exercise.id, event.start_s, event.end_s, share * fit, counted)


def _events(exercise: Exercise, poses: StablePoses) -> list[Event]:
    """What the coach tells, with a dose that asks for no hold: how long is held is weighed by itself."""
    coach = Coach(exercise, Dose())
    return [*coach.advance(poses).events, *coach.finish()]
