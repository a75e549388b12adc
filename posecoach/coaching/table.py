"""All values of a stretch of frames that one exercise needs, each computed once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posecoach.coaching.exercise import Condition, Exercise, Sides
from posecoach.coaching.measures import MEASURES, Body, Measure, Values
from posecoach.pose.landmarks import Side
from posecoach.pose.series import StablePoses

__all__ = ["MeasureTable", "measure_of"]


@dataclass(frozen=True, eq=False, slots=True)
class MeasureTable:
    """Measures of n frames.

    Attributes:
        time_s: Shape (n,).
        values: Values by measure and side; a measure without sides stands under both.
        near: Values of each measure on the side nearer to the camera.
        drive: Values of the drive measure: the near side's, or the further of both when sides alternate.
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
        watched = near | {exercise.drive.measure: drive}
        return cls(
            time_s=poses.time_s,
            values=values,
            near=near,
            drive=drive,
            ready=_all([~np.isnan(drive), *(_unbroken(watched, condition) for condition in exercise.start)]),
            engaged=_all([_unbroken(near, condition) for condition in exercise.engaged]),
        )

    def columns(self, exercise: Exercise) -> dict[str, Values]:
        """Named columns for people: the side that is watched first, then left and right."""
        columns: dict[str, Values] = {}
        for name in exercise.measures:
            columns[name] = self.drive if name == exercise.drive.measure else self.near[name]
            if MEASURES[name].sided:
                columns.update({f"{side.value}_{name}": self.values[name, side] for side in Side})
        return columns


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
    name = exercise.drive.measure
    if exercise.sides is Sides.TOGETHER:
        return near[name]
    return np.fmax(values[name, Side.LEFT], values[name, Side.RIGHT])


def _unbroken(near: dict[str, Values], condition: Condition) -> NDArray[np.bool_]:
    value = near[condition.measure]
    return np.asarray(~((value < condition.min) | (value > condition.max)))


def _all(conditions: list[NDArray[np.bool_]]) -> NDArray[np.bool_]:
    return np.asarray(np.logical_and.reduce(conditions))
