"""An exercise file as text, with comments for whoever edits it."""

import json
from collections.abc import Iterator
from enum import Enum

from posecoach.authoring.lesson import Lesson
from posecoach.exercise.rules import Attempt, Check, Condition, Strict
from posecoach.measures import MEASURES

__all__ = ["exercise_text"]

_HEAD = """\
# Learnt from a demonstration. Every number and sentence is a suggestion: read them, and change what isn't meant.
# A wrong file is refused with its key, value and what is allowed: posecoach exercises check FILE
"""
_START = "# The start position. Nothing counts before the body is within these ranges, so they are wide: people differ."
_ENGAGED = "# Leaving these ranges is leaving the exercise: getting up, or turning away."
_DRIVE = """\
# What makes a repetition: from rest to the hold zone and back. {measure} was shown to go from {start} to {end}.
# rest and hold_enter lie between; move hold_enter towards target to ask for more."""
_ATTEMPT = "# What is said when somebody turns back before the hold zone."
_CHECKS = """\
# What stayed as it was while the position was held. Edit the cues, widen below and above for what needn't be exact, and
# delete what doesn't matter. The cue is shown, spoken is heard. severity = "safety" goes before other cues."""
_DEPTH = "# Nothing else stayed as it was while the position was held, so the only check is how far the movement goes."
_DOUBTFUL = "# This changed more from repetition to repetition. Take the number signs away if it matters."
_DOSE = "# As much as was shown. hold_s: shortest and longest hold in seconds; reps: fewest and most{each}."
_TUNABLES = "# How far posecoach tune and posecoach calibrate may change these numbers, so that it stays this exercise."
_HEADLINES = ("id", "name", "posture", "sides", "articles", "description", "position", "safety", "default_dose")


def exercise_text(lesson: Lesson) -> str:
    """The exercise file of a lesson."""
    return _HEAD + "\n\n".join(_blocks(lesson)) + "\n"


def _blocks(lesson: Lesson) -> Iterator[str]:
    exercise = lesson.exercise
    yield _pairs(exercise, *_HEADLINES)
    yield "[placement]\n" + _pairs(exercise.placement, "view", "advice", "joints")
    yield from _conditions("start", _START, exercise.start)
    yield from _conditions("engaged", _ENGAGED, exercise.engaged)
    yield f"{_drive_comment(lesson)}\n[drive]\n{_changed(exercise.drive)}"
    if isinstance(exercise.attempt, Attempt):
        yield f"{_ATTEMPT}\n[attempt]\n{_changed(exercise.attempt)}"
    yield from _checks(lesson)
    for name, dose in exercise.doses.items():
        each = " of each side" if exercise.sides.in_turn else ""
        yield f"{_DOSE.format(each=each)}\n[doses.{name}]\n{_pairs(dose, 'hold_s', 'reps')}"
    limits = (f'"{key}" = {_value(pair)}' for key, pair in exercise.tunables.items())
    yield "\n".join([_TUNABLES, "[tunables]", *limits])


def _conditions(key: str, comment: str, conditions: tuple[Condition, ...]) -> Iterator[str]:
    for index, condition in enumerate(conditions):
        yield (f"{comment}\n" if index == 0 else "") + f"[[{key}]]\n{_changed(condition)}"


def _drive_comment(lesson: Lesson) -> str:
    measure = MEASURES[lesson.exercise.drive.measure]
    start, end = (f"{value:.{measure.decimals - 1}f}" for value in (lesson.start, lesson.end))
    return f"{_DRIVE.format(measure=measure.name, start=start, end=end)}\n# {measure.name}: {measure.meaning}."


def _checks(lesson: Lesson) -> Iterator[str]:
    checks = lesson.exercise.checks
    only_depth = all(check.measure == lesson.exercise.drive.measure for check in checks) and len(checks) == 1
    for index, check in enumerate(checks):
        comment = (_DEPTH if only_depth else _CHECKS) + "\n" if index == 0 else ""
        yield comment + _check(check)
    for check in lesson.doubtful:
        yield _DOUBTFUL + "\n" + "\n".join(f"# {line}" for line in _check(check).splitlines())


def _check(check: Check) -> str:
    return f"# {check.measure}: {MEASURES[check.measure].meaning}.\n[[checks]]\n{_changed(check)}"


def _changed(part: Strict) -> str:
    """The keys of a table that aren't as usual, its name first."""
    fields = type(part).model_fields.items()
    names = [name for name, field in fields if field.is_required() or getattr(part, name) != field.default]
    return _pairs(part, *sorted(names, key=lambda name: name != "id"))


def _pairs(part: Strict, *names: str) -> str:
    return "\n".join(f"{name} = {_value(getattr(part, name))}" for name in names)


def _value(value: object) -> str:
    if isinstance(value, Enum):
        return _value(value.value)
    if isinstance(value, str):
        # JSON's strings are TOML's, but for one control character.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return f"[{', '.join(map(_value, value))}]"
    return f"{value:g}"
