"""Analysing recordings without being told the exercise: landmarks once, then what is done in them, part by part."""

import shlex
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from posecoach.analysis import DRAWING_SHARE, Job, Result, analyse_landmarks, open_identified, origin_of
from posecoach.capture.video import FrameReader, VideoFile
from posecoach.chain import has_poses, nobody_in_view
from posecoach.errors import SourceError
from posecoach.exercise.schema import Exercise
from posecoach.files import atomic_write
from posecoach.messages import Message, in_a_row, one_of
from posecoach.pose.estimator import EstimatorFactory
from posecoach.pose.landmarking import Progress, landmark_video, usable_cores
from posecoach.pose.looks import POSE_RATE_HZ
from posecoach.pose.recording import LandmarkLog, LandmarkRecorder, Origin, RecordedLandmarks
from posecoach.pose.series import Landmarks
from posecoach.pose.stabilise import Stabiliser
from posecoach.recognition import Part, recognise_pieces
from posecoach.results.folders import ResultFolders, no_folder
from posecoach.temporary import temporary_folder

__all__ = ["Choice", "PartResult", "analyse_video_parts", "nearest_of", "replay_landmark_parts"]

_MARGIN_S, _LEAST_MARGIN_S = 3.0, 0.5
"""Before and after a part, to see the start position that it begins from and returns to; and where its neighbours are
nearer than that."""


_AT_ONCE = 9000
"""Frames; the result doesn't depend on it."""


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
        SourceError: If nobody is in view, or no exercise is recognised; the landmarks are kept then.
        OutputError: If the results can't be written.
    """
    workers, origin = choice.workers or usable_cores(), origin_of(video, make_estimator, choice.pose_rate_hz)
    seeing = landmark_video(
        video,
        make_estimator,
        workers=workers,
        progress=lambda s: progress(s * (1 - DRAWING_SHARE)),
        pose_rate_hz=choice.pose_rate_hz,
    )
    with closing(seeing), temporary_folder() as folder:
        recorded = _recorded(seeing, origin, folder / "landmarks.part")
        losses = video.losses(len(recorded))
        return _analysed(_Recording(recorded, origin, video, losses, lambda s: progress(s * DRAWING_SHARE)), choice)


def replay_landmark_parts(path: Path, choice: Choice) -> list[PartResult]:
    """The same for a landmark recording.

    Raises:
        SourceError: If the file isn't a landmark recording, nobody is in view, or no exercise is recognised.
        OutputError: If the results can't be written.
    """
    origin, recorded = open_identified(path)
    return _analysed(_Recording(recorded, origin, None, (), lambda _: None), choice)


def _recorded(pieces: Iterable[Landmarks], origin: Origin, path: Path) -> RecordedLandmarks:
    """Writes landmarks as they come, to be read several times."""
    with closing(LandmarkLog(path, origin, Message("free space, or name another folder in TMPDIR"))) as log:
        for piece in pieces:
            log.add(piece)
    return RecordedLandmarks.open(path)


@dataclass(frozen=True, slots=True)
class _Recording:
    """A whole recording and its landmarks.

    Attributes:
        recorded: The landmarks.
        origin: Where they come from.
        video: The recording; None if there are only its landmarks.
        losses: What of it couldn't be read.
        progress: Told the seconds of media time by which the work has advanced.
    """

    recorded: RecordedLandmarks
    origin: Origin
    video: VideoFile | None
    losses: tuple[str, ...]
    progress: Progress


def _analysed(recording: _Recording, choice: Choice) -> list[PartResult]:
    recorded, origin, losses = recording.recorded, recording.origin, recording.losses
    if not has_poses(sum(int(piece.has_pose.sum()) for piece in recorded.pieces(_AT_ONCE)), len(recorded)):
        raise nobody_in_view(origin.source, losses)
    parts = recognise_pieces(map(Stabiliser(), recorded.pieces(_AT_ONCE)), choice.exercises, choice.own)
    untold = not parts or any(part.exercise is None for part in parts)
    keep = untold and recording.video is not None
    kept = _kept(recorded, origin, choice.folders.of(origin)) if keep else None
    if not any(part.exercise for part in parts):
        raise SourceError(_no_exercise(origin.source, _untold(parts), losses, _advice(kept)))
    return [_part_result(recording, parts, index, choice) for index in range(len(parts))]


def _part_result(recording: _Recording, parts: Sequence[Part], index: int, choice: Choice) -> PartResult:
    part, recorded, video = parts[index], recording.recorded, recording.video
    if part.exercise is None:
        return PartResult(part, None, None)
    job = choice.job_of({exercise.id: exercise for exercise in choice.exercises}[part.exercise])
    appended = ""
    if len(parts) > 1:
        appended = f"-{index + 1}-{part.exercise}"
        recorded = _around(recorded, parts, index)
        video = None if video is None else _Stretch.around(video, float(recorded.time_s[0]))
    folder = choice.folders.of(recording.origin, appended)
    result = analyse_landmarks(recorded, recording.origin, job, folder, video=video, progress=recording.progress)
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


def _kept(recorded: RecordedLandmarks, origin: Origin, folder: Path) -> Path:
    """Writes the landmarks of a recording, so that it needn't be looked at again once its exercise is named."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise no_folder(folder, error) from error
    path = folder / "landmarks.npz"
    with LandmarkRecorder(origin) as recorder, atomic_write(path) as beside:
        for piece in recorded.pieces(_AT_ONCE):
            recorder.add(piece)
        recorder.save(beside)
    return path


def _around(recorded: RecordedLandmarks, parts: Sequence[Part], index: int) -> RecordedLandmarks:
    """A part with a margin that reaches into its neighbours only as far as no repetition would be cut otherwise."""
    part = parts[index]
    earliest_s = parts[index - 1].end_s if index else part.start_s - _MARGIN_S
    latest_s = parts[index + 1].start_s if index + 1 < len(parts) else part.end_s + _MARGIN_S
    start_s = min(part.start_s - _LEAST_MARGIN_S, max(part.start_s - _MARGIN_S, earliest_s))
    end_s = max(part.end_s + _LEAST_MARGIN_S, min(part.end_s + _MARGIN_S, latest_s))
    return recorded.between(start_s, end_s)


@dataclass(frozen=True)
class _Stretch(VideoFile):
    """A recording that is read from later than its beginning."""

    start_s: float = 0.0

    @classmethod
    def around(cls, video: VideoFile, start_s: float) -> "_Stretch":
        """The recording from a moment on."""
        return cls(video.path, video.scan, video.refused, video.damaged_s, start_s)

    def frames(self, start_s: float = 0.0, end_s: float | None = None, **options: Any) -> FrameReader:
        """The frames from there on."""
        return super().frames(max(start_s, self.start_s), end_s, **options)
