"""Poses of a segment of a recording, as often as they are wanted, in the whole picture or a crop of it."""

from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from threading import Event

import numpy as np

from posecoach.capture.frame import Frame, RgbImage
from posecoach.capture.prefetch import prefetch
from posecoach.capture.video import VideoFile
from posecoach.pose.estimator import EstimatorFactory, Pose, PoseEstimator
from posecoach.pose.follower import Person, PersonFollower
from posecoach.pose.geometry import Box
from posecoach.pose.looks import POSE_RATE_HZ, LookClock

__all__ = ["WARM_UP_S", "CropEstimator", "EstimatedFrame", "SegmentEstimator"]

WARM_UP_S = 0.5
"""How much of the recording a tracker sees beforehand, so that it has found the person by then."""
_DECODED_AHEAD = 4
_LONGEST_SIDE = 1920
"""Larger pictures are scaled down first: the model looks at 256 pixels, and turning 4K into RGB costs more than it."""


@dataclass(frozen=True, slots=True)
class CropEstimator:
    """A `PoseEstimator` that sees a crop of the picture, and tells where in the whole one the person is.

    Attributes:
        estimator: Is shown the crop.
        crop: Must hold at least one pixel.
    """

    estimator: PoseEstimator
    crop: Box

    def estimate(self, image: RgbImage, time_s: float) -> Pose | None:
        """The person in the crop, in pixels of the whole; see `PoseEstimator`."""
        rows, columns = self.crop.pixels(image.shape[1])
        pose = self.estimator.estimate(np.ascontiguousarray(image[rows, columns]), time_s)
        if pose is None:
            return None
        return replace(pose, points=pose.points + np.array([columns.start, rows.start, 0], np.float32))

    def close(self) -> None:
        """Closes the estimator."""
        self.estimator.close()


@dataclass(frozen=True, slots=True)
class EstimatedFrame:
    """A frame and what was found in it.

    Attributes:
        time_s: Media time in seconds.
        pose: The person; None if nobody was found, or it wasn't looked at.
        looked_at: Whether it was.
    """

    time_s: float
    pose: Pose | None
    looked_at: bool = True


@dataclass(frozen=True, slots=True)
class SegmentEstimator:
    """Estimates poses of segments of one recording, each time with an estimator that knows nothing of the others.

    Attributes:
        video: The recording.
        make_estimator: Makes the estimators.
        pose_rate_hz: How often a second the recording is looked at, at most.
        stopped: Set from another thread to end all of it early.
    """

    video: VideoFile
    make_estimator: EstimatorFactory
    pose_rate_hz: float = POSE_RATE_HZ
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
        self, begin_s: float, end_s: float, *, person: Person | None = None, crop: Box | None = None
    ) -> Generator[EstimatedFrame, None, None]:
        """Each frame from `begin_s` to before `end_s`.

        Args:
            begin_s: Media time in seconds.
            end_s: As above.
            person: Whom to follow; whoever is found first if None.
            crop: Where to look; everywhere if None.
        """
        estimator = self.make_estimator()
        cropped = estimator if crop is None else CropEstimator(estimator, crop)
        looks = LookClock(self.pose_rate_hz)
        reader = self.video.frames(begin_s, end_s, max_side=_LONGEST_SIDE, wanted=looks.is_due)
        with prefetch(reader, _DECODED_AHEAD) as frames:
            yield from self._estimated(frames, PersonFollower(cropped, person))

    def anybody_in(self, crops: Iterable[Box], time_s: float) -> list[Pose]:
        """Whoever is seen in each of some crops, in the first frame from a moment on."""
        with closing(self.video.frames(time_s, max_side=_LONGEST_SIDE)) as reader:
            frame = next(reader, None)
        found = [] if frame is None else poses_in_crops(self.make_estimator, crops, frame)
        return [self._scaled(pose, frame) for pose in found if frame is not None]

    def _estimated(self, frames: Iterable[Frame], estimator: PoseEstimator) -> Generator[EstimatedFrame, None, None]:
        with closing(estimator):
            for frame in frames:
                if self.stopped.is_set():
                    return
                if frame.is_picture:
                    pose = estimator.estimate(frame.image, frame.time_s)
                    yield EstimatedFrame(frame.time_s, pose and self._scaled(pose, frame))
                else:
                    yield EstimatedFrame(frame.time_s, None, looked_at=False)

    def _scaled(self, pose: Pose, frame: Frame) -> Pose:
        factor = self.size[0] / frame.size[0]
        return pose if factor == 1 else replace(pose, points=pose.points * pose.points.dtype.type(factor))


def poses_in_crops(make_estimator: EstimatorFactory, crops: Iterable[Box], frame: Frame) -> list[Pose]:
    """Whoever is seen in each of some crops of a frame."""
    return list(_in_crops(make_estimator, iter(crops), frame))


def _in_crops(make_estimator: EstimatorFactory, crops: Iterator[Box], frame: Frame) -> Generator[Pose, None, None]:
    crop = next(crops, None)
    while crop is not None:
        with closing(make_estimator()) as estimator:
            pose = None
            # One that has found somebody would look for them at the same place in the next crop.
            while pose is None and crop is not None:
                pose = CropEstimator(estimator, crop).estimate(frame.image, frame.time_s)
                crop = next(crops, None)
        if pose is not None:
            yield pose
