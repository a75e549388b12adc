"""How far somebody went, in a sentence."""

import shlex
from pathlib import Path

from posecoach.exercise.schema import Exercise
from posecoach.results.reach import RangeRecord
from posecoach.results.session import Session

__all__ = ["reach_advice", "reach_line", "told_value"]


def reach_line(session: Session, exercise: Exercise) -> str | None:
    """How far it went: always with a profile, and without one when it never went far enough to be good."""
    went = session.range
    if went is None or (went.profile is None and not _fell_short(session, exercise)):
        return None
    whose = f" ({', '.join(_whose(went))})" if went.profile is not None else ""
    described = f"{told_value(went.described, went.unit)}{_unit(went.unit)}{whose}"
    reached = told_value(went.reached, went.unit)
    if not session.reps:
        return f"No repetition: the furthest was {reached} of the described {described}."
    return f"Furthest {reached} of the described {described}."


def reach_advice(session: Session, exercise: Exercise, recording: Path) -> str | None:
    """The command that makes a profile, for somebody without one who may not get any further."""
    went = session.range
    if went is None or went.profile is not None or not _fell_short(session, exercise):
        return None
    command = f"posecoach calibrate {exercise.id} --from {shlex.quote(str(recording))}"
    return f"If that is your comfortable best: {command}"


def told_value(value: float, unit: str) -> str:
    """A value as exactly as it matters to people: whole degrees, hundredths of a trunk length."""
    return f"{value:.0f}" if unit == "deg" else f"{value:.2f}"


def _unit(unit: str) -> str:
    return " degrees" if unit == "deg" else f" {unit}"


def _whose(went: RangeRecord) -> list[str]:
    best = [] if went.best is None else [f"your best {told_value(went.best, went.unit)}"]
    return [*best, f"profile {went.profile}"]


def _fell_short(session: Session, exercise: Exercise) -> bool:
    """Whether no repetition reached the end position, though somebody tried."""
    short = exercise.attempt_rule.id
    return bool(session.reps or session.attempts) and all(short in rep.faults for rep in session.reps)
