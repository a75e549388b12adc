"""`live`: exercising in front of a camera."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from posecoach.capture.choosing import live_source
from posecoach.capture.live_source import LiveSource
from posecoach.cli.console import err, out, plain_table, report_error
from posecoach.cli.first_advice import advice_given, note_advice
from posecoach.cli.live_plan import Asked, plan_of
from posecoach.cli.model import estimator_for
from posecoach.cli.options import (
    CameraOption,
    DoseOption,
    FullScreenOption,
    LanguageOption,
    ModelOption,
    ProfileOption,
    SettingsOption,
    VoiceOption,
)
from posecoach.cli.red_flags import ask_red_flags
from posecoach.coaching.guide.moments import Moment, Stage, StageEntered
from posecoach.coaching.guide.task import GuidedTask
from posecoach.feedback.display import Display, NoDisplay, OpenCvWindow, display_problem
from posecoach.feedback.voice.choosing import make_voice
from posecoach.feedback.voice.protocols import VoiceMode
from posecoach.feedback.words.language import load_language
from posecoach.live.launch import Equipment, LiveJob, LiveResult, run_live
from posecoach.plan_files import Task

__all__ = ["live", "note_acceptance", "open_display"]

_Out = Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Where they are kept.")]


def live(
    exercises: Annotated[
        list[str] | None, typer.Argument(metavar="EXERCISE...", help="Exercise ids, in their order.")
    ] = None,
    routine: Annotated[str | None, typer.Option("--routine", "-r", help="Routine A to E, or one of yours.")] = None,
    plan: Annotated[Path | None, typer.Option("--plan", metavar="FILE.toml", help="A plan of your own.")] = None,
    camera: CameraOption = "0",
    dose: DoseOption = None,
    settings: SettingsOption = None,
    profile: ProfileOption = None,
    voice: VoiceOption = VoiceMode.FULL,
    language: LanguageOption = "en",
    record: Annotated[bool, typer.Option("--record", help="Keep landmarks and results.")] = False,
    record_video: Annotated[bool, typer.Option("--record-video", help="Keep the camera's pictures, too.")] = False,
    out_folder: _Out = Path("posecoach-out"),
    red_flags: Annotated[bool, typer.Option("--red-flags", help="Ask first whether exercising is safe now.")] = False,
    full_screen: FullScreenOption = False,
    stats: Annotated[bool, typer.Option("--stats", help="Show speed and delay.")] = False,
    model: ModelOption = None,
) -> None:
    """Exercise in front of the camera: it counts, times and corrects, by voice and on the screen.

    Nothing needs the keyboard; the keys are shown by `?`.
    """
    words = load_language(language)
    loaded = plan_of(Asked(exercises or [], routine, plan, dose, settings or [], profile))
    if red_flags and not ask_red_flags(words):
        raise typer.Exit
    job = LiveJob(
        tuple(_guided(task) for task in loaded.tasks),
        opening=words.of_plan(loaded.plan.note),
        language=words,
        mode=voice,
        advise=not advice_given(),
        record=_new_folder(out_folder) if record or record_video else None,
        record_video=record_video,
        show_stats=stats,
    )
    source = live_source(camera)
    _conclude(_done(job, source, open_display(loaded.plan.name, full_screen=full_screen), model), stats=stats)


def _new_folder(out_folder: Path) -> Path:
    return out_folder / datetime.now().astimezone().strftime("%Y-%m-%d_%H-%M-%S")


def _done(job: LiveJob, source: LiveSource, display: Display, model: Path | None) -> LiveResult:
    """Runs the session; window and voice are closed whatever happens."""
    voice = make_voice(job.mode, job.language.code)
    try:
        make_estimator = estimator_for(model, [task.exercise for task in job.tasks])
        equipment = Equipment(source, make_estimator, display, voice)
        return run_live(job, equipment, notice=report_error, listen=note_acceptance)
    finally:
        display.close()
        voice.close()


def note_acceptance(moment: Moment) -> None:
    """What comes after the safety advice shows that it was accepted."""
    if isinstance(moment, StageEntered) and moment.stage is Stage.PLACEMENT:
        note_advice()


def _guided(task: Task) -> GuidedTask:
    return GuidedTask(task.exercise, task.dose_name, task.dose, task.planned.rest_s, task.planned.note)


def open_display(title: str, *, full_screen: bool) -> Display:
    """The window; without a screen the voice has to do."""
    problem = display_problem()
    if problem is not None:
        report_error(f"{problem}; going on with the voice alone, end with Ctrl+C")
        return NoDisplay()
    window = OpenCvWindow(f"posecoach: {title}")
    if full_screen:
        window.toggle_full_screen()
    return window


def _conclude(result: LiveResult, *, stats: bool) -> None:
    """Says in the terminal what was done, and where it is."""
    table = plain_table("exercise", "dose", "repetitions", "in good form")
    for run in result.session.guide.runs:
        progress = run.progress
        table.add_row(run.task.exercise.name, run.task.dose_name, str(progress.count), str(progress.good))
    out.print(table)
    if result.records is not None and result.records.folder.is_dir():
        out.print(f"Recorded in {result.records.folder}", soft_wrap=True, markup=False)
    summary = result.stats.summary() if stats else None
    for line in summary.lines() if summary is not None else ():
        err.print(line)
