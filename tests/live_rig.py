"""All that `posecoach live` needs, without a camera, a screen and a sound device."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Semaphore

import pytest
from live_people import RATE_HZ, CameraProxy, bridge_at

from posecoach.capture.frame import Frame, RgbImage
from posecoach.cli import live
from posecoach.exercise.schema import Exercise
from posecoach.feedback.voice.choosing import Voice
from posecoach.feedback.voice.protocols import VoiceMode
from posecoach.live import scenes
from posecoach.pose.estimator import EstimatorFactory, Pose
from posecoach.testing import FigureEstimator, Film, RecordingChimes, RecordingDisplay, RecordingSpeaker, ScriptedCamera
from posecoach.testing.cameras import Script

BEGINS_S = 8.0
"""When the person begins the first bridge: somewhat later than they are asked to."""
_NOT_SHOWN_S = 0.2
"""A picture that isn't shown for this long isn't waited for: there may be no screen."""


@dataclass(slots=True)
class InStep(CameraProxy):
    """A camera that waits until its last picture was shown, so that none is left out."""

    shown: Semaphore = field(default_factory=lambda: Semaphore(1))

    def read(self) -> Frame | None:
        self.shown.acquire(timeout=_NOT_SHOWN_S)
        return self.camera.read()


class SteppingDisplay(RecordingDisplay):
    """Tells the camera that its picture was shown; instead of its last key it may be interrupted."""

    shown_to: InStep
    interrupted_after: int | None = None

    def show(self, image: RgbImage) -> None:
        super().show(image)
        self.shown_to.shown.release()

    def key(self) -> str | None:
        if self.shown == self.interrupted_after:
            raise KeyboardInterrupt
        return super().key()


@dataclass
class Bridging:
    """An estimator that sees somebody who does bridges, until it fails."""

    fails_after_s: float = math.inf
    closed: bool = False

    def estimate(self, image: RgbImage, time_s: float) -> Pose | None:
        if time_s > self.fails_after_s:
            raise ZeroDivisionError
        return FigureEstimator(lambda at_s: bridge_at(max(0.0, at_s - BEGINS_S))).estimate(image, time_s)

    def close(self) -> None:
        self.closed = True


@dataclass
class Rig:
    """What the command is given, and what it asked for."""

    script: Script = (Film(0.4, RATE_HZ),)
    keys: dict[int, str] = field(default_factory=dict)
    interrupted_after: int | None = None
    screen_problem: str | None = None
    speech_problem: str | None = None
    sound_problem: str | None = None
    cameras: list[str] = field(default_factory=list)
    models: list[list[str]] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    voices: list[tuple[str, str]] = field(default_factory=list)
    estimator: Bridging = field(default_factory=Bridging)
    display: SteppingDisplay = field(init=False)
    camera: InStep = field(init=False)
    speaker: RecordingSpeaker = field(init=False)

    def live_source(self, name: str) -> InStep:
        self.cameras.append(name)
        self.camera = InStep(ScriptedCamera(self.script, name=f"camera {name}"))
        return self.camera

    def estimator_for(self, _model: object, exercises: Sequence[Exercise]) -> EstimatorFactory:
        self.models.append([exercise.id for exercise in exercises])
        return lambda: self.estimator

    def window(self, title: str) -> SteppingDisplay:
        self.titles.append(title)
        self.display = SteppingDisplay(size=(160, 90), keys=self.keys)
        self.display.shown_to, self.display.interrupted_after = self.camera, self.interrupted_after
        return self.display

    def make_voice(self, mode: VoiceMode, language: str) -> Voice:
        self.voices.append((mode.value, language))
        self.speaker, chimes = RecordingSpeaker(float, 0.0), RecordingChimes(float)
        self.speaker.failed, chimes.failed = self.speech_problem, self.sound_problem
        return Voice(self.speaker, chimes)

    @property
    def said(self) -> list[str]:
        return [one.text for one in self.speaker.log]


def rigged(monkeypatch: pytest.MonkeyPatch) -> Rig:
    """What stands in for camera, model, window and voice from now on; the summary goes at once."""
    rig = Rig()
    monkeypatch.setattr(live, "live_source", rig.live_source)
    monkeypatch.setattr(live, "estimator_for", rig.estimator_for)
    monkeypatch.setattr(live, "make_voice", rig.make_voice)
    monkeypatch.setattr(live, "OpenCvWindow", rig.window)
    monkeypatch.setattr(live, "display_problem", lambda: rig.screen_problem)
    monkeypatch.setattr(scenes, "_SUMMARY_S", 0.0)
    return rig
