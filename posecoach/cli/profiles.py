"""`profiles`: whose exercises have been calibrated, and to what."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from posecoach.cli.console import confirm, language, out, plain_table, report_error, styled, translated
from posecoach.cli.summary import told_value
from posecoach.errors import ExerciseError
from posecoach.exercise.calibration import Calibration, ExerciseCalibration, Provenance
from posecoach.exercise.calibration_files import (
    delete_profile,
    export_profile,
    import_profile,
    profile_path,
    profiles,
    read_calibration,
)
from posecoach.exercise.calibration_text import measure_unit
from posecoach.exercise.library import exercise_paths, read_exercise
from posecoach.exercise.lint import inspect
from posecoach.exercise.schema import Exercise, PersonalRange, described_reach
from posecoach.exercise.thresholds import all_thresholds
from posecoach.measures import MEASURES
from posecoach.messages import Message, counted_message

__all__ = ["app"]

app = typer.Typer(help="List the profiles, show one, delete, export or import one.", invoke_without_command=True)

_Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of the profile.")]
_Force = Annotated[bool, typer.Option("--force", help="Write over what is there.")]


@app.callback()
def listing(context: typer.Context) -> None:
    """List the profiles."""
    if context.invoked_subcommand is not None:
        return
    known = profiles()
    if not known:
        out.print(Message("No profiles yet. `posecoach calibrate EXERCISE --profile NAME` makes one."), soft_wrap=True)
        return
    table = plain_table(Message("profile"), Message("exercises"), Message("calibrated"))
    for name, path in known.items():
        try:
            calibration = read_calibration(path)
        except ExerciseError as error:
            report_error(error.message)
            continue
        table.add_row(name, ", ".join(calibration.exercises), _dates(calibration))
    out.print(table)


@app.command()
def show(name: _Name) -> None:
    """Print what a profile says of each exercise, beside what the exercise's file says."""
    path = profile_path(name)
    calibration, files = read_calibration(path), exercise_paths()
    out.print(Text.assemble((name, "bold"), (f"  {path}", "dim")), soft_wrap=True)
    for exercise_id, said in calibration.exercises.items():
        exercise = read_exercise(files[exercise_id]) if exercise_id in files else None
        out.print(Text(""))
        for part in _profile_view(exercise_id, said, exercise):
            out.print(part)
    for problem in inspect(path).problems:
        report_error(problem)


@app.command()
def delete(
    name: _Name, yes: Annotated[bool, typer.Option("--yes", "-y", help="Don't ask whether it is meant.")] = False
) -> None:
    """Delete a profile."""
    path = profile_path(name)
    if not yes and not confirm(Message("Delete profile {profile} ({path})?", profile=name, path=path)):
        out.print(Message("Kept."))
        return
    delete_profile(name)
    out.print(Message("Deleted {path}.", path=path), soft_wrap=True)


@app.command("export")
def export(
    name: _Name,
    target: Annotated[Path, typer.Argument(metavar="FILE", help="File to write, or a folder for it.")],
    force: _Force = False,
) -> None:
    """Write a profile to a file that can be sent: figures and names of recordings, no pictures."""
    path = export_profile(name, target, replace=force)
    out.print(Message("{path}: profile {profile}", path=path, profile=name), soft_wrap=True)


@app.command("import")
def take_in(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="A profile that was exported.")],
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="What to call it; the file's name if left out.")
    ] = None,
    force: _Force = False,
) -> None:
    """Take in a profile from a file."""
    chosen = name or source.stem
    findings = inspect(source)
    if findings.problems:
        raise ExerciseError(findings.problems[0])
    path = import_profile(source, chosen, replace=force)
    for doubt in findings.lint:
        report_error(Message("{doubt} (a warning)", doubt=doubt))
    out.print(Message("Profile {profile}: {path}", profile=chosen, path=path), soft_wrap=True)


