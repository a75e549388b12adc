"""One live session: frames and keys in, words and scenes out. It knows no window, no thread and no clock."""

from collections.abc import Callable, Sequence

from posecoach.capture.grabber import GrabState
from posecoach.capture.light import Light, LightWatch
from posecoach.counting.events import Event
from posecoach.counting.state import Hint
from posecoach.feedback.words.announcer import Announcer
from posecoach.feedback.words.narrator import Narrator, Setting
from posecoach.live.pose_frame import PoseFrame
from posecoach.live.pose_thread import CompanyWatch
from posecoach.live.sinks import Sink
from posecoach.pose.estimator import MEDIAPIPE, EstimatorProfile
from posecoach.pose.series import Landmarks, StablePoses
from posecoach.pose.stabilise import Stabiliser
from posecoach.session.guide import Command, Guide, Seen
from posecoach.session.moments import COACHED, Moment, Paused, PauseReason, PositionAsked, Said, Stage, StageEntered
from posecoach.session.run import ExerciseRun
from posecoach.session.speech import Motion

__all__ = ["LiveSession"]

_FEW_FRAMES = 12.0
"""A second; below this, quick movements and the ends of holds are missed."""
_CAMERA_HINTS = {GrabState.GONE: Hint.CAMERA_GONE, GrabState.STALLED: Hint.CAMERA_GONE, GrabState.FROZEN: Hint.FROZEN}
_LIGHT_HINTS = {Light.BLACK: Hint.BLACK, Light.DARK: Hint.DARK}
_ALL_SEEN_S = 5.0
"""The rate of a camera is believed after this time."""


class LiveSession:
    """Leads one person through a session.

    Attributes:
        guide: Where the session is.
        narrator: Puts it into words.
        announcer: Says them.
        poses: The body in the newest frame; None before the first.
        camera_hint: What is wrong with the camera; None while it gives pictures.
        light_hint: What is wrong with the light; None while there is enough.
    """

    def __init__(
        self,
        guide: Guide,
        narrator: Narrator,
        announcer: Announcer,
        sinks: Sequence[Sink] = (),
        profile: EstimatorProfile = MEDIAPIPE,
        company: CompanyWatch | None = None,
    ) -> None:
        self.guide, self.narrator, self.announcer = guide, narrator, announcer
        self.poses: StablePoses | None = None
        self.camera_hint: Hint | None = None
        self.light_hint: Hint | None = None
        self._sinks, self._profile, self._company = sinks, profile, company
        self._stabilise, self._light = Stabiliser(), LightWatch()
        self._time_s, self._tracking_reset = 0.0, False

    @property
    def over(self) -> bool:
        """Whether all exercises are done."""
        return self.guide.stage is Stage.DONE

    def see(self, pose_frame: PoseFrame, rate: float) -> None:
        """Takes in a frame.

        Args:
            pose_frame: The frame, and who is in it.
            rate: Frames a second that the camera gives; 0 while it isn't known.
        """
        frame = pose_frame.frame
        series = Landmarks.of([frame.time_s], [pose_frame.pose], frame.size, self._profile)
        if pose_frame.tracking_reset or (self.poses is not None and self.poses.size != series.size):
            # Landmarks are in pixels: those of a picture of another size say nothing about these.
            self._stabilise = Stabiliser()
        self.poses = self._stabilise(series)
        self._time_s = frame.time_s
        self.camera_hint = None
        picture = self._picture_hint(pose_frame, rate)
        seen = Seen(self.poses, picture, self.announcer.busy)
        if self.guide.stage in COACHED:
            for sink in self._sinks:
                sink.on_frame(self.guide.run, series, frame.image)
        self._guided(lambda: self.guide.step(seen))
        self._speak()

    def camera(self, state: GrabState) -> None:
        """Takes in that no frame has come."""
        hint = _CAMERA_HINTS.get(state)
        # Before the first frame nothing has begun that could pause, and its beginning would go untold.
        if hint is not None and self.camera_hint is None and self.poses is not None:
            self._guided(self.guide.camera_gone)
        self.camera_hint = hint or self.camera_hint
        if state is GrabState.ENDED:
            self.end()
        self._speak()

    def command(self, command: Command) -> None:
        """Does what a key asks for; before the first frame, only the advice can be accepted."""
        if self.poses is not None or self.guide.stage is Stage.ADVICE:
            self._guided(lambda: self.guide.command(command))

    def answer(self, *, yes: bool) -> None:
        """Answers the question under way; who has read it needn't hear the rest of it."""
        self.announcer.hush()
        self._guided(lambda: self.guide.answer(yes=yes))

    def end(self) -> None:
        """Ends the session here."""
        self._guided(self.guide.finish)

    def close(self) -> None:
        """Ends the session, and all that it was told to."""
        self.end()
        for sink in self._sinks:
            sink.close()

    def _picture_hint(self, pose_frame: PoseFrame, rate: float) -> Hint | None:
        frame = pose_frame.frame
        self.light_hint = _LIGHT_HINTS.get(self._light.step(frame.time_s, frame.image))
        slow = 0 < rate < _FEW_FRAMES and frame.time_s > _ALL_SEEN_S
        two = self._in_company(pose_frame)
        return self.light_hint or (Hint.TWO_PEOPLE if two else Hint.SLOW_CAMERA if slow else None)

    def _in_company(self, pose_frame: PoseFrame) -> bool:
        """Whether somebody else is there; looked for while no movement could lose frames by that."""
        if self._company is None or self.guide.stage not in COACHED:
            return False
        if self.guide.stage is not Stage.COUNTDOWN and self.guide.motion is Motion.RESTS:
            self._company.watch(pose_frame.frame, pose_frame.pose)
        return self._company.seen

    def _pass_on(self, run: ExerciseRun, event: Moment) -> None:
        for sink in self._sinks:
            sink.on_event(run, event)

    def _guided(self, act: Callable[[], list[Moment]]) -> None:
        """Lets the guide act; keeps what it found, and tells it."""
        run = self.guide.run
        moments = act()
        for event in self.guide.events:
            self._pass_on(run, event)
        for moment in moments:
            if _begins_exercise(moment):
                run = self.guide.run
            if not isinstance(moment, Event):
                self._pass_on(run, moment)
            self._tracking_reset |= _asks_for_tracking_reset(moment)
            setting = Setting(run.task, run.progress.count, self.guide.next_task)
            for announcement in self.narrator.tell(moment, setting):
                self.announcer.offer(announcement, self._time_s)

    def _speak(self) -> None:
        begun = self.announcer.step(self._time_s, self.guide.motion)
        if begun is not None:
            self._pass_on(self.guide.run, Said(self._time_s, begun.text, begun.why))

    def take_tracking_reset(self) -> bool:
        """Whether the tracking of the person should be reset, asked once for each time."""
        reset, self._tracking_reset = self._tracking_reset, False
        return reset


def _begins_exercise(moment: Moment) -> bool:
    return isinstance(moment, StageEntered) and moment.stage is Stage.PLACEMENT


def _asks_for_tracking_reset(moment: Moment) -> bool:
    """Between exercises people turn over, and a start position that isn't recognised may be one seen wrongly."""
    if isinstance(moment, StageEntered):
        return moment.stage is Stage.PLACEMENT and moment.task > 0
    if isinstance(moment, Paused):
        return moment.reason is PauseReason.AWAY
    return isinstance(moment, PositionAsked) and moment.again > 0
