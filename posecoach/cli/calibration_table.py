"""What a calibration found, as a table for people."""

import math

from rich.console import Group, RenderableType
from rich.text import Text

from posecoach.cli.console import plain_table
from posecoach.exercise.described import described_reach
from posecoach.exercise.tunables import thresholds
from posecoach.measures import MEASURES
from posecoach.tuning.person.calibration import PersonFit
from posecoach.tuning.person.refusals import worded
from posecoach.tuning.person.roll import Roll

__all__ = ["calibration_table"]


def calibration_table(fit: PersonFit, profile: str) -> RenderableType:
    """Range, thresholds before and after, noise and the camera's roll."""
    count, before = fit.range.repetitions, fit.enough_before
    heading = Text(f"{fit.exercise.name}, profile {profile}: ", style="bold")
    heading.append(f"{count} comfortable repetitions, of which {before} went far enough before")
    return Group(heading, _facts(fit), _changes(fit), *_other_noise(fit))


def _facts(fit: PersonFit) -> RenderableType:
    measure = fit.exercise.shown_measure
    table = plain_table("", measure.replace("_", " "))
    table.add_row("rest", worded(measure, fit.range.rest))
    described = described_reach(fit.exercise)
    beside = "" if described is None else f", described {worded(measure, described)}"
    table.add_row("your best", f"{worded(measure, fit.range.best)}{beside}")
    if len(fit.sides) > 1:
        for side, best in fit.sides.items():
            table.add_row(f"  {side}", worded(measure, best))
    noise = fit.noise.get(measure)
    unit = "degrees" if MEASURES[measure].unit == "deg" else MEASURES[measure].unit
    table.add_row("noise at rest", "not known" if noise is None else f"{noise:g} {unit}")
    table.add_row("camera", _camera(fit.roll))
    return table


def _camera(roll: Roll) -> str:
    if math.isnan(roll.measured_deg):
        return "roll can't be seen, taken as level"
    # Rounded first and then added to zero, or a trace of a roll to the left would be -0.
    measured = f"{round(roll.measured_deg) + 0} +/- {roll.uncertainty_deg:.0f} degrees"
    return f"rolled by {measured}, taken off" if roll.known_deg else f"level ({measured})"


def _changes(fit: PersonFit) -> RenderableType:
    if not fit.thresholds:
        return Text("All thresholds stay as they are.", style="dim")
    before = thresholds(fit.exercise)
    table = plain_table("threshold", "before", "now", "allowed")
    for key, value in fit.thresholds.items():
        low, high = fit.exercise.tunables[key]
        table.add_row(key, f"{before[key]:g}", f"{value:g}", f"{low:g} to {high:g}")
    return table


def _other_noise(fit: PersonFit) -> list[RenderableType]:
    others = [name for name in fit.noise if name != fit.exercise.shown_measure]
    units = {name: "degrees" if MEASURES[name].unit == "deg" else MEASURES[name].unit for name in others}
    heard = ", ".join(f"{name} {fit.noise[name]:g} {units[name]}" for name in others)
    return [Text(f"Other noise at rest: {heard}", style="dim")] if others else []
