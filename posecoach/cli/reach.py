"""How far somebody went, in a sentence."""

import shlex
from pathlib import Path

from posecoach.exercise.schema import Exercise
from posecoach.exercise.tunables import ZONES
from posecoach.results.reach import RangeRecord
from posecoach.results.session import Session

__all__ = ["reach_advice", "reach_line", "told_value"]


def reach_line(session: Session, exercise: Exercise) -> str | None:
    """How far it went: always with a profile, and without one when nothing went far enough to count."""
    went = session.range
    if went is None:
        return None
    reached, short = told_value(went.reached, went.unit), _fell_short(session, exercise)
    if went.profile is None:
        return f"No repetition: the furthest was {reached}, and {_counts_from(exercise)}" if short else None
    described = f"{told_value(went.described, went.unit)}{_unit(went.unit)} ({_whose(went)})"
    if short:
        return f"No repetition: the furthest was {reached} of the described {described}, and {_counts_from(exercise)}"
    return f"Furthest {reached} of the described {described}."


def reach_advice(session: Session, exercise: Exercise, recording: Path) -> str | None:
    """The command that makes a profile, for somebody without one who may not get any further."""
    went = session.range
    if went is None or went.profile is not None or not _fell_short(session, exercise):
        return None
    if not _can_be_calibrated(went, exercise):
        return None
    command = f"posecoach calibrate {exercise.id} --from {shlex.quote(str(recording))}"
    return f"If that is your comfortable best: {command}"


def told_value(value: float, unit: str) -> str:
    """A value as exactly as it matters to people: whole degrees, hundredths of a trunk length."""
    return f"{value:.0f}" if unit == "deg" else f"{value:.2f}"


def _unit(unit: str) -> str:
    return " degrees" if unit == "deg" else f" {unit}"


def _whose(went: RangeRecord) -> str:
    best = [] if went.best is None else [f"your best {told_value(went.best, went.unit)}"]
    return ", ".join([*best, f"profile {went.profile}"])


def _fell_short(session: Session, exercise: Exercise) -> bool:
    """Whether there were attempts only, and none got to where it counts."""
    drive, went = exercise.drive, session.range
    return went is not None and not session.reps and drive.sign * went.reached < drive.zones.hold_enter


def _counts_from(exercise: Exercise) -> str:
    return f"it counts from {exercise.drive.hold_enter:g} on."


def _can_be_calibrated(went: RangeRecord, exercise: Exercise) -> bool:
    """Whether the zones may begin as early as where this person got to."""
    if ZONES[-1] not in exercise.tunables:
        return False
    sign = exercise.drive.sign
    return sign * went.reached > min(sign * limit for limit in exercise.tunables[ZONES[-1]])
