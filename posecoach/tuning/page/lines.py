"""Curves and lines: which measures an exercise's thresholds belong to, and where they lie on them."""

from dataclasses import dataclass
from enum import Enum

from posecoach.exercise.rules import Check, Condition, SideOf
from posecoach.exercise.schema import Exercise
from posecoach.exercise.tunables import ZONES
from posecoach.tuning.wording import plain

__all__ = ["CurveKind", "Line", "LineKind", "curve_kinds"]


class LineKind(str, Enum):
    """How a line looks."""

    REST = "rest"
    """Bounds the start position's zone."""
    LEAVE = "leave"
    ENTER = "enter"
    """Bounds the hold zone."""
    TARGET = "target"
    """The described position; it can't be moved."""
    TOLERANCE = "tolerance"
    """Beyond it is a fault."""
    RANGE = "range"
    """Beyond it isn't the start position, or not the exercise."""


@dataclass(frozen=True, slots=True)
class Line:
    """A threshold on a curve: it lies at `base + factor * value`.

    Attributes:
        kind: How it looks.
        key: Of the threshold, see `posecoach.exercise.tunables`.
        value: What the threshold is, if it can't be moved; else None.
        base: See above.
        factor: 1 or -1.
        good_above: Whether the good or wanted side is above it.
    """

    kind: LineKind
    key: str
    value: float | None
    base: float
    factor: float
    good_above: bool


@dataclass(frozen=True, slots=True)
class CurveKind:
    """A measure, and where it is taken.

    Attributes:
        measure: Its name.
        side: Where it is taken; None for the drive, which has its own rules.
        from_start: Whether values count from those in the start position.
        lines: Thresholds on it.
        names: Of the checks and conditions that it belongs to.
    """

    measure: str
    side: SideOf | None
    from_start: bool
    lines: tuple[Line, ...]
    names: tuple[str, ...]

    @property
    def id(self) -> str:
        """Tells curves apart."""
        return ":".join((self.measure, self.side.value if self.side else "drive", "change" if self.from_start else ""))

    @property
    def title(self) -> str:
        """What it shows."""
        side = {SideOf.LEAST: ", smaller side", SideOf.MOST: ", larger side"}.get(self.side) if self.side else None
        return f"{plain(self.measure)}{side or ''}{', from the start' if self.from_start else ''}"


def curve_kinds(exercise: Exercise) -> tuple[CurveKind, ...]:
    """The drive first, then what the checks look at, then the start position and the posture."""
    found = [_drive(exercise), *(_check(exercise, check) for check in exercise.checks)]
    witness, also_back = exercise.witness, exercise.also_back
    if witness is not None:
        key, change = "witness.change", witness.change
        lines = (Line(LineKind.RANGE, key, _fixed(exercise, key, change), 0.0, 1.0, good_above=change > 0),)
        found.append(CurveKind(witness.measure, SideOf.NEAR, True, lines, (witness.id,)))  # noqa: FBT003 - a table's row
    if also_back is not None:
        key, within = "also_back.within", also_back.within
        ends = tuple(
            Line(LineKind.RANGE, key, _fixed(exercise, key, within), 0.0, sign, good_above=sign < 0)
            for sign in (1.0, -1.0)
        )
        found.append(CurveKind(also_back.measure, SideOf.NEAR, True, ends, ("back again",)))  # noqa: FBT003 - as above
    for place, conditions in (("start", exercise.start), ("engaged", exercise.engaged)):
        found += [_condition(exercise, place, condition) for condition in conditions]
    return _merged(found)


def _fixed(exercise: Exercise, key: str, value: float) -> float | None:
    return None if key in exercise.tunables else value


def _drive(exercise: Exercise) -> CurveKind:
    drive = exercise.drive
    kinds = (LineKind.REST, LineKind.LEAVE, LineKind.ENTER)
    rows = [(kind, key, getattr(drive, key.split(".")[1])) for kind, key in zip(kinds, ZONES, strict=True)]
    rows.append((LineKind.TARGET, "drive.target", drive.target))
    lines = []
    # Movements to the other side of the start position are looked at alike.
    for factor in (1.0, -1.0) if drive.folded else (1.0,):
        for kind, key, value in rows:
            above = (drive.sign * factor > 0) != (kind is LineKind.REST)
            lines.append(Line(kind, key, _fixed(exercise, key, value), 0.0, factor, good_above=above))
    return CurveKind(drive.measure, None, drive.relative, tuple(lines), ("drive",))


def _check(exercise: Exercise, check: Check) -> CurveKind:
    lines = []
    for end, width, sign in (("below", check.below, -1.0), ("above", check.above, 1.0)):
        if width is not None:
            key = f"checks.{check.id}.{end}"
            value = _fixed(exercise, key, width)
            lines.append(Line(LineKind.TOLERANCE, key, value, check.target, sign, good_above=sign < 0))
    return CurveKind(check.measure, check.side, check.from_start, tuple(lines), (check.id,))


def _condition(exercise: Exercise, place: str, condition: Condition) -> CurveKind:
    lines = []
    for end, value in (("min", condition.min), ("max", condition.max)):
        keys = (f"{place}.{condition.measure}.{end}", f"{place}.{condition.measure}.{condition.side.value}.{end}")
        key = next((key for key in keys if key in exercise.tunables), keys[-1])
        lines.append(Line(LineKind.RANGE, key, _fixed(exercise, key, value), 0.0, 1.0, good_above=end == "min"))
    name = "start position" if place == "start" else "posture"
    return CurveKind(condition.measure, condition.side, False, tuple(lines), (name,))  # noqa: FBT003 - as above


def _merged(kinds: list[CurveKind]) -> tuple[CurveKind, ...]:
    """Curves of the same values as one, those of the drive's measure on its curve."""
    drive = kinds[0]
    merged: dict[tuple[str, SideOf | None, bool], CurveKind] = {}
    for kind in kinds:
        same = (
            kind.measure == drive.measure and kind.from_start == drive.from_start and kind.side in (None, SideOf.NEAR)
        )
        place = (kind.measure, None if same else kind.side, kind.from_start)
        known = merged.get(place)
        merged[place] = kind if known is None else _joined(known, kind)
    return tuple(merged.values())


def _joined(one: CurveKind, other: CurveKind) -> CurveKind:
    # Posture's wide ranges would hide the lines that matter, unless they can be moved.
    lines = [line for line in other.lines if line.kind is not LineKind.RANGE or line.value is None]
    names = tuple(dict.fromkeys([*one.names, *other.names]))
    return CurveKind(one.measure, one.side, one.from_start, (*one.lines, *lines), names)
