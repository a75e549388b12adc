"""`calibrate`: an exercise fitted to one person."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

import posecoach
from posecoach.calibrations.files import new_profile_path, read_calibration, write_exercise
from posecoach.calibrations.model import ExerciseCalibration, Provenance, RecordingUsed
from posecoach.capture.video import VideoFile
from posecoach.cli.calibration_table import calibration_table
from posecoach.cli.console import analysis_progress, out, report_error
from posecoach.cli.exit_codes import BAD_INPUT
from posecoach.cli.live_calibration import Look, film_calibration
from posecoach.cli.model import estimator_for
from posecoach.cli.options import (
    CameraOption,
    DryRunOption,
    ExerciseArgument,
    FullScreenOption,
    LanguageOption,
    ModelOption,
    VoiceOption,
)
from posecoach.errors import SourceError
from posecoach.exercise.schema import Exercise
from posecoach.exercise_files import load_exercise, load_exercises
from posecoach.feedback.voice.protocols import VoiceMode
from posecoach.pose.landmarking import landmark_video, usable_cores
from posecoach.pose.recording import is_landmarks, load_landmarks
from posecoach.pose.series import PoseSeries, concatenate
from posecoach.tuning.landmark_cache import sha256_of
from posecoach.tuning.person.calibration import PersonFit, fit_person

__all__ = ["calibrate"]


def calibrate(
    exercise: ExerciseArgument,
    recording: Annotated[
        Path | None,
        typer.Option("--from", metavar="VIDEO", help="A recording, or its landmarks.npz; a camera if left out."),
    ] = None,
    profile: Annotated[
        str, typer.Option("--profile", "-p", metavar="NAME", help="Whose range it is; made if it isn't there.")
    ] = "me",
    dry_run: DryRunOption = False,
    camera: CameraOption = "0",
    voice: VoiceOption = VoiceMode.FULL,
    language: LanguageOption = "en",
    full_screen: FullScreenOption = False,
    model: ModelOption = None,
) -> None:
    """Fit an exercise to how far one person comfortably goes.

    Rest for a moment in the start position, then do three comfortable repetitions, of each side if they take turns:
    in front of the camera, where the voice says when, or in a recording. `--profile NAME` of the other commands then
    counts what that person can do, and still tells the described position beside it.

    Exit codes: 0 done, 2 nothing can be read off the recording, or it is cut off (what could be read is used).
    """
    path = new_profile_path(profile)
    if path.exists():
        read_calibration(path)
    chosen = load_exercise(exercise)
    if recording is None:
        series, cut_off = film_calibration(chosen, Look(camera, voice, language, full_screen, model)), False
    else:
        series, cut_off = _landmarks(recording, chosen, model)
    fit = _fitted(chosen, series, recording)
    out.print(calibration_table(fit, profile))
    if not dry_run:
        write_exercise(path, chosen.id, _calibration(fit, recording), title=f"What is known of {profile}.")
        out.print(f"Written to {path}; use it with --profile {profile}", soft_wrap=True, markup=False)
    if cut_off:
        report_error(f"{recording}: breaks off before its end; what could be read was used")
        raise typer.Exit(BAD_INPUT)


def _landmarks(recording: Path, exercise: Exercise, model: Path | None) -> tuple[PoseSeries, bool]:
    """A recording's landmarks, and whether it breaks off before its end."""
    if is_landmarks(recording):
        return load_landmarks(recording)[1], False
    video = VideoFile.open(recording)
    # Whether it shows another exercise is asked of all of them, and some read the back's outline.
    make_estimator = estimator_for(model, [exercise, *load_exercises()])
    with analysis_progress(recording.name, video.info.duration_s) as progress:
        pieces = list(landmark_video(video, make_estimator, workers=usable_cores(), progress=progress))
    if not pieces:
        raise SourceError(f"{recording}: has no pictures")
    return concatenate(pieces), video.info.cut_off


def _fitted(exercise: Exercise, series: PoseSeries, recording: Path | None) -> PersonFit:
    # Who was led through the exercise has done that one.
    others = load_exercises() if recording is not None else []
    try:
        return fit_person(exercise, series, others)
    except SourceError as error:
        raise SourceError(f"{recording or 'the camera'}: {error}") from error


def _calibration(fit: PersonFit, recording: Path | None) -> ExerciseCalibration:
    used = () if recording is None else (RecordingUsed(name=recording.name, sha256=sha256_of(recording)),)
    return ExerciseCalibration(
        thresholds=fit.thresholds,
        range=fit.range,
        noise=fit.noise,
        camera_roll_deg=round(fit.roll.known_deg, 1),
        provenance=Provenance(
            made_by=f"posecoach {posecoach.__version__} calibrate {fit.exercise.id}",
            date=dt.datetime.now().astimezone().date(),
            recordings=used,
            note=f"From {fit.range.repetitions} comfortable repetitions.",
        ),
    )
