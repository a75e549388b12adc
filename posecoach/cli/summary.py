"""What a session came to, as a table for people."""

import shlex
from collections import Counter
from pathlib import Path

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from posecoach.analysis import Job, Result
from posecoach.cli.console import language, shown, styled, translated
from posecoach.exercise.schema import Exercise, shown_sign
from posecoach.feedback.words.achievement import achievement_words
from posecoach.measures import MEASURES
from posecoach.messages import Message, counted_message
from posecoach.pose.landmarks import Side
from posecoach.results.reach import RangeRecord, worked_column
from posecoach.results.session import FaultRecord, PlacementRecord, RepRecord, Session
from posecoach.session.task import Achievement

__all__ = ["check_words", "measure_words", "reach_advice", "summary", "time_span", "told_value"]


def check_words(check: str) -> str:
    """What people call a check, or the rule that attempts fail."""
    return language().of_check(check)


def measure_words(measure: str) -> str:
    """What people call a measure."""
    return translated(MEASURES[measure].label)


def time_span(start_s: float, end_s: float) -> str:
    """From when to when."""
    return Message("{start:.1f}-{end:.1f} s", start=start_s, end=end_s)


def _reach_line(session: Session, exercise: Exercise) -> str | None:
    """How far it went: always with a profile, and without one when it never went far enough to be good."""
    went = session.range
    if went is None or (went.profile is None and not _fell_short(session, exercise)):
        return None
    described = Message(
        "{value} {unit}{whose}", value=told_value(went.described, went.unit), unit=_unit(went.unit), whose=_whose(went)
    )
    reached = told_value(went.reached, went.unit)
    if not session.reps:
        return Message(
            "No repetition: the furthest was {reached} of the described {described}.",
            reached=reached,
            described=described,
        )
    return Message("Furthest {reached} of the described {described}.", reached=reached, described=described)


def reach_advice(session: Session, exercise: Exercise, recording: Path) -> str | None:
    """The command that makes a profile, for somebody without one who may not get any further."""
    went = session.range
    if went is None or went.profile is not None or not _fell_short(session, exercise):
        return None
    command = f"posecoach calibrate {exercise.id} --from {shlex.quote(str(recording))}"
    return Message("If that is your comfortable best: {command}", command=command)


def told_value(value: float, unit: str) -> str:
    """A value as exactly as it matters to people: whole degrees, hundredths of a trunk length."""
    return language().written(value, ".0f" if unit == "deg" else ".2f")


def _unit(unit: str) -> str:
    return Message("degrees") if unit == "deg" else Message("trunk lengths")


def _whose(went: RangeRecord) -> str:
    if went.profile is None:
        return ""
    if went.best is None:
        return Message(" (profile {profile})", profile=went.profile)
    best = told_value(went.best, went.unit)
    return Message(" (your best {best}, profile {profile})", best=best, profile=went.profile)


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
    parts += [styled(reached)] if reached is not None else []
    parts += _unclear(session)
    parts += [_fault_line(fault) for fault in session.faults if fault.rep is None]
    parts += [] if session.reps else _reasons(session)
    parts += [_placement(note) for note in session.placement]
    parts += [Text(line) for line in _in_words(session, job)]
    video = result.folder / "annotated.mp4"
    if job.annotate and video.exists():
        return Group(*parts, Message("Annotated video: {path}", path=video))
    return Group(*parts, Message("Session: {path}", path=result.folder / "session.json"))


def _placement(note: PlacementRecord) -> RenderableType:
    said = translated(note.message)
    return Message("Placement: {advice} ({time})", advice=said, time=time_span(note.start_s, note.end_s))


def _headline(session: Session, job: Job) -> Text:
    sides = ", ".join(shown(_count_of(side, count)) for side, count in session.sides.items() if count)
    name = language().of_exercise(job.exercise.id, job.exercise.name)
    dose = Message("{exercise}, dose {dose}", exercise=name, dose=session.dose)
    text = styled(name if session.score is None else dose, style="bold").append(": ")
    words = achievement_words(job.exercise, job.dose, _achieved(session, job), language())
    return text.append(f"{words.done}{f' ({sides})' if sides else ''}")


def _count_of(side: Side, count: int) -> Message:
    return Message("{count} {side}", count=count, side=translated(side.value))


