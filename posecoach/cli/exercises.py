"""`exercises`: what there is to do, and what each exercise file says."""

from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from posecoach.cli.console import out
from posecoach.coaching.exercise import Check, Condition, Dose, Exercise, Sides
from posecoach.coaching.measures import MEASURES
from posecoach.exercise_files import exercise_paths, load_exercise

__all__ = ["app"]

app = typer.Typer(help="List the exercises, or show one.", invoke_without_command=True)

_ARTICLES = {
    "A": "Fix Your Back Pain At Home With 10 Physiotherapy Exercises",
    "B": "Top 6 Physiotherapy Exercises for Back Pain Relief",
    "C": "Best Physiotherapy Exercises for Back Pain Relief",
    "D": "Exercise for Back Pain Relief",
    "E": "Back pain relief exercises",
}


@app.callback()
def listing(context: typer.Context) -> None:
    """List the exercises."""
    if context.invoked_subcommand is not None:
        return
    table = _table("id", "name", "posture", "sides", "checks", "doses")
    for exercise_id in exercise_paths():
        exercise = load_exercise(exercise_id)
        checks = ", ".join(check.id for check in exercise.checks)
        doses = " ".join(exercise.doses)
        table.add_row(exercise_id, exercise.name, exercise.posture.value, exercise.sides.value, checks, doses)
    out.print(table)


@app.command()
def show(exercise_id: Annotated[str, typer.Argument(metavar="EXERCISE", help="Exercise id.")]) -> None:
    """Print an exercise's positions, checks and doses with their sources."""
    exercise = load_exercise(exercise_id)
    out.print(Text(exercise.name, style="bold"), Text(f"({exercise.id}, {exercise.posture.value})", style="dim"))
    for line in (exercise.description, exercise.placement.advice, exercise.safety):
        out.print(Text(line))
    for title, table in (
        ("Start position", _ranges(exercise.start)),
        ("Movement", _movement(exercise)),
        ("Checks, while holding", _checks(exercise.checks)),
        ("Doses", _doses(exercise)),
    ):
        out.print(Text(f"\n{title}", style="bold"))
        out.print(table)


def _table(*headings: str) -> Table:
    table = Table(*headings, box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for column in table.columns:
        column.overflow = "fold"
    return table


def _unit(measure: str) -> str:
    return "°" if MEASURES[measure].unit == "deg" else ""


def _ranges(conditions: tuple[Condition, ...]) -> Table:
    table = _table("measure", "range", "meaning")
    for condition in conditions:
        unit = _unit(condition.measure)
        span = f"{condition.min:g}{unit} to {condition.max:g}{unit}"
        table.add_row(condition.measure, span, MEASURES[condition.measure].meaning)
    return table


def _movement(exercise: Exercise) -> Table:
    drive, unit = exercise.drive, _unit(exercise.drive.measure)
    table = _table("measure", "at rest", "hold zone", "described")
    in_turn = " of the side that works" if exercise.sides is Sides.ALTERNATE else ""
    table.add_row(
        drive.measure + in_turn,
        f"up to {drive.rest_max:g}{unit}",
        f"from {drive.hold_enter:g}{unit}",
        f"{drive.target:g}{unit}",
    )
    return table


def _checks(checks: tuple[Check, ...]) -> Table:
    table = _table("check", "measure", "good", "severity", "cue", "source")
    for check in checks:
        measure = f"{check.measure} ({check.side.value})" if MEASURES[check.measure].sided else check.measure
        table.add_row(check.id, measure, check.wanted, check.severity.value, check.cue, check.source)
    return table


def _doses(exercise: Exercise) -> Table:
    table = _table("dose", "hold", "repetitions", "article")
    for key, dose in exercise.doses.items():
        mark = " (usual)" if key == exercise.default_dose else ""
        article = _ARTICLES.get(key, "your own")
        table.add_row(
            key + mark, _hold(dose), _reps(dose, exercise.sides), f"{article}. {dose.note}".removesuffix(". ")
        )
    return table


def _hold(dose: Dose) -> str:
    shortest, longest = dose.hold_s
    if longest == 0:
        return "-"
    return f"{shortest:g} s" if shortest == longest else f"{shortest:g}-{longest:g} s"


def _reps(dose: Dose, sides: Sides) -> str:
    fewest, most = dose.reps
    count = str(fewest) if fewest == most else f"{fewest}-{most}"
    return f"{count} per side" if sides is Sides.ALTERNATE else count
