"""Landmarks of a whole recording, found in several segments of it at a time."""

import math
import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from itertools import islice, pairwise
from threading import Lock

import numpy as np

from posecoach.capture.container import no_picture
from posecoach.capture.video import VideoFile
from posecoach.pose.crop_retry import CropRetry
from posecoach.pose.estimator import EstimatorFactory, profile_of
from posecoach.pose.follower import Person
from posecoach.pose.looks import POSE_RATE_HZ, between_looks
from posecoach.pose.segment_estimator import WARM_UP_S, EstimatedFrame, SegmentEstimator
from posecoach.pose.series import Landmarks

__all__ = ["Progress", "Segment", "Share", "landmark_video", "plan_segments", "usable_cores"]

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
class _Tracked:
    """A segment as the tracker saw it in the whole picture.

    Attributes:
        times_s: Of its frames.
        looks: Those of them that were looked at, and the ones before and after them between which others lie.
    """

    times_s: list[float]
    looks: Landmarks


@dataclass(frozen=True, slots=True)
class _Task:
    estimator: SegmentEstimator
    progress: Progress

    def run(self, segment: Segment) -> Landmarks:
        """Landmarks of one segment; an estimator of its own makes it independent of all others."""
        return self._landmarks(self._tracked(segment, None, self.progress), segment, None)

    def run_again(self, segment: Segment, before: Landmarks) -> Landmarks:
        """The same, following the person of the segment before it."""
        tracked = self._tracked(segment, before, lambda _: None)
        return self._landmarks(tracked, segment, Person.in_series(before, math.inf))

    def _landmarks(self, tracked: _Tracked, segment: Segment, person: Person | None) -> Landmarks:
        looks = CropRetry(self.estimator)(tracked.looks, segment.end_s, person)
        return between_looks(looks, np.array(tracked.times_s)) if tracked.times_s else looks[:0]

    def _tracked(self, segment: Segment, before: Landmarks | None, progress: Progress) -> _Tracked:
        """A segment's landmarks in the whole picture.

        A person who can't be found in the middle of a movement may well have been found at its beginning, so
        a warm-up that ends without a person is tried again from further back.
        """
        beginnings = [max(0.0, segment.start_s - warm_up_s) for warm_up_s in _LONGER_WARM_UPS_S]
        for begin_s in (segment.warm_up_s, *beginnings):
            person = None if before is None else Person.in_series(before, begin_s)
            frames = self.estimator.poses(begin_s, math.inf, person=person)
            with closing(frames):
                tracked = self._after_warm_up(frames, segment, progress, whatever=begin_s in (0.0, beginnings[-1]))
            if tracked is not None:
                return tracked
        return _Tracked([], self._looks([]))

    def _after_warm_up(
        self, frames: Iterable[EstimatedFrame], segment: Segment, progress: Progress, *, whatever: bool
    ) -> _Tracked | None:
        """The segment after a warm-up; None if that ends without a person."""
        times_s: list[float] = []
        looks: list[EstimatedFrame] = []
        for frame in frames:
            if frame.time_s >= segment.end_s:
                if frame.looked_at:
                    looks.append(frame)
                # The frames since the last look lie before this one.
                if frame.looked_at or not times_s or looks[-1].time_s == times_s[-1]:
                    break
                continue
            if frame.time_s < segment.start_s:
                looks = [frame] if frame.looked_at else looks
                continue
            if not times_s and not whatever and not (looks and looks[-1].pose):
                return None
            progress(frame.time_s - (times_s[-1] if times_s else segment.start_s))
            times_s.append(frame.time_s)
            looks += [frame] if frame.looked_at else []
        return _Tracked(times_s, self._looks(looks))

    def _looks(self, looks: Sequence[EstimatedFrame]) -> Landmarks:
        profile = profile_of(self.estimator.make_estimator)
        return Landmarks.of([one.time_s for one in looks], [one.pose for one in looks], self.estimator.size, profile)


class Share:
    """Adds up seconds that several threads have worked through, and tells the share that they are of all."""

    def __init__(self, tell: Callable[[float], None], duration_s: float) -> None:
        """Args: tell: is told the share, 0 to 1, one at a time; duration_s: of all."""
        self._tell, self._duration_s = tell, duration_s
        self._done_s, self._lock = 0.0, Lock()

    def advance(self, seconds: float) -> None:
        """Some more are done; a `Progress`."""
        with self._lock:
            self._done_s += seconds
            self._tell(min(1.0, self._done_s / max(self._duration_s, 1e-9)))


def landmark_video(
    video: VideoFile,
    make_estimator: EstimatorFactory,
    *,
    workers: int,
    progress: Progress,
    pose_rate_hz: float = POSE_RATE_HZ,
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
        pose_rate_hz: How often a second the recording is looked at, at most; between looks, poses are interpolated.

    Raises:
        SourceError: If no picture can be read any more.
    """
    estimator = SegmentEstimator(video, make_estimator, pose_rate_hz)
    task = _Task(estimator, progress)
    planned = plan_segments(video.info.duration_s, video.info.frame_count)
    segments = iter([segment for segment in planned if video.has_any_between(segment.start_s, segment.end_s)])
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
