"""`profiles`: whose exercises have been calibrated, and to what."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from posecoach.cli.console import confirm, out, plain_table, report_error
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
        out.print("No profiles yet. `posecoach calibrate EXERCISE --profile NAME` makes one.", soft_wrap=True)
        return
    table = plain_table("profile", "exercises", "calibrated")
    for name, path in known.items():
        try:
            calibration = read_calibration(path)
        except ExerciseError as error:
            report_error(str(error))
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
    if not yes and not confirm(f"Delete profile {name} ({path})?"):
        out.print("Kept.")
        return
    delete_profile(name)
    out.print(f"Deleted {path}.", soft_wrap=True)


@app.command("export")
def export(
    name: _Name,
    target: Annotated[Path, typer.Argument(metavar="FILE", help="File to write, or a folder for it.")],
    force: _Force = False,
) -> None:
    """Write a profile to a file that can be sent: figures and names of recordings, no pictures."""
    path = export_profile(name, target, replace=force)
    out.print(f"{path}: profile {name}", soft_wrap=True)


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
        report_error(f"{doubt} (a warning)")
    out.print(f"Profile {chosen}: {path}", soft_wrap=True)


def _dates(calibration: Calibration) -> str:
    """When its exercises were calibrated: a day, or the first and the last."""
    days = sorted({said.provenance.date for said in calibration.exercises.values()})
    return " to ".join(str(day) for day in (days if len(days) < 2 else (days[0], days[-1])))


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
    name = exercise_id if exercise is None else f"{exercise.name} ({exercise_id})"
    yield Text.assemble((name, "bold"), (f"  {_made(said.provenance)}", "dim"))
    if exercise is None:
        yield _line("There is no such exercise any more.")
        return
    if said.range is not None:
        yield _line(_range(said.range, exercise))
    if said.camera_roll_deg:
        way = "clockwise" if said.camera_roll_deg > 0 else "counter-clockwise"
        yield _line(f"The camera is rolled {abs(said.camera_roll_deg):.1f} degrees {way}.")
    if said.noise:
        yield _line(f"Noise at rest: {', '.join(_noise(*one) for one in said.noise.items())}.")
    if said.thresholds:
        yield Padding(_thresholds(said, exercise), _INDENT, expand=False)


def _line(text: str) -> RenderableType:
    return Padding(Text(text), _INDENT, expand=False)


def _made(provenance: Provenance) -> str:
    used = [one.name for one in provenance.recordings]
    source = ""
    if used:
        source = f" from {', '.join(used) if len(used) <= _NAMED else f'{len(used)} recordings'}"
    note = f". {provenance.note}" if provenance.note else ""
    return f"{provenance.date}, {provenance.made_by}{source}{note}"


def _range(found: PersonalRange, exercise: Exercise) -> str:
    measure, described = exercise.shown_measure, described_reach(exercise)
    unit = MEASURES[measure].unit
    asked = "" if described is None else f", described {told_value(described, unit)}"
    times = f"{found.repetitions} repetition{'' if found.repetitions == 1 else 's'}"
    return (
        f"Your best {told_value(found.best, unit)}{asked} "
        f"({measure}, {measure_unit(measure)}, {told_value(found.rest, unit)} in the start position; from {times})."
    )


def _noise(measure: str, deviation: float) -> str:
    unit = measure_unit(measure)
    return f"{measure} {deviation:.2g} {unit}".strip()


def _thresholds(said: ExerciseCalibration, exercise: Exercise) -> Table:
    table = plain_table("threshold", "yours", "in the file", "allowed", "unit")
    for column in table.columns[1:3]:
        column.justify = "right"
    known = all_thresholds(exercise)
    for path, value in said.thresholds.items():
        one = known.get(path)
        if one is None or one.limits is None:
            table.add_row(path, f"{value:g}", "-", "nothing", "")
        else:
            allowed = "{:g} to {:g}".format(*one.limits)
            table.add_row(path, f"{value:g}", f"{one.value:g}", allowed, one.unit)
    return table
