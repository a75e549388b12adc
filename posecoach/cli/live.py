"""`live`: exercising in front of a camera."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from posecoach.capture.choosing import live_source
from posecoach.cli.console import err, out, plain_table, report_error
from posecoach.cli.dose_settings import dose_settings
from posecoach.cli.first_advice import advice_given, note_advice
from posecoach.cli.model import ModelOption, estimator_for
from posecoach.cli.profile_option import ProfileOption
from posecoach.cli.red_flags import ask_red_flags
from posecoach.coaching.guide.moments import Moment, Stage, StageEntered
from posecoach.coaching.guide.task import GuidedTask
from posecoach.coaching.plan import Plan, PlannedExercise
from posecoach.errors import ExerciseError
from posecoach.exercise_files import ExerciseLibrary, choose_dose
from posecoach.feedback.announcer import VoiceMode
from posecoach.feedback.display import Display
from posecoach.feedback.display_check import display_problem
from posecoach.feedback.language import load_language
from posecoach.feedback.no_display import NoDisplay
from posecoach.feedback.voices.choosing import make_voice
from posecoach.feedback.window import OpenCvWindow
from posecoach.live.launch import Equipment, LiveJob, LiveResult, run_live
from posecoach.plan_files import LoadedPlan, Task, load_plan

__all__ = ["live", "note_acceptance", "open_display"]


def live(
    exercises: Annotated[
        list[str] | None, typer.Argument(metavar="EXERCISE...", help="Exercise ids, in their order.")
    ] = None,
    routine: Annotated[str | None, typer.Option("--routine", "-r", help="Routine A to E, or one of yours.")] = None,
    plan: Annotated[Path | None, typer.Option("--plan", metavar="FILE.toml", help="A plan of your own.")] = None,
    camera: Annotated[
        str,
        typer.Option("--camera", "-c", help="Index or name of a camera, RTSP or HTTP address, or a recording."),
    ] = "0",
    dose: Annotated[str | None, typer.Option("--dose", "-d", help="Article whose dose is asked for (A to E).")] = None,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="Your own dose: reps=8 hold_s=6.")
    ] = None,
    profile: ProfileOption = None,
    voice: Annotated[VoiceMode, typer.Option("--voice", help="What is heard.")] = VoiceMode.FULL,
    language: Annotated[str, typer.Option("--language", "-l", help="Of voice and screen: en, de.")] = "en",
    record: Annotated[bool, typer.Option("--record", help="Keep landmarks and results.")] = False,
    record_video: Annotated[bool, typer.Option("--record-video", help="Keep the camera's pictures, too.")] = False,
    out_folder: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Where they are kept.")] = Path(
        "posecoach-out"
    ),
    red_flags: Annotated[bool, typer.Option("--red-flags", help="Ask first whether exercising is safe now.")] = False,
    full_screen: Annotated[bool, typer.Option("--full-screen", help="Fill the screen.")] = False,
    stats: Annotated[bool, typer.Option("--stats", help="Show speed and delay.")] = False,
    model: ModelOption = None,
) -> None:
    """Exercise in front of the camera: it counts, times and corrects, by voice and on the screen.

    Nothing needs the keyboard; the keys are shown by `?`.
    """
    words = load_language(language)
    loaded = _plan(exercises or [], routine, plan, dose, settings or [], profile)
    if red_flags and not ask_red_flags(words):
        raise typer.Exit
    source = live_source(camera)
    tasks = tuple(_guided(task) for task in loaded.tasks)
    folder = out_folder / datetime.now().astimezone().strftime("%Y-%m-%d_%H-%M-%S")
    job = LiveJob(
        tasks,
        opening=words.of_plan(loaded.plan.note),
        language=words,
        mode=voice,
        advise=not advice_given(),
        record=folder if record or record_video else None,
        record_video=record_video,
        show_stats=stats,
    )
    display = open_display(loaded.plan.name, full_screen=full_screen)
    heard = make_voice(voice, language)
    try:
        make_estimator = estimator_for(model, [task.exercise for task in tasks])
        equipment = Equipment(source, make_estimator, display, heard)
        result = run_live(job, equipment, notice=report_error, listen=note_acceptance)
    finally:
        display.close()
        heard.close()
    _conclude(result, stats=stats)


def _plan(
    exercises: list[str],
    routine: str | None,
    plan: Path | None,
    dose: str | None,
    settings: list[str],
    profile: str | None,
) -> LoadedPlan:
    """What is to be done, from whichever way it was named."""
    if settings:
        # The further settings of `--set reps=8 hold_s=6` stand among the exercises.
        settings = [*settings, *(name for name in exercises if "=" in name)]
        exercises = [name for name in exercises if "=" not in name]
    named = [name for name in (routine, plan) if name is not None]
    if len(named) + bool(exercises) != 1:
        raise ExerciseError("name what to do: exercises, or --routine, or --plan; one of the three")
    if exercises:
        return _plan_of(exercises, dose, settings, profile)
    if dose is not None or settings:
        raise ExerciseError("--dose and --set are for single exercises; a plan brings its own doses")
    return load_plan(str(named[0]), profile)


def _plan_of(exercises: list[str], dose: str | None, settings: list[str], profile: str | None) -> LoadedPlan:
    """Exercises by name, one after the other."""
    changes, library = dose_settings(settings), ExerciseLibrary.open(profile)
    tasks = []
    for exercise in map(library.load, exercises):
        planned = PlannedExercise(exercise=exercise.id)
        tasks.append(Task(exercise, *choose_dose(exercise, dose, changes), planned))
    names = ", ".join(task.exercise.name for task in tasks)
    return LoadedPlan(Plan(name=names, exercises=tuple(task.planned for task in tasks)), tuple(tasks))


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
