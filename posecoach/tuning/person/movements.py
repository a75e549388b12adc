"""A person's comfortable movements: how far each went from the start position, and how far it was held."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posecoach.counting.coach import Coach
from posecoach.counting.events import Attempted, RepetitionCounted
from posecoach.counting.table import MeasureTable
from posecoach.exercise.dose import Dose
from posecoach.exercise.schema import Exercise
from posecoach.measures import Values
from posecoach.pose.landmarks import Side
from posecoach.pose.series import StablePoses
from posecoach.tuning.person.resting import level, still_rows

__all__ = ["Found", "Stroke", "find_movements", "kept"]

_KEPT_S = 0.3
"""How long a level must be kept to have been reached: longer than a spike, shorter than any turning round."""
_REST_S = 2.0
"""Before a movement, that tells the level it began from."""
_PLATEAU_SHARE = 0.8
"""Of a movement's way: beyond it the end position is held."""
_LOW_PERCENT = 10
"""Of the values held: lower ones are arriving and leaving."""
_COMFORTABLE = 0.7
"""Of the usual movement: what goes less far is shifting about."""
_USUAL_OF = 3
"""The largest movements, whose median is the usual one: they were asked for, the rest of the recording wasn't."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """One way out of the start position and back, in the drive's unit with its sign taken out.

    Relative drives count from the start position, the others as they are measured.

    Attributes:
        start_s: When it began.
        end_s: When it was over.
        side: The side that worked; None when both did.
        pole: -1 on the second side of the start position, else 1.
        rest: Level it began from; 0 for relative drives.
        held: Furthest level that was kept for a moment.
        floor: Level below which the held position didn't sink.
        rows: Indices of the held position.
    """

    start_s: float
    end_s: float
    side: Side | None
    pole: float
    rest: float
    held: float
    floor: float
    rows: NDArray[np.int64]

    @property
    def way(self) -> float:
        """How far it went."""
        return self.held - self.rest


@dataclass(frozen=True, eq=False, slots=True)
class Found:
    """All that was found in a recording.

    Attributes:
        table: Its measures.
        repetitions: Movements that an exercise as easy as can be counts; those that go both ways are one.
        strokes: Their ways out of the start position and back, the comfortable ones alone.
        resting: Shape (n,), rows in the start position.
        furthest: Furthest level that was kept at all, as `Stroke.held`; NaN if nothing was seen.
        rest: Level of the start position; NaN if that was never seen.
    """

    table: MeasureTable
    repetitions: int
    strokes: tuple[Stroke, ...]
    resting: NDArray[np.bool_]
    furthest: float
    rest: float


def find_movements(exercise: Exercise, poses: StablePoses) -> Found:
    """Looks for movements.

    Args:
        exercise: As easy as can be, see `loosened`.
        poses: As the exercise measures them.
    """
    table = MeasureTable.of(exercise, poses)
    coach = Coach(exercise, Dose())
    events = [*coach.advance(poses).events, *coach.finish()]
    counted = [event for event in events if isinstance(event, RepetitionCounted)]
    moving = np.zeros(len(table.time_s), bool)
    times_s = [(event.start_s, event.end_s) for event in events if isinstance(event, RepetitionCounted | Attempted)]
    for start_s, end_s in times_s:
        moving |= (table.time_s >= start_s) & (table.time_s <= end_s)
    resting = still_rows(exercise, table, moving)
    rest = level(table.drive[resting])
    comfortable = _comfortable(list(_strokes(exercise, table, counted, resting)))
    count = len(comfortable) if not exercise.drive.both_ways else len({stroke.start_s for stroke in comfortable})
    return Found(table, count, comfortable, resting, _furthest(exercise, table, rest), rest)


def _strokes(
    exercise: Exercise, table: MeasureTable, counted: Sequence[RepetitionCounted], resting: NDArray[np.bool_]
) -> Iterator[Stroke]:
    drive, before_s = exercise.drive, -math.inf
    for rep in counted:
        course = _course(exercise, table, rep.side)
        rows = np.flatnonzero((table.time_s >= rep.start_s) & (table.time_s <= rep.end_s) & ~np.isnan(course))
        began = _began(table, course, resting, (max(before_s, rep.start_s - _REST_S), rep.start_s))
        before_s = rep.end_s
        if len(rows) < 2 or math.isnan(began):
            continue
        values = course[rows] - began if drive.relative else course[rows]
        rest = 0.0 if drive.relative else began
        for pole in _poles(exercise, values):
            yield _stroke(rep, pole, rest, (table.time_s[rows], pole * values, rows))


def _course(exercise: Exercise, table: MeasureTable, side: Side | None) -> Values:
    """The drive of the side that works."""
    drive = exercise.drive
    if side is None or drive.poles is not None:
        return table.drive
    return np.asarray(drive.sign * table.values[drive.measure, side])


def _began(table: MeasureTable, course: Values, resting: NDArray[np.bool_], between_s: tuple[float, float]) -> float:
    """The level before a movement; that of all rests where it wasn't rested from."""
    near = resting & (table.time_s >= between_s[0]) & (table.time_s <= between_s[1])
    known = level(course[near])
    return level(course[resting]) if math.isnan(known) else known


def _poles(exercise: Exercise, values: Values) -> tuple[float, ...]:
    if exercise.drive.both_ways:
        return (1.0, -1.0)
    if exercise.drive.poles is None:
        return (1.0,)
    return (1.0,) if values.max() >= -values.min() else (-1.0,)


def _stroke(
    rep: RepetitionCounted, pole: float, rest: float, course: tuple[Values, Values, NDArray[np.int64]]
) -> Stroke:
    time_s, values, rows = course
    held = kept(time_s, values)
    inside = values >= rest + _PLATEAU_SHARE * (held - rest)
    floor = float(np.percentile(values[inside], _LOW_PERCENT)) if inside.any() else held
    return Stroke(rep.start_s, rep.end_s, rep.side, pole, rest, held, min(floor, held), rows[inside])


def kept(time_s: Values, values: Values) -> float:
    """The highest level that was kept for a moment; that of the highest value where all is over sooner."""
    ends = np.searchsorted(time_s, time_s + _KEPT_S)
    lows = [values[start : end + 1].min() for start, end in enumerate(ends.tolist()) if end < len(values)]
    return float(max(lows, default=values.max()))


def _comfortable(strokes: Sequence[Stroke]) -> tuple[Stroke, ...]:
    """Those that go about as far as the largest on their side."""
    usual: dict[tuple[Side | None, float], float] = {}
    for key in {(stroke.side, stroke.pole) for stroke in strokes}:
        ways = sorted((stroke.way for stroke in strokes if (stroke.side, stroke.pole) == key), reverse=True)
        usual[key] = float(np.median(ways[:_USUAL_OF]))
    fit = [stroke for stroke in strokes if stroke.way >= _COMFORTABLE * usual[stroke.side, stroke.pole]]
    halves = {stroke.start_s: sum(other.start_s == stroke.start_s for other in strokes) for stroke in strokes}
    return tuple(
        stroke for stroke in fit if sum(one.start_s == stroke.start_s for one in fit) == halves[stroke.start_s]
    )


def _furthest(exercise: Exercise, table: MeasureTable, rest: float) -> float:
    """In the exercise's posture, also where nothing counted."""
    seen = table.engaged & ~np.isnan(table.drive)
    if not seen.any() or math.isnan(rest):
        return math.nan
    values = table.drive[seen]
    if exercise.drive.relative:
        values = np.abs(values - rest) if exercise.drive.folded else values - rest
    return kept(table.time_s[seen], values)
