"""`calibrate`: an exercise fitted to one person."""

import datetime as dt
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Group, RenderableType

from posecoach.capture.choosing import live_source
from posecoach.capture.video import VideoFile
from posecoach.cli import live
from posecoach.cli.console import (
    BAD_INPUT,
    analysis_progress,
    language,
    out,
    plain_table,
    report_error,
    report_losses,
    shown,
    styled,
    translated,
)
from posecoach.cli.live import advice_given
from posecoach.cli.model import estimator_for
from posecoach.cli.options import (
    CameraOption,
    DryRunOption,
    ExerciseArgument,
    FullScreenOption,
    ModelOption,
    VoiceOption,
)
from posecoach.cli.summary import measure_words
from posecoach.errors import SourceError
from posecoach.exercise.calibration import ExerciseCalibration, Provenance, RecordingUsed
from posecoach.exercise.calibration_files import ExerciseSection, new_profile_path
from posecoach.exercise.library import load_exercise, load_exercises
from posecoach.exercise.schema import Dose, Exercise, described_reach
from posecoach.exercise.thresholds import thresholds
from posecoach.feedback.voice.choosing import make_voice
from posecoach.feedback.voice.protocols import VoiceMode
from posecoach.feedback.words.phrases import Phrase
from posecoach.files import sha256_of
from posecoach.live.launch import Equipment, LiveJob, run_live
from posecoach.live.sinks import Listener
from posecoach.measures import MEASURES
from posecoach.messages import Message
from posecoach.names import printable
from posecoach.pose.landmarking import landmark_video, usable_cores
from posecoach.pose.recording import is_landmarks, load_landmarks
from posecoach.pose.series import Landmarks, concatenate
from posecoach.session.task import GuidedTask
from posecoach.temporary import temporary_folder
from posecoach.tuning.person.calibration import PersonFit, fit_person, loosened, without_cues, worded
from posecoach.tuning.person.roll import Roll
from posecoach.version import __version__

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
    full_screen: FullScreenOption = False,
    model: ModelOption = None,
) -> None:
    """Fit an exercise to how far one person comfortably goes.

    Rest for a moment in the start position, then do three comfortable repetitions, of each side if they take turns:
    in front of the camera, where the voice says when, or in a recording. `--profile NAME` of the other commands then
    counts what that person can do, and still tells the described position beside it.

    Exit codes: 0 done, 2 nothing can be read off the recording, or it is cut off (what could be read is used).
    """
    path, chosen = new_profile_path(profile), load_exercise(exercise)
    section = ExerciseSection.read(path, chosen.id)
    losses: tuple[str, ...] = ()
    if recording is None:
        series = _film_calibration(chosen, _Look(camera, voice, full_screen, model))
    else:
        series, losses = _landmarks(recording, chosen, model)
    fit = _fitted(chosen, series, recording)
    out.print(_calibration_table(fit, profile))
    if not dry_run:
        section.replace(_calibration(fit, recording), title=f"What is known of {profile}.")
        done = Message("Written to {path}; use it with --profile {profile}", path=path, profile=profile)
        out.print(done, soft_wrap=True)
    if losses:
        report_losses(recording, losses)
        raise typer.Exit(BAD_INPUT)


def _landmarks(recording: Path, exercise: Exercise, model: Path | None) -> tuple[Landmarks, tuple[str, ...]]:
    """A recording's landmarks, and what could not be read of it."""
    if is_landmarks(recording):
        return load_landmarks(recording)[1], ()
    video = VideoFile.open(recording)
    # Whether it shows another exercise is asked of all of them, and some read the back's outline.
    make_estimator = estimator_for(model, [exercise, *load_exercises()])
    with analysis_progress(recording.name, video.info.duration_s) as progress:
        series = concatenate(list(landmark_video(video, make_estimator, workers=usable_cores(), progress=progress)))
    return series, video.losses(len(series))


def _fitted(exercise: Exercise, series: Landmarks, recording: Path | None) -> PersonFit:
    # Who was led through the exercise has done that one.
    others = load_exercises() if recording is not None else []
    try:
        return fit_person(exercise, series, others)
    except SourceError as error:
        where = recording or Message("the camera")
        raise SourceError(Message("{where}: {error}", where=where, error=error)) from error


def _calibration(fit: PersonFit, recording: Path | None) -> ExerciseCalibration:
    used = () if recording is None else (RecordingUsed(name=printable(recording.name), sha256=sha256_of(recording)),)
    return ExerciseCalibration(
        thresholds=fit.thresholds,
        range=fit.range,
        noise=fit.noise,
        camera_roll_deg=round(fit.roll.known_deg, 1),
        provenance=Provenance(
            made_by=f"posecoach {__version__} calibrate {fit.exercise.id}",
            date=dt.datetime.now().astimezone().date(),
            recordings=used,
            note=f"From {fit.range.repetitions} comfortable repetitions.",
        ),
    )


def _calibration_table(fit: PersonFit, profile: str) -> RenderableType:
    """Range, thresholds before and after, noise and the camera's roll."""
    count, before = fit.range.repetitions, fit.enough_before
    heading = Message(
        "{exercise}, profile {profile}: {count} comfortable repetitions, of which {before} went far enough before",
        exercise=language().of_exercise(fit.exercise.id, fit.exercise.name),
        profile=profile,
        count=count,
        before=before,
    )
    return Group(styled(heading, style="bold"), _facts(fit), _changes(fit), *_other_noise(fit))


