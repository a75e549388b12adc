"""From where a session is to what its picture shows, demonstrations included."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from posecoach.capture.frame import Frame, RgbImage
from posecoach.capture.video import VideoFile
from posecoach.counting.holds import hold_cue
from posecoach.counting.state import CoachState, Hint, Phase
from posecoach.errors import SourceError
from posecoach.exercise.library import demonstration_path
from posecoach.exercise.schema import View
from posecoach.feedback.draw.angle_arc import DriveView, drive_view
from posecoach.feedback.draw.breathing import Breathing
from posecoach.feedback.draw.layout import Layout
from posecoach.feedback.draw.scene import Card, Demonstration, Message, Scene, Status, Summary, SummaryBlock
from posecoach.feedback.words.achievement import achievement_words
from posecoach.feedback.words.language import Language
from posecoach.feedback.words.narrator import dose_words, held_words, hold_words
from posecoach.feedback.words.phrases import CountedPhrase, Phrase
from posecoach.live.session import LiveSession
from posecoach.pose.landmarks import Side
from posecoach.session.guide import Guide
from posecoach.session.moments import COACHED, PauseReason, Stage
from posecoach.session.run import ExerciseRun
from posecoach.session.start import Unmet
from posecoach.session.task import GuidedTask

__all__ = ["DemonstrationPlayer", "Scenes"]

_LONGEST_SIDE = 960
"""Pixels; larger loops are scaled down while they are decoded."""


@dataclass(slots=True)
class _Loop:
    """One loop under way: a frame is decoded when its time has come.

    Attributes:
        video: The loop's file.
        began_s: When its first frame was shown, in the time it is played by.
    """

    video: VideoFile
    began_s: float
    _frames: Iterator[Frame] = field(init=False)
    _shown: Frame | None = None
    _next: Frame | None = None

    def __post_init__(self) -> None:
        self._rewind(self.began_s)

    def at(self, time_s: float) -> RgbImage | None:
        """The picture of a moment that isn't before the last one asked for; None if none can be decoded."""
        duration_s = self.video.info.duration_s
        if self._shown is None or time_s - self.began_s >= 2 * duration_s or time_s < self.began_s:
            self._rewind(time_s)
        elif time_s - self.began_s >= duration_s:
            self._rewind(self.began_s + duration_s)
        while self._next is not None and self._next.time_s <= time_s - self.began_s:
            self._shown, self._next = self._next, next(self._frames, None)
        return None if self._shown is None else self._shown.image

    def _rewind(self, began_s: float) -> None:
        self.began_s, self._frames = began_s, self.video.frames(max_side=_LONGEST_SIDE)
        self._shown, self._next = next(self._frames, None), next(self._frames, None)


@dataclass(slots=True)
class DemonstrationPlayer:
    """Plays one exercise's loop after the other.

    Decoding one of its small frames takes about as long as mirroring the camera's, so it needs no thread.

    Attributes:
        find: Where an exercise's loop is; None for one without.
    """

    find: Callable[[str], Path | None] = demonstration_path
    _exercise_id: str | None = None
    _loop: _Loop | None = None

    def at(self, exercise_id: str, time_s: float) -> RgbImage | None:
        """The picture of a moment; another exercise's loop begins with its first frame.

        Args:
            exercise_id: Which exercise.
            time_s: By any clock that doesn't run backwards.

        Returns:
            The picture, not to be drawn on; None for an exercise without a loop that can be read.
        """
        if exercise_id != self._exercise_id:
            self._exercise_id, self._loop = exercise_id, self._opened(exercise_id, time_s)
        return self._loop.at(time_s) if self._loop is not None else None

    def _opened(self, exercise_id: str, time_s: float) -> _Loop | None:
        path = self.find(exercise_id)
        try:
            return _Loop(VideoFile.open(path), time_s) if path is not None else None
        except SourceError:
            return None  # it is described all the same


