"""The guide: leads through the stages of a session, from the safety advice to the end, without a keyboard."""

import math
from dataclasses import dataclass
from enum import Enum

from posecoach.counting.events import Attempted, Event, HoldStarted, RepetitionCounted, RepetitionStarted
from posecoach.counting.state import Hint, Phase
from posecoach.measures import Body
from posecoach.pose.landmarks import Side
from posecoach.pose.series import StablePoses
from posecoach.session.moments import (
    ConditionUnmet,
    CountdownTick,
    DoseChanged,
    Moment,
    Paused,
    PauseReason,
    PositionAsked,
    Praised,
    QuestionAsked,
    RestTick,
    Resumed,
    SeenWell,
    SideAsked,
    Stage,
    StageEntered,
    TaskEnded,
)
from posecoach.session.pausing import Pauses
from posecoach.session.red_flags import RedFlagQuestions
from posecoach.session.run import ExerciseRun
from posecoach.session.setting_up import Hints, setting_up
from posecoach.session.speech import Motion
from posecoach.session.start import StartWatch, Unmet, one_foot_up, unmet_condition
from posecoach.session.task import GuidedTask

__all__ = ["Command", "Guide", "Seen", "StageClock"]


@dataclass(slots=True)
class StageClock:
    """Times one stage after the other, by the frames' own time.

    Attributes:
        since_s: When the stage began.
        total_s: How long it is to last; 0 for one that ends by something else.
    """

    since_s: float = 0.0
    total_s: float = 0.0
    _told: float = math.inf

    def begin(self, time_s: float, total_s: float = 0.0, *, lasted_s: float = 0.0) -> None:
        """A stage begins, or goes on after it has `lasted_s` already."""
        self.since_s, self.total_s = time_s - lasted_s, total_s
        # What is longer than the stage isn't told of it.
        self._told = math.floor(total_s - lasted_s) + 1

    def lasted_s(self, time_s: float) -> float:
        """Since it began."""
        return time_s - self.since_s

    def left_s(self, time_s: float) -> float:
        """Until it is over."""
        return max(0.0, self.total_s - self.lasted_s(time_s))

    def second(self, time_s: float, told: tuple[int, ...]) -> int | None:
        """The newest of some whole seconds left, once it has come; each is given once."""
        left_s = self.left_s(time_s)
        due = [second for second in told if left_s <= second < self._told]
        if not due:
            return None
        self._told = min(due)
        return min(due)


_ADVICE_S = 20.0
"""Time to read the safety advice; waiting accepts it."""
_PLACED_S = 1.5
"""How long the camera must see all it needs."""
_INSISTS_S = 10.0
"""How long it is waited for what would be better but isn't required, such as feet in the picture or on the floor."""
_STILL_S = 1.0
"""How long the start position is held before the countdown."""
_SETTLED_S = 3.0
"""Whoever was never seen ready and stays for so long isn't in the exercise's hold."""
_COUNTED, _TOLD_OF_REST = (3, 2, 1), (10, 3, 2, 1)
"""Whole seconds left that are told of a countdown and of a rest."""
_FEW = 3
"""A set of fewer repetitions in good form needs no praise."""


class Command(str, Enum):
    """What a key asks for."""

    PAUSE = "pause"
    NEXT = "next"
    RESTART = "restart"
    DOSE = "dose"


@dataclass(frozen=True, eq=False, slots=True)
class Seen:
    """One frame of a session.

    Attributes:
        poses: One stable pose, with the hips as they were found.
        picture: What is wrong with the picture itself, such as `Hint.DARK`.
        speaking: Whether the voice is still saying something.
    """

    poses: StablePoses
    picture: Hint | None = None
    speaking: bool = False


