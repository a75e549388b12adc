"""A person's comfortable movements: where each began, and how far it was held."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posecoach.counting.events import Attempted, NotCounted, RepetitionCounted
from posecoach.counting.frames import median
from posecoach.counting.recount import MeasuredRecording, recount
from posecoach.counting.table import MeasureTable
from posecoach.exercise.rules import Check
from posecoach.exercise.schema import Dose, Exercise, described_reach
from posecoach.measures import Values
from posecoach.pose.landmarks import Side
from posecoach.pose.series import StablePoses

__all__ = ["Found", "Stroke", "find_movements", "noise_at_rest"]

_LAG_S = 0.3
"""Changes over this time are noise; slower ones are settling down."""
_NORMAL = 1.4826 / math.sqrt(2)
"""Median absolute change to standard deviation, of normally distributed noise."""


def noise_at_rest(exercise: Exercise, table: MeasureTable, resting: NDArray[np.bool_]) -> dict[str, float]:
    """Standard deviation of each measure at rest on the near side; measures that weren't seen there are left out.

    Args:
        exercise: The exercise.
        table: Its measures.
        resting: Shape (n,), rows in the start position.
    """
    if len(resting) < 2:
        return {}
    lag = max(1, round(_LAG_S / float(np.median(np.diff(table.time_s)))))
    both = resting[lag:] & resting[:-lag]
    columns = {name: table.near(name) for name in exercise.measures}
    noises = {name: _NORMAL * median(np.abs(values[lag:] - values[:-lag])[both]) for name, values in columns.items()}
    return {name: noise for name, noise in noises.items() if not math.isnan(noise)}


_BEFORE_S = 0.5
"""Before a movement, that tells where it begins."""
_COMFORTABLE = 0.7
"""Of the usual movement: what goes less far is shifting about."""
_USUAL_OF = 3
"""The largest movements, whose median is the usual one: they were asked for, the rest of the recording wasn't."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """One way out of the start position and back.

    Attributes:
        rep: The repetition that it is.
        start: What tells people how far they are, in the start position; NaN if it wasn't seen.
        held: The same while the end position was held.
        low: The drive at its lowest, in its own unit with its sign taken out.
        high: The drive at its furthest.
    """

    rep: RepetitionCounted
    start: float
    held: float
    low: float
    high: float

    @property
    def travel(self) -> float:
        """Of the drive."""
        return self.high - self.low


@dataclass(frozen=True, eq=False, slots=True)
class Found:
    """All that was found in a recording.

    Attributes:
        recording: Its measures.
        strokes: The comfortable ones.
        resting: Shape (n,), rows in the start position.
    """

    recording: MeasuredRecording
    strokes: tuple[Stroke, ...]
    resting: NDArray[np.bool_]

    @property
    def sign(self) -> float:
        """+1 where a larger `held` is further."""
        way = median([stroke.held - stroke.start for stroke in self.strokes])
        return self.recording.drive.sign if math.isnan(way) else math.copysign(1.0, way)

    @property
    def rest(self) -> float:
        """Of the start position, the median of the strokes'; NaN if it wasn't seen."""
        return median([stroke.start for stroke in self.strokes])

    @property
    def best_by_side(self) -> dict[str, float]:
        """The furthest that was held, by side; of both together where they take no turns."""
        best = dict[str, float]()
        for stroke in self.strokes:
            side = stroke.rep.side.value if stroke.rep.side else ""
            if not math.isnan(stroke.held):
                best[side] = self.sign * max(self.sign * best.get(side, stroke.held), self.sign * stroke.held)
        return best


def find_movements(exercise: Exercise, poses: StablePoses) -> Found:
    """Looks for movements.

    Args:
        exercise: As easy as can be, see `loosened`.
        poses: As the exercise measures them.
    """
    recording = MeasuredRecording.of(exercise, poses)
    events = recount(recording, exercise, Dose())
    # Where a movement wasn't seen to begin, nobody knows how far it went.
    counted = [event for event in events if isinstance(event, RepetitionCounted) and not event.open_start]
    times_s = recording.table.time_s
    resting = np.array([row.in_start_position for row in recording.rows], bool)
    for event in events:
        if isinstance(event, RepetitionCounted | Attempted | NotCounted):
            resting &= (times_s < event.start_s) | (times_s > event.end_s)
    return Found(recording, _comfortable(list(_strokes(exercise, recording, counted))), resting)


def _strokes(
    exercise: Exercise, recording: MeasuredRecording, counted: Sequence[RepetitionCounted]
) -> Iterator[Stroke]:
    drive, times_s = exercise.drive, recording.table.time_s
    positions = drive.sign * drive.start + drive.travel * np.array([row.progress for row in recording.rows])
    for rep in counted:
        rows = (times_s >= rep.start_s - _BEFORE_S) & (times_s <= rep.end_s)
        low, high = float(np.nanmin(positions[rows])), float(np.nanmax(positions[rows]))
        if described_reach(exercise) is None:
            yield Stroke(rep, drive.sign * low, drive.sign * high, low, high)
        else:
            before = (times_s >= rep.start_s - _BEFORE_S) & (times_s <= rep.start_s)
            start = median(_shown(exercise, recording, rep.side)[before])
            yield Stroke(rep, start, _held(exercise, rep), low, high)


def _shown(exercise: Exercise, recording: MeasuredRecording, working: Side | None) -> Values:
    """Shape (n,): what tells people how far they are."""
    rule, table = exercise.attempt_rule, recording.table
    if not isinstance(rule, Check):
        return table.near(exercise.shown_measure)
    return table.on_side(rule.measure, rule.side, working)


def _held(exercise: Exercise, rep: RepetitionCounted) -> float:
    return next(one.measured for one in rep.judgements if one.check == exercise.attempt_rule.id)


def _comfortable(strokes: Sequence[Stroke]) -> tuple[Stroke, ...]:
    """Those that go about as far as the largest on their side."""
    travels: dict[Side | None, list[float]] = {}
    for stroke in strokes:
        travels.setdefault(stroke.rep.side, []).append(stroke.travel)
    usual = {side: median(sorted(ways, reverse=True)[:_USUAL_OF]) for side, ways in travels.items()}
    return tuple(stroke for stroke in strokes if stroke.travel >= _COMFORTABLE * usual[stroke.rep.side])
