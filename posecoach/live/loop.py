"""The live loop: from pose frames to the screen, and from keys to the session. It runs on the main thread."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from posecoach.capture.frame import RgbImage
from posecoach.capture.grabber import GrabState
from posecoach.feedback.display import Display
from posecoach.feedback.draw.layout import Layout
from posecoach.feedback.draw.picture import LivePicture
from posecoach.live.pose_frame import PoseFrame, PoseFrames
from posecoach.live.scenes import Scenes
from posecoach.live.session import LiveSession
from posecoach.live.stats import LiveStats
from posecoach.messages import Message
from posecoach.session.guide import Command
from posecoach.session.moments import Stage

__all__ = ["LiveLoop"]

_WAIT_S = 0.1
"""How long to wait for a frame before looking at keys and camera."""
_QUIT = ("q", "escape")
_COMMANDS = {"space": Command.PAUSE, "n": Command.NEXT, "r": Command.RESTART, "d": Command.DOSE}


@dataclass(slots=True)
class LiveLoop:
    """Runs a session until it is over or left.

    Attributes:
        session: The session.
        scenes: What its pictures show.
        pose_frames: Frames, and who is in them.
        display: Where pictures go.
        picture: Draws them.
        stats: Times of the frames shown.
        show_stats: Whether they are drawn, with the camera's format and the angle in degrees.
        problems: What has turned out to be missing since it was asked last.
        notice: Told each of those.
        clock: The clock of the pose frames' times.
    """

    session: LiveSession
    scenes: Scenes
    pose_frames: PoseFrames
    display: Display
    picture: LivePicture
    stats: LiveStats = field(default_factory=LiveStats)
    show_stats: bool = False
    problems: Callable[[], list[str]] = list
    notice: Callable[[str], None] = lambda _: None
    clock: Callable[[], float] = time.monotonic
    _quit: bool = False
    _over_since_s: float | None = None
    _window: RgbImage = field(default_factory=lambda: np.zeros((0, 0, 3), np.uint8))

    def run(self) -> None:
        """Goes on until the session is over, or somebody leaves.

        Raises:
            PosecoachError: If poses can't be estimated.
        """
        while not self._leaving():
            pose_frame = self.pose_frames.next(_WAIT_S)
            if pose_frame is None or self._outdated():
                self._wait()
            else:
                self.session.see(pose_frame, self.pose_frames.rate)
                self._show(pose_frame.frame.image, pose_frame)
            if self.session.take_tracking_reset():
                self.pose_frames.reset_tracking()
            self._press(self.display.key())
            for problem in self.problems():
                self.notice(problem)

    def _leaving(self) -> bool:
        if self._quit or self.display.closed:
            return True
        if not self.session.over:
            return False
        return self._over_for_s() > self.scenes.summary_s and not self.session.announcer.busy

    def _over_for_s(self) -> float:
        """How long the session has been over."""
        if not self.session.over:
            return 0.0
        if self._over_since_s is None:
            self._over_since_s = self.clock()
        return self.clock() - self._over_since_s

    def _outdated(self) -> bool:
        """Whether a picture is of before the camera's failure, which was noticed while its pose was estimated."""
        state = self.pose_frames.state
        gone = state in (GrabState.GONE, GrabState.STALLED) and self.session.camera_hint is not None
        return gone or state is GrabState.FROZEN

    def _wait(self) -> None:
        """Nothing new: the camera has a problem, or the estimator isn't ready yet."""
        self.session.camera(self.pose_frames.state)
        frame = self.pose_frames.preview()
        if frame is not None:
            self._show(frame.image, None)

    def _show(self, image: RgbImage, pose_frame: PoseFrame | None) -> None:
        began_s = self.clock()
        size = self.display.size
        if self._window.shape[:2] != size[::-1]:
            self._window = np.zeros((size[1], size[0], 3), np.uint8)
        layout = Layout.of((image.shape[1], image.shape[0]), size)
        layout.paint(image, self._window)
        self.picture.draw(self._window, self.scenes.scene(layout, self._lines(image), self._over_for_s()))
        drawn_s = self.clock()
        self.display.show(self._window)
        if pose_frame is not None:
            self.stats.add(pose_frame, drawn_s=self.clock(), draw_s=drawn_s - began_s, newest=self.pose_frames.given)

    def _lines(self, image: RgbImage) -> tuple[str, ...]:
        if not self.show_stats:
            return ()
        size = f"{image.shape[1]}x{image.shape[0]}"
        camera = Message("camera {size}, {rate:.0f} frames/s", size=size, rate=self.pose_frames.rate)
        summary = self.stats.summary()
        lines = (camera, *(summary.lines() if summary is not None else ()))
        return tuple(map(self.scenes.language.shown, lines))

    def _press(self, key: str | None) -> None:
        if key is None:
            return
        if key in _QUIT:
            self._quit = True
        elif self.session.guide.stage is Stage.ADVICE:
            self.session.command(Command.NEXT)
        elif key in _COMMANDS:
            self.session.command(_COMMANDS[key])
        elif key == "m":
            self._toggle_sound()
        elif key == "f":
            self.display.toggle_full_screen()
        elif key == "?":
            self.scenes.help = not self.scenes.help

    def _toggle_sound(self) -> None:
        announcer = self.session.announcer
        if announcer.muted:
            announcer.unmute()
        else:
            announcer.mute()
