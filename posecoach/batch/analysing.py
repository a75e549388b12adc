"""Analysing one recording of many, in whatever process: all that is needed goes in, and what came of it comes back."""

import shutil
import traceback
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from posecoach.analysis import Job, Result, analyse_landmarks, analyse_video, load_identified
from posecoach.auto_analysis import (
    Choice,
    PartResult,
    UnknownExerciseError,
    analyse_landmark_parts,
    analyse_video_parts,
)
from posecoach.batch.options import Options
from posecoach.batch.recordings import Recording
from posecoach.capture.video import Excerpt, VideoFile
from posecoach.errors import PosecoachError, SourceError, in_one_line
from posecoach.feedback.words.language import ENGLISH
from posecoach.messages import Message
from posecoach.pose.estimator import EstimatorFactory
from posecoach.pose.landmarking import Share
from posecoach.pose.model_store import ModelStore, estimators_for
from posecoach.pose.recording import Origin, is_landmarks
from posecoach.pose.series import Landmarks
from posecoach.recognition import Part
from posecoach.results.folders import ResultFolders

__all__ = ["Failure", "RecordingJob", "Report", "analyse_recording"]

_STEP = 0.01


@dataclass(frozen=True, slots=True)
class RecordingJob:
    """One recording and what to do with it.

    Attributes:
        recording: Where it is.
        options: What to analyse it for.
        folder: Gets a folder of results for each exercise in it; made by whoever does the job.
        threads: Stretches of the recording that are landmarked at a time.
        landmarks: Landmarks that were found in it before; None if there are none that will do.
        losses: What of it could not be read then.
    """

    recording: Recording
    options: Options
    folder: Path
    threads: int = 1
    landmarks: Path | None = None
    losses: tuple[str, ...] = ()

    @property
    def progress_file(self) -> Path:
        """Where the share that is done may be told, beside the folder."""
        return self.folder.with_name(f"{self.folder.name}.share")

    def share(self) -> float:
        """How much of it is done, 0 to 1, as far as that was told."""
        try:
            return float(self.progress_file.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return 0.0


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a recording can't be analysed.

    Attributes:
        reason: In one line.
        lasting: Whether trying again makes no difference while the recording stays as it is.
        unexpected: Whether it is the program's own fault.
        trace: Where it happened.
    """

    reason: str
    lasting: bool
    unexpected: bool = False
    trace: str = ""

    @classmethod
    def of(cls, error: Exception, recording: Recording) -> "Failure":
        """What an error means."""
        path, told = recording.path, in_one_line(error, recording.path)
        # Several recordings may have the same name.
        if told.startswith(f"{path.name}: "):
            told = f"{path}: {told.removeprefix(f'{path.name}: ')}"
        return cls(
            reason=told,
            lasting=isinstance(error, SourceError),
            unexpected=not isinstance(error, PosecoachError),
            trace="".join(traceback.format_exception(error)),
        )


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a recording.

    Attributes:
        origin: Where its landmarks come from; None if it couldn't be read.
        parts: Its exercises and their results, whose folders are in the job's.
        failure: Why there are none; None if there are some.
        landmarks: Landmarks that are kept of a recording of which no exercise is sure, in the job's folder.
        named: Whether its exercise was known beforehand.
    """

    origin: Origin | None = None
    parts: tuple[PartResult, ...] = ()
    failure: Failure | None = None
    landmarks: Path | None = None
    named: bool = False

    @property
    def results(self) -> list[Result]:
        """Those of the parts whose exercise is known."""
        return [part.result for part in self.parts if part.result is not None]


def analyse_recording(job: RecordingJob) -> Report:
    """Analyses a recording and writes its files into the job's folder; whatever goes wrong is in the report."""
    # A worker that died may have left something there.
    shutil.rmtree(job.folder, ignore_errors=True)
    try:
        return _sendable(_report(job))
    except UnknownExerciseError as error:
        reason = Message("{path}: {problem}", path=job.recording.path, problem=error.reason)
        return Report(error.origin, failure=Failure(reason, lasting=True), landmarks=error.landmarks)
    except Exception as error:  # noqa: BLE001 - the other recordings have nothing to do with it
        return Report(failure=Failure.of(error, job.recording))


def _sendable(report: Report) -> Report:
    """The same without the annotated video's language, which can't be sent to another process."""
    parts = [replace(one, job=one.job and replace(one.job, language=ENGLISH)) for one in report.parts]
    return replace(report, parts=tuple(parts))


def _report(job: RecordingJob) -> Report:
    path = job.recording.path
    if is_landmarks(path):
        origin, series = load_identified(path)
        return _of_landmarks(job, origin, _within(series, job.recording), None)
    video = VideoFile.open(path)
    if job.recording.part:
        _refuse_late(job.recording, video.info.duration_s)
        video = Excerpt.of(video, job.recording.start_s, job.recording.end_s)
    if job.landmarks is not None:
        origin, series = load_identified(job.landmarks)
        return _of_landmarks(job, origin, series, video)
    return _of_video(job, video)


def _of_video(job: RecordingJob, video: VideoFile) -> Report:
    options, folders = job.options, ResultFolders(job.folder)
    progress = Share(_TellShare(job.progress_file), video.info.duration_s - job.recording.start_s).advance
    make_estimator = _estimators(options.model, with_contour=options.needs_contour)
    if options.named:
        named = options.job(options.exercises[0], folders, job.threads)
        return _named(analyse_video(video, named, make_estimator, progress), named)
    parts = analyse_video_parts(video, _choice(job, folders), make_estimator, progress)
    return _recognised(parts)


def _of_landmarks(job: RecordingJob, origin: Origin, series: Landmarks, video: VideoFile | None) -> Report:
    options, folders = job.options, ResultFolders(job.folder)
    if options.named:
        named = options.job(options.exercises[0], folders, job.threads)
        result = analyse_landmarks(series, origin, named, folders.of(origin), video=video)
        return _named(replace(result, losses=job.losses), named)
    parts = analyse_landmark_parts(series, origin, _choice(job, folders), video=video)
    return _recognised([replace(one, result=one.result and replace(one.result, losses=job.losses)) for one in parts])


def _choice(job: RecordingJob, folders: ResultFolders) -> Choice:
    options = job.options
    return Choice(
        options.exercises,
        lambda chosen: options.job(chosen, folders, job.threads),
        folders,
        options.own,
        job.threads,
        options.pose_rate_hz,
    )


def _named(result: Result, job: Job) -> Report:
    session = result.session
    known = Part(job.exercise.id, 0.0, session.duration_s, 1.0, session.rep_count, (job.exercise.id,))
    return Report(_origin(result), (PartResult(known, job, result),), named=True)


def _recognised(parts: Sequence[PartResult]) -> Report:
    origin = next(_origin(part.result) for part in parts if part.result is not None)
    return Report(origin, tuple(parts))


def _origin(result: Result) -> Origin:
    session = result.session
    return Origin(session.source, session.recorded_at, session.recording_sha256, session.model_sha256, session.version)


def _refuse_late(recording: Recording, duration_s: float) -> None:
    if recording.start_s >= duration_s:
        raise SourceError(
            Message(
                "{path}: it ends at {end_s:.1f} s; no part begins at {start_s:g} s",
                path=recording.path,
                end_s=duration_s,
                start_s=recording.start_s,
            )
        )


def _within(series: Landmarks, recording: Recording) -> Landmarks:
    _refuse_late(recording, float(series.time_s[-1]))
    end_s = np.inf if recording.end_s is None else recording.end_s
    first, last = np.searchsorted(series.time_s, [recording.start_s, end_s])
    return series[int(first) : int(last)]


@lru_cache(maxsize=2)
def _estimators(model: Path | None, *, with_contour: bool) -> EstimatorFactory:
    """Chosen, and the model checked, once in each process."""
    return estimators_for(ModelStore().ensure() if model is None else model, with_contour=with_contour)


class _TellShare:
    """Writes the share that is done into a file, a hundred times at most."""

    def __init__(self, path: Path) -> None:
        self._path, self._told = path, 0.0

    def __call__(self, share: float) -> None:
        if share >= self._told + _STEP:
            self._told = share
            # It is only for show.
            with suppress(OSError):
                beside = self._path.with_suffix(".new")
                beside.write_text(f"{share:.2f}", encoding="ascii")
                beside.replace(self._path)