def _dates(calibration: Calibration) -> str:
    """When its exercises were calibrated: a day, or the first and the last."""
    days = sorted({said.provenance.date for said in calibration.exercises.values()})
    if len(days) < 2:
        return "".join(map(str, days))
    return Message("{first} to {last}", first=days[0], last=days[-1])


_INDENT = (0, 0, 0, 2)
_NAMED = 3
"""Recordings that are told by name; of more, how many there are."""


def _profile_view(exercise_id: str, said: ExerciseCalibration, exercise: Exercise | None) -> Iterator[RenderableType]:
    """Lines and a table.

    Args:
        exercise_id: Of the exercise.
        said: What the profile says.
        exercise: As its file has it; None if there is no such exercise any more.
    """
    name = exercise_id
    if exercise is not None:
        name = f"{language().of_exercise(exercise_id, exercise.name)} ({exercise_id})"
    yield Text.assemble((name, "bold"), "  ", styled(_made(said.provenance), style="dim"))
    if exercise is None:
        yield _line(Message("There is no such exercise any more."))
        return
    if said.range is not None:
        yield _line(_range(said.range, exercise))
    if said.camera_roll_deg:
        yield _line(_roll(said.camera_roll_deg))
    if said.noise:
        noise = ", ".join(_noise(*one) for one in said.noise.items())
        yield _line(Message("Noise at rest: {noise}.", noise=noise))
    if said.thresholds:
        yield Padding(_thresholds(said, exercise), _INDENT, expand=False)


def _line(text: str) -> RenderableType:
    return Padding(styled(text), _INDENT, expand=False)


def _roll(degrees: float) -> Message:
    if degrees > 0:
        return Message("The camera is rolled {roll:.1f} degrees clockwise.", roll=degrees)
    return Message("The camera is rolled {roll:.1f} degrees counter-clockwise.", roll=-degrees)


def _made(provenance: Provenance) -> str:
    """When and how; the note stands in the file, and stays as it is."""
    used = [one.name for one in provenance.recordings]
    made = f"{provenance.date}, {provenance.made_by}"
    if used:
        names = ", ".join(used)
        if len(used) > _NAMED:
            names = counted_message("{count} recording", "{count} recordings", len(used))
        made = Message("{made} from {recordings}", made=made, recordings=names)
    return Message("{made}. {note}", made=made, note=provenance.note) if provenance.note else made


def _range(found: PersonalRange, exercise: Exercise) -> Message:
    measure, described = exercise.shown_measure, described_reach(exercise)
    unit, best = MEASURES[measure].unit, told_value(found.best, MEASURES[measure].unit)
    if described is not None:
        best = Message("{best}, described {described}", best=best, described=told_value(described, unit))
    return counted_message(
        "Your best {best} ({measure}, {unit}, {rest} in the start position; from {count} repetition).",
        "Your best {best} ({measure}, {unit}, {rest} in the start position; from {count} repetitions).",
        found.repetitions,
        best=best,
        measure=measure,
        unit=translated(measure_unit(measure)),
        rest=told_value(found.rest, unit),
    )


def _noise(measure: str, deviation: float) -> str:
    unit = translated(measure_unit(measure))
    return f"{measure} {language().written(deviation, '.2g')} {unit}".strip()


def _thresholds(said: ExerciseCalibration, exercise: Exercise) -> Table:
    values = (Message("yours"), Message("in the file"))
    table = plain_table(Message("threshold"), *values, Message("allowed"), Message("unit"))
    for column in table.columns[1:3]:
        column.justify = "right"
    known = all_thresholds(exercise)
    for path, value in said.thresholds.items():
        one = known.get(path)
        if one is None or one.limits is None:
            table.add_row(path, language().written(value, "g"), "-", Message("nothing"), "")
        else:
            figures = (language().written(figure, "g") for figure in (value, one.value))
            low, high = one.limits
            table.add_row(path, *figures, Message("{low:g} to {high:g}", low=low, high=high), translated(one.unit))
    return table
