"""All that is wrong with an exercise, plan or calibration file, and what it may say but can't mean."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from pydantic import ValidationError

from posecoach.errors import ExerciseError
from posecoach.exercise.calibration import Calibration
from posecoach.exercise.calibration_files import DEFAULT, calibration_paths
from posecoach.exercise.data_files import TomlFile, data_folder
from posecoach.exercise.drive import SideByDirection
from posecoach.exercise.library import (
    ExerciseLibrary,
    Layer,
    Overlay,
    exercise_paths,
    misnamed_exercise,
    not_personal,
)
from posecoach.exercise.plans import Plan, wrong_entries
from posecoach.exercise.postures import POSTURES
from posecoach.exercise.rules import At, Check, Condition, SideOf, When, range_text
from posecoach.exercise.schema import Exercise, View
from posecoach.measures import MEASURES
from posecoach.messages import Message
from posecoach.names import nearest

__all__ = ["Findings", "inspect", "lint", "not_used"]

_BY_DIRECTION = {SideByDirection.FAR_NEAR: "leg_roll", SideByDirection.LEFT_RIGHT: "hip_shift"}
"""The measure by which the sides are told apart."""


@dataclass(frozen=True, slots=True)
class _Range:
    """Values that a measure must have somewhere in a movement.

    Attributes:
        key: Who says so.
        at: Where in the movement.
        measure: Name of the measure.
        side: Where it is taken; None for a measure without sides.
        low: Smallest value.
        high: Largest value.
    """

    key: str
    at: At
    measure: str
    side: SideOf | None
    low: float
    high: float

    @property
    def text(self) -> str:
        """In words."""
        return Message("{value:g}", value=self.low) if self.low == self.high else range_text(self.low, self.high)

    def excludes(self, other: "_Range") -> bool:
        """Whether nothing can be in both."""
        same = (self.at, self.measure, self.side) == (other.at, other.measure, other.side)
        return same and (self.high < other.low or other.high < self.low)


def lint(exercise: Exercise) -> list[str]:
    """A line for each, beginning with the key."""
    needed = [*_drive(exercise), *_gate(exercise)]
    checks = [_range(exercise, f"checks.{check.id}", check, _place(check)) for check in exercise.checks]
    agreeing = list(_agreeing(exercise))
    pairs = [*combinations(needed, 2), *((one, other) for one in needed for other in (*checks, *agreeing))]
    return [
        *(line for one in (*needed, *checks, *agreeing) for line in _impossible(one)),
        *(_contradiction(one, other) for one, other in pairs if one.excludes(other)),
        *_silent(exercise),
        *_unseen(exercise),
        *_by_direction(exercise),
    ]


def _contradiction(one: _Range, other: _Range) -> str:
    return Message(
        "{key}: {range} and {other_key}'s {other_range} of {measure} can't be at once",
        key=other.key,
        range=other.text,
        other_key=one.key,
        other_range=one.text,
        measure=one.measure,
    )


def _drive(exercise: Exercise) -> Iterator[_Range]:
    """The described positions."""
    drive = exercise.drive
    places = [("start", At.START, drive.start), ("end", At.END, drive.end), ("end", At.CHANGE, drive.end - drive.start)]
    if drive.bidirectional or drive.side_by_direction is not None:
        return
    side = SideOf.WORKING if exercise.sides.in_turn else drive.side
    for name, at, value in places:
        yield _Range(f"drive.{name}", at, drive.measure, _side(exercise, drive.measure, side), value, value)


def _gate(exercise: Exercise) -> Iterator[_Range]:
    gate = exercise.gate
    for index, one in enumerate(gate.ranges):
        yield _range(exercise, f"gate.ranges.{index}", one, one.at)
    for at, posture in ((At.START, gate.start), (At.END, gate.end)):
        for condition in () if posture is None else POSTURES[posture]:
            yield _range(exercise, f"gate.{at.value}", condition, at)


def _agreeing(exercise: Exercise) -> Iterator[_Range]:
    for check in exercise.checks:
        at = At.START if check.when is When.START else At.END
        for index, one in enumerate(check.only_if):
            yield _range(exercise, f"checks.{check.id}.only_if.{index}", one, at)


def _place(check: Check) -> At:
    if check.from_start:
        return At.CHANGE
    return At.START if check.when is When.START else At.END


def _range(exercise: Exercise, key: str, rule: Condition | Check, at: At) -> _Range:
    return _Range(key, at, rule.measure, _side(exercise, rule.measure, rule.side), rule.lowest, rule.highest)


def _side(exercise: Exercise, measure: str, side: SideOf) -> SideOf | None:
    if not MEASURES[measure].sided:
        return None
    # Where both sides do the same, the near one is as good as their mean.
    return SideOf.NEAR if side is SideOf.MEAN and not exercise.sides.in_turn else side


def _impossible(one: _Range) -> Iterator[str]:
    """Values that no body has."""
    low, high = MEASURES[one.measure].possible
    if one.at is At.CHANGE:
        low, high = low - high, high - low
    if one.high < low or one.low > high:
        change = Message("a change of {measure}", measure=one.measure)
        yield Message(
            "{key}: {measure} is always {bounds}, never {range}",
            key=one.key,
            measure=change if one.at is At.CHANGE else one.measure,
            bounds=range_text(low, high),
            range=one.text,
        )


def _silent(exercise: Exercise) -> Iterator[str]:
    """Tolerances that no value can exceed."""
    for check in exercise.checks:
        for end in check.silent:
            key = f"checks.{check.id}.{end}"
            yield Message(
                "{key}: nothing can be a fault, {measure} is always {bounds}",
                key=key,
                measure=check.measure,
                bounds=range_text(*check.possible),
            )


def _unseen(exercise: Exercise) -> Iterator[str]:
    """Measures that this view doesn't show."""
    if exercise.placement.view is View.FRONT:
        unseen = [name for name in exercise.measures if MEASURES[name].from_contour]
        yield from (
            Message("placement.view = 'front': {measure} is read from the side", measure=name) for name in unseen
        )


