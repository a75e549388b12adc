"""Somebody who does bridges in front of a scripted camera, as the live loop sees it: no threads, and no waiting."""

import math
from contextlib import suppress
from dataclasses import dataclass, field

import numpy as np

from posecoach.capture.frame import Frame, RgbImage
from posecoach.capture.grabber import Arrivals, GrabState
from posecoach.capture.live_source import CameraFormat
from posecoach.errors import SourceError
from posecoach.exercise.library import load_exercise
from posecoach.exercise.schema import Dose
from posecoach.live.pose_frame import PoseFrame
from posecoach.pose.estimator import Pose
from posecoach.session.guide import Guide
from posecoach.session.moments import Stage
from posecoach.session.task import GuidedTask
from posecoach.testing import Figure, FigureEstimator, Film, ScriptedCamera, SteppedPoseFrames

RATE_HZ = 12.5
"""Less than cameras give, because it costs less time; with fewer than 12, more light is asked for."""
REST, TOP = 125.0, 178.0
"""Hip angles in degrees."""
UP_S, HOLD_S, DOWN_S, REST_S = 1.2, 1.6, 1.2, 0.8
REP_S = UP_S + HOLD_S + DOWN_S + REST_S
_TRY_AGAIN_S = 0.1
_FROZEN_AFTER_S = 2.0
_BLACK = 16
"""In darker pictures nobody is seen."""


def bridges(reps: int = 2, *, rest_s: float = 0.0, hold_s: float = 1.0) -> GuidedTask:
    """So many bridges."""
    return GuidedTask(load_exercise("bridge"), "own", Dose(hold_s=(hold_s, hold_s), reps=(reps, reps)), rest_s)


def filmed(seconds: float, *, rate_hz: float = RATE_HZ, size: tuple[int, int] = (160, 90)) -> Film:
    """A camera that works."""
    return Film(seconds, rate_hz, size)


def bridge_at(time_s: float) -> Figure:
    """Bridges one after the other, from their beginning on."""
    into_s = time_s % REP_S
    if into_s < UP_S:
        share = into_s / UP_S
    elif into_s < UP_S + HOLD_S:
        share = 1.0
    else:
        share = max(0.0, 1.0 - (into_s - UP_S - HOLD_S) / DOWN_S)
    return Figure.supine(round(REST + (TOP - REST) * (0.5 - 0.5 * math.cos(math.pi * share)), 2))


@dataclass(slots=True)
class Bridger:
    """An estimator that sees somebody who lies on the mat, and does bridges from when they are asked for."""

    guide: Guide
    slower: float = 1.0
    began_s: float | None = None
    _seen: tuple[RgbImage, Pose] | None = None

    def estimate(self, image: RgbImage, time_s: float) -> Pose | None:
        """Nobody in the dark; nobody moves in a picture that is the same as the one before."""
        if image.max() < _BLACK:
            return None
        if self._seen is None or not np.array_equal(image, self._seen[0]):
            pose = FigureEstimator(self._figure).estimate(image, time_s)
            self._seen = None if pose is None else (image, pose)
            return pose
        return self._seen[1]

    def close(self) -> None:
        """Nothing to give back."""

    def _figure(self, time_s: float) -> Figure:
        if self.began_s is None and self.guide.stage is Stage.EXERCISE:
            self.began_s = time_s
        return bridge_at(0.0 if self.began_s is None else (time_s - self.began_s) / self.slower)


@dataclass(slots=True)
class CameraProxy:
    """A camera that passes everything on to a scripted one."""

    camera: ScriptedCamera

    @property
    def name(self) -> str:
        return self.camera.name

    @property
    def format(self) -> CameraFormat | None:
        return self.camera.format

    @property
    def ended(self) -> bool:
        return self.camera.ended

    def open(self) -> None:
        self.camera.open()

    def read(self) -> Frame | None:
        return self.camera.read()

    def close(self) -> None:
        self.camera.close()


@dataclass(slots=True)
class Patient(CameraProxy):
    """A camera that is opened again and again once it has failed, as by the grabber."""

    def read(self) -> Frame | None:
        frame = self.camera.read()
        if frame is None and not self.ended:
            self.camera.wait(_TRY_AGAIN_S)
            with suppress(SourceError):
                self.camera.open()
        return frame


@dataclass(slots=True)
class AsGrabbed:
    """Pose frames whose rate is measured, and which notice a picture that stands still."""

    stepped: SteppedPoseFrames
    arrivals: Arrivals = field(default_factory=Arrivals)

    @property
    def state(self) -> GrabState:
        frozen = self.stepped.state is GrabState.LIVE and self.arrivals.unchanged_s >= _FROZEN_AFTER_S
        return GrabState.FROZEN if frozen else self.stepped.state

    @property
    def rate(self) -> float:
        return self.arrivals.rate(self.clock())

    @property
    def given(self) -> int:
        return self.stepped.given

    def clock(self) -> float:
        return self.stepped.clock()

    def next(self, timeout_s: float) -> PoseFrame | None:
        pose_frame = self.stepped.next(timeout_s)
        if pose_frame is not None:
            self.arrivals.add(pose_frame.frame.time_s, pose_frame.frame.image)
        return pose_frame

    def reset_tracking(self) -> None:
        self.stepped.reset_tracking()

    def preview(self) -> Frame | None:
        return self.stepped.preview()
