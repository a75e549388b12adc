"""`exercises`: what there is to do, how it is done, and what each exercise file says."""

from typing import Annotated

import typer
from rich.console import Group
from rich.table import Table
from rich.text import Text

from posecoach.cli import new_exercise, own_exercises
from posecoach.cli.console import each, language, out, plain_table, shown, styled, translated
from posecoach.cli.instructions import POSTURES, SIDES, VIEWS, instructions, told, usual_dose
from posecoach.cli.options import ExerciseArgument, ProfileOption
from posecoach.errors import ExerciseError, OutputError
from posecoach.exercise.data_files import user_folder
from posecoach.exercise.drive import SideByDirection
from posecoach.exercise.library import ExerciseLibrary, Layer, Overlay, demonstration_path
from posecoach.exercise.lint import not_used
from posecoach.exercise.rules import At, Attempt, Check, Condition, Gate, Severity, When
from posecoach.exercise.schema import Exercise, described_reach
from posecoach.measures import MEASURES
from posecoach.messages import Message, counted_message

__all__ = ["app"]

app = typer.Typer(
    help="List the exercises, show one, check files, or keep some of your own.", invoke_without_command=True
)
app.command("new")(new_exercise.new)
app.command("check")(own_exercises.check)
app.command("edit")(own_exercises.edit)
app.command("rename")(own_exercises.rename)
app.command("delete")(own_exercises.delete)

_LOOKS = {When.START: Message("at the start"), When.HOLD: Message("while holding")}
_PLACES = {
    At.START: Message("in the start position"),
    At.END: Message("in the end position"),
    At.CHANGE: Message("from one to the other"),
}
_DIRECTIONS = {
    SideByDirection.FAR_NEAR: Message("Away from the camera is the far side's turn, towards it the near side's."),
    SideByDirection.LEFT_RIGHT: Message("More than at the start is the left side's turn; less is the right side's."),
}
_SEVERITIES = {Severity.SAFETY: Message("safety"), Severity.FORM: Message("form")}


RulesOption = Annotated[bool, typer.Option("--rules", help="Also print what is measured, and when it counts.")]
OpenOption = Annotated[bool, typer.Option("--open", help="Play the video of it in the system's player.")]


@app.callback()
def listing(context: typer.Context) -> None:
    """List the exercises."""
    if context.invoked_subcommand is not None:
        return
    table = plain_table(Message("id"), Message("name"), Message("posture"), Message("usual dose"))
    table.columns[0].no_wrap = True
    library = ExerciseLibrary.open()

    def add(exercise_id: str) -> bool:
        exercise = library.load(exercise_id)
        table.add_row(exercise.id, told(exercise, exercise.name), POSTURES[exercise.posture], usual_dose(exercise))
        return True

    code = each(library.paths, add)
    out.print(table)
    raise typer.Exit(code)


@app.command()
def show(
    exercise_id: ExerciseArgument,
    profile: ProfileOption = None,
    rules: RulesOption = False,
    play: OpenOption = False,
) -> None:
    """Tell how an exercise is done, what to look out for, how much of it, and where the camera stands."""
    library = ExerciseLibrary.open(profile)
    exercise = library.load(exercise_id)
    out.print(Text(told(exercise, exercise.name), style="bold"), Text(f"({exercise.id})", style="dim"))
    for part in instructions(exercise):
        out.print(part)
    if rules:
        _print_rules(exercise)
    for note in _calibration_notes(library.raw(exercise_id), library.overlay):
        out.print()
        out.print(styled(note, style="dim"), soft_wrap=True)
    if play:
        _play(exercise_id)


def _play(exercise_id: str) -> None:
    path = demonstration_path(exercise_id)
    if path is None:
        own = user_folder() / "demonstrations" / f"{exercise_id}.mp4"
        raise ExerciseError(
            Message(
                "{exercise}: there is no video of it; put one of your own at {path}", exercise=exercise_id, path=own
            )
        )
    if typer.launch(str(path)):
        raise OutputError(Message("{path}: no player can be opened; open the file yourself", path=path))


def _print_rules(exercise: Exercise) -> None:
    """What is measured, and when it counts."""
    facts = (POSTURES[exercise.posture], VIEWS[exercise.placement.view], SIDES[exercise.sides])
    out.print()
    rules = Message(
        "Rules: {facts}; articles: {articles}",
        facts=", ".join(map(shown, facts)),
        articles=", ".join(exercise.articles),
    )
    out.print(styled(rules, style="dim"))
    for title, table, notes in (
        (Message("Movement"), _movement(exercise), _particulars(exercise)),
        (Message("It belongs to the exercise"), _gate(exercise.gate), []),
        (Message("Checks"), _checks(exercise), []),
    ):
        out.print()
        out.print(styled(title, style="bold"))
        out.print(table)
        for note in notes:
            out.print(note)


