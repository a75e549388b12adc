"""The movement under way: whether it belongs to the exercise, and the faults of its hold while they last."""

import math
from dataclasses import replace

import numpy as np

from posecoach.counting.counter import RepCounter
from posecoach.counting.events import Event, FaultEnded, FaultStarted, Judgement, Verdict
from posecoach.counting.frames import FrameLog
from posecoach.counting.gate import Ends, refusal
from posecoach.counting.judging import judgements
from posecoach.counting.state import Phase
from posecoach.exercise.rules import Severity
from posecoach.exercise.schema import Exercise
from posecoach.messages import ExerciseText

__all__ = ["FormWatch"]

_SURE_S = 0.6
"""A hold that has lasted this long can be judged; it is looked at again as often."""
_NEWEST_S = 0.3
"""A fault that wasn't there during the last moments is over."""
_REMINDER_S = 3.0


class FormWatch:
    """Judges the movement under way.

    Attributes:
        begins: Whether it began in the start position.
        belongs: Whether it may be one of the exercise, by what was seen of it.
        failing: Ids of the checks that fail now, the most important first.
        excesses: How far each of them lies beyond its tolerance, in tolerances.
    """

    def __init__(self, exercise: Exercise, log: FrameLog) -> None:
        self._exercise, self._log = exercise, log
        self._checks = {check.id: check for check in exercise.checks}
        self._told = set[str]()
        self._reminder, self._reminder_until_s = "", -math.inf
        self.begins, self.belongs, self._moving, self._held, self._judged_s = True, True, False, False, -math.inf
        self.failing, self.excesses = tuple[str, ...](), tuple[float, ...]()

    def step(self, time_s: float, counter: RepCounter) -> list[Event]:
        """Looks at the movement under way; returns the faults that are called for the first time in it."""
        if not counter.turning.outbound:
            self._between()
            return []
        held = counter.phase is Phase.HOLD
        due = time_s - self._judged_s >= _SURE_S
        if not self._moving:
            self.begins = self.belongs = self._passes_gate(replace(counter.ends_now(), end=np.empty(0, np.intp)))
        if held and (due or not self._held):
            self.belongs = self._passes_gate(counter.ends_now())
        self._moving, self._held = True, held
        if not self.belongs:
            self.failing, self.excesses = (), ()
        if not self.belongs or not due or counter.held_s < _SURE_S:
            return []
        self._judged_s = time_s
        return self._judged(time_s, counter)

    def remind(self, events: list[Event], time_s: float) -> None:
        """Keeps the cue of what has just ended up for some moments, unless it was up during the movement."""
        ended = [event for event in events if isinstance(event, FaultEnded) and event.check not in self._told]
        if ended:
            self._reminder, self._reminder_until_s = ended[0].cue, time_s + _REMINDER_S

    def cue(self, time_s: float) -> str | None:
        """What to mend now."""
        if self.failing:
            return ExerciseText(self._exercise.id, self._checks[self.failing[0]].cue)
        return self._reminder if time_s < self._reminder_until_s else None

    def _between(self) -> None:
        """No movement is under way."""
        self.begins, self.belongs, self._moving, self._held, self._judged_s = True, True, False, False, -math.inf
        self.failing, self.excesses = (), ()
        self._told.clear()

    def _passes_gate(self, ends: Ends) -> bool:
        return refusal(self._exercise.gate, self._log, ends) is None

    def _judged(self, time_s: float, counter: RepCounter) -> list[Event]:
        """Faults of the hold as a whole that are still there."""
        ends = counter.ends_now()
        newest = ends.end[self._log.times_s(int(ends.end[0]), int(ends.end[-1])) > time_s - _NEWEST_S]
        still = {one.check for one in self._faults(replace(ends, end=newest))}
        faults = sorted((one for one in self._faults(ends) if one.check in still), key=self._importance)
        self.failing = tuple(one.check for one in faults)
        self.excesses = tuple(self._excess(one) for one in faults)
        new = [check for check in self.failing if check not in self._told]
        self._told.update(new)
        return [FaultStarted(time_s, check) for check in new]

    def _faults(self, ends: Ends) -> list[Judgement]:
        answers = judgements(self._exercise, self._log, ends)
        return [one for one in answers if one.verdict is Verdict.FAULT]

    def _importance(self, answer: Judgement) -> tuple[bool, bool, float]:
        check = self._checks[answer.check]
        return check.severity is not Severity.SAFETY, check.id != self._exercise.attempt_rule.id, -self._excess(answer)

    def _excess(self, answer: Judgement) -> float:
        return self._checks[answer.check].excess(answer.measured)
