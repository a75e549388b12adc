"""From a recording to its results: every stage in turn, piece by piece, so that memory stays the same."""

from collections.abc import Generator, Iterable
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from posecoach.capture.video import VideoFile
from posecoach.coaching.coach import Coach
from posecoach.coaching.exercise import Dose, Exercise
from posecoach.errors import SourceError
from posecoach.pose.estimator import EstimatorFactory
from posecoach.pose.landmarking import Progress, landmark_video, usable_cores
from posecoach.pose.recording import load_landmarks
from posecoach.pose.series import PoseSeries
from posecoach.pose.stabilise import Stabiliser
from posecoach.results.outputs import Outputs
from posecoach.results.session import Session, SessionBuilder

__all__ = ["Job", "Result", "analyse_video", "replay_landmarks"]

_REPLAYED_AT_ONCE = 9000
_FEWEST_FRAMES_WITH_POSE = 0.02
"""Of all frames; fewer are chance finds in a picture without a person."""


@dataclass(frozen=True, slots=True)
class Job:
    """What to analyse a recording for.

    Attributes:
        exercise: What is done in it.
        dose_name: Name of the dose.
        dose: What is asked for.
        out: Folder that gets a folder named after the recording.
        annotate: Whether to write the annotated video.
        workers: Stretches of the recording that are landmarked at a time; None for one per core.
    """

    exercise: Exercise
    dose_name: str
    dose: Dose
    out: Path
    annotate: bool = True
    workers: int | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What an analysis came to.

    Attributes:
        session: The session, as in session.json.
        folder: Where the files are.
        cut_off: Whether the recording breaks off before its end.
    """

    session: Session
    folder: Path
    cut_off: bool


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
    workers = job.workers or usable_cores()
    outputs = Outputs(
        job.out / video.path.stem,
        video.path.name,
        job.exercise,
        record=True,
        video=video if job.annotate else None,
    )
    pieces = landmark_video(video, make_estimator, workers=workers, progress=progress)
    with closing(pieces):
        session = _run(pieces, video.path.name, job, outputs)
    return Result(session, outputs.folder, video.info.cut_off)


def replay_landmarks(path: Path, job: Job) -> Result:
    """Analyses a landmark recording; its session.json is the same as the video's.

    Raises:
        SourceError: If the file isn't a landmark recording, or nobody is in view.
        OutputError: If the results can't be written.
    """
    source, series = load_landmarks(path)
    outputs = Outputs(job.out / Path(source).stem, source, job.exercise, record=False, video=None)
    return Result(_run(_pieces(series), source, job, outputs), outputs.folder, cut_off=False)


def _pieces(series: PoseSeries) -> Generator[PoseSeries, None, None]:
    edges = [*range(0, len(series), _REPLAYED_AT_ONCE), len(series)]
    for start, end in pairwise(edges):
        yield series[start:end]


def _run(pieces: Iterable[PoseSeries], source: str, job: Job, outputs: Outputs) -> Session:
    stabilise, coach = Stabiliser(), Coach(job.exercise, job.dose)
    builder = SessionBuilder(job.exercise, job.dose_name, job.dose, source)
    frames = frames_with_pose = 0
    last_s = 0.0
    with outputs:
        for series in pieces:
            poses = stabilise(series)
            advance = coach.advance(poses)
            builder.add(advance.events)
            outputs.add(series, poses, advance)
            frames += len(series)
            frames_with_pose += int(series.has_pose.sum())
            last_s = float(series.time_s[-1])
        if frames_with_pose <= _FEWEST_FRAMES_WITH_POSE * frames:
            raise SourceError(f"{source}: nobody is in view; film the whole body from the side")
        builder.add(coach.finish())
        duration_s = last_s + last_s / max(1, frames - 1)
        session = builder.build(duration_s=duration_s, frames=frames, frames_with_pose=frames_with_pose)
        outputs.save(session)
    return session