def _by_direction(exercise: Exercise) -> Iterator[str]:
    """Drives that can't tell sides apart by the direction."""
    drive = exercise.drive
    if drive.side_by_direction is None:
        return
    measure = _BY_DIRECTION[drive.side_by_direction]
    if drive.measure != measure:
        yield Message(
            "drive.measure = {measure!r}: only {right} tells {sides} apart",
            measure=drive.measure,
            right=measure,
            sides=drive.side_by_direction.value,
        )
    if drive.start != 0:
        yield Message(
            "drive.start = {value:g}: it counts from the person's own start position, which is 0", value=drive.start
        )


_SCHEMA = "schema"
"""Key that only calibrations have."""
_PLANS = ("exercises", "exercise")
"""Keys that only plans have."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What is to be said about a file, a line each that begins with its path.

    Attributes:
        problems: Why it is refused; empty when it isn't.
        lint: What is allowed but can't be meant.
    """

    problems: tuple[str, ...] = ()
    lint: tuple[str, ...] = ()

    @classmethod
    def of(cls, path: Path, problems: Iterable[str], lint: Iterable[str]) -> "Findings":
        """Those of a file, from lines that don't name it yet."""
        named = (
            tuple(Message("{path}: {problem}", path=path, problem=line) for line in lines) for lines in (problems, lint)
        )
        return cls(*named)


def inspect(path: Path) -> Findings:
    """Looks at a file: a calibration if it says so, a plan if it lists exercises, else an exercise."""
    try:
        file = TomlFile.read(path)
    except ExerciseError as error:
        return Findings((error.message, *error.more))
    if _SCHEMA in file.data:
        problems, doubtful = _of_calibration(file)
    elif any(key in file.data for key in _PLANS):
        problems, doubtful = _of_plan(file), list[str]()
    else:
        problems, doubtful = _of_exercise(file)
    return Findings.of(path, problems, doubtful)


def _of_exercise(file: TomlFile) -> tuple[list[str], list[str]]:
    path, misnamed = file.path, misnamed_exercise(file)
    try:
        exercise = Exercise.model_validate(file.data)
    except ValidationError as error:
        return [*file.problems(error, Exercise), *misnamed], []
    return [*misnamed, *not_personal(exercise)], [
        *lint(exercise),
        *_shadowing(path),
        *_calibrated_otherwise(exercise),
    ]


def _shadowing(path: Path) -> list[str]:
    ours = data_folder("exercises") / path.name
    if not ours.exists() or ours.resolve() == path.resolve():
        return []
    return [
        Message(
            "id = {name!r}: takes the place of the exercise of this name that comes with the program", name=path.stem
        )
    ]


def _calibrated_otherwise(exercise: Exercise) -> list[str]:
    """Calibrations that hold for everybody, but aren't used because the file has changed since."""
    try:
        found = Overlay.of(calibration_paths()).left_out(exercise)
    except ExerciseError as error:
        return [error.message]
    return [not_used(exercise, path) for path in found]


def not_used(exercise: Exercise, calibration: Path) -> Message:
    """Says that a calibration file's values for an exercise were fitted to other rules than its file has."""
    return Message(
        "{path} was fitted to other rules of {exercise} and isn't used for it; "
        "fit it again: `posecoach tune {exercise} FOLDER`",
        path=calibration,
        exercise=exercise.id,
    )


def _of_calibration(file: TomlFile) -> tuple[list[str], list[str]]:
    path = file.path
    try:
        calibration = Calibration.model_validate(file.data)
    except ValidationError as error:
        return file.problems(error, Calibration), []
    layer = Layer(path, calibration, None if path.stem == DEFAULT else path.stem)
    try:
        library = ExerciseLibrary(exercise_paths(), Overlay(()) if layer.profile is None else Overlay.load())
    except ExerciseError as error:
        return [error.message], []
    found = [_of_calibrated(layer, exercise_id, library) for exercise_id in calibration.exercises]
    return [line for lines, _ in found for line in lines], [line for _, lines in found for line in lines]


def _of_calibrated(layer: Layer, exercise_id: str, library: ExerciseLibrary) -> tuple[list[str], list[str]]:
    """What is to be said about one exercise of a calibration that lies over what is in a library."""
    place = f"exercises.{exercise_id}"
    if exercise_id not in library.paths:
        known = nearest(exercise_id, library.paths)
        return [], [Message("{key}: there is no such exercise; did you mean {known}?", key=place, known=known)]
    try:
        if not layer.fits(library.raw(exercise_id)):
            return [], [Message("{key}: fitted to other rules than the exercise's file has; it isn't used", key=place)]
        layer.over(library.load(exercise_id))
    except ExerciseError as error:
        return [error.message], []
    return [], []


def _of_plan(file: TomlFile) -> list[str]:
    try:
        plan = Plan.model_validate(file.data)
    except ValidationError as error:
        return file.problems(error, Plan)
    try:
        return wrong_entries(file, plan, ExerciseLibrary.open())
    except ExerciseError as error:
        return [error.message]
