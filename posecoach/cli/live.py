"""`live`: exercising in front of a camera."""

import sys
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, TextIO

import typer
from rich.console import Console
from rich.text import Text

from posecoach.capture.choosing import live_source
from posecoach.capture.live_source import LiveSource
from posecoach.cli.console import BAD_INPUT, confirm, err, language, out, report_error
from posecoach.cli.model import estimator_for
from posecoach.cli.options import (
    CameraOption,
    DoseOption,
    FullScreenOption,
    ModelOption,
    ProfileOption,
    SettingsOption,
    VoiceOption,
    dose_settings,
)
from posecoach.errors import ExerciseError, OutputError
from posecoach.exercise.data_files import user_folder
from posecoach.exercise.library import ExerciseLibrary, choose_dose
from posecoach.exercise.plans import LoadedPlan, Plan, PlannedExercise, Task, load_plan
from posecoach.feedback.display import Display, NoDisplay, OpenCvWindow, display_problem
from posecoach.feedback.voice.choosing import make_voice
from posecoach.feedback.voice.protocols import VoiceMode
from posecoach.feedback.words.achievement import achievement_words
from posecoach.feedback.words.language import Language
from posecoach.feedback.words.phrases import Phrase
from posecoach.files import make_private_folder
from posecoach.live.launch import Equipment, LiveJob, LiveResult, run_live
from posecoach.live.sinks import EventLines, Listener, Sink, ThreadedSink
from posecoach.messages import Message, os_reason
from posecoach.session.moments import Moment, Stage, StageEntered
from posecoach.session.red_flags import Question, RedFlagQuestions
from posecoach.session.task import GuidedTask
from posecoach.temporary import remove_left_over_files

__all__ = [
    "advice_given",
    "live",
    "note_acceptance",
    "note_advice",
    "open_display",
]

_STANDARD_OUTPUT = Path("-")
_LEVELS = 2
"""Of folders below that of all sessions: a session's, and those of its exercises."""
_Exercises = Annotated[list[str] | None, typer.Argument(metavar="EXERCISE...", help="Exercise ids, in their order.")]
_EventsFile = Annotated[
    Path | None,
    typer.Option("--events", metavar="FILE", help="Write what happens as lines of JSON; - is standard output."),
]
_Out = Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Where they are kept.")]


def live(
    exercises: _Exercises = None,
    routine: Annotated[
        str | None, typer.Option("--routine", "-r", metavar="ROUTINE", help="Routine A to E, or one of yours.")
    ] = None,
    plan: Annotated[Path | None, typer.Option("--plan", metavar="FILE.toml", help="A plan of your own.")] = None,
    camera: CameraOption = "0",
    dose: DoseOption = None,
    settings: SettingsOption = None,
    profile: ProfileOption = None,
    voice: VoiceOption = VoiceMode.FULL,
    record: Annotated[bool, typer.Option("--record", help="Keep landmarks and results.")] = False,
    record_video: Annotated[bool, typer.Option("--record-video", help="Keep the camera's pictures, too.")] = False,
    out_folder: _Out = Path("posecoach-out"),
    red_flags: Annotated[bool, typer.Option("--red-flags", help="Ask first whether exercising is safe now.")] = False,
    full_screen: FullScreenOption = False,
    events: _EventsFile = None,
    stats: Annotated[bool, typer.Option("--stats", help="Show speed and delay.")] = False,
    model: ModelOption = None,
) -> None:
    """Exercise in front of the camera: it counts, times and corrects, by voice and on the screen.

    Nothing needs the keyboard; the keys are shown by `?`. Exit codes: 0 done, 2 what couldn't be recorded is named.
    """
    words = language()
    loaded = _plan_of(_Asked(exercises or [], routine, plan, dose, settings or [], profile))
    # Without a window the questions are asked here, before anything is begun.
    on_screen = display_problem() is None
    if red_flags and not on_screen and not _ask_red_flags(words):
        raise typer.Exit
    job = LiveJob(
        tuple(_guided(task) for task in loaded.tasks),
        opening=words.of_plan(loaded.plan.note),
        language=words,
        mode=voice,
        ask=red_flags and on_screen,
        advise=not advice_given(),
        record=_record_folder(out_folder) if record or record_video else None,
        record_video=record_video,
        show_stats=stats,
    )
    result = _done(job, live_source(camera), open_display(loaded.plan.name, full_screen=full_screen), model, events)
    _conclude(result, words, stats=stats, console=err if events == _STANDARD_OUTPUT else out)


def _event_lines(path: Path, stack: ExitStack) -> ThreadedSink:
    """Where events are written as lines; the stack closes the file."""
    if path == _STANDARD_OUTPUT:
        return ThreadedSink(EventLines(sys.stdout))
    try:
        file = path.open("w", encoding="utf-8")
    except OSError as error:
        reason = os_reason(error)
        raise OutputError(
            Message("{path}: can't be written ({reason}); choose another file with --events", path=path, reason=reason)
        ) from error
    stack.callback(_close, file)
    return ThreadedSink(EventLines(file))


def _close(file: TextIO) -> None:
    """Lines that can't be written any more have been told."""
    with suppress(OSError):
        file.close()


