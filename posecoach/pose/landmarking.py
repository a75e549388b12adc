"""Landmarks of a whole recording, found in several segments of it at a time."""

import math
import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from itertools import islice, pairwise

from posecoach.capture.container import no_picture
from posecoach.capture.video import VideoFile
from posecoach.pose.crop_retry import CropRetry
from posecoach.pose.estimator import EstimatorFactory, Pose, profile_of
from posecoach.pose.follower import Person
from posecoach.pose.segment_estimator import WARM_UP_S, SegmentEstimator
from posecoach.pose.series import Landmarks

__all__ = ["Progress", "Segment", "landmark_video", "plan_segments", "usable_cores"]

_SEGMENT_S = 12.0
"""The length that segments come close to."""

_FEWEST_FRAMES = 8
"""Of a segment on average: a slow recording, or one full of gaps, has longer segments."""

_UNDIVIDED_BELOW_S = 4.0
"""Shorter recordings stay whole: their warm-ups would cost more than a second worker saves."""
_LONGER_WARM_UPS_S = (4.0, 16.0)
Progress = Callable[[float], None]
"""Told the seconds of media time by which the work has advanced."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a recording, in seconds of media time.

    Attributes:
        index: Position among the segments, from 0.
        warm_up_s: Where reading begins. What lies before `start_s` only warms up the tracker.
        start_s: First moment that belongs to the segment.
        end_s: First moment that no longer does; infinite for the last segment.
    """

    index: int
    warm_up_s: float
    start_s: float
    end_s: float


def plan_segments(duration_s: float, frames: int) -> list[Segment]:
    """Cut a recording of `duration_s` seconds and so many frames into equal segments.

    The cuts depend on the recording alone, never on the machine, so that results are the same everywhere.
    Together the segments cover [0, inf) even if the recording turns out longer than its header says.
    """
    count = min(_segment_count(duration_s), max(1, frames // _FEWEST_FRAMES))
    starts = [duration_s * index / count for index in range(1, count)]
    edges = [0.0, *starts, math.inf]
    return [
        Segment(index, max(0.0, start - WARM_UP_S), start, end) for index, (start, end) in enumerate(pairwise(edges))
    ]


def _segment_count(duration_s: float) -> int:
    if duration_s < _UNDIVIDED_BELOW_S:
        return 1
    # An even number keeps two workers equally busy.
    return 2 * max(1, round(duration_s / (2 * _SEGMENT_S)))


def usable_cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class _Task:
    estimator: SegmentEstimator
    progress: Progress

    def run(self, segment: Segment) -> Landmarks:
        """Landmarks of one segment; an estimator of its own makes it independent of all others."""
        series = self._tracked(segment, None, self.progress)
        return CropRetry(self.estimator)(series, segment.end_s)

    def run_again(self, segment: Segment, before: Landmarks) -> Landmarks:
        """The same, following the person of the segment before it."""
        series = self._tracked(segment, before, lambda _: None)
        return CropRetry(self.estimator)(series, segment.end_s, Person.in_series(before, math.inf))

    def _tracked(self, segment: Segment, before: Landmarks | None, progress: Progress) -> Landmarks:
        """A segment's landmarks in the whole picture.

        A person who can't be found in the middle of a movement may well have been found at its beginning, so
        a warm-up that ends without a person is tried again from further back.
        """
        beginnings = [max(0.0, segment.start_s - warm_up_s) for warm_up_s in _LONGER_WARM_UPS_S]
        for begin_s in (segment.warm_up_s, *beginnings):
            person = None if before is None else Person.in_series(before, begin_s)
            poses = self.estimator.poses(begin_s, segment.end_s, person=person)
            with closing(poses):
                series = self._after_warm_up(poses, segment, progress, whatever=begin_s in (0.0, beginnings[-1]))
            if series is not None:
                return series
        return Landmarks.of([], [], self.estimator.size, profile_of(self.estimator.make_estimator))

    def _after_warm_up(
        self, tracked: Iterable[tuple[float, Pose | None]], segment: Segment, progress: Progress, *, whatever: bool
    ) -> Landmarks | None:
        """The segment's landmarks after a warm-up; None if that ends without a person."""
        times_s: list[float] = []
        poses: list[Pose | None] = []
        pose: Pose | None = None
        for time_s, seen in tracked:
            if time_s >= segment.start_s:
                if not times_s and pose is None and not whatever:
                    return None
                progress(time_s - (times_s[-1] if times_s else segment.start_s))
                times_s.append(time_s)
                poses.append(seen)
            pose = seen
        return Landmarks.of(times_s, poses, self.estimator.size, profile_of(self.estimator.make_estimator))


def landmark_video(
    video: VideoFile, make_estimator: EstimatorFactory, *, workers: int, progress: Progress
) -> Generator[Landmarks, None, None]:
    """Landmarks of a recording in consecutive pieces.

    The recording is cut into segments that depend on it alone, and each is landmarked from a short warm-up on, and
    once more if it begins with somebody else than the one before it ended with. So the result is the same whatever
    the number of workers.

    Args:
        video: The recording.
        make_estimator: Makes an estimator; called each time that a segment is estimated, from any thread.
        workers: Segments that are worked on at a time.
        progress: Called from any worker's thread.

    Raises:
        SourceError: If no picture can be read any more.
    """
    estimator = SegmentEstimator(video, make_estimator)
    task = _Task(estimator, progress)
    segments = iter(plan_segments(video.info.duration_s, video.info.frame_count))
    pool = ThreadPoolExecutor(workers, thread_name_prefix="landmarks")
    try:
        yield from _in_order(pool, task, segments, ahead=2 * workers)
    finally:
        estimator.stopped.set()
        pool.shutdown(wait=True, cancel_futures=True)


def _in_order(pool: ThreadPoolExecutor, task: _Task, segments: Iterator[Segment], ahead: int) -> Iterator[Landmarks]:
    running = deque((segment, pool.submit(task.run, segment)) for segment in islice(segments, ahead))
    before: Landmarks | None = None
    any_frame = False
    while running:
        segment, future = running.popleft()
        series = future.result()
        running.extend((segment, pool.submit(task.run, segment)) for segment in islice(segments, 1))
        if before is not None and _begins_with_somebody_else(series, before):
            series = task.run_again(segment, before)
        any_frame = any_frame or len(series) > 0
        if len(series):
            yield series
        before = series
    if not any_frame:
        raise no_picture(task.estimator.video.path)


def _begins_with_somebody_else(series: Landmarks, before: Landmarks) -> bool:
    last, first = Person.in_series(before, math.inf), Person.in_series(series, -math.inf)
    return last is not None and first is not None and not last.may_be(first)
