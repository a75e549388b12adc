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
from posecoach.cli.console import analysis_progress, each, out, plain_table, print_json, report_error
from posecoach.cli.model import estimator_for
from posecoach.cli.options import ModelOption, ProfileOption
from posecoach.exercise.plans import LoadedPlan, load_plan, routine_paths
from posecoach.exercise.schema import Exercise
from posecoach.files import atomic_write
from posecoach.pose.recording import is_landmarks
from posecoach.results.folders import ResultFolders
from posecoach.results.routine import Done, Routine, RoutineBuilder

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
        report_error(f"{path}: {', '.join(losses)}; what could be read is compared")
    return not losses


def _parts(
    path: Path, builder: RoutineBuilder, folders: ResultFolders, model: Path | None, *, annotate: bool
) -> list[PartResult]:
    tasks = builder.loaded.tasks
    exercises = list({task.exercise.id: task.exercise for task in tasks}.values())

    def job_of(exercise: Exercise) -> Job:
        place = builder.task_for(exercise.id)
        task = tasks[0 if place is None else place]
        return Job(exercise, task.dose_name, task.dose, folders, annotate=annotate)

    choice = Choice(exercises, job_of, folders)
    if is_landmarks(path):
        return replay_landmark_parts(path, choice)
    recording = VideoFile.open(path)
    make_estimator = estimator_for(model, exercises)
    with analysis_progress(path.name, recording.info.duration_s) as progress:
        return analyse_video_parts(recording, choice, make_estimator, progress)


def _list_routines() -> int:
    """Prints a table of all that can be read; returns the exit code."""
    table = plain_table("routine", "name", "exercises")

    def add(name: str) -> bool:
        loaded = load_plan(name)
        table.add_row(name, loaded.plan.name, ", ".join(task.exercise.id for task in loaded.tasks))
        return True

    code = each(routine_paths(), add)
    out.print(table)
    return code


def _planned(loaded: LoadedPlan) -> RenderableType:
    noted = ["note"] if any(task.planned.note for task in loaded.tasks) else []
    table = plain_table("", "exercise", "dose", "hold", "how often", "rest after", *noted)
    for number, task in enumerate(loaded.tasks, start=1):
        stage = "" if task.planned.stage.value == "main" else f" ({task.planned.stage.value})"
        hold, times = _amount(task.dose.hold_s, "s"), _amount(task.dose.reps, "")
        often = f"for {_amount(task.dose.moving_s, 's')}" if task.dose.moving_s else times
        side = " per side" if task.exercise.sides.in_turn and not task.dose.moving_s else ""
        table.add_row(
            str(number),
            task.exercise.name + stage,
            task.dose_name,
            hold if task.dose.hold_s[1] else "-",
            often + side,
            f"{task.planned.rest_s:g} s",
            *([task.planned.note] if noted else []),
        )
    return Group(Text(loaded.plan.name, style="bold"), Text(" ".join(loaded.plan.note.split())), table)


def _amount(span: tuple[float, float], unit: str) -> str:
    fewest, most = span
    number = f"{fewest:g}" if fewest == most else f"{fewest:g}-{most:g}"
    return f"{number} {unit}".strip()


def _shown(result: Routine, out_folder: Path) -> RenderableType:
    table = plain_table("exercise", "dose", "recording", "time", "reps", "score", "technique", "rest")
    for task in result.tasks:
        rest = "" if task.rest_s is None else f"{task.rest_s:.0f} of {task.rest_asked_s:g} s"
        if not task.done:
            table.add_row(task.exercise, task.dose, Text("not seen", style="yellow"))
        for done in task.done:
            time = f"{done.start_s:.1f}-{done.end_s:.1f} s"
            figures = (str(done.rep_count), f"{done.score:.0%}", f"{done.technique:.0%}", rest)
            table.add_row(task.exercise, task.dose, done.source, time, *figures)
    parts: list[RenderableType] = [Text(f"{result.plan}: score {result.score:.0%}", style="bold"), table]
    if not result.in_order:
        parts.append(Text("Not in the plan's order.", style="yellow"))
    if len(result.missing) < len(result.tasks):
        parts.append(Text(f"All of it: {out_folder / 'routine.json'}"))
    return Group(*parts)
