"""`analyse` and `demo`: a recording in, its results out."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from posecoach.analysis import Job, Result, analyse_video, replay_landmarks
from posecoach.capture.video import VideoFile
from posecoach.cli.console import analysis_progress, out, report_error
from posecoach.cli.model import chosen_model
from posecoach.cli.summary import summary
from posecoach.coaching.exercise import Exercise
from posecoach.errors import ExerciseError, PosecoachError, SourceError
from posecoach.exercise_files import choose_dose, data_folder, load_exercise
from posecoach.pose.estimator import EstimatorFactory

__all__ = ["analyse", "demo"]

_BAD_INPUT = 2
_DEMO_CLIP = Path("clips", "bridge_alignment_maria.mp4")

ModelOption = Annotated[
    Path | None,
    typer.Option("--model", metavar="FILE.task", help="Another pose landmarker bundle (lite, heavy)."),
]


def analyse(
    recordings: Annotated[
        list[Path],
        typer.Argument(metavar="VIDEO...", help="Recordings, or landmarks.npz files of earlier analyses."),
    ],
    exercise: Annotated[str, typer.Option("--exercise", "-e", help="Exercise id, see `posecoach exercises`.")],
    out_folder: Annotated[
        Path, typer.Option("--out", "-o", metavar="DIR", help="Gets one folder per recording.")
    ] = Path("posecoach-out"),
    dose: Annotated[str | None, typer.Option("--dose", "-d", help="Article whose dose is asked for (A to E).")] = None,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="Your own dose: reps=8 hold_s=6.")
    ] = None,
    video: Annotated[bool, typer.Option("--video/--no-video", help="Write the annotated video.")] = True,
    correct_hips: Annotated[
        bool,
        typer.Option("--correct-hips/--raw-hips", help="Take off the landmarker's known offset of the hips."),
    ] = True,
    model: ModelOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object per recording.")] = False,
) -> None:
    """Count repetitions, time holds and name faults in recordings.

    Exit codes: 0 done, 2 a recording can't be analysed or is cut off (what could be read is analysed).
    """
    recordings, more = _without_settings(recordings) if settings else (recordings, [])
    job = _job(load_exercise(exercise), dose, [*(settings or []), *more], out_folder)
    job = replace(job, annotate=video, correct_hips=correct_hips)
    _refuse_same_names(recordings)
    failed = [not _analyse_one(path, job, model, as_json=as_json) for path in recordings]
    if any(failed):
        raise typer.Exit(_BAD_INPUT)


def demo(
    out_folder: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Gets the results.")] = Path(
        "posecoach-out"
    ),
    model: ModelOption = None,
) -> None:
    """Analyse a sample clip of somebody doing bridges."""
    clip = data_folder("sample_videos") / _DEMO_CLIP
    job = _job(load_exercise("bridge"), None, [], out_folder)
    if not _analyse_one(clip, job, model, as_json=False):
        raise typer.Exit(_BAD_INPUT)


def _job(exercise: Exercise, dose: str | None, settings: list[str], out_folder: Path) -> Job:
    name, chosen = choose_dose(exercise, dose, dict(_setting(text) for text in settings))
    return Job(exercise, name, chosen, out_folder)


def _without_settings(recordings: list[Path]) -> tuple[list[Path], list[str]]:
    """Tells recordings from the further settings of `--set reps=8 hold_s=6`, which stand among them."""
    settings = [str(path) for path in recordings if "=" in path.name and not path.exists()]
    return [path for path in recordings if str(path) not in settings], settings


def _setting(text: str) -> tuple[str, float]:
    name, _, value = text.partition("=")
    try:
        return name.strip(), float(value)
    except ValueError:
        raise ExerciseError(f"--set {text}: write a name and a number, such as reps=8 or hold_s=6") from None


def _refuse_same_names(recordings: list[Path]) -> None:
    if not recordings:
        raise SourceError("no recording given; name at least one")
    stem, count = Counter(path.stem for path in recordings).most_common(1)[0]
    if count > 1:
        raise SourceError(f"{count} recordings are called {stem}, so their results would share a folder; rename them")


def _analyse_one(path: Path, job: Job, model: Path | None, *, as_json: bool) -> bool:
    try:
        result = _result(path, job, model)
    except PosecoachError as error:
        if as_json:
            out.print_json(json.dumps({"recording": str(path), "error": str(error)}), indent=None)
        report_error(str(error))
        return False
    if result.cut_off:
        report_error(f"{path}: breaks off before its end; what could be read is analysed in {result.folder}")
    if as_json:
        session = json.loads(result.session.to_json())
        line = {
            "recording": str(path),
            "folder": str(result.folder),
            "cut_off": result.cut_off,
            "session": session,
        }
        out.print_json(json.dumps(line), indent=None)
    else:
        out.print(summary(result, job))
    return not result.cut_off


def _result(path: Path, job: Job, model: Path | None) -> Result:
    if path.suffix == ".npz":
        return replay_landmarks(path, job)
    video = VideoFile.open(path)
    make_estimator = _estimator(chosen_model(model), job.exercise)
    with analysis_progress(path.name, video.info.duration_s) as progress:
        return analyse_video(video, job, make_estimator, progress)


def _estimator(model: Path, exercise: Exercise) -> EstimatorFactory:
    # MediaPipe takes a second to import, which no other command should wait for.
    from posecoach.pose.mediapipe_estimator import MediaPipeEstimator  # noqa: PLC0415

    return lambda: MediaPipeEstimator(model, with_contour=exercise.needs_contour)
