"""`exercises`: what there is to do, how it is done, and what each exercise file says."""

from collections.abc import Iterable
from typing import Annotated

import typer
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from posecoach.cli import new_exercise, own_exercises
from posecoach.cli.console import each, out, plain_table
from posecoach.cli.options import ExerciseArgument, ProfileOption
from posecoach.errors import ExerciseError, OutputError
from posecoach.exercise.data_files import user_folder
from posecoach.exercise.drive import SideByDirection
from posecoach.exercise.library import ExerciseLibrary, Layer, Overlay, demonstration_path
from posecoach.exercise.lint import not_used
from posecoach.exercise.rules import At, Attempt, Check, Condition, Gate, When
from posecoach.exercise.schema import Dose, Exercise, Sides, View, described_reach
from posecoach.measures import MEASURES

__all__ = ["app"]

_ARTICLES = {
    "A": "Fix Your Back Pain At Home With 10 Physiotherapy Exercises",
    "B": "Top 6 Physiotherapy Exercises for Back Pain Relief",
    "C": "Best Physiotherapy Exercises for Back Pain Relief",
    "D": "Exercise for Back Pain Relief",
    "E": "Back pain relief exercises",
}
VIEWS = {
    View.SIDE: "from the side",
    View.OBLIQUE: "between the side and the feet",
    View.FRONT: "from the front",
}
_PLANS = {
    View.SIDE: ("o=====---    you, lying or standing side-on", "    :", "    :", "   [o]       the camera"),
    View.OBLIQUE: (
        "o=====---    you",
        "         '.",
        "           '.",
        "            [o]    the camera, nearer your feet",
    ),
    View.FRONT: ("    O        you, facing the camera", "    :", "    :", "   [o]       the camera"),
}
"""Seen from above."""


def instructions(exercise: Exercise) -> list[RenderableType]:
    """All that somebody needs who does the exercise, in the order in which they need it."""
    return [
        *_section("How to do it", _how(exercise)),
        *_section("What to look out for", *(Text(f"- {cue}") for cue in _cues(exercise))),
        *_section("How much", _doses(exercise)),
        *_section("Where the camera stands", Text(exercise.placement.advice), *_plan(exercise.placement.view)),
        *_section("See it done", Text(_shown(exercise.id), overflow="fold")),
    ]


def heading(words: str) -> Text:
    """Above a part."""
    return Text(words, style="bold")


def _section(title: str, *parts: RenderableType) -> list[RenderableType]:
    return ["", heading(title), *(Padding(part, (0, 0, 0, 2)) for part in parts)]


def _how(exercise: Exercise) -> Table:
    table = Table(show_header=False, box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, style="dim")
    table.add_column()
    hold = _seconds(exercise.dose_named().hold_s)
    rows = (
        ("Start", exercise.position),
        ("Movement", exercise.description),
        ("Hold", "go back at once" if hold == "-" else f"{hold} in the end position"),
        ("Sides", sides_in_words(exercise.sides)),
        ("Breathing", _breathing(exercise)),
        ("Safety", exercise.safety),
    )
    for name, words in rows:
        if words:
            table.add_row(name, " ".join(words.split()))
    return table


def sides_in_words(sides: Sides) -> str:
    """Which of them works."""
    return {
        Sides.TOGETHER: "both sides together",
        Sides.ALTERNATE: "sides in turn",
        Sides.EACH: "one side after the other",
    }[sides]


def _breathing(exercise: Exercise) -> str:
    breathing = exercise.breathing
    cues = (("going", breathing.outbound), ("holding", breathing.hold), ("returning", breathing.returning))
    return ", ".join(f"{when}: {cue[0].lower()}{cue[1:]}" for when, cue in cues if cue)


def _cues(exercise: Exercise) -> Iterable[str]:
    """What the coach would say; an attempt's cue says how far to go."""
    attempt = [exercise.attempt.cue] if isinstance(exercise.attempt, Attempt) else []
    return dict.fromkeys([*attempt, *(check.cue for check in exercise.checks)])


def _doses(exercise: Exercise) -> Table:
    table = plain_table("dose", "repetitions", "hold", "article")
    for key, dose in exercise.doses.items():
        mark = " (usual)" if key == exercise.default_dose else ""
        article = f"{_ARTICLES.get(key, 'your own')}. {dose.note}".removesuffix(". ")
        table.add_row(key + mark, _amount(dose, exercise.sides), _seconds(dose.hold_s), article)
    return table


