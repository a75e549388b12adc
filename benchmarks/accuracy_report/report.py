"""All figures of a run, and their JSON."""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timezone
from typing import Any

import posecoach
from accuracy_report import ROOT
from accuracy_report.clip_results import ClipResult
from accuracy_report.figures import GroupFigures, group_figures
from accuracy_report.selection import HALVES, from_the_side

__all__ = ["SCHEMA", "HalfFigures", "HardFigures", "Report", "Stamp", "build_report", "current_stamp", "to_json"]

SCHEMA = "posecoach.accuracy/1"
_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Stamp:
    """When and with what the figures were made.

    Attributes:
        date: Year-month-day.
        commit: Of the checkout, "-dirty" when files were changed since.
        version: Of posecoach.
        command: That makes them again.
    """

    date: str
    commit: str
    version: str
    command: str


def current_stamp(command: str) -> Stamp:
    """Now, and this checkout."""
    today = datetime.now(tz=timezone.utc).date().isoformat()
    return Stamp(today, _commit(), posecoach.__version__, command)


def _commit() -> str:
    # Without optional locks git only reads, so it can't get in the way of another git.
    describe = ("git", "--no-optional-locks", "describe", "--always", "--dirty", "--exclude=*")
    try:
        done = subprocess.run(describe, cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return done.stdout.strip()


@dataclass(frozen=True, slots=True)
class HalfFigures:
    """Clean clips and clips with planted faults of one half of the split.

    Attributes:
        half: "held_out" or "training".
        together: All of them.
        side_view: Those filmed from the side, the camera at most 15 degrees off.
        exercises: By exercise.
        clips: One by one.
    """

    half: str
    together: GroupFigures
    side_view: GroupFigures
    exercises: tuple[GroupFigures, ...]
    clips: tuple[GroupFigures, ...]


@dataclass(frozen=True, slots=True)
class HardFigures:
    """One hard clip.

    Attributes:
        half: Which half of the split it is in.
        exercise: Exercise id.
        tests: What it tests.
        figures: Its figures.
    """

    half: str
    exercise: str
    tests: str
    figures: GroupFigures


@dataclass(frozen=True, slots=True)
class Report:
    """A run.

    Attributes:
        stamp: When and with what.
        halves: The held-out half first.
        hard: Hard clips one by one, the held-out half first.
        left_out: Clips of the index that have no video or no truth.
    """

    stamp: Stamp
    halves: tuple[HalfFigures, ...]
    hard: tuple[HardFigures, ...]
    left_out: tuple[str, ...] = ()
    schema: str = field(default=SCHEMA, kw_only=True)


def build_report(results: Sequence[ClipResult], stamp: Stamp, left_out: Sequence[str] = ()) -> Report:
    """Puts clips together by half and exercise, hard ones apart."""
    halves, hard = [], []
    for half in HALVES:
        those = [result for result in results if result.recipe.half == half]
        usual = [result for result in those if result.recipe.group != "hard"]
        if usual:
            halves.append(_half(half, usual))
        hard += [_hard(result) for result in those if result.recipe.group == "hard"]
    return Report(stamp, tuple(halves), tuple(hard), tuple(left_out))


def _half(half: str, results: Sequence[ClipResult]) -> HalfFigures:
    exercises = dict.fromkeys(sorted(result.recipe.exercise for result in results))
    return HalfFigures(
        half,
        group_figures("all", results),
        group_figures("side view", [result for result in results if from_the_side(result.recipe)]),
        tuple(group_figures(name, [one for one in results if one.recipe.exercise == name]) for name in exercises),
        tuple(group_figures(result.recipe.name, [result]) for result in results),
    )


def _hard(result: ClipResult) -> HardFigures:
    recipe = result.recipe
    return HardFigures(recipe.half, recipe.exercise, recipe.tests, group_figures(recipe.name, [result]))


def to_json(figures: Any) -> str:
    """The file's text, of any dataclass of figures: every number, to four decimal places."""
    return json.dumps(_rounded(asdict(figures)), indent=1, allow_nan=False) + "\n"


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(item) for item in value]
    return round(value, _DECIMALS) if isinstance(value, float) else value
