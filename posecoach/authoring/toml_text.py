"""An exercise file as text, with comments for whoever edits it."""

import json
from collections.abc import Iterator
from enum import Enum

from posecoach.authoring.learning import ExerciseDraft
from posecoach.exercise.rules import Check, Gate, Strict
from posecoach.measures import MEASURES

__all__ = ["exercise_text"]

_HEAD = """\
# Learnt from a demonstration. Every number and sentence is a suggestion: read them, and change what isn't meant.
# A wrong file is refused with its key, value and what is allowed: posecoach exercises check FILE
"""
_GATE = """\
# Which movements belong to the exercise; others are passed over. They are looked at in the start and in the end
# position, and the ranges are wide: people differ."""
_DRIVE = """\
# What makes a repetition: the way from start to end and back, as it was shown; a bit less than half of it counts. Move
# end to ask for more."""
_CHECKS = """\
# How far the movement goes, and what stayed as it was while the position was held. Edit the cues, widen below and above
# for what needn't be exact, and delete what doesn't matter, but for the first. The cue is shown, spoken is heard.
# severity = "safety" goes before other cues."""
_DOUBTFUL = "# This changed more from repetition to repetition. Take the number signs away if it matters."
_DOSE = "# As much as was shown. hold_s: shortest and longest hold in seconds; reps: fewest and most{each}."
_TUNABLES = "# How far posecoach tune and posecoach calibrate may change these numbers, so that it stays this exercise."
_FIRST = ("id", "at", "measure")
_HEADLINES = (
    "id",
    "name",
    "posture",
    "sides",
    "articles",
    "description",
    "position",
    "safety",
    "attempt",
    "default_dose",
)


def exercise_text(draft: ExerciseDraft) -> str:
    """The exercise file of a draft."""
    return _HEAD + "\n\n".join(_blocks(draft)) + "\n"


def _blocks(draft: ExerciseDraft) -> Iterator[str]:
    exercise = draft.exercise
    yield _pairs(exercise, *_HEADLINES)
    yield "[placement]\n" + _pairs(exercise.placement, "view", "advice", "joints")
    if exercise.gate != Gate():
        yield f"{_GATE}\n[gate]\n{_gate(exercise.gate)}"
    measure = MEASURES[exercise.drive.measure]
    yield f"{_DRIVE}\n# {measure.name}: {measure.meaning}.\n[drive]\n{_changed(exercise.drive)}"
    yield from _checks(draft)
    for name, dose in exercise.doses.items():
        each = " of each side" if exercise.sides.in_turn else ""
        yield f"{_DOSE.format(each=each)}\n[doses.{name}]\n{_pairs(dose, 'hold_s', 'reps')}"
    limits = (f'"{key}" = {_value(pair)}' for key, pair in exercise.tunables.items())
    yield "\n".join([_TUNABLES, "[tunables]", *limits])


def _gate(gate: Gate) -> str:
    lines = [f"{name} = {_value(place)}" for name, place in (("start", gate.start), ("end", gate.end)) if place]
    if gate.ranges:
        tables = (f"    {{ {_changed(one, ', ')} }},\n" for one in gate.ranges)
        lines.append(f"ranges = [\n{''.join(tables)}]")
    return "\n".join(lines)


def _checks(draft: ExerciseDraft) -> Iterator[str]:
    for index, check in enumerate(draft.exercise.checks):
        yield (f"{_CHECKS}\n" if index == 0 else "") + _check(check)
    for check in draft.doubtful:
        yield _DOUBTFUL + "\n" + "\n".join(f"# {line}" for line in _check(check).splitlines())


def _check(check: Check) -> str:
    return f"# {check.measure}: {MEASURES[check.measure].meaning}.\n[[checks]]\n{_changed(check)}"


def _changed(part: Strict, between: str = "\n") -> str:
    """The keys of a table that aren't as usual, its name first."""
    fields = type(part).model_fields.items()
    names = [name for name, field in fields if field.is_required() or getattr(part, name) != field.default]
    return _pairs(part, *sorted(names, key=lambda name: name not in _FIRST), between=between)


def _pairs(part: Strict, *names: str, between: str = "\n") -> str:
    return between.join(f"{name} = {_value(getattr(part, name))}" for name in names)


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
