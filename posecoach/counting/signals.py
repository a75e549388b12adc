"""The drive as shares of the described travel: smoothed over a window, rising towards the end position."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from posecoach.counting.table import from_side, on_side, where_held
from posecoach.exercise.drive import SideByDirection
from posecoach.exercise.postures import POSTURES
from posecoach.exercise.rules import At, Condition, SideOf
from posecoach.exercise.schema import Exercise
from posecoach.measures import MEASURES, Body, Values
from posecoach.measures.body import length
from posecoach.pose.filters import RunningMedian
from posecoach.pose.landmarks import Side
from posecoach.pose.series import StablePoses

__all__ = ["Baseline", "DriveSignal", "SignalRows", "drive_signal", "window_s"]

_REMEMBERED_S = 60.0
_SAMPLED_S, _LEARNT_S = 0.1, 0.25
"""How often a frame is remembered, and how often the baseline is learnt anew."""
_ELSEWHERE_S = 2.5
"""Who was in another posture for longer than this has left the start position, and takes up a new one."""
_GLANCES = 3
"""Remembered frames in which the start position must have been seen: fewer are a glitch."""
_NEAREST = 1 / 3
"""Of the way, nearest to the start: a long hold at the other end must not be taken for the start position."""
_SAME = 0.1
"""Of the way: values this close together are the same position."""
_NEAR = 0.05
"""Trunk lengths within which a height counts as that of the start position, and by half as much twice for the feet."""


@dataclass(slots=True)
class Baseline:
    """The median of some columns while the body is at its usual height of the start position, which is its highest.

    Attributes:
        columns: How many.
    """

    columns: int
    _time_s: list[float] = field(default_factory=list)
    _rows: list[Values] = field(default_factory=list)
    _learnt_s: float = -np.inf
    _elsewhere_s: float | None = None
    _level: Values = field(init=False)

    def __post_init__(self) -> None:
        self._level = np.full(self.columns, np.nan)

    def __call__(
        self, time_s: Values, height: Values, feet: Values, vectors: Values, elsewhere: NDArray[np.bool_] | None = None
    ) -> Values:
        """The baseline at each of the next frames.

        Args:
            time_s: Shape (n,).
            height: Shape (n,), trunk lengths; the start position is where it is highest.
            feet: Shape (n,), height of the hips above the feet, by which lifted feet are passed over.
            vectors: Shape (n, columns), what the baseline is of.
            elsewhere: Shape (n,), whether the body is in another posture; None for never.
        """
        levels = np.empty((len(time_s), self.columns))
        for row, moment in enumerate(time_s.tolist()):
            self._arrive(moment, elsewhere=elsewhere is not None and bool(elsewhere[row]))
            if not self._time_s or moment - self._time_s[-1] >= _SAMPLED_S:
                self._remember(moment, np.array([height[row], feet[row], *vectors[row]]))
            if moment - self._learnt_s >= _LEARNT_S or np.isnan(self._level[0]):
                self._learn()
                self._learnt_s = moment
            levels[row] = self._level
        return levels

    def _arrive(self, moment: float, *, elsewhere: bool) -> None:
        """Forgets what was seen before the body came into the posture."""
        if elsewhere:
            self._elsewhere_s = moment if self._elsewhere_s is None else self._elsewhere_s
        elif self._elsewhere_s is not None:
            if moment - self._elsewhere_s >= _ELSEWHERE_S:
                self._time_s, self._rows = [], []
            self._elsewhere_s = None

    def _remember(self, moment: float, row: Values) -> None:
        self._time_s.append(moment)
        self._rows.append(row)
        while moment - self._time_s[0] > _REMEMBERED_S:
            del self._time_s[0], self._rows[0]

    def _learn(self) -> None:
        rows = np.array(self._rows)
        height, feet = rows[:, 0], rows[:, 1]
        seen = ~np.isnan(rows[:, :3]).any(axis=1)
        if not seen.any():
            return
        down = seen & (feet >= np.median(feet[seen]) - 2 * _NEAR)
        if down.sum() < _GLANCES:
            return
        start = down & (np.abs(height - _usual_highest(height[down])) <= _NEAR)
        if start.any():
            self._level = np.median(rows[start, 2:], axis=0)


def _usual_highest(height: Values) -> float:
    """The commonest height among the highest third of the way."""
    low, high = np.percentile(height, 5), np.sort(height)[-_GLANCES]
    way = max(0.0, float(high - low))
    highest = np.sort(height[height >= high - _NEAREST * way])
    levels = np.arange(highest[0], highest[-1] + 1e-9, max(_SAME / 5 * way, 1e-3))
    counts = _within(highest, levels, _SAME * way)
    level = levels[int(np.argmax(counts))]
    return float(np.median(highest[np.abs(highest - level) <= _SAME * way + 1e-9]))


def _within(ordered: Values, levels: Values, distance: float) -> NDArray[np.intp]:
    """How many of the ordered values lie near each level."""
    return np.searchsorted(ordered, levels + distance, "right") - np.searchsorted(ordered, levels - distance)


_SMOOTHED_S, _SLOW_SMOOTHED_S = 0.3, 0.5
"""Shorter than any turn or hold; the back's outline, and ways that several landmarks add up to, are noisier."""
_FACING_S = 3.0
_LINE_WEIGHT = 2.0
"""Of the line between the hips against the way of the knees, in a roll."""
_AWAY_SHARE = 0.6
"""Of a roll towards the camera, what one away from it shows: the far knees sink into the depth of the picture."""
_TURNED_SHARE = 0.1
"""Of a roll, by which the near hip must rise for it to be one away from the camera."""
_FACING_WIDTH = 0.5
"""Shoulders wider than this, and level in the picture, are seen along the body."""


