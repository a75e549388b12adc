"""From a recording to its results: every stage in turn, piece by piece, so that memory stays the same."""

from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from posecoach.capture.video import VideoFile
from posecoach.chain import run
from posecoach.counting.coach import Coach
from posecoach.exercise.schema import Dose, Exercise
from posecoach.feedback.words.language import ENGLISH, Language
from posecoach.files import sha256_of
from posecoach.messages import Message
from posecoach.pose.estimator import EstimatorFactory, model_sha256
from posecoach.pose.landmarking import Progress, landmark_video, usable_cores
from posecoach.pose.looks import POSE_RATE_HZ
from posecoach.pose.people import shows_two_people
from posecoach.pose.recording import Origin, RecordedLandmarks
from posecoach.pose.series import Landmarks
from posecoach.results.annotated_video import annotated_video
from posecoach.results.folders import ResultFolders
from posecoach.results.frames_table import frames_table
from posecoach.results.landmark_exports import LandmarkFormat, landmark_export
from posecoach.results.outputs import Opener, OutputFolder, landmarks_file, session_file
from posecoach.results.session import Session
from posecoach.results.session_builder import SessionBuilder
from posecoach.version import __version__

__all__ = [
    "DRAWING_SHARE",
    "Job",
    "Result",
    "analyse_landmarks",
    "analyse_video",
    "open_identified",
    "origin_of",
    "replay_landmarks",
]

_REPLAYED_AT_ONCE, _DRAWN_AT_ONCE = 9000, 60
"""Frames; the result doesn't depend on it. Many go faster, few keep the progress bar moving."""
DRAWING_SHARE = 0.35
"""Of the time that an analysis with its annotated video takes."""
_TWO_PEOPLE = Message("two people are in the picture, and only one of them is followed")