def _reps_table(session: Session, exercise: Exercise) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    sided = any(rep.side for rep in session.reps)
    table.add_column(Message("rep"), justify="right")
    if sided:
        table.add_column(Message("side"))
    for heading in (Message("start"), Message("hold"), measure_words(exercise.shown_measure)):
        table.add_column(heading, justify="right")
    table.add_column(Message("form"))
    for rep in session.reps:
        side = [translated(rep.side.value) if rep.side else ""] if sided else []
        table.add_row(
            str(rep.number),
            *side,
            Message("{seconds:.1f} s", seconds=rep.start_s),
            Message("{seconds:.1f} s", seconds=rep.hold_s),
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
    unit = MEASURES[exercise.shown_measure].unit
    told = [told_value(value, unit) + ("°" if unit == "deg" else "") for value in values]
    return told[0] if len(told) == 1 else Message("{low} to {high}", low=told[0], high=told[1])


def _form(rep: RepRecord, session: Session) -> RenderableType:
    open_ends = [
        (rep.open_start, Message("under way at the beginning")),
        (rep.open_end, Message("cut off by the end")),
    ]
    notes = "".join(f", {shown(words)}" for is_open, words in open_ends if is_open)
    if rep.good:
        return styled(Message("good"), style="green").append(notes, style="dim")
    faults = {fault.check: fault for fault in session.faults if fault.rep == rep.number}
    *before, last = [styled(_measured(fault), style="yellow") for fault in faults.values()] or [Text()]
    return Group(*before, last.append(notes, style="dim"))


def _unclear(session: Session) -> list[RenderableType]:
    """What the checks couldn't tell, each reason once."""
    answers = Counter((one.check, one.reason) for rep in session.reps for one in rep.checks if one.reason)
    told = [
        counted_message(
            "Can't tell {check} of {count} repetition: {reason}",
            "Can't tell {check} of {count} repetitions: {reason}",
            count,
            check=check_words(check),
            reason=reason,
        )
        for (check, reason), count in answers.items()
    ]
    return [styled(line, style="dim") for line in told]


def _reasons(session: Session) -> list[RenderableType]:
    """Why nothing was counted."""
    told = [_not_counted(one.start_s, one.end_s, one.reason) for one in session.not_counted]
    more = len(told) - _MOST_REASONS
    others = [styled(Message("... and {count} more.", count=more), style="dim")] if more > 0 else []
    return [*told[:_MOST_REASONS], *others]


def _not_counted(start_s: float, end_s: float, reason: str) -> Text:
    return styled(
        Message("Not counted: {time}, {reason}", time=time_span(start_s, end_s), reason=reason), style="yellow"
    )


def _measured(fault: FaultRecord) -> str:
    # A decimal place of degrees, because 164.6 reads like a contradiction as "165, wanted 165 or more".
    value = fault.measured
    if value is None:
        return Message("{check} not seen, wanted {wanted}", check=check_words(fault.check), wanted=fault.wanted)
    measured = language().written(value, ".1f" if abs(value) >= 10 else ".3g")
    return Message(
        "{check} {measured}, wanted {wanted}", check=check_words(fault.check), measured=measured, wanted=fault.wanted
    )


def _fault_line(fault: FaultRecord) -> Text:
    measured = _measured(fault)
    if fault.side is None:
        return _not_counted(fault.start_s, fault.end_s, measured)
    side, time = translated(fault.side.value), time_span(fault.start_s, fault.end_s)
    return styled(
        Message("Not counted: {side}, {time}, {reason}", side=side, time=time, reason=measured), style="yellow"
    )


def _in_words(session: Session, job: Job) -> list[str]:
    """What went well, and what would help most."""
    words = achievement_words(job.exercise, job.dose, _achieved(session, job), language())
    return [line for line in (words.well, words.help) if line]


def _achieved(session: Session, job: Job) -> Achievement:
    # Of a dose that nobody chose, nothing is missing.
    asked = 0 if session.score is None else job.exercise.reps_asked(job.dose)
    faults = Counter(check for rep in session.reps for check in rep.faults)
    holds_s = tuple(rep.hold_s for rep in session.reps)
    good = sum(rep.good for rep in session.reps)
    return Achievement(session.rep_count, asked, good, holds_s, faults, session.moving_s_total)
