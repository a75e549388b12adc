"""What a profile says of an exercise, for people."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from posecoach.calibrations.model import ExerciseCalibration, Provenance
from posecoach.calibrations.wording import measure_unit, threshold_unit
from posecoach.cli.console import plain_table
from posecoach.cli.reach import told_value
from posecoach.exercise.described import described_reach
from posecoach.exercise.personal import PersonalRange
from posecoach.exercise.schema import Exercise
from posecoach.exercise.tunables import thresholds
from posecoach.measures import MEASURES

__all__ = ["profile_view"]

_INDENT = (0, 0, 0, 2)
_NAMED = 3
"""Recordings that are told by name; of more, how many there are."""


def profile_view(exercise_id: str, said: ExerciseCalibration, exercise: Exercise | None) -> Iterator[RenderableType]:
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
    ours = thresholds(exercise)
    for key, value in said.thresholds.items():
        if key not in ours:
            table.add_row(key, f"{value:g}", "-", "nothing", "")
            continue
        low, high = exercise.tunables[key]
        table.add_row(key, f"{value:g}", f"{ours[key]:g}", f"{low:g} to {high:g}", threshold_unit(exercise, key))
    return table