class Guide:
    """Leads one session. Nothing here reads a clock: its time is that of the frames.

    Attributes:
        tasks: What to do, in order.
        place: Which of them is under way.
        stage: Where the session is.
        run: The exercise under way.
        runs: All exercises that were begun, also those that were begun again.
        questions: Those about red flags, and the answers.
        hints: What stands in the way of a good view.
        events: What the coach found since the last step.
        time_s: Of the newest frame.
    """

    def __init__(self, tasks: tuple[GuidedTask, ...], *, ask: bool = False, advise: bool = False) -> None:
        """Begins a session: with questions about red flags if it is to `ask`, with the safety advice to `advise`."""
        self.tasks, self.place, self.questions = tasks, 0, RedFlagQuestions()
        self._after_questions = Stage.ADVICE if advise else Stage.PLACEMENT
        self.stage = Stage.QUESTIONS if ask else self._after_questions
        self.hints, self.events, self.runs = Hints(), list[Event](), list[ExerciseRun]()
        self.run = self._new_run(tasks[0])
        self.time_s = self._position_since_s = self._rested_s = 0.0
        self._start = StartWatch()
        self._good_since_s: float | None = None
        self._seen_well = self._was_ready = False
        self._clock, self._begun, self._return_to = StageClock(), False, self.stage
        self._clock.begin(0.0, self._total_s(self.stage))

    @property
    def next_task(self) -> GuidedTask | None:
        """What comes after the exercise under way."""
        return self.tasks[self.place + 1] if self.place + 1 < len(self.tasks) else None

    @property
    def seconds_left(self) -> float:
        """Of the advice, the countdown or the rest."""
        return self._clock.left_s(self.time_s)

    @property
    def motion(self) -> Motion:
        """What the body does in the exercise; rests, while there is none."""
        return self.run.motion if self.stage is Stage.EXERCISE else Motion.RESTS

    @property
    def unmet(self) -> Unmet | None:
        """What is missing of the start position that is waited for; None if nothing is."""
        return self._start.now if self.stage is Stage.POSITION else None

    @property
    def pause_reason(self) -> PauseReason | None:
        """Why the session stands still; None when it doesn't."""
        return self._pauses.reason

    def step(self, seen: Seen) -> list[Moment]:
        """Takes in one frame."""
        self.time_s, self.events = float(seen.poses.time_s[-1]), []
        begun: list[Moment] = [] if self._begun else self._enter(self.stage)
        return begun + self._in_stage(seen)

    def command(self, command: Command) -> list[Moment]:
        """Does what a key asks for."""
        self.events = []
        if self.stage is Stage.ADVICE:
            return self._enter(Stage.PLACEMENT)
        if self.stage in (Stage.QUESTIONS, Stage.DONE):
            return []
        if command is Command.PAUSE:
            if self._pauses.reason is PauseReason.CAMERA:
                return []
            return self._resume() if self.stage is Stage.PAUSED else self._pause(PauseReason.KEY)
        if command is Command.DOSE:
            return [] if self._resting else self._change_dose()
        ended = [] if self._resting else self._end_task()
        return [*ended, *(self._next() if command is Command.NEXT else self._begin(self.place, self.run.task))]

    def answer(self, *, yes: bool) -> list[Moment]:
        """Answers the question under way."""
        if self.stage is not Stage.QUESTIONS:
            return []
        self.questions.answer(yes=yes)
        after = Stage.DONE if self.questions.refused else self._after_questions
        return self._enter(after) if self.questions.now is None else []

    def camera_gone(self) -> list[Moment]:
        """The camera gives no pictures any more; the next frame resumes."""
        self.events = []
        begun = self.stage not in (Stage.PAUSED, Stage.DONE) and self.runs
        return self._pause(PauseReason.CAMERA) if begun else []

    def finish(self) -> list[Moment]:
        """Ends the session here."""
        self.events = []
        if self.stage is Stage.DONE:
            return []
        ended = [] if self._resting or not self.runs else self._end_task()
        return [*ended, *self._enter(Stage.DONE)]

    def _in_stage(self, seen: Seen) -> list[Moment]:
        if self.stage is Stage.QUESTIONS:
            asked = self.questions.step(self.time_s, speaking=seen.speaking)
            return [QuestionAsked(self.time_s, asked)] if asked else []
        if self.stage is Stage.ADVICE:
            return self._enter(Stage.PLACEMENT) if self.seconds_left <= 0 else []
        if self.stage is Stage.REST:
            return self._rest()
        if self.stage is Stage.PAUSED:
            back = self._pauses.raised(seen.poses) or self._pauses.back(self.run.watch(seen.poses))
            return self._resume() if back or self._pauses.reason is PauseReason.CAMERA else []
        return [] if self.stage is Stage.DONE else self._coached(seen)

    def _coached(self, seen: Seen) -> list[Moment]:
        moments = self.run.step(seen.poses, quiet=self.stage is not Stage.EXERCISE)
        self.events = self.run.events
        hinted = self._hinted(seen)
        if self.stage is not Stage.EXERCISE:
            return self._waiting(seen, moments, hinted)
        gone = self.run.state is not None and self._pauses.gone(self.run.state)
        if self.run.over or (gone and self.run.progress.enough):
            return [*moments, *self._end_task(), *self._rest_or_next()]
        if self._pauses.raised(seen.poses):
            return [*moments, *self._pause(PauseReason.GESTURE)]
        return [*moments, *(self._pause(PauseReason.AWAY) if gone else hinted)]

    def _hinted(self, seen: Seen) -> list[Moment]:
        exercise = self.run.task.exercise
        set_up = setting_up(Body(seen.poses, exercise.posture.front_up), exercise.placement, seen.picture)
        insists = self.stage is Stage.PLACEMENT and self._clock.lasted_s(self.time_s) < _INSISTS_S
        if not set_up.ready or (insists and set_up.hint not in (None, seen.picture)):
            self._good_since_s = None
        elif self._good_since_s is None:
            self._good_since_s = self.time_s
        quiet = self.stage is Stage.EXERCISE and not self._lost
        return [*self.hints.step(self.time_s, set_up.hint, quiet=quiet, moving=self.motion is not Motion.RESTS)]

    def _waiting(self, seen: Seen, moments: list[Moment], hinted: list[Moment]) -> list[Moment]:
        """Before the exercise begins; who begins without waiting isn't held up."""
        # Somebody who gets into place may do so by what looks like a movement.
        self._was_ready |= self._in_position
        begun = (HoldStarted, RepetitionCounted, Attempted) if self._was_ready else (RepetitionCounted,)
        early = (*begun, RepetitionStarted) if self.stage is Stage.COUNTDOWN else begun
        if any(isinstance(moment, early) for moment in moments):
            return [*self._enter(Stage.EXERCISE), *moments]
        if self._pauses.raised(seen.poses):
            return self._pause(PauseReason.GESTURE)
        if self.stage is Stage.PLACEMENT:
            placed = self._good_since_s is not None and self.time_s - self._good_since_s >= _PLACED_S
            return self._ask_for_position() if placed and not seen.speaking else hinted
        if self.stage is Stage.POSITION:
            return [*hinted, *self._position(seen)]
        return self._count_down()

    def _ask_for_position(self) -> list[Moment]:
        self._start = StartWatch(self.time_s)
        well = self.hints.now is None and not self._seen_well
        first: list[Moment] = [SeenWell(self.time_s)] if well else []
        self._seen_well |= well
        return [*self._enter(Stage.POSITION), *first, PositionAsked(self.time_s)]

    def _position(self, seen: Seen) -> list[Moment]:
        if self._in_position:
            return self._still(seen)
        self._position_since_s = self.time_s
        state = self.run.state
        if state is not None:
            unmet = unmet_condition(self.run.task.exercise, seen.poses, state)
            self._start.step(self.time_s, unmet)
            if unmet is Unmet.MOVING and state.phase is Phase.HOLD and state.hold_s > _SETTLED_S:
                # What looked like a movement was the way into the start position.
                self.run.interrupt()
        # Where the camera doesn't see enough, the hint comes first; what is only not ideal hides nothing.
        return [] if seen.speaking or self._good_since_s is None else self._ask_again()

    def _still(self, seen: Seen) -> list[Moment]:
        """In the start position: the countdown waits for a foot that is up, but not for ever."""
        foot_up = one_foot_up(self.run.task.exercise, seen.poses)
        self._start.step(self.time_s, Unmet.FEET_DOWN if foot_up else None)
        if self._good_since_s is None or seen.speaking:
            return []
        if self.time_s - self._position_since_s >= (_INSISTS_S if foot_up else _STILL_S):
            return self._ready(seen)
        return self._ask_again() if foot_up else []

    def _ask_again(self) -> list[Moment]:
        if not self._start.due(self.time_s):
            return []
        missing = self._start.told
        asked = PositionAsked(self.time_s, self._start.asked)
        return [asked if missing is None else ConditionUnmet(self.time_s, missing)]

    def _ready(self, seen: Seen) -> list[Moment]:
        """The countdown begins, with the side to begin with where sides take turns."""
        near = Side.RIGHT if seen.poses.near_is_right[-1] else Side.LEFT
        side = self.run.progress.next_side(near)
        return [*self._enter(Stage.COUNTDOWN), *([] if side is None else [SideAsked(self.time_s, side)])]

    @property
    def _resting(self) -> bool:
        """Whether the last exercise is over and the next one hasn't begun, also while that is paused."""
        stage = self._return_to if self.stage is Stage.PAUSED else self.stage
        return stage is Stage.REST

    @property
    def _lost(self) -> bool:
        return self.run.state is None or self.run.state.phase in (Phase.AWAY, Phase.LOST)

    @property
    def _in_position(self) -> bool:
        return self.run.state is not None and self.run.state.phase is Phase.REST

    def _count_down(self) -> list[Moment]:
        if self._lost:
            return self._enter(Stage.POSITION)
        if self.seconds_left <= 0:
            return self._enter(Stage.EXERCISE)
        second = self._clock.second(self.time_s, _COUNTED)
        return [CountdownTick(self.time_s, second)] if second is not None else []

    def _rest(self) -> list[Moment]:
        if self.seconds_left <= 0:
            return self._next()
        second = self._clock.second(self.time_s, _TOLD_OF_REST)
        return [RestTick(self.time_s, second)] if second is not None else []

    def _end_task(self) -> list[Moment]:
        finished = self.run.finish()
        self.events = [*self.events, *finished]
        progress = self.run.progress
        flawless = progress.enough and progress.good == progress.count >= _FEW
        praise: list[Moment] = [Praised(self.time_s, mended=False)] if flawless else []
        return [*finished, *self.run.recall(), *praise, TaskEnded(self.time_s, self.place, progress.enough)]

    def _rest_or_next(self) -> list[Moment]:
        resting = self.next_task is not None and self.run.task.rest_s > 0
        return self._enter(Stage.REST) if resting else self._next()

    def _next(self) -> list[Moment]:
        task = self.next_task
        return self._enter(Stage.DONE) if task is None else self._begin(self.place + 1, task)

    def _begin(self, place: int, task: GuidedTask) -> list[Moment]:
        self.place, self.run, self._was_ready = place, self._new_run(task), False
        return self._enter(Stage.PLACEMENT)

    def _new_run(self, task: GuidedTask) -> ExerciseRun:
        self._pauses = Pauses(task.exercise)
        return ExerciseRun(task)

    def _change_dose(self) -> list[Moment]:
        self.run.use(*self.run.task.next_dose)
        return [DoseChanged(self.time_s)]

    def _pause(self, reason: PauseReason) -> list[Moment]:
        if not self._resting:
            self.run.interrupt()
        self._return_to, self._rested_s = self.stage, self._clock.lasted_s(self.time_s)
        self._pauses.pause(reason)
        self._enter(Stage.PAUSED)
        return [Paused(self.time_s, reason)]

    def _resume(self) -> list[Moment]:
        self._pauses.resume()
        self.hints.forget()
        back_to = Stage.POSITION if self._return_to is Stage.COUNTDOWN else self._return_to
        self._enter(back_to, lasted_s=self._rested_s if back_to is Stage.REST else 0.0)
        return [Resumed(self.time_s)]

    def _total_s(self, stage: Stage) -> float:
        totals_s = {Stage.ADVICE: _ADVICE_S, Stage.COUNTDOWN: _COUNTED[0], Stage.REST: self.run.task.rest_s}
        return totals_s.get(stage, 0.0)

    def _enter(self, stage: Stage, *, lasted_s: float = 0.0) -> list[Moment]:
        self.stage, self._begun = stage, True
        if stage is Stage.PLACEMENT and self.run not in self.runs:
            self.runs.append(self.run)
        self._clock.begin(self.time_s, self._total_s(stage), lasted_s=lasted_s)
        self._good_since_s, self._position_since_s = None, self.time_s
        return [StageEntered(self.time_s, stage, self.place)]
