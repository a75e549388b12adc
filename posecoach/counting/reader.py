"""From poses to the rows that a counter takes in: the drive, where the body is, and where the picture jumps."""

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from posecoach.counting.frames import FrameLog, Row
from posecoach.counting.gate import frames_in_position
from posecoach.counting.signals import SignalRows, drive_signal
from posecoach.counting.table import MeasureTable
from posecoach.exercise.rules import At
from posecoach.exercise.schema import Exercise
from posecoach.measures import Body, Values
from posecoach.measures.body import length
from posecoach.pose.looks import JUMP
from posecoach.pose.series import StablePoses

__all__ = ["PoseReader"]

_LONGEST_GAP_S = 5.0
"""Somebody who wasn't seen for longer may have done anything meanwhile."""
_JUMP_S = 0.1
"""For so many seconds between two frames `JUMP` holds; for more, so much more."""
_FOLLOWS_S = 0.25
"""Frames that are further apart can't tell a jump from a movement."""


class PoseReader:
    """Measures poses for one exercise; chunks may be fed one after the other.

    Attributes:
        log: The measures of the last frames.
    """

    def __init__(self, exercise: Exercise) -> None:
        self.log = FrameLog(exercise)
        self._exercise, self._signal, self._noise, self._cuts = exercise, drive_signal(exercise), _Noise(), _Cuts()
        self._waiting_s: list[float] = []
        self._waiting: list[tuple[bool, bool, bool]] = []
        self._done = 0

    def __call__(self, poses: StablePoses, table: MeasureTable) -> list[Row]:
        """Takes in poses and their measures; returns the rows that are now complete."""
        self.log.add(table)
        starts = frames_in_position(self._exercise.gate, table, At.START, self._exercise.posture) & poses.found
        ends = frames_in_position(self._exercise.gate, table, At.END, self._exercise.gate.end) & poses.found
        self._waiting += list(zip(starts.tolist(), ends.tolist(), self._cuts(poses).tolist(), strict=True))
        self._waiting_s += poses.time_s.tolist()
        return self._rows(self._signal(poses))

    def finish(self) -> list[Row]:
        """The last rows."""
        return self._rows(self._signal.finish())

    def _rows(self, signal: SignalRows) -> list[Row]:
        count = len(signal.progress)
        columns = zip(
            signal.progress.tolist(),
            signal.right.tolist(),
            self._waiting[:count],
            self._waiting_s[:count],
            strict=True,
        )
        rows = [
            Row(self._done + place, progress, right, *flags, self._noise.step(time_s, progress))
            for place, (progress, right, flags, time_s) in enumerate(columns)
        ]
        self._done += count
        del self._waiting[:count], self._waiting_s[:count]
        return rows


@dataclass(slots=True)
class _Cuts:
    """Frames in which the picture jumps, is of another size, or that follow on a long gap."""

    _places: Values = field(default_factory=lambda: np.empty((0, 4)))
    _time_s: float = -math.inf
    _size: tuple[int, int] | None = None

    def __call__(self, poses: StablePoses) -> NDArray[np.bool_]:
        body = Body.as_seen(poses, front_up=None)
        places = np.concatenate([body.middle("hip"), body.middle("shoulder")], axis=1)
        seen = np.flatnonzero(~np.isnan(places).any(axis=1))
        cuts = np.zeros(len(places), bool)
        if not len(seen):
            return cuts
        before = np.concatenate([self._places if len(self._places) else places[seen[:1]], places[seen[:-1]]])
        interval_s = np.diff(poses.time_s[seen], prepend=self._time_s)
        moved = (places[seen] - before) / body.trunk_length[seen, None]
        least = np.minimum(length(moved[:, :2]), length(moved[:, 2:]))
        jumped = (interval_s <= _FOLLOWS_S) & (least > JUMP * np.maximum(1.0, interval_s / _JUMP_S))
        cuts[seen] = jumped | ((interval_s > _LONGEST_GAP_S) & np.isfinite(interval_s))
        cuts[seen[0]] |= self._size is not None and poses.size != self._size
        self._size, self._places, self._time_s = poses.size, places[seen[-1:]], float(poses.time_s[seen[-1]])
        return cuts


@dataclass(slots=True)
class _Noise:
    """How much the drive wavers while nothing moves: by the smaller of its changes from one moment to the next."""

    _time_s: list[float] = field(default_factory=list)
    _values: list[float] = field(default_factory=list)
    _changes: list[float] = field(default_factory=list)
    _level: float = math.inf

    def step(self, time_s: float, progress: float) -> float:
        """Takes in a value; returns the standard deviation by now, infinite while nothing is known."""
        if not math.isnan(progress) and (not self._time_s or time_s - self._time_s[-1] >= _NOISE_EVERY_S):
            if self._values:
                self._changes = [*self._changes[-_NOISE_CHANGES:], abs(progress - self._values[-1])]
            if len(self._changes) >= _FEWEST_CHANGES:
                self._level = sorted(self._changes)[len(self._changes) // 4] / _QUARTILE
            self._time_s, self._values = [time_s], [progress]
        return self._level


_NOISE_EVERY_S, _NOISE_CHANGES, _FEWEST_CHANGES = 0.5, 40, 3
_QUARTILE = 0.4506
"""Of the difference of two normally distributed values, in their standard deviations."""
