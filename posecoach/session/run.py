"""One exercise under way: the coach, which cue is given when, and the seconds of a hold that are counted aloud."""

import math
from collections import Counter
from dataclasses import dataclass, field, replace

from posecoach.counting.coach import Coach
from posecoach.counting.events import Attempted, Event, FaultEnded, NotCounted, PaceCue, RepetitionCounted
from posecoach.counting.holds import HOLD_CHECK
from posecoach.counting.state import CoachState, Phase
from posecoach.exercise.rules import Attempt, Check, Severity
from posecoach.exercise.schema import Dose, Exercise
from posecoach.pose.series import StablePoses
from posecoach.session.moments import (
    CueGiven,
    Dosed,
    FaultRecalled,
    HoldDone,
    HoldTick,
    Moment,
    MovingTick,
    Praised,
    SideChanged,
)
from posecoach.session.speech import Motion
from posecoach.session.task import GuidedTask, Progress

__all__ = ["CueChooser", "ExerciseRun", "HoldClock"]

_ACTIVE = (Phase.OUTBOUND, Phase.HOLD, Phase.RETURNING)
"""Phases of a movement under way."""
_COUNTED = 3
"""Seconds at the end of a hold that are counted."""
_SPOKEN_FIRST_S = 1.2
"""What the beginning of a hold is told in; seconds that lie within it aren't counted."""


@dataclass(slots=True)
class HoldClock:
    """Counts down to the end of the dose's hold; where that is a range, to its longer end."""

    _told: int = _COUNTED + 1
    _done: bool = False

    def step(self, state: CoachState, dose: Dose) -> list[HoldTick | HoldDone]:
        """Takes in a moment."""
        longest_s = dose.hold_s[1]
        if state.phase in (Phase.REST, Phase.AWAY) or state.hold_s == 0:
            self._told, self._done = _COUNTED + 1, False
        if state.phase is not Phase.HOLD or longest_s == 0 or self._done:
            return []
        left_s = longest_s - state.hold_s
        if left_s <= 0:
            self._done = True
            return [HoldDone(state.time_s)]
        second = math.ceil(left_s)
        if second >= self._told:
            return []
        self._told = second
        return [HoldTick(state.time_s, second)] if state.hold_s >= _SPOKEN_FIRST_S else []


_AGAIN_S = 6.0
"""The same cue isn't given again sooner, unless the fault got worse."""
_BETWEEN_S = 2.5
"""Two cues are at least this far apart, so that one can be understood and followed."""
_WORSE = 0.5
"""Of the tolerance: by this much a fault must have grown to be worth saying again at once."""
_MOST_TIMES = 2
"""Who has heard a cue so often in an exercise knows it."""
_RECALLED_S = 15.0
"""What is longer ago isn't told any more while an exercise goes on."""