_LARGE_S = 7.0
"""How long a demonstration is what matters: as long as it takes to say the start position."""
_SUMMARY_S = 30.0
"""How long the summary stays for somebody who gets up from the mat."""
_GETTING_READY_S, _TRAVEL_S = 25.0, 5.0
"""What an exercise takes before it begins, and a repetition besides its hold: rough, as the time left is."""
_KEYS = (
    (Phrase.HELP_SPACE, Phrase.HELP_PAUSE),
    ("n", Phrase.HELP_NEXT),
    ("r", Phrase.HELP_RESTART),
    ("d", Phrase.HELP_DOSE),
    ("m", Phrase.HELP_MUTE),
    ("f", Phrase.HELP_FULL_SCREEN),
    ("?", Phrase.HELP_HELP),
    ("q", Phrase.HELP_QUIT),
)


@dataclass(slots=True)
class Scenes:
    """Makes the scene of each moment.

    Attributes:
        session: The session.
        language: Of all texts.
        records_all: Tells whether all that is to be recorded is.
        saved: Tells where the session is recorded; None for nowhere.
        help: Whether the keys are shown.
        summary_s: How long the summary stays.
        demonstrations: Plays the loops of the exercises.
    """

    session: LiveSession
    language: Language
    records_all: Callable[[], bool] = lambda: True
    saved: Callable[[], str | None] = lambda: None
    help: bool = False
    summary_s: float = field(default_factory=lambda: _SUMMARY_S)
    demonstrations: DemonstrationPlayer = field(default_factory=DemonstrationPlayer)
    _breathing: Breathing = field(default_factory=Breathing)
    _views: dict[str, DriveView | None] = field(default_factory=dict)
    _began_s: dict[Stage, float] = field(default_factory=dict)
    _run: ExerciseRun | None = None

    def scene(self, layout: Layout, stats: tuple[str, ...] = (), over_s: float = 0.0) -> Scene:
        """The scene of this moment.

        Args:
            layout: Where the mirrored camera picture is.
            stats: Lines about camera and speed.
            over_s: How long the session has been over.
        """
        guide, run = self.session.guide, self.session.guide.run
        exercising = guide.stage is Stage.EXERCISE
        loop = None if self.help else self._demonstration()
        card = self._card(shown=loop is not None)
        return Scene(
            stage=guide.stage,
            title=self._own(run, run.task.exercise.name),
            layout=layout,
            status=self._status(),
            plan=self._plan(),
            points=self._points(layout),
            near=self._near(run),
            marked=self._unmet.joints if self._unmet is not None else (),
            view=self._view(run) if exercising else None,
            state=run.state,
            sided=run.task.exercise.sides.in_turn,
            message=self._message(),
            countdown=max(1, int(np.ceil(guide.seconds_left))) if guide.stage is Stage.COUNTDOWN else None,
            demonstration=loop,
            breath=self._breathing.at(run, self.language) if exercising else None,
            card=card,
            summary=self._summary(over_s) if guide.stage is Stage.DONE and card is None else None,
            muted=self.session.announcer.muted,
            warning=None if self.records_all() else self.language.text(Phrase.RECORD_INCOMPLETE),
            stats=stats,
        )

    def _points(self, layout: Layout) -> NDArray[np.float64] | None:
        """The landmarks in the mirrored picture."""
        poses = self.session.poses
        if poses is None or np.isnan(poses.points[-1]).all():
            return None
        return layout.points(np.array(poses.points[-1], np.float64), poses.size[0])

    def _status(self) -> Status | None:
        """What the camera sees, in every stage in which somebody is before it."""
        guide, poses, hint = self.session.guide, self.session.poses, self.session.camera_hint
        if guide.stage in (Stage.ADVICE, Stage.DONE) or (poses is None and hint is None):
            return None
        if hint is None and guide.stage in COACHED:
            hint = guide.hints.now
        elif hint is None and poses is not None:
            nobody = Hint.NOBODY if np.isnan(poses.points[-1]).all() else None
            hint = self.session.light_hint or nobody
        return Status(self.language.text(hint or Phrase.SEEN_WELL), good=hint in (None, Hint.TWO_PEOPLE))

    def _plan(self) -> str | None:
        """Which of how many exercises, and about how long all will still take."""
        guide, text = self.session.guide, self.language.text
        if guide.stage in (Stage.ADVICE, Stage.DONE):
            return None
        left = text(Phrase.MINUTES_LEFT, minutes=max(1, math.ceil(_seconds_left(guide) / 60)))
        place = text(Phrase.PLAN_PLACE, place=guide.place + 1, count=len(guide.tasks))
        return f"{place} · {left}" if len(guide.tasks) > 1 else left

    def _demonstration(self) -> Demonstration | None:
        """Of the exercise that comes, until its countdown."""
        guide = self.session.guide
        before = guide.stage in (Stage.PLACEMENT, Stage.POSITION)
        task = guide.next_task if guide.stage is Stage.REST else guide.run.task if before else None
        image = self.demonstrations.at(task.exercise.id, guide.time_s) if task is not None else None
        large = guide.stage is Stage.REST or self._lasted_s < _LARGE_S
        return None if image is None else Demonstration(image, large)

    @property
    def _lasted_s(self) -> float:
        """How long ago the exercise under way came to its stage first."""
        guide = self.session.guide
        if guide.run is not self._run:
            self._run, self._began_s = guide.run, {}
        return guide.time_s - self._began_s.setdefault(guide.stage, guide.time_s)

    def _near(self, run: ExerciseRun) -> Side | None:
        if self.session.poses is None or run.task.exercise.placement.view is View.FRONT:
            return None
        return Side.RIGHT if self.session.poses.near_is_right[-1] else Side.LEFT

    def _view(self, run: ExerciseRun) -> DriveView | None:
        exercise = run.task.exercise
        if exercise.id not in self._views:
            self._views[exercise.id] = drive_view(exercise, self.language)
        return self._views[exercise.id]

    def _message(self) -> Message | None:
        guide, run = self.session.guide, self.session.guide.run
        if guide.stage is Stage.EXERCISE:
            return self._exercise_message(run)
        if guide.stage is Stage.PLACEMENT:
            return Message(self._own(run, run.task.exercise.placement.advice))
        if guide.stage is Stage.POSITION and self._unmet is not None:
            return Message(self.language.text(self._unmet), fault=self._unmet is not Unmet.MOVING)
        if guide.stage is Stage.POSITION:
            return Message(self._own(run, run.task.exercise.start_instruction))
        return None

    @property
    def _unmet(self) -> Unmet | None:
        """What is missing of the start position, once that has been said."""
        return self.session.guide.unmet if self._lasted_s >= _LARGE_S else None

    def _exercise_message(self, run: ExerciseRun) -> Message | None:
        state = run.state
        if state is None or state.phase is Phase.LOST:
            return None  # the status says what to do
        if state.cue is not None:
            return Message(self._cue(run, state, state.cue), fault=True)
        if state.hold_done:
            go_back = self.language.text(Phrase.GO_BACK) + "."
            return Message(go_back)
        if run.refusal is None:
            return None
        return Message(self.language.text(Phrase.NOT_COUNTED, reason=self.language.shown(run.refusal)))

    def _cue(self, run: ExerciseRun, state: CoachState, cue: str) -> str:
        dose = run.task.dose
        if cue != hold_cue(dose):
            return self._own(run, cue)
        # Until the next hold it is past.
        coming = state.phase in (Phase.OUTBOUND, Phase.HOLD)
        return hold_words(dose, self.language) if coming else held_words(state.hold_s, dose.hold_s[0], self.language)

    def _card(self, *, shown: bool) -> Card | None:
        """The words of stages that have nothing but these; `shown` beside a demonstration."""
        if self.help:
            keys = tuple((self.language.text(key), self.language.text(what)) for key, what in _KEYS)
            return Card(self.language.text(Phrase.HELP_TITLE), rows=keys, foot=self.language.text(Phrase.HELP_ARMS))
        cards: dict[Stage, Callable[[], Card]] = {
            Stage.ADVICE: self._advice,
            Stage.REST: partial(self._rest, shown=shown),
            Stage.PAUSED: self._paused,
        }
        card = cards.get(self.session.guide.stage)
        return card() if card is not None else None

    def _advice(self) -> Card:
        text = self.language.text
        rows = tuple(text(row) for row in (Phrase.ADVICE_NOT_MEDICAL, Phrase.ADVICE_STOP, Phrase.ADVICE_MAT))
        seconds = int(np.ceil(self.session.guide.seconds_left))
        return Card(
            text(Phrase.ADVICE_TITLE), rows=rows, foot=self.language.counted(CountedPhrase.ADVICE_ACCEPT, seconds)
        )

    def _rest(self, *, shown: bool) -> Card:
        guide, text, task = self.session.guide, self.language.text, self.session.guide.next_task
        rows: tuple[str, ...] = ()
        if task is not None:
            name = self._name(task.exercise.id, task.exercise.name)
            rows = (text(Phrase.NEXT, exercise=name), dose_words(task.exercise, task.dose, self.language))
            # Words beside a demonstration are few, and so larger; the start position is asked for afterwards anyway.
            rows += () if shown else (self._name(task.exercise.id, task.exercise.start_instruction),)
        return Card(text(Phrase.REST_TITLE), big=str(int(np.ceil(guide.seconds_left))), rows=rows)

    def _paused(self) -> Card:
        text, reason = self.language.text, self.session.guide.pause_reason
        if self.session.camera_hint is not None:
            return Card(text(Phrase.PAUSED_TITLE))
        asked = reason in (PauseReason.KEY, PauseReason.GESTURE)
        row = Phrase.PAUSED_KEY if asked else Phrase.PAUSED_AWAY
        return Card(text(Phrase.PAUSED_TITLE), rows=(text(row),))

    def _summary(self, shown_s: float) -> Summary:
        text, saved = self.language.text, self.saved()
        blocks = tuple(self._block(run) for run in self.session.guide.runs)
        where = text(Phrase.NOT_SAVED) if saved is None else f"{text(Phrase.SAVED, folder=saved)}."
        foot = f"{where} {text(Phrase.DONE_QUIT)}"
        return Summary(text(Phrase.DONE_TITLE), blocks, foot, shown_s, self.summary_s)

    def _block(self, run: ExerciseRun) -> SummaryBlock:
        exercise = run.task.exercise
        words = achievement_words(exercise, run.task.dose, run.progress.achievement, self.language)
        return SummaryBlock(self._own(run, exercise.name), words.done, words.help, words.well)

    def _own(self, run: ExerciseRun, english: str) -> str:
        return self._name(run.task.exercise.id, english)

    def _name(self, exercise_id: str, english: str) -> str:
        return self.language.of_exercise(exercise_id, english)


def _seconds_left(guide: Guide) -> float:
    """About how long the exercises under way and to come still take, and the rests between them."""
    resting, progress = guide.stage is Stage.REST, guide.run.progress
    left_s = guide.seconds_left if resting else 0.0
    if not resting:
        asked = max(1, guide.run.task.exercise.reps_asked(guide.run.task.dose))
        moving = guide.run.task.dose.moving_s
        done = progress.moving_s / max(1.0, moving[0]) if moving is not None else progress.count / asked
        left_s += max(0.0, 1 - done) * _task_s(guide.run.task)
        left_s += guide.run.task.rest_s if guide.next_task is not None else 0.0
    later = guide.tasks[guide.place + 1 :]
    return left_s + sum(_GETTING_READY_S + _task_s(task) for task in later) + sum(task.rest_s for task in later[:-1])


def _task_s(task: GuidedTask) -> float:
    dose = task.dose
    if dose.moving_s is not None:
        return dose.moving_s[0]
    return task.exercise.reps_asked(dose) * (dose.hold_s[0] + _TRAVEL_S)
