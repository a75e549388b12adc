"""Faults while they last: the checks that are sure during a hold, and the cue that follows from them."""

import math

from posecoach.counting.counter import RepCounter
from posecoach.counting.events import Event, FaultEnded, FaultStarted, Judgement, Verdict
from posecoach.counting.frames import FrameLog
from posecoach.counting.judging import judgements
from posecoach.exercise.rules import Severity
from posecoach.exercise.schema import Exercise

__all__ = ["FormWatch"]

_SURE_S = 0.5
"""A hold that has lasted this long can be judged; it is looked at again as often."""
_REMINDER_S = 3.0


class FormWatch:
    """Judges the hold under way.

    Attributes:
        failing: Ids of the checks that fail now, the most important first.
        excesses: How far each of them lies beyond its tolerance, in tolerances.
    """

    def __init__(self, exercise: Exercise, log: FrameLog) -> None:
        self._exercise, self._log = exercise, log
        self._checks = {check.id: check for check in exercise.checks}
        self.failing, self.excesses = tuple[str, ...](), tuple[float, ...]()
        self._told = set[str]()
        self._judged_s = -math.inf
        self._reminder, self._reminder_until_s = "", -math.inf

    def step(self, time_s: float, counter: RepCounter) -> list[Event]:
        """Looks at the movement under way; returns the faults that are called for the first time in it."""
        if not counter.turning.outbound:
            self.failing, self.excesses, self._judged_s = (), (), -math.inf
            self._told.clear()
            return []
        if counter.held_s < _SURE_S or time_s - self._judged_s < _SURE_S:
            return []
        self._judged_s = time_s
        answers = judgements(self._exercise, self._log, counter.ends_now())
        faults = sorted((one for one in answers if one.verdict is Verdict.FAULT), key=self._importance)
        self.failing = tuple(one.check for one in faults)
        self.excesses = tuple(self._excess(one) for one in faults)
        new = [check for check in self.failing if check not in self._told]
        self._told.update(new)
        return [FaultStarted(time_s, check) for check in new]

    def remind(self, events: list[Event], time_s: float) -> None:
        """Keeps the cue of what has just ended up for some moments."""
        for event in events:
            if isinstance(event, FaultEnded) and (event.rep is None or event.check not in self._checks):
                self._reminder, self._reminder_until_s = event.cue, time_s + _REMINDER_S

    def cue(self, time_s: float) -> str | None:
        """What to mend now."""
        if self.failing:
            return self._checks[self.failing[0]].cue
        return self._reminder if time_s < self._reminder_until_s else None

    def _importance(self, answer: Judgement) -> tuple[bool, bool, float]:
        check = self._checks[answer.check]
        return check.severity is not Severity.SAFETY, check.id != self._exercise.attempt_rule.id, -self._excess(answer)

    def _excess(self, answer: Judgement) -> float:
        return self._checks[answer.check].excess(answer.measured)
