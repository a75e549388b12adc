"""Pose frames without threads and without waiting, for tests of live sessions."""

from dataclasses import dataclass, field

from posecoach.capture.frame import Frame
from posecoach.capture.grabber import GrabState
from posecoach.capture.live_source import LiveSource
from posecoach.live.pose_frame import PoseFrame
from posecoach.pose.estimator import PoseEstimator

__all__ = ["SteppedPoseFrames"]


@dataclass(slots=True)
class SteppedPoseFrames:
    """`PoseFrames` of every single frame of a source, each when it is asked for.

    Its clock is the frames' own time, so nothing depends on the machine.

    Attributes:
        source: Gives the frames.
        estimator: Finds the person.
        given: How many frames the source has given so far.
        time_s: Of the newest frame.
        resets: How often the tracking was reset.
    """

    source: LiveSource
    estimator: PoseEstimator
    given: int = 0
    time_s: float = 0.0
    state: GrabState = GrabState.OPENING
    resets: int = 0
    _frame: Frame | None = field(default=None, init=False)

    @property
    def rate(self) -> float:
        """What the source says it gives."""
        return self.source.format.frame_rate if self.source.format is not None else 0.0

    def clock(self) -> float:
        """The time of the newest frame, in seconds."""
        return self.time_s

    def next(self, timeout_s: float) -> PoseFrame | None:
        """The next frame with its pose; where there is none, the clock goes on as if it had been waited for."""
        if self.state is GrabState.OPENING:
            self.source.open()
        frame = self.source.read()
        if frame is None:
            self.time_s += timeout_s
            self.state = GrabState.ENDED if self.source.ended else GrabState.GONE
            return None
        self._frame, self.time_s, self.state = frame, frame.time_s, GrabState.LIVE
        self.given += 1
        pose = self.estimator.estimate(frame.image, frame.time_s)
        return PoseFrame(frame, pose, self.given, frame.time_s, frame.time_s, frame.time_s)

    def reset_tracking(self) -> None:
        """Counts as done: the estimator is the caller's."""
        self.resets += 1

    def preview(self) -> Frame | None:
        """The newest frame."""
        return self._frame
