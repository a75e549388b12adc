"""All values of a stretch of frames that one exercise needs, each computed once."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from posecoach.exercise.drive import Drive, DriveSide
from posecoach.exercise.rules import Condition, SideOf
from posecoach.exercise.schema import Exercise
from posecoach.measures import MEASURES, Body, Measure, Values
from posecoach.pose.landmarks import Side
from posecoach.pose.series import StablePoses

__all__ = ["Column", "MeasureTable", "Rows", "measure_of", "pick"]

Column: TypeAlias = tuple[str, Side | None]
"""A measure on one side of the body, or on the near one for None."""


@dataclass(frozen=True, eq=False, slots=True)
class MeasureTable:
    """Measures of n frames.

    Attributes:
        time_s: Shape (n,).
        values: Values by measure and side; a measure without sides stands under both.
        near: Values of each measure on the side nearer to the camera.
        drive: The drive measure with its sign taken out, so that it rises towards the target: of the near side, of the
            side that lags, or of the further of both when sides take turns.
        ready: Whether the drive is seen and no start condition is broken.
        engaged: Whether no condition of the posture is broken.

    What isn't seen breaks no condition: a foot outside the picture must not stop a whole session.
    """

    time_s: NDArray[np.float64]
    values: dict[tuple[str, Side], Values]
    near: dict[str, Values]
    drive: Values
    ready: NDArray[np.bool_]
    engaged: NDArray[np.bool_]

    @classmethod
    def of(cls, exercise: Exercise, poses: StablePoses) -> "MeasureTable":
        """Computes what the exercise's file names."""
        body = Body(poses, exercise.posture.front_up)
        values = _values(body, exercise.measures)
        near = {
            name: np.where(poses.near_is_right, values[name, Side.RIGHT], values[name, Side.LEFT])
            for name in exercise.measures
        }
        drive = _drive(exercise, values, near)
        table = cls(poses.time_s, values, near, drive, np.isnan(drive), np.isnan(drive))
        return table.judged_by(exercise)

    def judged_by(self, exercise: Exercise) -> "MeasureTable":
        """The same values, with `ready` and `engaged` as an exercise says that differs in its thresholds alone."""
        values, near, drive = self.values, self.near, self.drive
        watched = near | {exercise.drive.measure: exercise.drive.sign * drive}
        ready = [~np.isnan(drive), *(_unbroken(condition, values, watched) for condition in exercise.start)]
        engaged = [np.ones(len(drive), bool), *(_unbroken(one, values, near) for one in exercise.engaged)]
        return replace(self, ready=_all(ready), engaged=_all(engaged))

    def drive_to_target(self, drive: Drive) -> Values:
        """The drive for its speed: beyond the target, going further is holding still.

        Where the target lies is only known for absolute drives.
        """
        return self.drive if drive.relative else np.minimum(self.drive, drive.zones.target)

    def columns(self, exercise: Exercise) -> dict[str, Values]:
        """Named columns for people: the side that is watched first, then left and right."""
        columns: dict[str, Values] = {}
        for name in exercise.measures:
            watched = exercise.drive.sign * self.drive if name == exercise.drive.measure else self.near[name]
            columns[name] = watched
            if MEASURES[name].sided:
                columns.update({f"{side.value}_{name}": self.values[name, side] for side in Side})
        return columns


@dataclass(slots=True)
class Rows:
    """A table's rows as plain numbers, which a loop over moments reads faster than arrays."""

    _columns: dict[Column, list[float]]
    time_s: list[float]
    drive: list[float]

    @classmethod
    def of(cls, table: MeasureTable) -> "Rows":
        """Unpacks a table."""
        columns: dict[Column, list[float]] = {(name, None): values.tolist() for name, values in table.near.items()}
        columns.update({key: values.tolist() for key, values in table.values.items()})
        return cls(columns, table.time_s.tolist(), table.drive.tolist())

    def value(self, index: int, measure: str, side: Side | None) -> float:
        """A measure's value at a row; on the near side when no side is named."""
        return self._columns[measure, side][index]

    def all(self, index: int, columns: Sequence[Column]) -> tuple[float, ...]:
        """Values of some columns at a row."""
        return tuple(self._columns[column][index] for column in columns)

    def column(self, column: Column) -> list[float]:
        """A column's values."""
        return self._columns[column]


def pick(value_of: Callable[[Side | None], float], side: SideOf, working: Side | None) -> float:
    """A value from where a rule wants it; NaN on the working side while none is known.

    Args:
        value_of: The values of both sides, and the near one for None.
        side: Where the rule wants it.
        working: The side that works.
    """
    if side is SideOf.NEAR:
        return value_of(None)
    if side is SideOf.LEAST or side is SideOf.MOST:
        seen = [value for value in map(value_of, Side) if not math.isnan(value)]
        return (min(seen) if side is SideOf.LEAST else max(seen)) if seen else math.nan
    if working is None:
        return math.nan
    return value_of(working if side is SideOf.WORKING else working.other)


def measure_of(column: str) -> Measure:
    """The measure that a column of `MeasureTable.columns` holds: its name without the side."""
    for side in Side:
        column = column.removeprefix(f"{side.value}_")
    return MEASURES[column]


def _values(body: Body, names: tuple[str, ...]) -> dict[tuple[str, Side], Values]:
    values: dict[tuple[str, Side], Values] = {}
    for name in names:
        measure = MEASURES[name]
        for side in Side:
            known = values.get((name, Side.LEFT)) if not measure.sided else None
            values[name, side] = measure.of(body, side) if known is None else known
    return values


def _drive(exercise: Exercise, values: dict[tuple[str, Side], Values], near: dict[str, Values]) -> Values:
    drive = exercise.drive
    left, right = (drive.sign * values[drive.measure, side] for side in Side)
    if exercise.sides.in_turn:
        return np.fmax(left, right)
    return np.fmin(left, right) if drive.side is DriveSide.LAGGING else drive.sign * near[drive.measure]


def _unbroken(
    condition: Condition, values: dict[tuple[str, Side], Values], near: dict[str, Values]
) -> NDArray[np.bool_]:
    value = near[condition.measure]
    if condition.side in (SideOf.LEAST, SideOf.MOST):
        both = (values[condition.measure, side] for side in Side)
        value = np.fmin(*both) if condition.side is SideOf.LEAST else np.fmax(*both)
    return np.asarray(~((value < condition.min) | (value > condition.max)))


def _all(conditions: list[NDArray[np.bool_]]) -> NDArray[np.bool_]:
    return np.asarray(np.logical_and.reduce(conditions))