def _unit(measure: str) -> str:
    return "°" if MEASURES[measure].unit == "deg" else ""


def _sided(rule: Condition | Check) -> str:
    return f"{rule.measure} ({rule.side.value})" if MEASURES[rule.measure].sided else rule.measure


def _wanted(condition: Condition) -> str:
    return shown(condition.wanted) + _unit(condition.measure)


def _gate(gate: Gate) -> Table:
    table = plain_table(Message("when"), Message("measure"), Message("wanted"), Message("meaning"))
    for at, posture in ((At.START, gate.start), (At.END, gate.end)):
        if posture is not None:
            table.add_row(_PLACES[at], Message("posture"), POSTURES[posture], "")
    for one in gate.ranges:
        table.add_row(_PLACES[one.at], _sided(one), _wanted(one), translated(MEASURES[one.measure].meaning))
    return table


def _movement(exercise: Exercise) -> Table:
    drive, unit = exercise.drive, _unit(exercise.drive.measure)
    positions = (Message("start position"), Message("end position"))
    table = plain_table(Message("measure"), *positions, Message("counts from"), Message("described"))
    measure, described = exercise.shown_measure, described_reach(exercise)
    table.add_row(
        _drive_measure(exercise),
        language().written(drive.start, "g") + unit,
        language().written(drive.end, "g") + unit,
        Message("both") if drive.bidirectional else Message("{least:.0%} of the way", least=drive.least),
        "-" if described is None else f"{measure} {language().written(described, 'g')}{_unit(measure)}",
    )
    return table


def _drive_measure(exercise: Exercise) -> str:
    """Its name, and of which side."""
    measure = exercise.drive.measure
    if exercise.drive.side_by_direction is not None or not MEASURES[measure].sided:
        return measure
    if exercise.sides.in_turn:
        return Message("{measure} (the side that works)", measure=measure)
    return f"{measure} ({exercise.drive.side.value})"


def _particulars(exercise: Exercise) -> list[str]:
    """What is special about a drive, in sentences."""
    drive = exercise.drive
    notes: list[str] = []
    if drive.side_by_direction is not None:
        which = _DIRECTIONS[drive.side_by_direction]
        notes.append(Message("Values count from this person's own start position. {which}", which=which))
    if drive.bidirectional:
        notes.append(Message("Going beyond each of the two, in either order, is one repetition."))
    if drive.min_snr is not None:
        notes.append(Message("The way must be at least {factor:g} times the noise.", factor=drive.min_snr))
    if drive.held_alone:
        notes.append(Message("A pose that is held from the first moment to the last counts, too."))
    if exercise.pacing is not None:
        notes.append(Message("Where it is too small to be seen, it can be called for, and counts as paced."))
    return notes


def _checks(exercise: Exercise) -> Table:
    how = (Message("check"), Message("looks"), Message("measure"), Message("good"))
    table = plain_table(*how, Message("severity"), Message("cue"), Message("source"))
    for check in exercise.checks:
        change = [Message("change from the start position")] if check.from_start else []
        conditions = [
            Message("if {measure} is {range}", measure=_sided(one), range=_wanted(one)) for one in check.only_if
        ]
        measure = Group(_sided(check), *change, *conditions)
        cue, severity = told(exercise, check.cue), _SEVERITIES[check.severity]
        table.add_row(check.id, _LOOKS[check.when], measure, check.wanted, severity, cue, check.source)
    if isinstance(exercise.attempt, Attempt):
        attempt, drive = exercise.attempt, exercise.drive
        wanted = Message("a way of at least {way:.3g}{unit}", way=drive.least * drive.travel, unit=_unit(drive.measure))
        row = (Message("while moving"), drive.measure, wanted, Message("no count"), told(exercise, attempt.cue))
        table.add_row(attempt.id, *row, attempt.source)
    return table


def _calibration_notes(exercise: Exercise, overlay: Overlay) -> list[str]:
    """One sentence for each file that says something of an exercise, as its file has it."""
    speaking = [layer for layer in overlay.layers if exercise.id in layer.calibration.exercises]
    return [_note(exercise, layer) for layer in speaking]


def _note(exercise: Exercise, layer: Layer) -> str:
    if not layer.fits(exercise):
        return Message("{reason}.", reason=not_used(exercise, layer.path))
    said = layer.calibration.exercises[exercise.id]
    profile = layer.profile
    whose = layer.path if profile is None else Message("profile {profile}", profile=profile)
    count, day = len(said.thresholds), said.provenance.date
    if not count:
        return Message("No thresholds from {source}, of {day}.", source=whose, day=day)
    return counted_message(
        "{count} threshold from {source}, of {day}.",
        "{count} thresholds from {source}, of {day}.",
        count,
        source=whose,
        day=day,
    )
