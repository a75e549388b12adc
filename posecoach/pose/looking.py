"""Poses of a stretch of a recording, as often as somebody wants to look at it."""

from collections.abc import Generator, Iterable
from contextlib import closing
from dataclasses import dataclass, field, replace
from threading import Event

from posecoach.capture.frame import Frame
from posecoach.capture.prefetch import prefetch
from posecoach.capture.video import VideoFile
from posecoach.pose.box import Box
from posecoach.pose.estimator import EstimatorFactory, PoseEstimator
from posecoach.pose.follower import PersonFollower
from posecoach.pose.person import Person
from posecoach.pose.series import Pose
from posecoach.pose.window import WindowEstimator

__all__ = ["Looker"]

_DECODED_AHEAD = 4
_LONGEST_SIDE = 1920
"""Larger pictures are scaled down first: the model looks at 256 pixels, and turning 4K into RGB costs more than it."""


@dataclass(frozen=True, slots=True)
class Looker:
    """Looks at stretches of one recording, each time with an estimator that knows nothing of the others.

    Attributes:
        video: The recording.
        make_estimator: Makes the estimators.
        stopped: Set from another thread to end all looking early.
    """

    video: VideoFile
    make_estimator: EstimatorFactory
    stopped: Event = field(default_factory=Event)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the picture in pixels, in which poses are given."""
        return self.video.info.width, self.video.info.height

    @property
    def height(self) -> float:
        """Of the picture, in picture widths."""
        return self.size[1] / self.size[0]

    def poses(
        self, begin_s: float, end_s: float, *, person: Person | None = None, window: Box | None = None
    ) -> Generator[tuple[float, Pose | None], None, None]:
        """Time and pose of each frame from `begin_s` to before `end_s`.

        Args:
            begin_s: Media time in seconds.
            end_s: As above.
            person: Whom to follow; whoever is found first if None.
            window: The part of the picture to look at; all of it if None.
        """
        estimator = self.make_estimator()
        seen = estimator if window is None else WindowEstimator(estimator, window)
        reader = self.video.frames(begin_s, end_s, max_side=_LONGEST_SIDE)
        with prefetch(reader, _DECODED_AHEAD) as frames:
            yield from self._estimated(frames, PersonFollower(seen, person))

    def anybody_in(self, windows: Iterable[Box], time_s: float) -> list[Pose]:
        """Whoever is seen in each of some parts of the picture, in the first frame from a moment on."""
        with closing(self.video.frames(time_s, max_side=_LONGEST_SIDE)) as reader:
            frame = next(reader, None)
        return [] if frame is None else [self._scaled(pose, frame) for pose in self._glances(windows, frame)]

    def _glances(self, windows: Iterable[Box], frame: Frame) -> Generator[Pose, None, None]:
        waiting = iter(windows)
        window = next(waiting, None)
        while window is not None:
            with closing(self.make_estimator()) as estimator:
                pose = None
                # One that has found somebody would look for them at the same place in the next part.
                while pose is None and window is not None:
                    pose = WindowEstimator(estimator, window).estimate(frame.image, frame.time_s)
                    window = next(waiting, None)
            if pose is not None:
                yield pose

    def _estimated(
        self, frames: Iterable[Frame], estimator: PoseEstimator
    ) -> Generator[tuple[float, Pose | None], None, None]:
        with closing(estimator):
            for frame in frames:
                if self.stopped.is_set():
                    return
                pose = estimator.estimate(frame.image, frame.time_s)
                yield frame.time_s, pose and self._scaled(pose, frame)

    def _scaled(self, pose: Pose, frame: Frame) -> Pose:
        factor = self.size[0] / frame.size[0]
        return pose if factor == 1 else replace(pose, points=pose.points * pose.points.dtype.type(factor))