@dataclass(frozen=True, eq=False, slots=True)
class SignalRows:
    """The drive in some frames.

    Attributes:
        progress: Shape (n,), share of the described travel; NaN where it can't be seen.
        right: Shape (n,), 1 where the right side works, 0 where the left one does, NaN where both work together.
    """

    progress: Values
    right: Values


class DriveSignal(Protocol):
    """Gives the drive of frames once their smoothing window is complete."""

    def __call__(self, poses: StablePoses) -> SignalRows:
        """Takes in poses; returns the rows that are now complete, in the order of time."""

    def finish(self) -> SignalRows:
        """The last rows."""


def window_s(exercise: Exercise) -> float:
    """Seconds over which the exercise's drive is smoothed."""
    slow = MEASURES[exercise.drive.measure].from_contour or exercise.drive.side_by_direction is not None
    return _SLOW_SMOOTHED_S if slow else _SMOOTHED_S


def drive_signal(exercise: Exercise) -> DriveSignal:
    """The signal that an exercise's drive asks for."""
    by = exercise.drive.side_by_direction
    if by is None:
        return _Travel(exercise)
    return _Roll(exercise) if by is SideByDirection.FAR_NEAR else _Shift(exercise)


def _median(exercise: Exercise) -> RunningMedian:
    half_s = window_s(exercise) / 2
    return RunningMedian(half_s, half_s)


class _Travel:
    """A measure of one limb or of both, as its share of the way from the start to the end position."""

    def __init__(self, exercise: Exercise) -> None:
        self._exercise = exercise
        self._median, self._seen = _median(exercise), _Delayed()
        self._right = _Delayed()

    def __call__(self, poses: StablePoses) -> SignalRows:
        exercise = self._exercise
        body = Body.as_seen(poses, front_up=exercise.posture.front_up)
        left, right = (_progress(exercise, body, side) for side in Side)
        raw, right_leads = _combined(exercise, left, right, poses.near_is_right)
        if exercise.drive.min_snr is None and not exercise.drive.bidirectional:
            # Who sits up from lying is further from the end position, but hasn't begun.
            raw = np.maximum(raw, 0.0)
        if exercise.drive.bidirectional:
            fits = _where_held([one for one in exercise.gate.ranges if one.at is At.END], body)
            raw = np.where(fits, raw, np.nan)
        smooth = self._median(poses.time_s, raw)
        seen, led = self._seen(raw, len(smooth)), self._right(right_leads, len(smooth))
        return SignalRows(np.where(np.isnan(seen), np.nan, smooth), led)

    def finish(self) -> SignalRows:
        smooth = self._median.finish()
        seen, led = self._seen(np.empty(0), len(smooth)), self._right(np.empty(0), len(smooth))
        return SignalRows(np.where(np.isnan(seen), np.nan, smooth), led)


def _progress(exercise: Exercise, body: Body, side: Side) -> Values:
    drive = exercise.drive
    return np.asarray((MEASURES[drive.measure].of(body, side) - drive.start) / (drive.end - drive.start))


def _combined(
    exercise: Exercise, left: Values, right: Values, near_is_right: NDArray[np.bool_]
) -> tuple[Values, Values]:
    """The progress of both sides as one, and where the right one leads."""
    if exercise.sides.in_turn:
        leads = np.where(np.isnan(left), 1.0, np.where(np.isnan(right), 0.0, right > left))
        return np.fmax(left, right), leads
    rule = exercise.drive.side
    if exercise.drive.sign < 0:
        rule = {SideOf.LEAST: SideOf.MOST, SideOf.MOST: SideOf.LEAST}.get(rule, rule)
    return from_side(left, right, rule, near_is_right=near_is_right), np.full(len(left), np.nan)


def _elsewhere(exercise: Exercise, body: Body) -> Values:
    """1 where the body isn't in the exercise's posture, else 0."""
    return np.where(_where_held(POSTURES[exercise.posture], body), 0.0, 1.0)


def _where_held(ranges: Iterable[Condition], body: Body) -> NDArray[np.bool_]:
    return where_held(ranges, partial(on_side, body), len(body.poses))