@dataclass(frozen=True, slots=True)
class Job:
    """What to analyse a recording for.

    Attributes:
        exercise: What is done in it.
        dose_name: Name of the dose.
        dose: What is asked for.
        folders: Where the results go.
        annotate: Whether to write the annotated video.
        workers: Stretches of the recording that are landmarked at a time; None for one per core.
        correct_hips: Whether to take off the landmarker's known offset of the hips.
        pose_rate_hz: How often a second the recording is looked at, at most.
        language: Of the annotated video.
        landmark_formats: As what the landmarks are written beside landmarks.npz.
    """

    exercise: Exercise
    dose_name: str
    dose: Dose
    folders: ResultFolders
    annotate: bool = True
    workers: int | None = None
    correct_hips: bool = True
    pose_rate_hz: float = POSE_RATE_HZ
    language: Language = ENGLISH
    landmark_formats: tuple[LandmarkFormat, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What an analysis came to.

    Attributes:
        session: The session, as in session.json.
        folder: Where the files are.
        cut_off: Whether the recording breaks off before its end.
        losses: What could not be read of it, each as a clause about it; that it breaks off is the first.
    """

    session: Session
    folder: Path
    cut_off: bool
    losses: tuple[str, ...] = ()


def analyse_video(video: VideoFile, job: Job, make_estimator: EstimatorFactory, progress: Progress) -> Result:
    """Analyses a recording and writes its files.

    Args:
        video: The recording.
        job: What to analyse it for.
        make_estimator: Makes a pose estimator, from any thread.
        progress: Told the seconds of media time by which the work has advanced, from any thread.

    Raises:
        SourceError: If nobody is in view.
        OutputError: If the results can't be written.
    """
    drawing = DRAWING_SHARE if job.annotate else 0.0
    origin = origin_of(video, make_estimator, job.pose_rate_hz)
    outputs = OutputFolder(job.folders.of(origin), _openers(job, origin, video, record=True))
    landmarks = landmark_video(
        video,
        make_estimator,
        workers=job.workers or usable_cores(),
        progress=lambda s: progress(s * (1 - drawing)),
        pose_rate_hz=job.pose_rate_hz,
    )
    with closing(landmarks):
        pieces = (piece for series in landmarks for piece in _pieces(series, _DRAWN_AT_ONCE))
        session = _session(
            _watched(pieces, lambda s: progress(s * drawing)),
            origin,
            job,
            outputs,
            lambda: _TWO_PEOPLE if shows_two_people(video, make_estimator) else None,
            video.losses,
        )
    return Result(session, outputs.folder, video.info.cut_off, video.losses(session.frames))


def replay_landmarks(path: Path, job: Job) -> Result:
    """Analyses a landmark recording; its session.json is the video's, but for the note that two people are in it.

    Raises:
        SourceError: If the file isn't a landmark recording, or nobody is in view.
        OutputError: If the results can't be written.
    """
    origin, recorded = open_identified(path)
    outputs = OutputFolder(job.folders.of(origin), _openers(job, origin, None, record=False))
    session = _session(recorded.pieces(_REPLAYED_AT_ONCE), origin, job, outputs)
    return Result(session, outputs.folder, cut_off=False)


def analyse_landmarks(
    recorded: RecordedLandmarks,
    origin: Origin,
    job: Job,
    folder: Path,
    *,
    video: VideoFile | None,
    progress: Progress = lambda _: None,
) -> Result:
    """Analyses landmarks of a recording, or of a part of it, whose times stay those of the recording.

    Args:
        recorded: The landmarks.
        origin: Where they come from.
        job: What to analyse them for.
        folder: For the results.
        video: The recording they were found in, to be annotated and its landmarks kept; None if they were replayed.
        progress: Told the seconds of media time by which the work has advanced.

    Raises:
        SourceError: If nobody is in view.
        OutputError: If the results can't be written.
    """
    outputs = OutputFolder(folder, _openers(job, origin, video, record=video is not None))
    session = _session(_watched(recorded.pieces(_DRAWN_AT_ONCE), progress), origin, job, outputs)
    return Result(session, outputs.folder, cut_off=video is not None and video.info.cut_off)


def open_identified(path: Path) -> tuple[Origin, RecordedLandmarks]:
    """Landmarks in a file; where nobody knows the hash of their recording, it is their own, to tell its results by.

    Raises:
        SourceError: If the file isn't a landmark recording.
    """
    recorded = RecordedLandmarks.open(path)
    origin = recorded.origin
    return replace(origin, recording_sha256=origin.recording_sha256 or sha256_of(path)), recorded


def origin_of(video: VideoFile, make_estimator: EstimatorFactory, pose_rate_hz: float = POSE_RATE_HZ) -> Origin:
    """Where the landmarks of a recording come from that is looked at so often.

    Raises:
        SourceError: If the recording can't be read any more.
    """
    return Origin(
        video.path.name,
        recorded_at=video.info.recorded_at,
        recording_sha256=sha256_of(video.path),
        model_sha256=model_sha256(make_estimator),
        version=__version__,
        pose_rate_hz=pose_rate_hz,
    )


def _openers(job: Job, origin: Origin, video: VideoFile | None, *, record: bool) -> list[Opener]:
    """Every output of an analysis; a new one is one line here."""
    return [
        session_file,
        frames_table,
        *([landmarks_file(origin)] if record else []),
        *(landmark_export(kind, origin) for kind in job.landmark_formats),
        *([annotated_video(video, job.exercise, job.language)] if job.annotate and video is not None else []),
    ]


def _pieces(series: Landmarks, frames: int) -> Generator[Landmarks, None, None]:
    edges = [*range(0, len(series), frames), len(series)]
    for start, end in pairwise(edges):
        yield series[start:end]


def _session(
    pieces: Iterable[Landmarks],
    origin: Origin,
    job: Job,
    outputs: OutputFolder,
    explain: Callable[[], str | None] = lambda: None,
    losses: Callable[[int], Sequence[str]] = lambda _: (),
) -> Session:
    coach, builder = Coach(job.exercise, job.dose), SessionBuilder(job.exercise, job.dose_name, job.dose, origin)
    if not job.correct_hips:
        pieces = (piece.with_hips_as_found() for piece in pieces)
    with outputs:
        return run(pieces, coach, builder, [outputs], explain=explain, losses=losses)


def _watched(pieces: Iterable[Landmarks], progress: Progress) -> Generator[Landmarks, None, None]:
    """The pieces, telling of each that it has been worked on when the next one is wanted."""
    last_s: float | None = None
    for piece in pieces:
        yield piece
        progress(float(piece.time_s[-1]) - (float(piece.time_s[0]) if last_s is None else last_s))
        last_s = float(piece.time_s[-1])
