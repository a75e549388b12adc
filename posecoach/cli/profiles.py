"""`profiles`: whose exercises have been calibrated, and to what."""

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from posecoach.calibrations.exchange import export_profile, import_profile
from posecoach.calibrations.files import delete_profile, profile_path, profiles, read_calibration
from posecoach.calibrations.model import Calibration
from posecoach.cli.console import out, plain_table, report_error
from posecoach.cli.profile_view import profile_view
from posecoach.errors import ExerciseError
from posecoach.exercise_files import exercise_paths, read_exercise
from posecoach.file_checks import inspect

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
        for part in profile_view(exercise_id, said, exercise):
            out.print(part)
    for problem in inspect(path).problems:
        report_error(problem)


@app.command()
def delete(
    name: _Name, yes: Annotated[bool, typer.Option("--yes", "-y", help="Don't ask whether it is meant.")] = False
) -> None:
    """Delete a profile."""
    path = profile_path(name)
    if not yes and not typer.confirm(f"Delete profile {name} ({path})?"):
        out.print("Kept.")
        return
    delete_profile(name)
    out.print(f"Deleted {path}.", soft_wrap=True, markup=False)


@app.command("export")
def export(
    name: _Name,
    target: Annotated[Path, typer.Argument(metavar="FILE", help="File to write, or a folder for it.")],
    force: _Force = False,
) -> None:
    """Write a profile to a file that can be sent: figures and names of recordings, no pictures."""
    path = export_profile(name, target, replace=force)
    out.print(f"{path}: profile {name}", soft_wrap=True, markup=False)


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
    out.print(f"Profile {chosen}: {path}", soft_wrap=True, markup=False)


def _dates(calibration: Calibration) -> str:
    """When its exercises were calibrated: a day, or the first and the last."""
    days = sorted({said.provenance.date for said in calibration.exercises.values()})
    return " to ".join(str(day) for day in (days if len(days) < 2 else (days[0], days[-1])))
