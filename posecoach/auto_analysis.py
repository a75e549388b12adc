"""Analysing recordings without being told the exercise: landmarks once, then what is done in them, part by part."""

import shlex
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from posecoach.analysis import DRAWING_SHARE, Job, Result, analyse_landmarks, load_identified, origin_of
from posecoach.capture.video import Excerpt, VideoFile
from posecoach.chain import has_poses, nobody_in_view
from posecoach.errors import SourceError
from posecoach.exercise.schema import Exercise
from posecoach.files import atomic_write
from posecoach.messages import Message, in_a_row, one_of
from posecoach.pose.estimator import EstimatorFactory
from posecoach.pose.landmarking import Progress, landmark_video, usable_cores
from posecoach.pose.looks import POSE_RATE_HZ
from posecoach.pose.recording import LandmarkRecorder, Origin
from posecoach.pose.series import Landmarks, concatenate
from posecoach.pose.stabilise import Stabiliser
from posecoach.recognition import Part, recognise
from posecoach.results.folders import ResultFolders, no_folder

__all__ = [
    "Choice",
    "PartResult",
    "UnknownExerciseError",
    "analyse_landmark_parts",
    "analyse_video_parts",
    "nearest_of",
    "replay_landmark_parts",
]

_MARGIN_S, _LEAST_MARGIN_S = 3.0, 0.5
"""Before and after a part, to see the start position that it begins from and returns to; and where its neighbours are
nearer than that."""


class UnknownExerciseError(SourceError):
    """No exercise is recognised in a recording.

    Attributes:
        origin: Where its landmarks come from.
        reason: Why none is.
        landmarks: Where the landmarks are kept; None if they were replayed.
    """

    def __init__(self, origin: Origin, losses: Sequence[str], reason: Message, landmarks: Path | None) -> None:
        self.origin, self.reason, self.landmarks = origin, reason, landmarks
        super().__init__(_no_exercise(origin.source, reason, losses, _advice(landmarks)))


