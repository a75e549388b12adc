"""Which fault to speak of, and when: the most useful one, and never so often that it nags."""

import math
from dataclasses import dataclass, field

from posecoach.coaching.guide.moments import CueGiven, Praised
from posecoach.counting.events import Event, FaultEnded, FaultStarted, RepetitionCounted
from posecoach.counting.holds import HOLD_CHECK, hold_cue
from posecoach.counting.state import CoachState
from posecoach.exercise.dose import Dose
from posecoach.exercise.rules import Severity
from posecoach.exercise.schema import Exercise

__all__ = ["CueChooser"]

_AGAIN_S = 6.0
"""The same cue isn't given again sooner, unless the fault got worse."""
_BETWEEN_S = 2.5
"""Two cues are at least this far apart, so that one can be understood and followed."""
_WORSE = 0.5
"""Of the tolerance: by this much a fault must have grown to be worth saying again at once."""


@dataclass(slots=True)
class CueChooser:
    """Turns faults into cues, a few at a time.

    Attributes:
        exercise: Whose rules they are faults of.
    """

    exercise: Exercise
    _said: dict[str, tuple[float, float]] = field(default_factory=dict)
    """When each check was last spoken of, and how bad its fault was."""
    _last_s: float = -math.inf
    _pending: dict[str, float] = field(default_factory=dict)
    """Faults that are over already but not spoken of, and when they were seen."""
    _faulty: bool = False

    def step(
        self, state: CoachState, events: list[Event], dose: Dose, *, quiet: bool = False
    ) -> list[CueGiven | Praised]:
        """Takes in a moment; returns the cue to give now, if there is one; none while `quiet`."""
        self._note(events)
        praise = self._praise(events)
        if quiet:
            return []
        time_s = state.time_s
        if time_s - self._last_s < _BETWEEN_S:
            return praise
        now = dict(zip(state.faults, state.excesses, strict=True))
        self._pending = {check: seen_s for check, seen_s in self._pending.items() if time_s - seen_s < _AGAIN_S}
        for check in sorted({**now, **self._pending}, key=self._is_form):
            if self._due(check, time_s, now.get(check, 0.0)):
                # How bad a fault was that is over isn't known, so that none is worse.
                self._said[check], self._last_s = (time_s, now.get(check, math.inf)), time_s
                self._pending.pop(check, None)
                return [*praise, self._cue(check, time_s, dose)]
        return praise

    def _note(self, events: list[Event]) -> None:
        """Remembers faults that were called, and those that are told only when a movement is over."""
        for event in events:
            if isinstance(event, FaultStarted):
                self._pending[event.check] = event.time_s
            elif isinstance(event, FaultEnded) and self._said.get(event.check, (-math.inf, 0.0))[0] < event.start_s:
                self._pending[event.check] = event.end_s

    def _is_form(self, check: str) -> bool:
        """Whether a fault doesn't concern safety; its cue comes after those that do."""
        safety = (rule.id for rule in self.exercise.checks if rule.severity is Severity.SAFETY)
        return check not in safety

    def _due(self, check: str, time_s: float, excess: float) -> bool:
        said_s, said_excess = self._said.get(check, (-math.inf, 0.0))
        return time_s - said_s >= _AGAIN_S or excess > said_excess + _WORSE

    def _cue(self, check: str, time_s: float, dose: Dose) -> CueGiven:
        if check == HOLD_CHECK:
            return CueGiven(time_s, check, hold_cue(dose), hold_cue(dose))
        rule = next(rule for rule in self.exercise.rules if rule.id == check)
        return CueGiven(time_s, check, rule.cue, rule.spoken)

    def _praise(self, events: list[Event]) -> list[CueGiven | Praised]:
        """Praise for a repetition without the fault that the one before had."""
        praise: list[CueGiven | Praised] = []
        for event in events:
            if isinstance(event, RepetitionCounted):
                if self._faulty and not event.faults:
                    praise.append(Praised(event.end_s, mended=True))
                self._faulty = bool(event.faults)
            elif isinstance(event, FaultEnded) and event.rep is None:
                self._faulty = True
        return praise
