"""From where a session is to what its picture shows."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from posecoach.capture.live_source import CameraFormat
from posecoach.counting.holds import hold_cue
from posecoach.counting.state import Phase
from posecoach.exercise.schema import View
from posecoach.feedback.draw.angle_arc import DriveView, drive_view
from posecoach.feedback.draw.breathing import Breathing
from posecoach.feedback.draw.scene import CameraQuality, Card, Message, Scene
from posecoach.feedback.words.language import Language
from posecoach.feedback.words.narrator import dose_words, hold_words
from posecoach.feedback.words.phrases import CountedPhrase, Phrase
from posecoach.live.session import LiveSession
from posecoach.pose.landmarks import Side
from posecoach.session.moments import PauseReason, Stage
from posecoach.session.run import ExerciseRun

__all__ = ["Scenes"]

_SLOW = 15.0
"""Frames a second below which the camera's quality is marked."""
_SMALL = 360
"""Lines of a picture below which it is marked, too."""
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
        help: Whether the keys are shown.
    """

    session: LiveSession
    language: Language
    records_all: Callable[[], bool] = lambda: True
    help: bool = False
    _breathing: Breathing = field(default_factory=Breathing)
    _views: dict[str, DriveView | None] = field(default_factory=dict)

    def scene(self, size: tuple[int, int], camera: CameraFormat | None, stats: tuple[str, ...] = ()) -> Scene:
        """The scene of this moment.

        Args:
            size: Width and height of the picture that will be drawn on, the mirrored camera picture.
            camera: What the camera gives.
            stats: Lines about speed.
        """
        guide, run = self.session.guide, self.session.guide.run
        exercising = guide.stage is Stage.EXERCISE
        after = guide.next_task
        return Scene(
            stage=guide.stage,
            title=self._own(run, run.task.exercise.name),
            points=self._points(size),
            near=self._near(run),
            view=self._view(run) if exercising else None,
            state=run.state,
            message=self._message(),
            countdown=max(1, int(np.ceil(guide.seconds_left))) if guide.stage is Stage.COUNTDOWN else None,
            next_title=self._name(after.exercise.id, after.exercise.name) if after is not None else None,
            breath=self._breathing.at(run, self.language) if exercising else None,
            camera=self._quality(camera),
            card=self._card(),
            muted=self.session.announcer.muted,
            warning=None if self.records_all() else self.language.text(Phrase.RECORD_INCOMPLETE),
            stats=stats,
        )

    def _points(self, size: tuple[int, int]) -> NDArray[np.float64] | None:
        """The landmarks in the mirrored picture."""
        poses = self.session.poses
        if poses is None or np.isnan(poses.points[-1]).all():
            return None
        scale = size[0] / poses.size[0]
        points = np.array(poses.points[-1] * scale, np.float64)
        points[:, 0] = size[0] - scale - points[:, 0]
        return points

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
        guide, run, camera = self.session.guide, self.session.guide.run, self.session.camera_hint
        if camera is not None:
            return Message(self.language.text(camera), fault=True)
        if guide.stage is Stage.EXERCISE:
            return self._exercise_message(run)
        if guide.stage in (Stage.PLACEMENT, Stage.POSITION) and guide.hints.now is not None:
            return Message(self.language.text(guide.hints.now), fault=True)
        if guide.stage is Stage.PLACEMENT:
            return Message(self._own(run, run.task.exercise.placement.advice))
        if guide.stage is Stage.POSITION:
            return Message(self._own(run, run.task.exercise.start_instruction))
        return None

    def _exercise_message(self, run: ExerciseRun) -> Message | None:
        state = run.state
        if state is None:
            return None
        hint = self.session.guide.hints.now
        if state.cue is not None:
            return Message(self._cue(run, state.cue), fault=True)
        if state.hold_done and (hint is None or state.phase is not Phase.LOST):
            return Message(self.language.text(Phrase.GO_BACK) + ".")
        if hint is not None:
            return Message(self.language.text(hint))
        return Message(self.language.text(Phrase.NOT_COUNTED, reason=run.refusal)) if run.refusal else None

    def _cue(self, run: ExerciseRun, cue: str) -> str:
        dose = run.task.dose
        if cue == hold_cue(dose):
            return hold_words(dose, self.language)
        return self._own(run, cue)

    def _quality(self, camera: CameraFormat | None) -> CameraQuality | None:
        if camera is None:
            return None
        slow = 0 < camera.frame_rate < _SLOW
        text = f"{camera.width}x{camera.height} {camera.frame_rate:g}/s"
        return CameraQuality(text, good=not slow and min(camera.width, camera.height) >= _SMALL)

    def _card(self) -> Card | None:
        if self.help:
            keys = tuple((self.language.text(key), self.language.text(what)) for key, what in _KEYS)
            return Card(self.language.text(Phrase.HELP_TITLE), rows=keys, foot=self.language.text(Phrase.HELP_ARMS))
        cards = {
            Stage.ADVICE: self._advice,
            Stage.REST: self._rest,
            Stage.PAUSED: self._paused,
            Stage.DONE: self._done,
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

    def _rest(self) -> Card:
        guide = self.session.guide
        after = guide.next_task
        rows: tuple[str, ...] = ()
        if after is not None:
            name = self._name(after.exercise.id, after.exercise.name)
            rows = (
                self.language.text(Phrase.NEXT, exercise=name),
                dose_words(after.exercise, after.dose, self.language),
                self._name(after.exercise.id, after.exercise.start_instruction),
            )
        return Card(self.language.text(Phrase.REST_TITLE), big=str(int(np.ceil(guide.seconds_left))), rows=rows)

    def _paused(self) -> Card:
        text, reason = self.language.text, self.session.guide.pause_reason
        if self.session.camera_hint is not None:
            return Card(text(Phrase.PAUSED_TITLE), rows=(text(self.session.camera_hint),))
        asked = reason in (PauseReason.KEY, PauseReason.GESTURE)
        light = self.session.light_hint
        rows = (Phrase.PAUSED_KEY if asked else Phrase.PAUSED_AWAY, *([light] if light is not None else []))
        return Card(text(Phrase.PAUSED_TITLE), rows=tuple(text(row) for row in rows))

    def _done(self) -> Card:
        rows = tuple((self._own(run, run.task.exercise.name), self._came_to(run)) for run in self.session.guide.runs)
        return Card(self.language.text(Phrase.DONE_TITLE), rows=rows, foot=self.language.text(Phrase.DONE_QUIT))

    def _came_to(self, run: ExerciseRun) -> str:
        counted, progress, dose = self.language.counted, run.progress, run.task.dose
        if dose.moving_s is not None:
            return counted(CountedPhrase.DONE_TIME, dose.moving_s[0], done=int(progress.moving_s))
        target = run.task.exercise.reps_asked(dose)
        words = [counted(CountedPhrase.DONE_REPETITIONS, target, done=progress.count)]
        if progress.count:
            words.append(counted(CountedPhrase.DONE_GOOD, progress.good))
        return ", ".join(words)

    def _own(self, run: ExerciseRun, english: str) -> str:
        return self._name(run.task.exercise.id, english)

    def _name(self, exercise_id: str, english: str) -> str:
        return self.language.of_exercise(exercise_id, english)
