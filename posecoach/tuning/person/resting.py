"""What somebody looks like in the start position, and how much their measures tremble there."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posecoach.coaching.noise import NOISE_LAG_S, noise_of
from posecoach.coaching.timing import speed
from posecoach.counting.table import MeasureTable
from posecoach.exercise.rules import Condition, SideOf
from posecoach.exercise.schema import Exercise
from posecoach.measures import Values
from posecoach.pose.landmarks import Side

__all__ = ["condition_values", "level", "noise_at_rest", "still_rows"]

_SHORTEST_S = 0.6
"""Of a rest from which noise is read: twice the time over which changes are noise."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    first: int
    end: int


def level(values: Values) -> float:
    """Median of what was seen; NaN if nothing was."""
    seen = values[~np.isnan(values)]
    return float(np.median(seen)) if len(seen) else math.nan


def still_rows(exercise: Exercise, table: MeasureTable, moving: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Shape (n,): in the start position and still; restless, too, where noise decides whether a movement is seen.

    Args:
        exercise: The exercise.
        table: Its measures.
        moving: Shape (n,), rows that belong to a movement.
    """
    rows = np.asarray(table.ready & table.engaged & ~moving)
    seen = ~np.isnan(table.drive)
    if exercise.drive.clear_by is not None or seen.sum() < 2:
        return rows
    pace = np.full(len(rows), np.inf)
    pace[seen] = np.abs(speed(table.time_s[seen], table.drive[seen]))
    still = rows & (pace <= exercise.drive.still_speed)
    return still if still.any() else rows


def condition_values(exercise: Exercise, table: MeasureTable, condition: Condition) -> Values:
    """Shape (n,): what a condition of the start position is about."""
    if condition.side in (SideOf.LEAST, SideOf.MOST):
        left, right = (table.values[condition.measure, side] for side in Side)
        return np.asarray(np.fmin(left, right) if condition.side is SideOf.LEAST else np.fmax(left, right))
    if condition.measure == exercise.drive.measure:
        return np.asarray(exercise.drive.sign * table.drive)
    return table.near[condition.measure]


def noise_at_rest(exercise: Exercise, table: MeasureTable, resting: NDArray[np.bool_]) -> dict[str, float]:
    """Standard deviation of each measure at rest, on the side that is watched; measures that weren't seen are left out.

    Args:
        exercise: The exercise.
        table: Its measures.
        resting: Shape (n,), rows of the start position.
    """
    stretches = _stretches(table.time_s, resting)
    if not stretches:
        return {}
    lag = max(1, round(NOISE_LAG_S / float(np.median(np.diff(table.time_s)))))
    columns = dict(table.near) | {exercise.drive.measure: table.drive}
    found = {
        name: [noise_of(values[one.first : one.end].tolist(), lag) for one in stretches]
        for name, values in columns.items()
    }
    medians = {name: level(np.array(noises)) for name, noises in found.items()}
    return {name: noise for name, noise in medians.items() if not math.isnan(noise)}


def _stretches(time_s: NDArray[np.float64], rows: NDArray[np.bool_]) -> list[_Stretch]:
    """Runs of rows that are long enough."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], rows, [False]]).astype(np.int8)))
    runs = [_Stretch(int(first), int(end)) for first, end in zip(edges[::2], edges[1::2], strict=True)]
    return [run for run in runs if time_s[run.end - 1] - time_s[run.first] >= _SHORTEST_S]