def usual_dose(exercise: Exercise) -> str:
    """In a few letters, such as "5 x 2-3 s"."""
    dose, side = exercise.dose_named(), " a side" if exercise.sides.in_turn else ""
    if dose.moving_s is not None:
        return _amount(dose, exercise.sides)
    hold, count = _seconds(dose.hold_s), _range(dose.reps)
    return f"{count} times{side}" if hold == "-" else f"{count} x {hold}{side}"


def _seconds(span: tuple[float, float]) -> str:
    return f"{_range(span)} s" if span[1] else "-"


def _range(span: tuple[float, float]) -> str:
    least, most = span
    return f"{least:g}" if least == most else f"{least:g}-{most:g}"


def _amount(dose: Dose, sides: Sides) -> str:
    if dose.moving_s is not None:
        return f"{_seconds(dose.moving_s)} of movement"
    return f"{_range(dose.reps)} per side" if sides.in_turn else _range(dose.reps)


def _plan(view: View) -> list[Text]:
    return [Text(), *(Text(line, no_wrap=True) for line in _PLANS[view]), Text("(seen from above)", style="dim")]


def _shown(exercise_id: str) -> str:
    path = demonstration_path(exercise_id)
    if path is None:
        return "There is no video of it."
    return f"`posecoach exercises show {exercise_id} --open` plays it:\n{path}"


app = typer.Typer(
    help="List the exercises, show one, check files, or keep some of your own.", invoke_without_command=True
)
app.command("new")(new_exercise.new)
app.command("check")(own_exercises.check)
app.command("edit")(own_exercises.edit)
app.command("rename")(own_exercises.rename)
app.command("delete")(own_exercises.delete)

_LOOKS = {When.START: "at the start", When.HOLD: "while holding"}
_PLACES = {At.START: "in the start position", At.END: "in the end position", At.CHANGE: "from one to the other"}
_DIRECTIONS = {
    SideByDirection.FAR_NEAR: "Away from the camera is the far side's turn, towards it the near side's.",
    SideByDirection.LEFT_RIGHT: "More than at the start is the left side's turn; less is the right side's.",
}


RulesOption = Annotated[bool, typer.Option("--rules", help="Also print what is measured, and when it counts.")]
OpenOption = Annotated[bool, typer.Option("--open", help="Play the video of it in the system's player.")]


@app.callback()
def listing(context: typer.Context) -> None:
    """List the exercises."""
    if context.invoked_subcommand is not None:
        return
    table = plain_table("id", "name", "posture", "usual dose")
    table.columns[0].no_wrap = True
    library = ExerciseLibrary.open()

    def add(exercise_id: str) -> bool:
        exercise = library.load(exercise_id)
        table.add_row(exercise.id, exercise.name, exercise.posture.value, usual_dose(exercise))
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
    out.print(heading(exercise.name), Text(f"({exercise.id})", style="dim"))
    for part in instructions(exercise):
        out.print(part)
    if rules:
        _print_rules(exercise)
    for note in _calibration_notes(library.raw(exercise_id), library.overlay):
        out.print()
        out.print(Text(note, style="dim"), soft_wrap=True)
    if play:
        _play(exercise_id)


def _play(exercise_id: str) -> None:
    path = demonstration_path(exercise_id)
    if path is None:
        own = user_folder() / "demonstrations" / f"{exercise_id}.mp4"
        raise ExerciseError(f"{exercise_id}: there is no video of it; put one of your own at {own}")
    if typer.launch(str(path)):
        raise OutputError(f"{path}: no player can be opened; open the file yourself")


def _print_rules(exercise: Exercise) -> None:
    """What is measured, and when it counts."""
    facts = (exercise.posture.value, f"camera {VIEWS[exercise.placement.view]}", sides_in_words(exercise.sides))
    out.print()
    out.print(Text(f"Rules: {', '.join(facts)}; articles: {', '.join(exercise.articles)}", style="dim"))
    for title, table, notes in (
        ("Movement", _movement(exercise), _particulars(exercise)),
        ("It belongs to the exercise", _gate(exercise.gate), []),
        ("Checks", _checks(exercise), []),
    ):
        out.print()
        out.print(heading(title))
        out.print(table)
        for note in notes:
            out.print(Text(note))


