"""Curves and lines: which measures an exercise's thresholds belong to, and where they lie on them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from posecoach.exercise.rules import Check, SideOf
from posecoach.exercise.schema import Exercise
from posecoach.tuning.wording import plain

__all__ = ["CurveKind", "Line", "LineKind", "curve_kinds"]


class LineKind(str, Enum):
    """How a line looks."""

    START = "start"
    """The described start position."""
    END = "end"
    """The described end position."""
    LEAST = "least"
    """A repetition that begins in the described start position goes at least as far."""
    POLE = "pole"
    """One of the two ends that a repetition must go beyond."""
    TOLERANCE = "tolerance"
    """Beyond it is a fault."""


@dataclass(frozen=True, slots=True)
class Line:
    """A threshold on a curve: it lies at `base + factor * value`.

    Attributes:
        kind: How it looks.
        key: Of the threshold, see `posecoach.exercise.thresholds`.
        value: What the threshold is, if it can't be moved; else None.
        base: See above.
        factor: See above.
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
        side: Where it is taken; None for the drive, as it is counted.
        from_start: Whether values count from those in the start position.
        lines: Thresholds on it.
        names: Of the checks that it belongs to.
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
        if self.side is None:
            return f"{plain(self.measure)}, counted"
        side = {SideOf.LEAST: ", smaller side", SideOf.MOST: ", larger side"}.get(self.side, "")
        return f"{plain(self.measure)}{side}{', from the start' if self.from_start else ''}"


def curve_kinds(exercise: Exercise) -> tuple[CurveKind, ...]:
    """The drive first, then what the checks look at; checks of the same values share a curve."""
    drive = CurveKind(exercise.drive.measure, None, False, tuple(_drive_lines(exercise)), ("drive",))  # noqa: FBT003
    merged: dict[tuple[str, SideOf, bool], CurveKind] = {}
    for check in exercise.checks:
        place, lines = (check.measure, check.side, check.from_start), tuple(_check_lines(exercise, check))
        known = merged.get(place, CurveKind(*place, (), ()))
        merged[place] = replace(known, lines=(*known.lines, *lines), names=(*known.names, check.id))
    return (drive, *merged.values())


def _drive_lines(exercise: Exercise) -> Iterator[Line]:
    drive = exercise.drive
    rising = drive.sign > 0
    start, end = (_fixed(exercise, f"drive.{name}", getattr(drive, name)) for name in ("start", "end"))
    kinds = (LineKind.POLE, LineKind.POLE) if drive.bidirectional else (LineKind.START, LineKind.END)
    yield Line(kinds[0], "drive.start", start, 0.0, 1.0, good_above=not rising)
    yield Line(kinds[1], "drive.end", end, 0.0, 1.0, good_above=rising)
    if not drive.bidirectional:
        least = _fixed(exercise, "drive.least", drive.least)
        yield Line(LineKind.LEAST, "drive.least", least, drive.start, drive.end - drive.start, good_above=rising)


def _check_lines(exercise: Exercise, check: Check) -> Iterator[Line]:
    for end, width, sign in (("below", check.below, -1.0), ("above", check.above, 1.0)):
        if width is not None:
            key = f"checks.{check.id}.{end}"
            value = _fixed(exercise, key, width)
            yield Line(LineKind.TOLERANCE, key, value, check.target, sign, good_above=sign < 0)


def _fixed(exercise: Exercise, key: str, value: float) -> float | None:
    return None if key in exercise.tunables else value
