"""Speed of an analysis, as ratios to the bare landmarker called in a loop on frames that are already decoded.

    python benchmarks/speed.py [VIDEO] [--exercise ID] [--runs N] [--profile]

Prints a table; every figure is the median of its runs, and all runs of one round happen one after the other. The same
recording with twice as many frames a second is measured as well. With --profile it prints instead where the time of an
analysis on one core goes.
"""

import argparse
import statistics
import tempfile
import time
from collections import deque
from collections.abc import Callable
from functools import partial
from itertools import islice
from pathlib import Path

import cv2
import numpy as np
from rich.console import Console
from rich.table import Table

from posecoach.analysis import Job, analyse_video, replay_landmarks
from posecoach.capture.frame import Frame
from posecoach.capture.video import VideoFile
from posecoach.counting.coach import Coach
from posecoach.exercise.library import data_folder, load_exercise
from posecoach.exercise.schema import Exercise
from posecoach.pose.landmarking import usable_cores
from posecoach.pose.looks import POSE_RATE_HZ, LookClock
from posecoach.pose.mediapipe_estimator import MediaPipeEstimator
from posecoach.pose.model_store import ModelStore
from posecoach.pose.recording import LandmarkRecorder, load_landmarks
from posecoach.pose.series import Landmarks
from posecoach.pose.stabilise import Stabiliser
from posecoach.results.folders import ResultFolders
from posecoach.results.video_writer import VideoWriter

CHUNK = 120
HOUR_FRAMES = 108_000


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "video", nargs="?", type=Path, default=data_folder("sample_videos") / "clips" / "bridge_alignment_maria.mp4"
    )
    parser.add_argument("--exercise", default="bridge")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--profile", action="store_true", help="print where the time goes")
    arguments = parser.parse_args()
    video, exercise = VideoFile.open(arguments.video), load_exercise(arguments.exercise)
    model = ModelStore().ensure()
    with tempfile.TemporaryDirectory() as folder:
        doubled = VideoFile.open(_doubled(video, Path(folder) / f"{arguments.video.stem}_doubled.mp4"))
        for one in (video, doubled):
            if arguments.profile:
                _print_profile(one, exercise, model, Path(folder))
            else:
                rounds = [_round(one, exercise, model, Path(folder)) for _ in range(arguments.runs)]
                _print_analysis(one, {name: statistics.median(each[name] for each in rounds) for name in rounds[0]})
        if not arguments.profile:
            _print_coaching(exercise, Path(folder) / "plain" / arguments.video.stem / "landmarks.npz", Path(folder))


def _doubled(video: VideoFile, path: Path) -> Path:
    """The recording with twice as many frames a second, each second one between its neighbours."""
    rate = round(2 * (video.info.frame_rate or 30))
    with VideoWriter(path, (video.info.width, video.info.height), rate) as writer:
        before: Frame | None = None
        for frame in video.frames():
            if before is not None:
                between = cv2.addWeighted(before.image, 0.5, frame.image, 0.5, 0)
                writer.write((before.time_s + frame.time_s) / 2, np.asarray(between, np.uint8))
            writer.write(frame.time_s, frame.image)
            before = frame
    return path


def _round(video: VideoFile, exercise: Exercise, model: Path, folder: Path) -> dict[str, float]:
    """Milliseconds a frame of each way, measured one after the other."""
    return {
        "bare": _bare(video, model),
        "plain": _analysis(video, exercise, model, folder / "plain", annotate=False),
        "annotated": _analysis(video, exercise, model, folder / "annotated", annotate=True),
    }


def _bare(video: VideoFile, model: Path) -> float:
    """The landmarker alone, as a program without threads would call it at best."""
    estimator = MediaPipeEstimator(model)
    spent_s, count = 0.0, 0
    chunk: list[Frame] = []
    for frame in video.frames():
        chunk.append(frame)
        if len(chunk) == CHUNK:
            spent_s += _timed(partial(_estimate_all, estimator, chunk))
            count += len(chunk)
            chunk = []
    estimator.close()
    return 1000 * spent_s / count


def _estimate_all(estimator: MediaPipeEstimator, frames: list[Frame]) -> None:
    for frame in frames:
        estimator.estimate(frame.image, frame.time_s)


def _analysis(video: VideoFile, exercise: Exercise, model: Path, out: Path, *, annotate: bool) -> float:
    job, frames = _job(exercise, out, annotate=annotate), 0

    def run() -> None:
        nonlocal frames
        frames = analyse_video(video, job, make, lambda _: None).session.frames

    def make() -> MediaPipeEstimator:
        return MediaPipeEstimator(model, with_contour=exercise.needs_contour)

    return 1000 * _timed(run) / frames