@dataclass(slots=True)
class CueChooser:
    """Turns faults into cues, a few at a time: for now while a fault is there, as past once the body rests.

    Attributes:
        exercise: Whose rules they are faults of.
    """

    exercise: Exercise
    _said: dict[str, tuple[float, float]] = field(default_factory=dict)
    """When each check was last spoken of, and how bad its fault was."""
    _times: Counter[str] = field(default_factory=Counter)
    _last_s: float = -math.inf
    _pending: dict[str, FaultEnded] = field(default_factory=dict)
    """Faults that are over and weren't spoken of."""
    _faulty: bool = False

    def step(
        self, state: CoachState, events: list[Event], *, quiet: bool = False
    ) -> list[CueGiven | FaultRecalled | Praised]:
        """Takes in a moment; returns what to tell now, if there is something; nothing while `quiet`."""
        self._note(state.time_s, events)
        praise = self._praise(events)
        if quiet:
            return []
        if state.time_s - self._last_s < _BETWEEN_S:
            return [*praise]
        now = dict(zip(state.faults, state.excesses, strict=True))
        for check in sorted(now, key=self._is_form):
            if self._due(check, state.time_s, now[check]):
                self._tell(check, state.time_s, now[check])
                rule = self._rule(check)
                return [*praise, CueGiven(state.time_s, check, rule.cue, rule.spoken)]
        return [*praise, *(self.recall(state.time_s) if state.phase not in _ACTIVE else [])]

    def recall(self, time_s: float) -> list[FaultRecalled]:
        """The most important fault that is over and wasn't spoken of; the others are forgotten."""
        known = [check for check in self._pending if self._times[check] < _MOST_TIMES]
        check = min(known, key=self._is_form, default=None)
        if check is None:
            return []
        fault, self._pending = self._pending[check], {}
        # How bad a fault was that is over isn't known, so that none is worse.
        self._tell(check, time_s, math.inf)
        if check == HOLD_CHECK:
            return [FaultRecalled(time_s, check, fault.cue, fault.measured)]
        return [FaultRecalled(time_s, check, self._rule(check).spoken)]

    def _note(self, time_s: float, events: list[Event]) -> None:
        """Remembers faults that were told only when a movement is over, until a movement is good or much later."""
        for event in events:
            if isinstance(event, RepetitionCounted):
                self._pending = {check: one for check, one in self._pending.items() if check in event.faults}
            elif isinstance(event, FaultEnded) and self._said.get(event.check, (-math.inf, 0.0))[0] < event.start_s:
                self._pending[event.check] = event
        self._pending = {check: one for check, one in self._pending.items() if time_s - one.end_s < _RECALLED_S}

    def _is_form(self, check: str) -> bool:
        """Whether a fault doesn't concern safety; its cue comes after those that do."""
        safety = (rule.id for rule in self.exercise.checks if rule.severity is Severity.SAFETY)
        return check not in safety

    def _due(self, check: str, time_s: float, excess: float) -> bool:
        said_s, said_excess = self._said.get(check, (-math.inf, 0.0))
        return self._times[check] < _MOST_TIMES and (time_s - said_s >= _AGAIN_S or excess > said_excess + _WORSE)

    def _tell(self, check: str, time_s: float, excess: float) -> None:
        self._said[check], self._last_s = (time_s, excess), time_s
        self._times[check] += 1
        self._pending.pop(check, None)

    def _rule(self, check: str) -> Check | Attempt:
        return next(rule for rule in self.exercise.rules if rule.id == check)

    def _praise(self, events: list[Event]) -> list[Praised]:
        """Praise for a repetition without the fault that the one before had."""
        praise: list[Praised] = []
        for event in events:
            if isinstance(event, RepetitionCounted):
                if self._faulty and not event.faults:
                    praise.append(Praised(event.end_s, mended=True))
                self._faulty = bool(event.faults)
            elif isinstance(event, FaultEnded) and event.rep is None:
                self._faulty = True
        return praise


_IDLE_S = 8.0
"""Of who has done enough and begins nothing more for this long it isn't expected."""
_HOLD_OVER_S, _SHORTEST_HOLD_S = 1.0, 3.0
"""After the last hold of an exercise that ends with it; and how long that hold must be at least."""
_UNCOUNTED_S = 10.0
"""Who moves for so long without a repetition wants to know why."""
_TOLD_EVERY_S = 10
"""Of continuous movement."""


@dataclass(slots=True)
class _Refusals:
    """Why movements weren't counted, once that has gone on for a while."""

    _last: NotCounted | None = None
    _since_s: float = 0.0

    def step(self, time_s: float, events: list[Event], *, idle: bool) -> str | None:
        """Takes in a moment, `idle` while nothing is expected; returns the reason of the last one."""
        if idle or any(isinstance(event, RepetitionCounted | Attempted) for event in events):
            self._last, self._since_s = None, time_s
        for event in events:
            if isinstance(event, NotCounted):
                self._last = event
        last = self._last
        explains = last is not None and time_s - self._since_s >= _UNCOUNTED_S and time_s - last.end_s < _UNCOUNTED_S
        return last.reason if last is not None and explains else None


