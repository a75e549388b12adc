"""A live session gone through without camera, screen, sound and waiting."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Protocol

from live_people import HOLD_S, REP_S, UP_S, AsGrabbed, Bridger, Patient, bridges, filmed

from posecoach.capture.frame import RgbImage
from posecoach.feedback.draw.layout import Layout
from posecoach.feedback.draw.picture import LivePicture
from posecoach.feedback.draw.scene import Scene
from posecoach.feedback.draw.shapes import Box
from posecoach.feedback.voice.protocols import VoiceMode
from posecoach.feedback.words.announcer import Announcer
from posecoach.feedback.words.language import ENGLISH, Language
from posecoach.feedback.words.narrator import Narrator
from posecoach.live.loop import LiveLoop
from posecoach.live.pose_frame import PoseFrames
from posecoach.live.pose_thread import CompanyWatch
from posecoach.live.scenes import DemonstrationPlayer, Scenes
from posecoach.live.session import LiveSession
from posecoach.live.sinks import Listener, Sink
from posecoach.session.guide import Guide
from posecoach.session.moments import Moment, Stage
from posecoach.session.task import GuidedTask
from posecoach.testing import RecordingChimes, RecordingDisplay, RecordingSpeaker, ScriptedCamera, SteppedPoseFrames
from posecoach.testing.cameras import Script

_LETTER_S = 0.02
"""Somebody who speaks fast: less is to be waited for."""


class ClockedPoseFrames(PoseFrames, Protocol):
    """Pose frames that bring their own time."""

    def clock(self) -> float: ...


@dataclass(frozen=True, slots=True)
class RecordingPicture(LivePicture):
    """Draws nothing and keeps the scenes."""

    scenes: list[Scene] = field(default_factory=list)

    def draw(self, image: RgbImage, scene: Scene) -> list[Box]:  # noqa: ARG002 - that is what it is for
        self.scenes.append(scene)
        return []


@dataclass(slots=True)
class Rehearsal:
    """A session in front of a scripted camera, gone through by the live loop."""

    loop: LiveLoop
    speaker: RecordingSpeaker
    chimes: RecordingChimes
    display: RecordingDisplay
    picture: RecordingPicture
    moments: list[Moment]
    stepped: SteppedPoseFrames

    @classmethod
    def of(
        cls,
        script: Script,
        *tasks: GuidedTask,
        language: Language = ENGLISH,
        mode: VoiceMode = VoiceMode.FULL,
        ask: bool = False,
        advise: bool = False,
        opening: str = "",
        keys: Mapping[int, str] | None = None,
        slower: float = 1.0,
        letter_s: float = _LETTER_S,
        sinks: Sequence[Sink] = (),
        watch: Callable[[SteppedPoseFrames], ClockedPoseFrames] = AsGrabbed,
        company: CompanyWatch | None = None,
    ) -> "Rehearsal":
        """`keys` by the number of the picture after which they are pressed."""
        guide = Guide(tasks or (bridges(),), ask=ask, advise=advise)
        stepped = SteppedPoseFrames(Patient(ScriptedCamera(script)), Bridger(guide, slower))
        pose_frames = watch(stepped)
        speaker, chimes = RecordingSpeaker(pose_frames.clock, letter_s), RecordingChimes(pose_frames.clock)
        moments = list[Moment]()
        announcer = Announcer(speaker, chimes, mode=mode)
        listeners = [Listener(moments.append), *sinks]
        session = LiveSession(guide, Narrator(language, opening), announcer, listeners, company=company)
        display, picture = RecordingDisplay(size=(160, 90), keys=keys or {}), RecordingPicture(language)
        scenes = Scenes(session, language, demonstrations=DemonstrationPlayer(lambda _: None))
        live = LiveLoop(session, scenes, pose_frames, display, picture, clock=pose_frames.clock)
        return cls(live, speaker, chimes, display, picture, moments, stepped)

    def run(self, *, summary_s: float = 2.0) -> "Rehearsal":
        """Goes through it, and ends it; the summary doesn't stay as long as for people."""
        self.loop.scenes.summary_s = summary_s
        self.loop.run()
        self.session.close()
        return self

    def until(self, stage: Stage) -> "Rehearsal":
        """Goes on to the first frame of a stage; nothing is shown."""
        while True:
            pose_frame = self.loop.pose_frames.next(0.1)
            assert pose_frame is not None, f"it never gets to {stage}"
            self.session.see(pose_frame, self.loop.pose_frames.rate)
            if self.session.guide.stage is stage:
                return self

    @property
    def session(self) -> LiveSession:
        return self.loop.session

    @property
    def scene(self) -> Scene:
        """What is to be seen now."""
        size = self.session.poses.size if self.session.poses is not None else (160, 90)
        return self.loop.scenes.scene(Layout.of(size, size))

    @property
    def count(self) -> int:
        """Repetitions so far."""
        return self.session.guide.run.progress.count

    @property
    def said(self) -> list[str]:
        return [one.text for one in self.speaker.log]

    @property
    def messages(self) -> list[str]:
        """What to do, at the bottom of the screen, each sentence once for as long as it stands."""
        return _changes([scene.message.text if scene.message else "" for scene in self.picture.scenes])

    @property
    def statuses(self) -> list[str]:
        """What the camera sees, below that."""
        return _changes([scene.status.text if scene.status else "" for scene in self.picture.scenes])

    @property
    def cards(self) -> list[str]:
        """Texts of the cards, each once for as long as it stands."""
        return _changes([f"{one.card.title}: {one.card.rows}" if one.card else "" for one in self.picture.scenes])


def _changes(texts: list[str]) -> list[str]:
    return [text for before, text in zip(["", *texts], texts, strict=False) if text and text != before]


@cache
def begins_s() -> float:
    """When the first bridge begins, by the camera's time."""
    return Rehearsal.of([filmed(30.0)]).until(Stage.EXERCISE).loop.clock()


def in_hold_s(rep: int) -> float:
    """The middle of a repetition's hold, by the camera's time."""
    return begins_s() + (rep - 1) * REP_S + UP_S + HOLD_S / 2