@dataclass(frozen=True, slots=True)
class Choice:
    """What a recording may show.

    Attributes:
        exercises: The exercises to choose from.
        job_of: What to analyse a part for, once its exercise is known.
        folders: Where the results go, and the landmarks of a recording of which no exercise is sure.
        own: Ids of the exercises that need a clear lead, since they don't come with the program.
        workers: Stretches of the recording that are landmarked at a time; None for one per core.
        pose_rate_hz: How often a second the recording is looked at, at most.
    """

    exercises: Sequence[Exercise]
    job_of: Callable[[Exercise], Job]
    folders: ResultFolders
    own: frozenset[str] = frozenset()
    workers: int | None = None
    pose_rate_hz: float = POSE_RATE_HZ


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
        UnknownExerciseError: If no exercise is recognised; the landmarks are kept.
        SourceError: If nobody is in view.
        OutputError: If the results can't be written.
    """
    workers = choice.workers or usable_cores()
    seeing = landmark_video(
        video,
        make_estimator,
        workers=workers,
        progress=lambda s: progress(s * (1 - DRAWING_SHARE)),
        pose_rate_hz=choice.pose_rate_hz,
    )
    with closing(seeing):
        series = concatenate(list(seeing))
    origin = origin_of(video, make_estimator, choice.pose_rate_hz)
    return analyse_landmark_parts(series, origin, choice, video=video, progress=lambda s: progress(s * DRAWING_SHARE))


def replay_landmark_parts(path: Path, choice: Choice) -> list[PartResult]:
    """The same for a landmark recording.

    Raises:
        SourceError: If the file isn't a landmark recording, nobody is in view, or no exercise is recognised.
        OutputError: If the results can't be written.
    """
    origin, series = load_identified(path)
    return analyse_landmark_parts(series, origin, choice, video=None)


def analyse_landmark_parts(
    series: Landmarks, origin: Origin, choice: Choice, *, video: VideoFile | None, progress: Progress = lambda _: None
) -> list[PartResult]:
    """The same for landmarks that are there already.

    Args:
        series: The landmarks.
        origin: Where they come from.
        choice: What the recording may show.
        video: The recording they were found in, to be annotated and its landmarks kept; None if they were replayed.
        progress: Told the seconds of media time by which the work has advanced.

    Raises:
        SourceError: If nobody is in view, or no exercise is recognised.
        OutputError: If the results can't be written.
    """
    losses = () if video is None else video.losses(len(series))
    return _analysed(_Recording(series, origin, video, losses, progress), choice)


@dataclass(frozen=True, slots=True)
class _Recording:
    """A whole recording and its landmarks.

    Attributes:
        series: The landmarks.
        origin: Where they come from.
        video: The recording; None if there are only its landmarks.
        losses: What of it couldn't be read.
        progress: Told the seconds of media time by which the work has advanced.
    """

    series: Landmarks
    origin: Origin
    video: VideoFile | None
    losses: tuple[str, ...]
    progress: Progress


def _analysed(recording: _Recording, choice: Choice) -> list[PartResult]:
    series, origin, losses = recording.series, recording.origin, recording.losses
    if not has_poses(int(series.has_pose.sum()), len(series)):
        raise nobody_in_view(origin.source, losses)
    parts = recognise(Stabiliser()(series), choice.exercises, choice.own)
    untold = not parts or any(part.exercise is None for part in parts)
    keep = untold and recording.video is not None
    kept = _kept(series, origin, choice.folders.of(origin)) if keep else None
    if not any(part.exercise for part in parts):
        raise UnknownExerciseError(origin, losses, _untold(parts), kept)
    return [_part_result(recording, parts, index, choice) for index in range(len(parts))]


def _part_result(recording: _Recording, parts: Sequence[Part], index: int, choice: Choice) -> PartResult:
    part, series, video = parts[index], recording.series, recording.video
    if part.exercise is None:
        return PartResult(part, None, None)
    job = choice.job_of({exercise.id: exercise for exercise in choice.exercises}[part.exercise])
    appended = ""
    if len(parts) > 1:
        appended = f"-{index + 1}-{part.exercise}"
        series = _around(series, parts, index)
        video = None if video is None else Excerpt.of(video, float(series.time_s[0]))
    folder = choice.folders.of(recording.origin, appended)
    result = analyse_landmarks(series, recording.origin, job, folder, video=video, progress=recording.progress)
    return PartResult(part, job, replace(result, losses=recording.losses))


def _no_exercise(source: str, reason: Message, losses: Sequence[str], advice: Message) -> Message:
    if losses:
        reason = Message("{reason} ({losses})", reason=reason, losses=in_a_row(losses))
    return Message("{source}: {reason}; {advice}", source=source, reason=reason, advice=advice)


def _untold(parts: Sequence[Part]) -> Message:
    """Why no exercise is named."""
    if not parts:
        return Message("no repetition of any exercise is found")
    part = max(parts, key=lambda part: part.end_s - part.start_s)
    return Message("can't tell which exercise it shows: {exercises}", exercises=nearest_of(part))


def nearest_of(part: Part) -> str:
    """The best two exercises of a part, and what tells them apart."""
    guesses = one_of(part.guesses[:2])
    if not part.difference:
        return guesses
    return Message("{exercises} ({difference})", exercises=guesses, difference=part.difference)


def _advice(kept: Path | None) -> Message:
    if kept is None:
        return Message("name it with --exercise")
    command = f"posecoach analyse {shlex.quote(str(kept))} -e NAME"
    return Message("name it with --exercise: `{command}` takes moments", command=command)


def _kept(series: Landmarks, origin: Origin, folder: Path) -> Path:
    """Writes the landmarks of a recording, so that it needn't be looked at again once its exercise is named."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise no_folder(folder, error) from error
    path = folder / "landmarks.npz"
    with LandmarkRecorder(origin) as recorder, atomic_write(path) as beside:
        recorder.add(series)
        recorder.save(beside)
    return path


def _around(series: Landmarks, parts: Sequence[Part], index: int) -> Landmarks:
    """A part with a margin that reaches into its neighbours only as far as no repetition would be cut otherwise."""
    part = parts[index]
    earliest_s = parts[index - 1].end_s if index else part.start_s - _MARGIN_S
    latest_s = parts[index + 1].start_s if index + 1 < len(parts) else part.end_s + _MARGIN_S
    start_s = min(part.start_s - _LEAST_MARGIN_S, max(part.start_s - _MARGIN_S, earliest_s))
    end_s = max(part.end_s + _LEAST_MARGIN_S, min(part.end_s + _MARGIN_S, latest_s))
    first, last = np.searchsorted(series.time_s, [start_s, end_s])
    return series[int(first) : int(last)]
