"""Analysing recordings without being told the exercise: landmarks once, then what is done in them, part by part."""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from posecoach.analysis import DRAWING_SHARE, Job, Result, analyse_landmarks, has_poses
from posecoach.capture.video import FrameReader, VideoFile
from posecoach.recognition import Part, nearest, recognise
from posecoach.errors import SourceError
from posecoach.exercise.schema import Exercise
from posecoach.pose.estimator import EstimatorFactory
from posecoach.pose.landmarking import Progress, landmark_video, usable_cores
from posecoach.pose.recording import load_landmarks
from posecoach.pose.series import PoseSeries, concatenate
from posecoach.pose.stabilise import Stabiliser

__all__ = ["Choice", "PartResult", "analyse_video_parts", "replay_landmark_parts"]

_MARGIN_S = 3.0
"""Before and after a part, to see the start position that it begins from and returns to."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a recording may show.

    Attributes:
        exercises: The exercises to choose from.
        job_of: What to analyse a part for, once its exercise is known.
        workers: Stretches of the recording that are landmarked at a time; None for one per core.
    """

    exercises: Sequence[Exercise]
    job_of: Callable[[Exercise], Job]
    workers: int | None = None


@dataclass(frozen=True, slots=True)
class PartResult:
    """A part of a recording and what it came to.

    Attributes:
        part: When and what.
        job: What it was analysed for; None when its exercise isn't sure.
        result: What the analysis came to; None as above.
    """

    part: Part
    job: Job | None
    result: Result | None


def analyse_video_parts(
    video: VideoFile, choice: Choice, make_estimator: EstimatorFactory, progress: Progress
) -> list[PartResult]:
    """Recognises what is done in a recording, analyses each part and writes its files.

    Args:
        video: The recording.
        choice: What it may show.
        make_estimator: Makes a pose estimator, from any thread; it has to see the back's outline.
        progress: Told the seconds of media time by which the work has advanced, from any thread.

    Raises:
        SourceError: If nobody is in view, or no exercise is recognised.
        OutputError: If the results can't be written.
    """
    workers = choice.workers or usable_cores()
    seeing = landmark_video(
        video, make_estimator, workers=workers, progress=lambda s: progress(s * (1 - DRAWING_SHARE))
    )
    with closing(seeing):
        series = concatenate(list(seeing))
    return _analysed(series, video.path.name, choice, video, lambda s: progress(s * DRAWING_SHARE))


def replay_landmark_parts(path: Path, choice: Choice) -> list[PartResult]:
    """The same for a landmark recording.

    Raises:
        SourceError: If the file isn't a landmark recording, nobody is in view, or no exercise is recognised.
        OutputError: If the results can't be written.
    """
    source, series = load_landmarks(path)
    return _analysed(series, source, choice, None, lambda _: None)


def _analysed(
    series: PoseSeries, source: str, choice: Choice, video: VideoFile | None, progress: Progress
) -> list[PartResult]:
    parts = _recognised(series, source, choice.exercises)
    exercises = {exercise.id: exercise for exercise in choice.exercises}
    results = []
    for index, part in enumerate(parts):
        if part.exercise is None:
            results.append(PartResult(part, None, None))
            continue
        job = choice.job_of(exercises[part.exercise])
        alone = len(parts) == 1
        piece = series if alone else _around(series, parts, index)
        name = Path(source).stem if alone else f"{Path(source).stem}-{index + 1}-{part.exercise}"
        shown = video if alone or video is None else _Stretch.around(video, piece)
        results.append(
            PartResult(part, job, analyse_landmarks(piece, source, job, name, video=shown, progress=progress))
        )
    return results


def _recognised(series: PoseSeries, source: str, exercises: Sequence[Exercise]) -> tuple[Part, ...]:
    """The parts, of which at least one is sure."""
    if not has_poses(int(series.has_pose.sum()), len(series)):
        raise SourceError(f"{source}: nobody is in view; film the whole body from the side")
    poses = Stabiliser()(series)
    parts = recognise(poses, exercises)
    if any(part.exercise for part in parts):
        return parts
    guesses = max(parts, key=lambda part: part.end_s - part.start_s).guesses if parts else nearest(poses, exercises)
    hint = f"; nearest: {', '.join(guesses)}" if guesses else "; nothing is repeated that any exercise knows"
    raise SourceError(f"{source}: can't tell which exercise it shows{hint}; name it with --exercise")


def _around(series: PoseSeries, parts: Sequence[Part], index: int) -> PoseSeries:
    """A part with a margin that doesn't reach into its neighbours."""
    part = parts[index]
    earliest_s = parts[index - 1].end_s if index else 0.0
    latest_s = parts[index + 1].start_s if index + 1 < len(parts) else float(series.time_s[-1]) + 1
    start_s = min(part.start_s, max(part.start_s - _MARGIN_S, earliest_s))
    end_s = max(part.end_s, min(part.end_s + _MARGIN_S, latest_s))
    first, last = np.searchsorted(series.time_s, [start_s, end_s])
    return series[int(first) : int(last)]


@dataclass(frozen=True)
class _Stretch(VideoFile):
    """A recording that is read from later than its beginning."""

    start_s: float = 0.0

    @classmethod
    def around(cls, video: VideoFile, series: PoseSeries) -> "_Stretch":
        """The recording from where these landmarks were found."""
        return cls(video.path, video.scan, float(series.time_s[0]))

    def frames(self, start_s: float = 0.0, end_s: float | None = None, *, max_side: int | None = None) -> FrameReader:
        """The frames from there on."""
        return super().frames(max(start_s, self.start_s), end_s, max_side=max_side)