@dataclass(eq=False, slots=True)
class ExerciseRun:
    """Follows one exercise until its dose is done.

    Attributes:
        task: What is asked for.
        state: What the coach knows.
        progress: How much is done.
        events: What the coach found in the last frame.
        refusal: Why nothing has been counted for a while although somebody moves; None if that explains itself.
    """

    task: GuidedTask
    state: CoachState | None = None
    progress: Progress = field(init=False)
    events: list[Event] = field(default_factory=list)
    refusal: str | None = None
    _coach: Coach = field(init=False)
    _cues: CueChooser = field(init=False)
    _clock: HoldClock = field(default_factory=HoldClock)
    _active_s: float = 0.0
    _interrupted: bool = False
    _told_s: int = 0
    _refusals: _Refusals = field(default_factory=_Refusals)

    def __post_init__(self) -> None:
        self.progress = Progress(self.task)
        self._coach = Coach(self.task.exercise, self.task.dose, live=True)
        self._cues = CueChooser(self.task.exercise)

    def step(self, poses: StablePoses, *, quiet: bool = False) -> list[Moment]:
        """Takes in one frame.

        Args:
            poses: Stable poses with the hips as they were found.
            quiet: Whether the exercise hasn't begun: nothing is called for, and faults are told later.
        """
        self._coach.calls, self._coach.counts = not quiet, True
        advance = self._coach.follow(poses)
        self.state, self.events = advance.states[-1], advance.events
        self.refusal = self._refusals.step(self.state.time_s, self.events, idle=quiet or self._interrupted)
        moments, dose = self._progressed(self.state), self.task.dose
        cues = self._cues.step(self.state, self.events, quiet=quiet)
        return [*self.events, *moments, *self._clock.step(self.state, dose), *cues]

    def watch(self, poses: StablePoses) -> CoachState:
        """Takes in one frame of a pause: only where the body is."""
        self._coach.calls = self._coach.counts = False
        self.state = self._coach.follow(poses).states[-1]
        return self.state

    @property
    def motion(self) -> Motion:
        """What the body does."""
        if self.state is None or self.state.phase not in _ACTIVE:
            return Motion.RESTS
        return Motion.RETURNS if self.state.phase is Phase.RETURNING else Motion.BEGINS

    @property
    def over(self) -> bool:
        """Whether the dose is done, and nothing more is to come."""
        state = self.state
        if state is None:
            return False
        if self.progress.full:
            return True
        if self.progress.enough:
            return state.time_s - self._active_s > _IDLE_S
        longest_s = self.task.dose.hold_s[1]
        stays, shortest_s = self.task.exercise.drive.held_alone, max(longest_s + _HOLD_OVER_S, _SHORTEST_HOLD_S)
        return stays and state.hold_done and self.progress.last and state.hold_s > shortest_s

    def use(self, name: str, dose: Dose) -> None:
        """Goes on with another dose."""
        self.task = replace(self.task, dose_name=name, dose=dose)
        self.progress.task = self.task
        self._coach.use(dose)

    def interrupt(self) -> None:
        """Gives up the movement under way."""
        self._interrupted = True
        self._coach.interrupt()

    def finish(self) -> list[Event]:
        """Ends the exercise: a movement under way counts if it has gone far enough."""
        self.events = self._coach.finish()
        for event in self.events:
            if isinstance(event, RepetitionCounted):
                self.progress.add(event)
        return self.events

    def recall(self) -> list[FaultRecalled]:
        """What was wrong last and wasn't spoken of, for the end of the exercise."""
        return [] if self.state is None else self._cues.recall(self.state.time_s)

    def _progressed(self, state: CoachState) -> list[Moment]:
        called = any(isinstance(event, PaceCue) for event in self.events)
        if called or self._interrupted or state.phase in _ACTIVE:
            self._active_s, self._interrupted = state.time_s, False
        counted = [event for event in self.events if isinstance(event, RepetitionCounted)]
        return [*(moment for event in counted for moment in self._counted(event)), *self._moved(state)]

    def _counted(self, rep: RepetitionCounted) -> list[Moment]:
        progress = self.progress
        self._active_s, had_enough = rep.end_s, progress.enough
        progress.add(rep)
        side = progress.side_after(rep)
        if side is not None:
            return [SideChanged(rep.end_s, side)]
        if progress.enough and not had_enough and progress.more:
            return [Dosed(rep.end_s, progress.more)]
        return []

    def _moved(self, state: CoachState) -> list[Moment]:
        if self.task.dose.moving_s is None:
            return []
        self.progress.moving_s = state.moving_s
        tens = int(state.moving_s) // _TOLD_EVERY_S * _TOLD_EVERY_S
        if tens <= self._told_s:
            return []
        self._told_s = tens
        return [MovingTick(state.time_s, tens)]
