"""From a recording to its results: every stage in turn, piece by piece, so that memory stays the same."""

import math
from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from posecoach.capture.video import VideoFile
from posecoach.counting.coach import Coach
from posecoach.counting.events import NotCounted
from posecoach.errors import SourceError
from posecoach.exercise.schema import Dose, Exercise
from posecoach.pose.estimator import EstimatorFactory
from posecoach.pose.landmarking import Progress, landmark_video, usable_cores
from posecoach.pose.people import shows_two_people
from posecoach.pose.recording import load_landmarks
from posecoach.pose.series import Landmarks
from posecoach.results.outputs import Outputs
from posecoach.results.session import Session, SessionBuilder

__all__ = ["DRAWING_SHARE", "Job", "Result", "analyse_landmarks", "analyse_video", "has_poses", "replay_landmarks"]

_REPLAYED_AT_ONCE, _DRAWN_AT_ONCE = 9000, 60
"""Frames; the result doesn't depend on it. Many go faster, few keep the progress bar moving."""
DRAWING_SHARE = 0.35
"""Of the time that an analysis with its annotated video takes."""
_FEWEST_FRAMES_WITH_POSE = 0.02
"""Of all frames; fewer are chance finds in a picture without a person."""

_TWO_PEOPLE = "two people are in the picture, and only one of them is followed"


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
        correct_hips: Whether to take off the landmarker's known offset of the hips.
    """

    exercise: Exercise
    dose_name: str
    dose: Dose
    out: Path
    annotate: bool = True
    workers: int | None = None
    correct_hips: bool = True


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
    drawing = DRAWING_SHARE if job.annotate else 0.0
    landmarks = landmark_video(video, make_estimator, workers=workers, progress=lambda s: progress(s * (1 - drawing)))
    with closing(landmarks):
        pieces = (piece for series in landmarks for piece in _pieces(series, _DRAWN_AT_ONCE))
        session = _run(
            pieces,
            video.path.name,
            job,
            outputs,
            lambda s: progress(s * drawing),
            two_people=lambda: shows_two_people(video, make_estimator),
        )
    return Result(session, outputs.folder, video.info.cut_off)


def replay_landmarks(path: Path, job: Job) -> Result:
    """Analyses a landmark recording; its session.json is the video's, but for the note that two people are in it.

    Raises:
        SourceError: If the file isn't a landmark recording, or nobody is in view.
        OutputError: If the results can't be written.
    """
    origin, series = load_landmarks(path)
    source = origin.source
    outputs = Outputs(job.out / Path(source).stem, source, job.exercise, record=False, video=None)
    session = _run(_pieces(series, _REPLAYED_AT_ONCE), source, job, outputs)
    return Result(session, outputs.folder, cut_off=False)


def analyse_landmarks(
    series: Landmarks,
    source: str,
    job: Job,
    name: str,
    *,
    video: VideoFile | None,
    progress: Progress = lambda _: None,
) -> Result:
    """Analyses landmarks of a recording, or of a part of it, whose times stay those of the recording.

    Args:
        series: The landmarks.
        source: Name of the recording.
        job: What to analyse them for.
        name: Of the folder for the results.
        video: The recording they were found in, to be annotated and its landmarks kept; None if they were replayed.
        progress: Told the seconds of media time by which the work has advanced.

    Raises:
        SourceError: If nobody is in view.
        OutputError: If the results can't be written.
    """
    outputs = Outputs(
        job.out / name,
        source,
        job.exercise,
        record=video is not None,
        video=video if job.annotate else None,
    )
    session = _run(_pieces(series, _DRAWN_AT_ONCE), source, job, outputs, progress)
    return Result(session, outputs.folder, cut_off=video is not None and video.info.cut_off)


def has_poses(frames_with_pose: int, frames: int) -> bool:
    """Whether a person is in enough frames not to be a chance find."""
    return frames_with_pose > _FEWEST_FRAMES_WITH_POSE * frames


def _pieces(series: Landmarks, frames: int) -> Generator[Landmarks, None, None]:
    edges = [*range(0, len(series), frames), len(series)]
    for start, end in pairwise(edges):
        yield series[start:end]


def _run(
    pieces: Iterable[Landmarks],
    source: str,
    job: Job,
    outputs: Outputs,
    progress: Progress = lambda _: None,
    *,
    two_people: Callable[[], bool] = lambda: False,
) -> Session:
    coach = Coach(job.exercise, job.dose)
    builder = SessionBuilder(job.exercise, job.dose_name, job.dose, source)
    frames = frames_with_pose = 0
    start_s = last_s = math.nan
    with outputs:
        for series in pieces:
            advance = coach.advance(series if job.correct_hips else series.with_hips_as_found())
            builder.add(advance.events)
            outputs.add(series, advance)
            frames += len(series)
            frames_with_pose += int(series.has_pose.sum())
            if math.isnan(start_s):
                start_s = last_s = float(series.time_s[0])
            progress(float(series.time_s[-1]) - last_s)
            last_s = float(series.time_s[-1])
        if not has_poses(frames_with_pose, frames):
            raise SourceError(f"{source}: nobody is in view; film the whole body from the side")
        builder.add(coach.finish())
        if not coach.count and two_people():
            builder.add([NotCounted(start_s, last_s, _TWO_PEOPLE)])
        duration_s = (last_s - start_s) + (last_s - start_s) / max(1, frames - 1)
        session = builder.build(duration_s=duration_s, frames=frames, frames_with_pose=frames_with_pose)
        outputs.save(session)
    return session
