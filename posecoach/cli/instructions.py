"""An exercise in words for whoever does it: how, what to look out for, how much, and where the camera stands."""

from collections.abc import Iterable

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from posecoach.cli.console import plain_table
from posecoach.exercise.library import demonstration_path
from posecoach.exercise.rules import Attempt
from posecoach.exercise.schema import Dose, Exercise, Sides, View

__all__ = ["VIEWS", "heading", "instructions", "sides_in_words", "usual_dose"]

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