def _unit(measure: str) -> str:
    return "°" if MEASURES[measure].unit == "deg" else ""


def _sided(rule: Condition | Check) -> str:
    return f"{rule.measure} ({rule.side.value})" if MEASURES[rule.measure].sided else rule.measure


def _wanted(condition: Condition) -> str:
    return condition.wanted + _unit(condition.measure)


def _gate(gate: Gate) -> Table:
    table = plain_table("when", "measure", "wanted", "meaning")
    for at, posture in ((At.START, gate.start), (At.END, gate.end)):
        if posture is not None:
            table.add_row(_PLACES[at], "posture", posture.value, "")
    for one in gate.ranges:
        table.add_row(_PLACES[one.at], _sided(one), _wanted(one), MEASURES[one.measure].meaning)
    return table


def _movement(exercise: Exercise) -> Table:
    drive, unit = exercise.drive, _unit(exercise.drive.measure)
    table = plain_table("measure", "start position", "end position", "counts from", "described")
    shown, described = exercise.shown_measure, described_reach(exercise)
    table.add_row(
        drive.measure + _drive_side(exercise),
        f"{drive.start:g}{unit}",
        f"{drive.end:g}{unit}",
        "both" if drive.bidirectional else f"{drive.least:.0%} of the way",
        "-" if described is None else f"{shown} {described:g}{_unit(shown)}",
    )
    return table


def _drive_side(exercise: Exercise) -> str:
    if exercise.drive.side_by_direction is not None or not MEASURES[exercise.drive.measure].sided:
        return ""
    return " (the side that works)" if exercise.sides.in_turn else f" ({exercise.drive.side.value})"


def _particulars(exercise: Exercise) -> list[str]:
    """What is special about a drive, in sentences."""
    drive, by = exercise.drive, exercise.drive.side_by_direction
    notes = [
        (by is not None, f"Values count from this person's own start position. {_DIRECTIONS[by] if by else ''}"),
        (drive.bidirectional, "Going beyond each of the two, in either order, is one repetition."),
        (drive.min_snr is not None, f"The way must be at least {drive.min_snr or 0:g} times the noise."),
        (drive.held_alone, "A pose that is held from the first moment to the last counts, too."),
        (exercise.pacing is not None, "Where it is too small to be seen, it can be called for, and counts as paced."),
    ]
    return [note for applies, note in notes if applies]


def _checks(exercise: Exercise) -> Table:
    table = plain_table("check", "looks", "measure", "good", "severity", "cue", "source")
    for check in exercise.checks:
        change = ["change from the start position"] if check.from_start else []
        conditions = [f"if {_sided(one)} is {_wanted(one)}" for one in check.only_if]
        measure = Group(_sided(check), *change, *conditions)
        values = (_LOOKS[check.when], measure, check.wanted, check.severity.value, check.cue, check.source)
        table.add_row(check.id, *values)
    if isinstance(exercise.attempt, Attempt):
        attempt, drive = exercise.attempt, exercise.drive
        wanted = f"a way of at least {drive.least * drive.travel:.3g}{_unit(drive.measure)}"
        row = (attempt.id, "while moving", drive.measure, wanted, "no count", attempt.cue, attempt.source)
        table.add_row(*row)
    return table


def _calibration_notes(exercise: Exercise, overlay: Overlay) -> list[str]:
    """One sentence for each file that says something of an exercise, as its file has it."""
    speaking = [layer for layer in overlay.layers if exercise.id in layer.calibration.exercises]
    return [_note(exercise, layer) for layer in speaking]


def _note(exercise: Exercise, layer: Layer) -> str:
    if not layer.fits(exercise):
        return f"{not_used(exercise, layer.path)}."
    said = layer.calibration.exercises[exercise.id]
    whose = f"profile {layer.profile}" if layer.profile is not None else str(layer.path)
    count = len(said.thresholds)
    thresholds = f"{count} threshold{'' if count == 1 else 's'}" if count else "No thresholds"
    return f"{thresholds} from {whose}, of {said.provenance.date}."
