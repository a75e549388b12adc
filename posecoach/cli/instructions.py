"""How an exercise is done, in words for somebody who does it."""

from collections.abc import Iterable, Mapping, Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from posecoach.cli.console import language, plain_table, shown, styled
from posecoach.exercise.library import demonstration_path
from posecoach.exercise.rules import Attempt
from posecoach.exercise.schema import Dose, Exercise, Sides, View
from posecoach.messages import Message
from posecoach.pose.posture import Posture

__all__ = [
    "POSTURES",
    "SIDES",
    "VIEWS",
    "amount_in_words",
    "instructions",
    "seconds_in_words",
    "told",
    "usual_dose",
]

_ARTICLES = {
    "A": "Fix Your Back Pain At Home With 10 Physiotherapy Exercises",
    "B": "Top 6 Physiotherapy Exercises for Back Pain Relief",
    "C": "Best Physiotherapy Exercises for Back Pain Relief",
    "D": "Exercise for Back Pain Relief",
    "E": "Back pain relief exercises",
}
VIEWS = {
    View.SIDE: Message("camera from the side"),
    View.OBLIQUE: Message("camera between the side and the feet"),
    View.FRONT: Message("camera from the front"),
}
POSTURES = {
    Posture.SUPINE: Message("supine"),
    Posture.PRONE: Message("prone"),
    Posture.ALL_FOURS: Message("all fours"),
    Posture.KNEELING: Message("kneeling"),
    Posture.SEATED: Message("seated"),
    Posture.STANDING: Message("standing"),
}
_CAMERA = Message("the camera")
_PLANS: Mapping[View, Sequence[tuple[str, str]]] = {
    View.SIDE: (
        ("o=====---    ", Message("you, lying or standing side-on")),
        ("    :", ""),
        ("    :", ""),
        ("   [o]       ", _CAMERA),
    ),
    View.OBLIQUE: (
        ("o=====---    ", Message("you")),
        ("         '.", ""),
        ("           '.", ""),
        ("            [o]    ", Message("the camera, nearer your feet")),
    ),
    View.FRONT: (
        ("    O        ", Message("you, facing the camera")),
        ("    :", ""),
        ("    :", ""),
        ("   [o]       ", _CAMERA),
    ),
}
"""Seen from above."""


def instructions(exercise: Exercise) -> list[RenderableType]:
    """All that somebody needs who does the exercise, in the order in which they need it."""
    return [
        *_section(Message("How to do it"), _how(exercise)),
        *_section(Message("What to look out for"), *(Text(f"- {cue}") for cue in _cues(exercise))),
        *_section(Message("How much"), _doses(exercise)),
        *_section(
            Message("Where the camera stands"),
            Text(told(exercise, exercise.placement.advice)),
            *_plan(exercise.placement.view),
        ),
        *_section(Message("See it done"), *_demonstration(exercise.id)),
    ]


def told(exercise: Exercise, text: str) -> str:
    """A text of its file."""
    return language().of_exercise(exercise.id, text)


def _section(title: str, *parts: RenderableType) -> list[RenderableType]:
    return ["", styled(title, style="bold"), *(Padding(part, (0, 0, 0, 2)) for part in parts)]


def _how(exercise: Exercise) -> Table:
    table = Table(show_header=False, box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, style="dim")
    table.add_column()
    hold_s = exercise.dose_named().hold_s
    held = Message("{time} in the end position", time=seconds_in_words(hold_s))
    rows = (
        (Message("Start"), told(exercise, exercise.position or "")),
        (Message("Movement"), told(exercise, exercise.description)),
        (Message("Hold"), shown(held if hold_s[1] else Message("go back at once"))),
        (Message("Sides"), shown(SIDES[exercise.sides])),
        (Message("Breathing"), _breathing(exercise)),
        (Message("Safety"), told(exercise, exercise.safety)),
    )
    for name, words in rows:
        if words:
            table.add_row(name, " ".join(words.split()))
    return table


SIDES = {
    Sides.TOGETHER: Message("both sides together"),
    Sides.ALTERNATE: Message("sides in turn"),
    Sides.EACH: Message("one side after the other"),
}


def _breathing(exercise: Exercise) -> str:
    breathing = exercise.breathing
    cues = (
        (Message("going"), breathing.outbound),
        (Message("holding"), breathing.hold),
        (Message("returning"), breathing.returning),
    )
    return ", ".join(f"{shown(when)}: {_within(told(exercise, cue))}" for when, cue in cues if cue)


def _within(sentence: str) -> str:
    """Within a line, its first letter is small."""
    return sentence[0].lower() + sentence[1:]


def _cues(exercise: Exercise) -> Iterable[str]:
    """What the coach would say; an attempt's cue says how far to go."""
    attempt = [exercise.attempt.cue] if isinstance(exercise.attempt, Attempt) else []
    return (told(exercise, cue) for cue in dict.fromkeys([*attempt, *(check.cue for check in exercise.checks)]))


def _doses(exercise: Exercise) -> Table:
    table = plain_table(Message("dose"), Message("repetitions"), Message("hold"), Message("article"))
    for key, dose in exercise.doses.items():
        name = Message("{dose} (usual)", dose=key) if key == exercise.default_dose else key
        article = _ARTICLES.get(key) or shown(Message("your own"))
        note = told(exercise, dose.note)
        table.add_row(
            name,
            amount_in_words(dose, exercise.sides),
            seconds_in_words(dose.hold_s),
            f"{article}. {note}" if note else article,
        )
    return table


def usual_dose(exercise: Exercise) -> str:
    """In a few letters, such as "5 x 2-3 s"."""
    dose, in_turn = exercise.dose_named(), exercise.sides.in_turn
    if dose.moving_s is not None:
        return amount_in_words(dose, exercise.sides)
    reps, hold = _range(dose.reps), seconds_in_words(dose.hold_s)
    if not dose.hold_s[1]:
        return Message("{reps} times a side", reps=reps) if in_turn else Message("{reps} times", reps=reps)
    if in_turn:
        return Message("{reps} x {hold} a side", reps=reps, hold=hold)
    return Message("{reps} x {hold}", reps=reps, hold=hold)


def seconds_in_words(span: tuple[float, float]) -> str:
    """A time, or the shortest and the longest; a dash for none."""
    return Message("{time} s", time=_range(span)) if span[1] else "-"


def _range(span: tuple[float, float]) -> str:
    least, most = (language().written(end, "g") for end in span)
    return least if least == most else f"{least}-{most}"


def amount_in_words(dose: Dose, sides: Sides) -> str:
    """How many repetitions, or for how long."""
    if dose.moving_s is not None:
        return Message("{time} of movement", time=seconds_in_words(dose.moving_s))
    reps = _range(dose.reps)
    return Message("{reps} per side", reps=reps) if sides.in_turn else reps


def _plan(view: View) -> list[Text]:
    lines = (Text(drawn + shown(words), no_wrap=True) for drawn, words in _PLANS[view])
    return [Text(), *lines, styled(Message("(seen from above)"), style="dim")]


def _demonstration(exercise_id: str) -> list[RenderableType]:
    path = demonstration_path(exercise_id)
    if path is None:
        return [Message("There is no video of it.")]
    return [
        Message("`posecoach exercises show {exercise} --open` plays it:", exercise=exercise_id),
        Text(str(path), overflow="fold"),
    ]
