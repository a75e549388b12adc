"""`routine`: recordings of a whole routine or plan, exercise by exercise."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Group, RenderableType
from rich.text import Text

from posecoach.analysis import Job
from posecoach.auto_analysis import Choice, PartResult, analyse_video_parts, replay_landmark_parts
from posecoach.capture.video import VideoFile
from posecoach.cli.analyse import each_done
from posecoach.cli.console import (
    analysis_progress,
    each,
    language,
    out,
    plain_table,
    print_json,
    report_error,
    shown,
    styled,
    translated,
)
from posecoach.cli.instructions import amount_in_words, seconds_in_words
from posecoach.cli.model import estimator_for
from posecoach.cli.options import ModelOption, ProfileOption
from posecoach.cli.summary import time_span
from posecoach.exercise.plans import LoadedPlan, Stage, Task, load_plan, routine_paths
from posecoach.exercise.schema import Exercise
from posecoach.files import atomic_write
from posecoach.messages import Message
from posecoach.pose.recording import is_landmarks
from posecoach.results.folders import ResultFolders
from posecoach.results.routine import Done, Routine, RoutineBuilder, TaskRecord

__all__ = ["routine"]


def routine(
    plan: Annotated[
        str | None, typer.Argument(metavar="ROUTINE", help="A to E, or the file of a plan; none lists the routines.")
    ] = None,
    recordings: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="VIDEO...", help="Recordings in their order, or landmarks.npz files; none shows the plan."
        ),
    ] = None,
    out_folder: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Gets the results.")] = Path(
        "posecoach-out"
    ),
    profile: ProfileOption = None,
    video: Annotated[bool, typer.Option("--video/--no-video", help="Write annotated videos.")] = True,
    model: ModelOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print routine.json instead of the table.")] = False,
) -> None:
    """Show a routine, or find its exercises in recordings and compare them with their doses.

    Exit codes: 0 done, 2 a recording can't be analysed, or not all of it, or nothing of the plan is in it.
    """
    if plan is None:
        raise typer.Exit(_list_routines())
    loaded = load_plan(plan, profile)
    if not recordings:
        out.print(_planned(loaded))
        return
    builder, folders = RoutineBuilder(loaded), ResultFolders.for_all(out_folder, recordings)
    code = each_done(recordings, out_folder, lambda path: _added(path, builder, folders, model, annotate=video))
    result = builder.build()
    _save(result, out_folder)
    if as_json:
        print_json(json.loads(result.to_json()))
    else:
        out.print(_shown(result, out_folder))
    raise typer.Exit(code)


def _save(result: Routine, out_folder: Path) -> None:
    """Writes routine.json if anything of the plan was seen."""
    if len(result.missing) == len(result.tasks):
        return
    out_folder.mkdir(parents=True, exist_ok=True)
    with atomic_write(out_folder / "routine.json") as path:
        path.write_text(result.to_json(), encoding="utf-8")


def _added(path: Path, builder: RoutineBuilder, folders: ResultFolders, model: Path | None, *, annotate: bool) -> bool:
    """Analyses one recording into the routine; returns whether all of it could be read."""
    losses: tuple[str, ...] = ()
    for part in _parts(path, builder, folders, model, annotate=annotate):
        if part.result is not None:
            losses = part.result.losses
            found = part.part
            folder = str(part.result.folder)
            builder.add(Done(part.result.session, folder, found.start_s, found.end_s, found.confidence))
    if losses:
        told = ", ".join(map(shown, losses))
        report_error(Message("{path}: {losses}; what could be read is compared", path=path, losses=told))
    return not losses


def _parts(
    path: Path, builder: RoutineBuilder, folders: ResultFolders, model: Path | None, *, annotate: bool
) -> list[PartResult]:
    tasks = builder.loaded.tasks
    exercises = list({task.exercise.id: task.exercise for task in tasks}.values())

    def job_of(exercise: Exercise) -> Job:
        place = builder.task_for(exercise.id)
        task = tasks[0 if place is None else place]
        return Job(exercise, task.dose_name, task.dose, folders, annotate=annotate, language=language())

    choice = Choice(exercises, job_of, folders)
    if is_landmarks(path):
        return replay_landmark_parts(path, choice)
    recording = VideoFile.open(path)
    make_estimator = estimator_for(model, exercises)
    with analysis_progress(path.name, recording.info.duration_s) as progress:
        return analyse_video_parts(recording, choice, make_estimator, progress)


def _list_routines() -> int:
    """Prints a table of all that can be read; returns the exit code."""
    table = plain_table(Message("routine"), Message("name"), Message("exercises"))

    def add(name: str) -> bool:
        loaded = load_plan(name)
        table.add_row(name, translated(loaded.plan.name), ", ".join(task.exercise.id for task in loaded.tasks))
        return True

    code = each(routine_paths(), add)
    out.print(table)
    return code


def _planned(loaded: LoadedPlan) -> RenderableType:
    noted = [Message("note")] if any(task.planned.note for task in loaded.tasks) else []
    headings = (Message("exercise"), Message("dose"), Message("hold"), Message("how often"), Message("rest after"))
    table = plain_table("", *headings, *noted)
    for number, task in enumerate(loaded.tasks, start=1):
        table.add_row(
            str(number),
            _named(task),
            task.dose_name,
            seconds_in_words(task.dose.hold_s),
            _often(task),
            seconds_in_words((task.planned.rest_s, task.planned.rest_s)),
            *([translated(task.planned.note)] if noted else []),
        )
    name, note = translated(loaded.plan.name), translated(loaded.plan.note)
    return Group(Text(name, style="bold"), Text(" ".join(note.split())), table)


def _often(task: Task) -> str:
    if task.dose.moving_s is not None:
        return Message("for {time}", time=seconds_in_words(task.dose.moving_s))
    return amount_in_words(task.dose, task.exercise.sides)


_STAGES = {Stage.WARM_UP: Message("warm-up"), Stage.COOL_DOWN: Message("cool-down")}


def _named(task: Task) -> str:
    name = language().of_exercise(task.exercise.id, task.exercise.name)
    stage = _STAGES.get(task.planned.stage)
    return name if stage is None else Message("{exercise} ({stage})", exercise=name, stage=stage)


def _shown(result: Routine, out_folder: Path) -> RenderableType:
    what = (Message("exercise"), Message("dose"), Message("recording"), Message("time"))
    table = plain_table(*what, Message("reps"), Message("score"), Message("technique"), Message("rest"))
    for task in result.tasks:
        if not task.done:
            table.add_row(task.exercise, task.dose, styled(Message("not seen"), style="yellow"))
        for done in task.done:
            figures = (str(done.rep_count), f"{done.score:.0%}", f"{done.technique:.0%}", _rest(task))
            table.add_row(task.exercise, task.dose, done.source, time_span(done.start_s, done.end_s), *figures)
    score = Message("{plan}: score {score:.0%}", plan=translated(result.plan), score=result.score)
    parts: list[RenderableType] = [styled(score, style="bold"), table]
    if not result.in_order:
        parts.append(styled(Message("Not in the plan's order."), style="yellow"))
    if len(result.missing) < len(result.tasks):
        parts.append(Message("All of it: {path}", path=out_folder / "routine.json"))
    return Group(*parts)


def _rest(task: TaskRecord) -> str:
    if task.rest_s is None:
        return ""
    return Message("{rest:.0f} of {asked:g} s", rest=task.rest_s, asked=task.rest_asked_s)
