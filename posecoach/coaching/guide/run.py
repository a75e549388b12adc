"""One exercise under way: the coach, and what is worth telling beside its events."""

from dataclasses import dataclass, field, replace

from posecoach.counting.coach import Coach
from posecoach.coaching.guide.cues import CueChooser
from posecoach.coaching.guide.holding import HoldClock
from posecoach.coaching.guide.moments import Dosed, Moment, MovingTick, SideChanged
from posecoach.coaching.guide.task import GuidedTask, Progress
from posecoach.coaching.hips import as_measured
from posecoach.coaching.tracker import SHORTEST_OPEN_HOLD_S
from posecoach.counting.events import Event, PaceCue, RepetitionCounted
from posecoach.counting.state import CoachState, Phase
from posecoach.exercise.dose import Dose
from posecoach.pose.series import StablePoses

__all__ = ["ExerciseRun"]

_IDLE_S = 8.0
"""Of who has done enough and begins nothing more for this long it isn't expected."""
_HOLD_OVER_S = 1.0
"""After the last hold of an exercise that ends with it."""
_ACTIVE = (Phase.OUTBOUND, Phase.HOLD, Phase.RETURNING)
_TOLD_EVERY_S = 10
"""Of continuous movement."""


@dataclass(slots=True)
class ExerciseRun:
    """Follows one exercise until its dose is done.

    Attributes:
        task: What is asked for.
        state: What the coach knows.
        progress: How much is done.
        events: What the coach found in the last frame.
    """

    task: GuidedTask
    state: CoachState | None = None
    progress: Progress = field(init=False)
    events: list[Event] = field(default_factory=list)
    _coach: Coach = field(init=False)
    _cues: CueChooser = field(init=False)
    _clock: HoldClock = field(default_factory=HoldClock)
    _active_s: float = 0.0
    _interrupted: bool = False
    _told_s: int = 0

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
        self._coach.calls = not quiet
        advance = self._coach.advance(as_measured(self.task.exercise, poses))
        self.state, self.events = advance.states[-1], advance.events
        moments, dose = self._progressed(self.state), self.task.dose
        cues = self._cues.step(self.state, self.events, dose, quiet=quiet)
        return [*self.events, *moments, *self._clock.step(self.state, dose), *cues]

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
        stays = not self.task.exercise.drive.returns and not self.task.exercise.drive.both_ways
        shortest_s = max(longest_s + _HOLD_OVER_S, SHORTEST_OPEN_HOLD_S)
        return stays and state.hold_done and self.progress.last and state.hold_s > shortest_s

    def use(self, name: str, dose: Dose) -> None:
        """Goes on with another dose."""
        self.task = replace(self.task, dose_name=name, dose=dose)
        self.progress.task = self.task
        self._coach.use(dose)

    def interrupt(self) -> list[Event]:
        """Gives up the movement under way."""
        self._interrupted = True
        return self._took(self._coach.interrupt())

    def finish(self) -> list[Event]:
        """Ends the exercise: a hold under way counts where the exercise ends with it."""
        return self._took(self._coach.finish())

    def _took(self, events: list[Event]) -> list[Event]:
        for event in events:
            if isinstance(event, RepetitionCounted):
                self.progress.add(event)
        self.events = events
        return events

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