def _record_folder(out_folder: Path) -> Path:
    """A folder for this session, after what sessions that were killed have left is removed."""
    remove_left_over_files(out_folder, _LEVELS)
    return out_folder / datetime.now().astimezone().strftime("%Y-%m-%d_%H-%M-%S")


def _done(job: LiveJob, source: LiveSource, display: Display, model: Path | None, events: Path | None) -> LiveResult:
    """Runs the session; window, voice and the file of events are closed whatever happens."""
    with closing(display), closing(make_voice(job.mode, job.language.code)) as voice, ExitStack() as stack:
        make_estimator = estimator_for(model, [task.exercise for task in job.tasks])
        lines = None if events is None else _event_lines(events, stack)
        sinks: list[Sink] = [Listener(note_acceptance), *([lines] if lines is not None else [])]
        result = run_live(job, Equipment(source, make_estimator, display, voice), notice=report_error, sinks=sinks)
    failed = [events] if lines is not None and events is not None and lines.failed else []
    return replace(result, incomplete=(*result.incomplete, *failed))


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
        report_error(Message("{problem}; going on with the voice alone, end with Ctrl+C", problem=problem))
        return NoDisplay()
    window = OpenCvWindow(f"posecoach: {language().of_plan(title)}")
    if full_screen:
        window.toggle_full_screen()
    return window


def _conclude(result: LiveResult, language: Language, *, stats: bool, console: Console) -> None:
    """Says in the terminal what was done, and where it is; leaves with an exit code where something is incomplete."""
    guide = result.session.guide
    if guide.questions.refused:
        console.print(language.text(Phrase.SEE_A_PROFESSIONAL), style="bold", soft_wrap=True)
    for run in guide.runs:
        exercise = run.task.exercise
        words = achievement_words(exercise, run.task.dose, run.progress.achievement, language)
        console.print(Text(f"{language.of_exercise(exercise.id, exercise.name)}: ", style="bold").append(words.done))
        for line in filter(None, (words.well, words.help)):
            console.print(Text(f"  {line}"))
    kept = result.records is not None and result.records.folder.is_dir()
    saved = language.text(Phrase.SAVED, folder=result.records.folder) if kept and result.records else None
    console.print(saved or language.text(Phrase.NOT_SAVED), soft_wrap=True)
    summary = result.stats.summary() if stats else None
    for line in summary.lines() if summary is not None else ():
        err.print(line)
    if result.incomplete:
        names = ", ".join(map(str, result.incomplete))
        report_error(Message("incomplete: {names}; the rest is kept", names=names))
        raise typer.Exit(BAD_INPUT)


@dataclass(frozen=True, slots=True)
class _Asked:
    """How the command line names what to do.

    Attributes:
        exercises: Exercise ids, in their order.
        routine: A routine's name.
        plan: A plan's file.
        dose: The article whose dose is asked for.
        settings: Changes of the dose, NAME=VALUE.
        profile: Whose exercises they are.
    """

    exercises: list[str]
    routine: str | None
    plan: Path | None
    dose: str | None
    settings: list[str]
    profile: str | None


def _plan_of(asked: _Asked) -> LoadedPlan:
    """What is to be done.

    Raises:
        ExerciseError: If it isn't named in exactly one way, or a file or setting is wrong.
    """
    # The further settings of `--set reps=8 hold_s=6` stand among the exercises.
    more = [name for name in asked.exercises if "=" in name] if asked.settings else []
    exercises = [name for name in asked.exercises if name not in more]
    settings = [*asked.settings, *more]
    named = [name for name in (asked.routine, asked.plan) if name is not None]
    if len(named) + bool(exercises) != 1:
        raise ExerciseError(Message("name what to do: exercises, or --routine, or --plan; one of the three"))
    if exercises:
        return _of_exercises(exercises, asked.dose, settings, asked.profile)
    if asked.dose is not None or settings:
        raise ExerciseError(Message("--dose and --set are for single exercises; a plan brings its own doses"))
    return load_plan(str(named[0]), asked.profile)


def _of_exercises(exercises: list[str], dose: str | None, settings: list[str], profile: str | None) -> LoadedPlan:
    """Exercises by name, one after the other."""
    changes, library = dose_settings(settings), ExerciseLibrary.open(profile)
    tasks = []
    for exercise in map(library.load, exercises):
        planned = PlannedExercise(exercise=exercise.id)
        tasks.append(Task(exercise, *choose_dose(exercise, dose, changes), planned))
    names = ", ".join(language().of_exercise(task.exercise.id, task.exercise.name) for task in tasks)
    return LoadedPlan(Plan(name=names, exercises=tuple(task.planned for task in tasks)), tuple(tasks))


_NOTE = "advice_given"


def advice_given() -> bool:
    """Whether somebody has been through it on this computer."""
    return (user_folder() / _NOTE).exists()


def note_advice() -> None:
    """Remembers it; where nothing can be written, the advice comes again."""
    with suppress(OSError):
        make_private_folder(user_folder())
        (user_folder() / _NOTE).touch()


def _ask_red_flags(language: Language) -> bool:
    """Asks in the terminal; returns whether to go on."""
    questions = RedFlagQuestions()
    while (question := questions.now) is not None:
        if question is Question.GO_ON:
            out.print(language.text(Phrase.SEE_A_PROFESSIONAL), style="bold", soft_wrap=True)
        questions.answer(yes=confirm(language.text(question)))
    return not questions.refused
