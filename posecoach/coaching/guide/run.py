"""One exercise under way: the coach, and what is worth telling beside its events."""

from dataclasses import dataclass, field, replace

from posecoach.coaching.guide.cues import CueChooser
from posecoach.coaching.guide.holding import HoldClock
from posecoach.coaching.guide.moments import Dosed, Moment, MovingTick, SideChanged
from posecoach.coaching.guide.task import GuidedTask, Progress
from posecoach.coaching.hips import as_measured
from posecoach.counting.coach import Coach
from posecoach.counting.events import Attempted, Event, NotCounted, PaceCue, RepetitionCounted
from posecoach.counting.state import CoachState, Phase
from posecoach.exercise.dose import Dose
from posecoach.pose.series import StablePoses

__all__ = ["ExerciseRun"]

_IDLE_S = 8.0
"""Of who has done enough and begins nothing more for this long it isn't expected."""
_HOLD_OVER_S, _SHORTEST_HOLD_S = 1.0, 3.0
"""After the last hold of an exercise that ends with it; and how long that hold must be at least."""
_UNCOUNTED_S = 10.0
"""Who moves for so long without a repetition wants to know why."""
_ACTIVE = (Phase.OUTBOUND, Phase.HOLD, Phase.RETURNING)
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


@dataclass(slots=True)
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
        advance = self._coach.advance(as_measured(self.task.exercise, poses))
        self.state, self.events = advance.states[-1], advance.events
        self.refusal = self._refusals.step(self.state.time_s, self.events, idle=quiet or self._interrupted)
        moments, dose = self._progressed(self.state), self.task.dose
        cues = self._cues.step(self.state, self.events, dose, quiet=quiet)
        return [*self.events, *moments, *self._clock.step(self.state, dose), *cues]

    def watch(self, poses: StablePoses) -> CoachState:
        """Takes in one frame of a pause: only where the body is."""
        self._coach.calls = self._coach.counts = False
        self.state = self._coach.advance(as_measured(self.task.exercise, poses)).states[-1]
        return self.state

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