class _Delayed:
    """Keeps values back until as many rows are asked for."""

    def __init__(self) -> None:
        self._kept = np.empty(0)

    def __call__(self, values: Values, count: int) -> Values:
        kept = np.append(self._kept, values)
        self._kept = kept[count:]
        return kept[:count]


class _Shift:
    """The hips beside the middle of the feet, from where the person stands tallest."""

    def __init__(self, exercise: Exercise) -> None:
        self._exercise, self._baseline = exercise, Baseline(1)
        self._shift, self._height = _median(exercise), _median(exercise)
        self._times, self._elsewhere = _Delayed(), _Delayed()

    def __call__(self, poses: StablePoses) -> SignalRows:
        body = Body.as_seen(poses, front_up=None)
        shift, height = (MEASURES[name].of(body, Side.LEFT) for name in ("hip_shift", "hips_above_feet"))
        parts = self._shift(poses.time_s, shift), self._height(poses.time_s, height)
        return self._rows(poses.time_s, *parts, _elsewhere(self._exercise, body))

    def finish(self) -> SignalRows:
        return self._rows(np.empty(0), self._shift.finish(), self._height.finish(), np.empty(0))

    def _rows(self, time_s: Values, shift: Values, height: Values, elsewhere: Values) -> SignalRows:
        times, gone = self._times(time_s, len(shift)), self._elsewhere(elsewhere, len(shift)) > 0
        away = shift - self._baseline(times, height, height, shift[:, None], gone)[:, 0]
        drive = self._exercise.drive
        # Hips that go to one side leave the other leg to be stretched: that one works.
        return SignalRows(np.abs(away) / drive.travel, np.where(np.isnan(away), np.nan, away < 0))


class _Roll:
    """Bent knees that go to one side: their way from the person's own middle, together with the turn of the hips.

    Towards the camera the knees sink; away from it they sink into the depth, and the near hip rises; seen along the
    body they go aside. The way in the picture sums up all three.
    """

    def __init__(self, exercise: Exercise) -> None:
        self._exercise, self._baseline = exercise, Baseline(4)
        self._parts = [_median(exercise) for _ in range(5)]
        self._view = [RunningMedian(_FACING_S), RunningMedian(_FACING_S)]
        self._times, self._facing, self._elsewhere = _Delayed(), _Delayed(), _Delayed()

    def __call__(self, poses: StablePoses) -> SignalRows:
        body = Body.as_seen(poses, front_up=True)
        unit = body.trunk_length[:, None]
        knees = (body.middle("knee") - body.middle("hip")) / unit
        line = (body.point("hip", Side.LEFT) - body.point("hip", Side.RIGHT)) / unit
        columns = (*knees.T, *line.T, MEASURES["hips_above_feet"].of(body, Side.LEFT))
        parts = [median(poses.time_s, column) for median, column in zip(self._parts, columns, strict=True)]
        elsewhere = _elsewhere(self._exercise, body)
        return self._rows(poses.time_s, parts, self._seen_along(poses, body), elsewhere)

    def finish(self) -> SignalRows:
        return self._rows(np.empty(0), [median.finish() for median in self._parts], np.empty(0), np.empty(0))

    def _seen_along(self, poses: StablePoses, body: Body) -> Values:
        across = (body.point("shoulder", Side.LEFT) - body.point("shoulder", Side.RIGHT)) / body.trunk_length[:, None]
        wide = self._view[0](poses.time_s, length(across))
        level = self._view[1](poses.time_s, np.abs(across[:, 0]) - np.abs(across[:, 1]))
        return np.where((wide >= _FACING_WIDTH) & (level > 0), 1.0, 0.0)

    def _rows(self, time_s: Values, parts: list[Values], facing: Values, elsewhere: Values) -> SignalRows:
        *columns, feet = parts
        vectors = np.stack(columns, axis=1)
        times, along = self._times(time_s, len(feet)), self._facing(facing, len(feet)) > 0
        gone = self._elsewhere(elsewhere, len(feet)) > 0
        away = vectors - self._baseline(times, -vectors[:, 1], feet, vectors, gone)
        way = length(away[:, :2]) + _LINE_WEIGHT * length(away[:, 2:])
        # The near hip is the lower one in the picture while the person lies flat.
        left_is_near = np.sign(vectors[:, 3] - away[:, 3])
        turned_away = -_LINE_WEIGHT * away[:, 3] * left_is_near > _TURNED_SHARE * way
        progress = np.where(turned_away & ~along, way / _AWAY_SHARE, way) / self._exercise.drive.travel
        # Lifted feet pull the knees up on their way to the far side; towards the camera they sink in any case.
        far = turned_away | (-away[:, 1] > _TURNED_SHARE * way)
        left = np.where(along, away[:, 3] > 0, (left_is_near > 0) != far)
        return SignalRows(progress, np.where(np.isnan(way), np.nan, ~left))