def _facts(fit: PersonFit) -> RenderableType:
    measure = fit.exercise.shown_measure
    table = plain_table("", measure_words(measure))
    table.add_row(Message("rest"), worded(measure, fit.range.rest))
    table.add_row(Message("your best"), _best(fit))
    if len(fit.sides) > 1:
        for side, best in fit.sides.items():
            table.add_row(f"  {translated(side)}", worded(measure, best))
    noise = fit.noise.get(measure)
    table.add_row(Message("noise at rest"), Message("not known") if noise is None else _noise(measure, noise))
    table.add_row(Message("camera"), _camera(fit.roll))
    return table


def _best(fit: PersonFit) -> str:
    measure, described = fit.exercise.shown_measure, described_reach(fit.exercise)
    best = worded(measure, fit.range.best)
    if described is None:
        return best
    return Message("{best}, described {described}", best=best, described=worded(measure, described))


def _noise(measure: str, noise: float) -> Message:
    return Message("{noise:g} {unit}", noise=noise, unit=translated(MEASURES[measure].unit_in_words))


def _camera(roll: Roll) -> str:
    if math.isnan(roll.measured_deg):
        return Message("roll can't be seen, taken as level")
    # Rounded first and then added to zero, or a trace of a roll to the left would be -0.
    degrees = round(roll.measured_deg) + 0
    measured = Message("{roll} +/- {error:.0f} degrees", roll=degrees, error=roll.uncertainty_deg)
    if roll.known_deg:
        return Message("rolled by {roll}, taken off", roll=measured)
    return Message("level ({roll})", roll=measured)


def _changes(fit: PersonFit) -> RenderableType:
    if not fit.thresholds:
        return styled(Message("All thresholds stay as they are."), style="dim")
    before = thresholds(fit.exercise)
    table = plain_table(Message("threshold"), Message("before"), Message("now"), Message("allowed"))
    for key, value in fit.thresholds.items():
        low, high = fit.exercise.tunables[key]
        figures = (language().written(one, "g") for one in (before[key], value))
        table.add_row(key, *figures, Message("{low:g} to {high:g}", low=low, high=high))
    return table


def _other_noise(fit: PersonFit) -> list[RenderableType]:
    others = [name for name in fit.noise if name != fit.exercise.shown_measure]
    heard = ", ".join(f"{measure_words(name)} {shown(_noise(name, fit.noise[name]))}" for name in others)
    return [styled(Message("Other noise at rest: {noise}", noise=heard), style="dim")] if others else []


_REPETITIONS = 3
_HOLD_S = 2.0
"""Long enough to tell what is held from what is passed through, short enough for a position that is hard to keep."""


@dataclass(frozen=True, slots=True)
class _Look:
    """How the person is seen and spoken to.

    Attributes:
        camera: Index, name or address.
        voice: What is heard.
        full_screen: Whether the window fills the screen.
        model: The user's own pose model; None for the program's.
    """

    camera: str
    voice: VoiceMode
    full_screen: bool
    model: Path | None


def _film_calibration(exercise: Exercise, look: _Look) -> Landmarks:
    """Leads somebody through a rest and three repetitions; nothing of it is kept but the landmarks returned.

    Raises:
        SourceError: If the camera can't be opened, or the session was left before anything was seen.
        PosecoachError: If frames can't be looked at.
    """
    with temporary_folder() as folder:
        folders = _run(exercise, look, folder)
        # A repetition that was begun again is recorded in a folder of its own, after the others.
        recorded = [path for path in (one / "landmarks.npz" for one in folders) if path.exists()]
        if not recorded:
            raise SourceError(
                Message("nothing was recorded; lie down where the camera sees all of you, and begin when asked")
            )
        return load_landmarks(recorded[-1])[1]


def _run(exercise: Exercise, look: _Look, folder: Path) -> list[Path]:
    """Runs the session; gives the folders of what was recorded."""
    source = live_source(look.camera)
    task = _task(exercise)
    job = LiveJob((task,), language=language(), mode=look.voice, advise=not advice_given(), record=folder)
    name = language().of_exercise(exercise.id, exercise.name)
    display = live.open_display(name, full_screen=look.full_screen)
    heard = make_voice(look.voice, language().code)
    try:
        equipment = Equipment(source, estimator_for(look.model, [exercise]), display, heard)
        result = run_live(job, equipment, notice=report_error, sinks=[Listener(live.note_acceptance)])
    finally:
        display.close()
        heard.close()
    return [] if result.records is None else result.records.folders


def _task(exercise: Exercise) -> GuidedTask:
    held = exercise.doses[exercise.default_dose].hold_s[1] > 0
    hold_s = (_HOLD_S, _HOLD_S) if held else (0.0, 0.0)
    dose = Dose(hold_s=hold_s, reps=(_REPETITIONS, _REPETITIONS))
    easy = without_cues(loosened(exercise))
    return GuidedTask(easy, "calibration", dose, rest_s=0.0, note=Phrase.SAY_CALIBRATE.value)
