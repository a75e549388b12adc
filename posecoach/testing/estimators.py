"""Estimators that see scripted people, and their pose frames without threads and without waiting."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from posecoach.capture.frame import Frame, RgbImage
from posecoach.capture.grabber import GrabState
from posecoach.capture.live_source import LiveSource
from posecoach.live.pose_frame import PoseFrame
from posecoach.pose.estimator import Pose, PoseEstimator
from posecoach.testing.scripts import AnyFigure, scripted_pose

__all__ = ["FigureEstimator", "ScriptedEstimator", "SteppedPoseFrames"]


class ScriptedEstimator:
    """A `PoseEstimator` that sees what it was told, whatever the frames show.

    >>> estimator = ScriptedEstimator([None])
    >>> estimator.estimate(np.zeros((480, 640, 3), np.uint8), time_s=0.0) is None
    True

    Attributes:
        times_s: Times of the frames it was given so far.
        closed: Whether `close` was called.
    """

    def __init__(self, poses: Sequence[Pose | None]) -> None:
        self._poses = tuple(poses)
        self.times_s: list[float] = []
        self.closed = False

    def estimate(self, image: RgbImage, time_s: float) -> Pose | None:  # noqa: ARG002 - the script knows
        """The script's next pose.

        Raises:
            IndexError: The script has ended.
        """
        if len(self.times_s) == len(self._poses):
            raise IndexError(f"the script has only {len(self._poses)} poses")
        self.times_s.append(time_s)
        return self._poses[len(self.times_s) - 1]

    def close(self) -> None:
        """Only remembers that it was called."""
        self.closed = True


@dataclass(frozen=True, slots=True)
class FigureEstimator:
    """A pose estimator that sees the figure of each moment, whatever is in the picture.

    Attributes:
        figure_at: The figure at a media time in seconds; None for nobody.
    """

    figure_at: Callable[[float], AnyFigure | None]

    def estimate(self, image: RgbImage, time_s: float) -> Pose | None:
        """The figure of this moment, filling the picture's width."""
        figure = self.figure_at(time_s)
        size = (image.shape[1], image.shape[0])
        return None if figure is None else scripted_pose(figure, size, trunk_px=0.2 * size[0])

    def close(self) -> None:
        """Nothing to give back."""


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
