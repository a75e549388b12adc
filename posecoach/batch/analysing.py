"""Analysing one recording of many, in whatever process: all that is needed goes in, and what came of it comes back."""

import math
import shutil
import traceback
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from posecoach.analysis import Job, Result, analyse_landmarks, analyse_video, open_identified
from posecoach.auto_analysis import (
    Choice,
    PartResult,
    UnknownExerciseError,
    analyse_landmark_parts,
    analyse_video_parts,
)
from posecoach.batch.options import Options
from posecoach.batch.recordings import Recording
from posecoach.batch.remote_files import local_copy
from posecoach.capture.video import Excerpt, VideoFile
from posecoach.errors import PosecoachError, SourceError, in_one_line
from posecoach.exercise.schema import Exercise
from posecoach.messages import Message, with_another_value
from posecoach.pose.estimator import EstimatorFactory
from posecoach.pose.landmarking import Share
from posecoach.pose.mediapipe_estimator import estimators_for
from posecoach.pose.model_store import ModelStore
from posecoach.pose.recording import Origin, RecordedLandmarks, is_landmarks
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
        return cls(
            reason=_with_address(in_one_line(error), recording),
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
        with local_copy(job.recording, job.folder.parent) as here:
            return _report(replace(job, recording=here))
    except UnknownExerciseError as error:
        reason = Message("{path}: {reason}", path=job.recording.address, reason=error.reason)
        return Report(error.origin, failure=Failure(reason, lasting=True), landmarks=error.landmarks)
    except Exception as error:  # noqa: BLE001 - the other recordings have nothing to do with it
        return Report(failure=Failure.of(error, job.recording))


def _with_address(reason: str, recording: Recording) -> str:
    """A reason that begins with the whole address of its recording: several may have the same name."""
    address = recording.address
    told = with_another_value(reason, {str(recording.path), recording.path.name}, address)
    return told if told.startswith(f"{address}: ") else Message("{path}: {reason}", path=address, reason=told)


def _report(job: RecordingJob) -> Report:
    path = job.recording.path
    if is_landmarks(path):
        origin, recorded = open_identified(path)
        return _of_landmarks(job, origin, _within(recorded, job.recording), None)
    video = VideoFile.open(path)
    if job.recording.part:
        _refuse_late(job.recording, video.info.duration_s)
        video = Excerpt.of(video, job.recording.start_s, job.recording.end_s)
    if job.landmarks is not None:
        origin, recorded = open_identified(job.landmarks)
        return _of_landmarks(job, origin, recorded, video)
    return _of_video(job, video)


def _of_video(job: RecordingJob, video: VideoFile) -> Report:
    options, folders = job.options, ResultFolders(job.folder)
    progress = Share(_TellShare(job.progress_file), video.info.duration_s - job.recording.start_s).advance
    make_estimator = _estimators(options.model, with_contour=options.needs_contour)
    if options.named:
        named = _job(job, options.exercises[0], folders)
        return _named(analyse_video(video, named, make_estimator, progress), named)
    parts = analyse_video_parts(video, _choice(job, folders), make_estimator, progress)
    return _recognised(parts)


def _of_landmarks(job: RecordingJob, origin: Origin, recorded: RecordedLandmarks, video: VideoFile | None) -> Report:
    options, folders = job.options, ResultFolders(job.folder)
    if options.named:
        named = _job(job, options.exercises[0], folders)
        result = analyse_landmarks(recorded, origin, named, folders.of(origin), video=video)
        return _named(replace(result, losses=job.losses), named)
    parts = analyse_landmark_parts(recorded, origin, _choice(job, folders), video=video)
    return _recognised([replace(one, result=one.result and replace(one.result, losses=job.losses)) for one in parts])


def _choice(job: RecordingJob, folders: ResultFolders) -> Choice:
    options = job.options
    return Choice(
        options.exercises,
        lambda chosen: _job(job, chosen, folders),
        folders,
        options.own,
        job.threads,
        options.pose_rate_hz,
    )


def _job(job: RecordingJob, exercise: Exercise, folders: ResultFolders) -> Job:
    asked = job.options.job(exercise, folders, job.threads)
    return replace(asked, subject=job.recording.subject, cue_pictures=True)


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


def _within(recorded: RecordedLandmarks, recording: Recording) -> RecordedLandmarks:
    _refuse_late(recording, float(recorded.time_s[-1]))
    return recorded.between(recording.start_s, math.inf if recording.end_s is None else recording.end_s)


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
