"""Whether the camera sees what it must, what to change if it doesn't, and whether the body is in its start position."""

import math
from collections import deque
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from posecoach.counting.events import PlacementNoted
from posecoach.counting.frames import Row
from posecoach.counting.state import Hint
from posecoach.exercise.schema import Placement, View
from posecoach.measures import MEASURES, Body
from posecoach.pose.geometry import body_scale
from posecoach.pose.landmarks import Landmark, Side

__all__ = ["LOST_S", "PlacementWatch", "PositionWatch", "placement_hints"]

_SIDE_ON = 0.62
"""Shoulder width in trunk lengths; real side and oblique views read 0.1 to 0.55."""
_FACING = 0.35
"""The same of a person who faces the camera, who reads 0.55 to 0.8."""
_SMALLEST_TRUNK = 0.08
"""Of the frame's shorter side; below this, a pixel of jitter is degrees of angle."""
_SMALLEST_LYING = 0.085
"""Of the frame's width, for a body that lies or stands on all fours, which is 2.6 to 3.5 trunks long: people who take
less than 0.3 of the width are lost more and more often."""
_LASTS_S = 1.0
"""A hint must hold for this long to be given, and be gone for as long to be withdrawn."""


def placement_hints(body: Body, placement: Placement) -> list[Hint | None]:
    """The most useful hint of each frame, None where the view is good."""
    poses = body.poses
    conditions = [(Hint.NOBODY, ~poses.found)]
    front = placement.view is View.FRONT
    for joint in placement.joints:
        left, right = (poses.outside[:, Landmark.of(joint, side)] for side in Side)
        outside = left | right if front else np.where(poses.near_is_right, right, left)
        conditions.append((Hint.out(joint), outside))
    turned = MEASURES["turned_away"].of(body, Side.LEFT)
    if front:
        conditions.append((Hint.FACE, turned < _FACING))
    elif placement.view is View.SIDE:
        conditions.append((Hint.SIDE_ON, turned > _SIDE_ON))
    conditions.append((Hint.NEARER, body_scale(poses.points, poses.size) < _smallest_trunk(body)))
    return _first_that_holds(conditions, len(poses))


def _smallest_trunk(body: Body) -> float:
    """Length in pixels below which a person is too small in the picture."""
    lying = body.front_up is not None
    smallest = _SMALLEST_TRUNK * min(body.poses.size)
    return max(smallest, _SMALLEST_LYING * body.poses.size[0]) if lying else smallest


def _first_that_holds(conditions: list[tuple[Hint, NDArray[np.bool_]]], count: int) -> list[Hint | None]:
    hints: list[Hint | None] = [*(hint for hint, _ in conditions), None]
    holds = np.stack([*(holds for _, holds in conditions), np.ones(count, bool)])
    return [hints[index] for index in np.argmax(holds, axis=0).tolist()]


@dataclass(slots=True)
class PlacementWatch:
    """Turns hints frame by frame into ones that last.

    Attributes:
        hint: What to say now.
    """

    hint: Hint | None = None
    _since_s: float = 0.0
    _candidate: Hint | None = None
    _candidate_since_s: float = -math.inf

    def step(self, time_s: float, hint: Hint | None) -> PlacementNoted | None:
        """Takes in a frame's hint; returns a stretch that is now over."""
        if hint != self._candidate:
            self._candidate, self._candidate_since_s = hint, time_s
        if self._candidate == self.hint or time_s - self._candidate_since_s < _LASTS_S:
            return None
        note = self.finish(self._candidate_since_s)
        self.hint, self._since_s = self._candidate, self._candidate_since_s
        return note

    def finish(self, time_s: float) -> PlacementNoted | None:
        """The stretch under way, ended now."""
        if self.hint is None:
            return None
        note = PlacementNoted(self.hint, self._since_s, time_s)
        self.hint = None
        return note


_LOOKED_S = 0.7
"""How long the body must be in the start position, most of the time, and still."""
_STILL = 0.15
"""Of the described travel: who moves by less is still."""
LOST_S = 1.0
"""Out of sight for longer than this, nobody knows what the body does."""


@dataclass(slots=True)
class PositionWatch:
    """Looks at the last moments.

    Attributes:
        in_start: Whether the body was in the start position for most of them.
        ready: Whether it has been still since it got there.
        fits: Whether nothing that is seen in the newest frame speaks against the start or the end position.
    """

    in_start: bool = False
    ready: bool = False
    fits: bool = False
    _rows: deque[tuple[float, Row]] = field(default_factory=deque)
    _seen_s: float | None = None

    def step(self, time_s: float, row: Row) -> None:
        """Takes in a frame; one in which the drive isn't seen says nothing."""
        self.fits = row.in_start_position and row.in_end_position
        if math.isnan(row.progress):
            return
        if self.lost(time_s):
            self.in_start = self.ready = False
        self._seen_s = time_s
        self._rows.append((time_s, row))
        while time_s - self._rows[0][0] > _LOOKED_S:
            self._rows.popleft()
        inside = sum(one.in_start_position for _, one in self._rows)
        long_enough = self.in_start or time_s - self._rows[0][0] > _LOOKED_S / 2
        self.in_start = long_enough and 2 * inside > len(self._rows)
        self.ready = self.in_start and (self.ready or self.still)

    @property
    def still(self) -> bool:
        """Whether the drive didn't move."""
        seen = [row.progress for _, row in self._rows]
        noise = self._rows[-1][1].noise if self._rows else 0.0
        wavers = max(_STILL, 4 * noise) if math.isfinite(noise) else _STILL
        return bool(seen) and max(seen) - min(seen) <= wavers

    def lost(self, time_s: float) -> bool:
        """Whether the drive hasn't been seen for a while."""
        return self._seen_s is None or time_s - self._seen_s > LOST_S
