"""What a session came to, as a table for people."""

import shlex
from collections import Counter
from pathlib import Path

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from posecoach.analysis import Job, Result
from posecoach.cli.console import counted
from posecoach.exercise.schema import Exercise, shown_sign
from posecoach.feedback.words.achievement import achievement_words
from posecoach.feedback.words.language import ENGLISH
from posecoach.measures import MEASURES
from posecoach.results.reach import RangeRecord, worked_column
from posecoach.results.session import FaultRecord, RepRecord, Session
from posecoach.session.task import Achievement

__all__ = ["reach_advice", "summary", "told_value"]


def _reach_line(session: Session, exercise: Exercise) -> str | None:
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


_MOST_REASONS = 5


def summary(result: Result, job: Job) -> RenderableType:
    """The repetitions, what was wrong, the figures, and where the files are."""
    session = result.session
    parts: list[RenderableType] = [_headline(session, job)]
    if session.reps:
        parts.append(_reps_table(session, job.exercise))
    reached = _reach_line(session, job.exercise)
    parts += [Text(reached)] if reached is not None else []
    parts += _unclear(session)
    parts += [_fault_line(fault) for fault in session.faults if fault.rep is None]
    parts += [] if session.reps else _reasons(session)
    parts += [Text(f"Placement: {note.message} ({note.start_s:.1f}-{note.end_s:.1f} s)") for note in session.placement]
    parts += [Text(line) for line in _in_words(session, job)]
    name = "annotated.mp4" if job.annotate and (result.folder / "annotated.mp4").exists() else "session.json"
    parts.append(Text(f"{'Annotated video' if name.endswith('mp4') else 'Session'}: {result.folder / name}"))
    return Group(*parts)


def _headline(session: Session, job: Job) -> Text:
    sides = ", ".join(f"{count} {side.value}" for side, count in session.sides.items() if count)
    asked = session.score is not None
    text = Text(f"{job.exercise.name}{f', dose {session.dose}' if asked else ''}: ", style="bold")
    words = achievement_words(job.exercise, job.dose, _achieved(session, job), ENGLISH)
    return text.append(f"{words.done}{f' ({sides})' if sides else ''}")


def _reps_table(session: Session, exercise: Exercise) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    sided = any(rep.side for rep in session.reps)
    for heading in ("rep", *(["side"] if sided else []), "start", "hold", exercise.shown_measure.replace("_", " ")):
        table.add_column(heading, justify="left" if heading == "side" else "right")
    table.add_column("form")
    for rep in session.reps:
        side = [rep.side.value if rep.side else ""] if sided else []
        table.add_row(
            str(rep.number),
            *side,
            f"{rep.start_s:.1f} s",
            f"{rep.hold_s:.1f} s",
            _reached(rep, exercise),
            _form(rep, session),
        )
    return table


def _reached(rep: RepRecord, exercise: Exercise) -> str:
    """The value furthest from the start position; both ends where movements go to both sides of it."""
    extremes = rep.measures.get(worked_column(exercise.shown_measure, rep.side))
    if extremes is None:
        return ""
    furthest = extremes.max if shown_sign(exercise) > 0 else extremes.min
    two_ended = exercise.drive.bidirectional or exercise.drive.side_by_direction is not None
    values = [extremes.min, extremes.max] if two_ended else [furthest]
    degrees = MEASURES[exercise.shown_measure].unit == "deg"
    return " to ".join(f"{value:.0f}°" if degrees else f"{value:.2f}" for value in values)


def _form(rep: RepRecord, session: Session) -> RenderableType:
    open_ends = [(rep.open_start, "under way at the beginning"), (rep.open_end, "cut off by the end")]
    notes = "".join(f", {words}" for is_open, words in open_ends if is_open)
    if rep.good:
        return Text("good", style="green").append(notes, style="dim")
    faults = {fault.check: fault for fault in session.faults if fault.rep == rep.number}
    *before, last = [Text(_measured(fault), style="yellow") for fault in faults.values()] or [Text()]
    return Group(*before, last.append(notes, style="dim"))


def _unclear(session: Session) -> list[RenderableType]:
    """What the checks couldn't tell, each reason once."""
    answers = Counter((one.check, one.reason) for rep in session.reps for one in rep.checks if one.reason)
    return [
        Text(f"Can't tell {_words(check)} of {counted(count, 'repetition')}: {reason}", style="dim")
        for (check, reason), count in answers.items()
    ]


def _reasons(session: Session) -> list[RenderableType]:
    """Why nothing was counted."""
    told = [
        Text(f"Not counted: {one.start_s:.1f}-{one.end_s:.1f} s, {one.reason}", style="yellow")
        for one in session.not_counted
    ]
    more = len(told) - _MOST_REASONS
    return [*told[:_MOST_REASONS], *([Text(f"... and {more} more.", style="dim")] if more > 0 else [])]


def _measured(fault: FaultRecord) -> str:
    # A decimal place of degrees, because 164.6 reads like a contradiction as "165, wanted 165 or more".
    value = fault.measured
    measured = "not seen" if value is None else f"{value:.1f}" if abs(value) >= 10 else f"{value:.3g}"
    return f"{_words(fault.check)} {measured}, wanted {fault.wanted}"


def _words(check: str) -> str:
    return check.replace("_", " ")


def _fault_line(fault: FaultRecord) -> Text:
    side = f"{fault.side.value}, " if fault.side else ""
    return Text(f"Not counted: {side}{fault.start_s:.1f}-{fault.end_s:.1f} s, {_measured(fault)}", style="yellow")


def _in_words(session: Session, job: Job) -> list[str]:
    """What went well, and what would help most."""
    words = achievement_words(job.exercise, job.dose, _achieved(session, job), ENGLISH)
    return [line for line in (words.well, words.help) if line]


def _achieved(session: Session, job: Job) -> Achievement:
    # Of a dose that nobody chose, nothing is missing.
    asked = 0 if session.score is None else job.exercise.reps_asked(job.dose)
    faults = Counter(check for rep in session.reps for check in rep.faults)
    holds_s = tuple(rep.hold_s for rep in session.reps)
    good = sum(rep.good for rep in session.reps)
    return Achievement(session.rep_count, asked, good, holds_s, faults, session.moving_s_total)