def _print_profile(video: VideoFile, exercise: Exercise, model: Path, folder: Path) -> None:
    """Milliseconds a frame of each part of an analysis, one part after the other."""
    clock, frames = LookClock(POSE_RATE_HZ), video.info.frame_count
    looked = list(islice((one for one in video.frames(wanted=clock.is_due) if one.is_picture), CHUNK))
    share = min(1.0, POSE_RATE_HZ / (video.info.frame_rate or POSE_RATE_HZ))
    estimator = MediaPipeEstimator(model, with_contour=exercise.needs_contour)
    seen = _timed(lambda: _estimate_all(estimator, looked)) * share / len(looked)
    estimator.close()
    never = _timed(lambda: deque(video.frames(wanted=lambda _: False), 0)) / frames
    always = _timed(lambda: deque(video.frames(), 0)) / frames
    job = _job(exercise, folder / "profile", annotate=False)
    analyse_video(video, job, lambda: MediaPipeEstimator(model), lambda _: None)
    landmarks = job.folders.out / video.path.stem / "landmarks.npz"
    replayed = _timed(lambda: replay_landmarks(landmarks, job)) / frames

    rows = [
        ("decoding", never),
        ("to RGB, of those looked at", (always - never) * share),
        ("to RGB, of the rest for the annotated video", (always - never) * (1 - share)),
        ("finding the person", seen),
        ("coaching and files", replayed),
    ]
    table = Table("", "ms a frame, on one core", title=_title(video), title_justify="left")
    for name, seconds in rows:
        table.add_row(name, f"{1000 * seconds:.2f}")
    Console().print(table)


def _timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def _print_analysis(video: VideoFile, figures: dict[str, float]) -> None:
    table = Table("", "ms a frame", "of the bare landmarker", title=_title(video), title_justify="left")
    names = {"bare": "bare landmarker", "plain": "analyse --no-video", "annotated": "analyse"}
    for key, name in names.items():
        table.add_row(name, f"{figures[key]:.1f}", f"{figures[key] / figures['bare']:.2f}")
    Console().print(table)


def _title(video: VideoFile) -> str:
    info = video.info
    rate = f"{info.frame_rate or 0:.0f} frames a second"
    return f"{video.path.name}: {info.width}x{info.height}, {rate}, {info.duration_s:.1f} s, {usable_cores()} cores"


def _job(exercise: Exercise, out: Path, *, annotate: bool) -> Job:
    dose = exercise.doses[exercise.default_dose]
    return Job(exercise, exercise.default_dose, dose, ResultFolders(out), annotate=annotate)


def _print_coaching(exercise: Exercise, recording: Path, folder: Path) -> None:
    _, series = load_landmarks(recording)
    stabilise, coach = _single_frames(exercise, series)
    hour = _hour(recording, folder)
    job = _job(exercise, folder / "replay", annotate=False)
    seconds = _timed(lambda: replay_landmarks(hour, job))
    table = Table("", "figure")
    table.add_row("coaching, one frame at a time", f"{coach:.2f} ms (median)")
    table.add_row("stabilising, one frame at a time", f"{stabilise:.2f} ms (median)")
    table.add_row(f"replay of an hour of landmarks ({HOUR_FRAMES} frames), all files", f"{seconds:.1f} s")
    Console().print(table)


def _single_frames(exercise: Exercise, series: Landmarks) -> tuple[float, float]:
    """Median milliseconds of stabilising and of coaching, as in a live session."""
    stabiliser, coach = Stabiliser(), Coach(exercise, exercise.doses[exercise.default_dose])
    spent = np.empty((len(series), 2))
    for index in range(len(series)):
        start = time.perf_counter()
        poses = stabiliser(series[index : index + 1])
        between = time.perf_counter()
        coach.follow(poses)
        spent[index] = between - start, time.perf_counter() - between
    stabilise, coaching = (1000 * np.median(spent, axis=0)).tolist()
    return stabilise, coaching


def _hour(recording: Path, folder: Path) -> Path:
    """The recording over and over, until it is an hour at 30 frames a second."""
    source, series = load_landmarks(recording)
    path = folder / "hour.npz"
    with LandmarkRecorder(source) as recorder:
        for first in range(0, HOUR_FRAMES, len(series)):
            part = series[: min(len(series), HOUR_FRAMES - first)]
            times_s = (first + np.arange(len(part))) / 30
            recorder.add(Landmarks(times_s, part.points, part.visibility, part.contour, part.size))
        recorder.save(path)
    return path


if __name__ == "__main__":
    main()
