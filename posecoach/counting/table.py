"""All values of a stretch of frames that one exercise needs, each computed once; and the one rule of sides."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from posecoach.exercise.rules import Condition, SideOf
from posecoach.exercise.schema import Exercise, View
from posecoach.measures import MEASURES, Body, Measure, Values
from posecoach.pose.landmarks import Side
from posecoach.pose.series import StablePoses
from posecoach.pose.transforms import levelled, without_hip_offset

__all__ = [
    "Column",
    "MeasureTable",
    "as_measured",
    "column_name",
    "from_side",
    "levelled_for",
    "measure_of",
    "on_side",
    "where_held",
    "with_hips_for",
]


def as_measured(exercise: Exercise, poses: StablePoses) -> StablePoses:
    """What a coach of the exercise is given of the poses that were found; they no longer lie on the picture."""
    return levelled_for(exercise, with_hips_for(exercise, poses))


def with_hips_for(exercise: Exercise, poses: StablePoses) -> StablePoses:
    """The poses with the hips where the joints are; unchanged for exercises that aren't seen from the side."""
    if exercise.placement.view is not View.SIDE:
        return poses
    return without_hip_offset(poses, exercise.posture)


def levelled_for(exercise: Exercise, poses: StablePoses) -> StablePoses:
    """The poses as a level camera would have seen them; unchanged for an exercise without a profile."""
    return poses if exercise.personal is None else levelled(poses, exercise.personal.camera_roll_deg)


Column: TypeAlias = tuple[str, Side]
"""A measure on one side of the body; one without sides stands under both."""


@dataclass(frozen=True, eq=False, slots=True)
class MeasureTable:
    """Measures of n frames.

    Attributes:
        time_s: Shape (n,).
        values: Values of what may be believed, by measure and side: what checks judge and tables show.
        seen: Values of all that the estimator gave, believable or not: what the gate takes medians of.
        near_is_right: Shape (n,), whether the right side is nearer to the camera.
    """

    time_s: NDArray[np.float64]
    values: Mapping[Column, Values]
    seen: Mapping[Column, Values]
    near_is_right: NDArray[np.bool_]

    @classmethod
    def of(cls, exercise: Exercise, poses: StablePoses) -> "MeasureTable":
        """Computes what the exercise's file names."""
        front_up = exercise.posture.front_up
        return cls(
            time_s=poses.time_s,
            values=_values(Body(poses, front_up), exercise.measures),
            seen=_values(Body.as_seen(poses, front_up=front_up), exercise.gate_measures),
            near_is_right=poses.near_is_right,
        )

    def near(self, measure: str) -> Values:
        """A measure's values on the side nearer to the camera."""
        return self.on_side(measure, SideOf.NEAR)

    def on_side(self, measure: str, rule: SideOf, working: Side | None = None, *, seen: bool = False) -> Values:
        """A measure's values from where a rule wants them, see `from_side`; of `seen` on request."""
        left, right = ((self.seen if seen else self.values)[measure, side] for side in Side)
        return from_side(left, right, rule, working=working, near_is_right=self.near_is_right)

    def columns(self, exercise: Exercise) -> dict[str, Values]:
        """Named columns for people: the near side first, then left and right."""
        columns: dict[str, Values] = {}
        for name in exercise.measures:
            columns[name] = self.near(name)
            if MEASURES[name].sided:
                columns.update({column_name((name, side)): self.values[name, side] for side in Side})
        return columns


def on_side(body: Body, measure: str, rule: SideOf, working: Side | None = None) -> Values:
    """A measure of a body from where a rule wants it, see `from_side`."""
    left, right = (MEASURES[measure].of(body, side) for side in Side)
    return from_side(left, right, rule, working=working, near_is_right=body.poses.near_is_right)


def where_held(
    conditions: Iterable[Condition], values_of: Callable[[str, SideOf], Values], count: int
) -> NDArray[np.bool_]:
    """Shape (count,): the frames in which no condition is broken; one whose value isn't seen is not."""
    held = np.ones(count, bool)
    for one in conditions:
        value = values_of(one.measure, one.side)
        held &= ~((value < one.lowest) | (value > one.highest))
    return held


def from_side(
    left: Values, right: Values, rule: SideOf, *, working: Side | None = None, near_is_right: NDArray[np.bool_]
) -> Values:
    """Values from where a rule wants them, the one place that chooses; NaN on the working side while none is known.

    Args:
        left: Shape (n,), of the left side.
        right: Shape (n,), of the right side.
        rule: Where the rule wants it.
        working: The side that works, if one does.
        near_is_right: Shape (n,), whether the right side is nearer to the camera.
    """
    if rule is SideOf.NEAR:
        return np.where(near_is_right, right, left)
    if rule in (SideOf.WORKING, SideOf.RESTING):
        if working is None:
            return np.full(len(left), np.nan)
        return right if (working is Side.RIGHT) == (rule is SideOf.WORKING) else left
    if rule is SideOf.MEAN:
        return np.where(np.isnan(left), right, np.where(np.isnan(right), left, (left + right) / 2))
    return np.asarray((np.fmin if rule is SideOf.LEAST else np.fmax)(left, right))


def column_name(column: Column) -> str:
    """How tables call a measure on one side."""
    return f"{column[1].value}_{column[0]}"


def measure_of(column: str) -> Measure:
    """The measure that a column of `MeasureTable.columns` holds: its name without the side."""
    for side in Side:
        column = column.removeprefix(f"{side.value}_")
    return MEASURES[column]


def _values(body: Body, names: tuple[str, ...]) -> dict[Column, Values]:
    values: dict[Column, Values] = {}
    for name in names:
        measure = MEASURES[name]
        for side in Side:
            known = values.get((name, Side.LEFT)) if not measure.sided else None
            values[name, side] = measure.of(body, side) if known is None else known
    return values
