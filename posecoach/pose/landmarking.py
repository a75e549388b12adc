"""Landmarks of a whole recording, found in several stretches of it at a time."""

import os
from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import islice
from threading import Event

from posecoach.capture.frame import Frame
from posecoach.capture.prefetch import prefetch
from posecoach.capture.segments import Segment, plan_segments
from posecoach.capture.video import VideoFile
from posecoach.pose.estimator import EstimatorFactory
from posecoach.pose.series import Pose, PoseSeries

__all__ = ["Progress", "landmark_video", "usable_cores"]

_DECODED_AHEAD = 4
_LONGER_WARM_UPS_S = (4.0, 16.0)
_LONGEST_SIDE = 1920
"""Larger pictures are scaled down first: the model looks at 256 pixels, and turning 4K into RGB costs more than it."""

Progress = Callable[[float], None]
"""Told the seconds of media time by which the work has advanced."""


def usable_cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class _Task:
    video: VideoFile
    make_estimator: EstimatorFactory
    progress: Progress
    stopped: Event = field(default_factory=Event)

    def run(self, segment: Segment) -> PoseSeries:
        """Landmarks of one stretch; an estimator of its own makes it independent of all others.

        A person who isn't found anew in the middle of a movement may well have been found at its beginning, so
        a warm-up that ends without a person is tried again from further back.
        """
        beginnings = [max(0.0, segment.start_s - warm_up_s) for warm_up_s in _LONGER_WARM_UPS_S]
        for begin_s in (segment.warm_up_s, *beginnings):
            series = self._from(begin_s, segment, whatever=begin_s in (0.0, beginnings[-1]))
            if series is not None:
                break
        return series or PoseSeries.of([], [], self._size)

    @property
    def _size(self) -> tuple[int, int]:
        return self.video.info.width, self.video.info.height

    def _from(self, begin_s: float, segment: Segment, *, whatever: bool) -> PoseSeries | None:
        """The segment's landmarks with a warm-up from `begin_s` on; None if that ends without a person."""
        times_s: list[float] = []
        poses: list[Pose | None] = []
        pose: Pose | None = None
        reader = self.video.frames(begin_s, segment.end_s, max_side=_LONGEST_SIDE)
        with closing(self.make_estimator()) as estimator, prefetch(reader, _DECODED_AHEAD) as frames:
            for frame in frames:
                inside = frame.time_s >= segment.start_s
                if self.stopped.is_set() or (inside and not times_s and pose is None and not whatever):
                    return None
                pose = estimator.estimate(frame.image, frame.time_s)
                if inside:
                    self._advance(times_s, frame, segment)
                    poses.append(pose and _scaled(pose, self._size[0] / frame.size[0]))
        return PoseSeries.of(times_s, poses, self._size)

    def _advance(self, times_s: list[float], frame: Frame, segment: Segment) -> None:
        self.progress(frame.time_s - (times_s[-1] if times_s else segment.start_s))
        times_s.append(frame.time_s)


def _scaled(pose: Pose, factor: float) -> Pose:
    return pose if factor == 1 else replace(pose, points=pose.points * pose.points.dtype.type(factor))


def landmark_video(
    video: VideoFile, make_estimator: EstimatorFactory, *, workers: int, progress: Progress
) -> Generator[PoseSeries, None, None]:
    """Landmarks of a recording in consecutive pieces.

    The recording is cut into segments that depend on it alone, and each is landmarked from a short warm-up on,
    so that the result is the same whatever the number of workers.

    Args:
        video: The recording.
        make_estimator: Makes an estimator; called once per segment, from any thread.
        workers: Segments that are worked on at a time.
        progress: Called from any worker's thread.
    """
    task = _Task(video, make_estimator, progress)
    segments = iter(plan_segments(video.info.duration_s))
    pool = ThreadPoolExecutor(workers, thread_name_prefix="landmarks")
    try:
        yield from _in_order(pool, task, segments, ahead=2 * workers)
    finally:
        task.stopped.set()
        pool.shutdown(wait=True, cancel_futures=True)


def _in_order(pool: ThreadPoolExecutor, task: _Task, segments: Iterator[Segment], ahead: int) -> Iterator[PoseSeries]:
    running: deque[Future[PoseSeries]] = deque(pool.submit(task.run, segment) for segment in islice(segments, ahead))
    while running:
        series = running.popleft().result()
        running.extend(pool.submit(task.run, segment) for segment in islice(segments, 1))
        if len(series):
            yield series
