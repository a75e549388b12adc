"""The start position: what is still missing of it, in the words that somebody can follow."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from posecoach.counting.state import CoachState
from posecoach.counting.table import as_measured, on_side
from posecoach.exercise.postures import POSTURES
from posecoach.exercise.rules import At, Condition, SideOf
from posecoach.exercise.schema import Exercise
from posecoach.measures import MEASURES, Body
from posecoach.pose.landmarks import Side
from posecoach.pose.series import StablePoses

__all__ = ["StartWatch", "Unmet", "one_foot_up", "unmet_condition"]


class Unmet(str, Enum):
    """A condition of the start position that isn't met, told as what to do about it."""

    SUPINE = "Lie down on your back."
    PRONE = "Lie down on your front."
    ALL_FOURS = "Get on your hands and knees."
    KNEELING = "Kneel down."
    SEATED = "Sit down."
    STANDING = "Stand upright."
    BEND_KNEES = "Bend your knees a little more."
    STRETCH_KNEES = "Stretch your knees a little more."
    BEND_HIPS = "Bend your hips a little more."
    STRETCH_HIPS = "Stretch your hips a little more."
    FEET_APART = "Put your feet further apart."
    FEET_TOGETHER = "Put your feet closer together."
    FEET_DOWN = "Put both feet on the floor."
    UNSEEN = "I can't see all of you: turn so that nothing hides the part that moves."
    MOVING = "Very good. Stay still for a moment."
    OTHER = "Take up the position that is shown."

    @property
    def joints(self) -> tuple[str, ...]:
        """What it is about; empty for the whole body."""
        return _JOINTS.get(self, ())


_JOINTS: Mapping[Unmet, tuple[str, ...]] = MappingProxyType(
    {
        Unmet.BEND_KNEES: ("knee",),
        Unmet.STRETCH_KNEES: ("knee",),
        Unmet.BEND_HIPS: ("hip",),
        Unmet.STRETCH_HIPS: ("hip",),
        Unmet.FEET_APART: ("ankle",),
        Unmet.FEET_TOGETHER: ("ankle",),
        Unmet.FEET_DOWN: ("ankle",),
    }
)
_TOO_LOW: Mapping[str, Unmet] = MappingProxyType(
    {
        "knee_height": Unmet.BEND_KNEES,
        "knee_angle": Unmet.STRETCH_KNEES,
        "hip_angle": Unmet.STRETCH_HIPS,
        "hip_bend": Unmet.STRETCH_HIPS,
        "foot_gap": Unmet.FEET_APART,
    }
)
_TOO_HIGH: Mapping[str, Unmet] = MappingProxyType(
    {
        "knee_angle": Unmet.BEND_KNEES,
        "hip_angle": Unmet.BEND_HIPS,
        "hip_bend": Unmet.BEND_HIPS,
        "foot_gap": Unmet.FEET_TOGETHER,
    }
)
"""What to do about a measure beyond its range; others are told with the position as a whole."""


def unmet_condition(exercise: Exercise, found: StablePoses, state: CoachState) -> Unmet:
    """What keeps a body that isn't ready from being in the start position, by its last pose.

    Args:
        exercise: Whose start position it is.
        found: Stable poses with the hips as they were found.
        state: What the coach knows of the same moment.
    """
    body = Body.as_seen(as_measured(exercise, found[-1:]), front_up=exercise.posture.front_up)

    def value(one: Condition) -> float:
        return float(on_side(body, one.measure, one.side)[-1])

    posture = exercise.gate.start
    if posture is not None and any(one.broken_by(value(one)) for one in POSTURES[posture]):
        return Unmet[posture.name]
    for one in exercise.gate.ranges:
        if one.at is At.START and one.side not in (SideOf.WORKING, SideOf.RESTING) and one.broken_by(value(one)):
            words = _TOO_LOW if value(one) < one.lowest else _TOO_HIGH
            return words.get(one.measure, Unmet.OTHER)
    return Unmet.UNSEEN if math.isnan(state.drive) else Unmet.MOVING


_LEVEL = 0.6
"""Trunk lengths that one foot is above the other. Real people in a start position read 0.0 to 0.4, and a leg that is
up 0.7 and more."""


def one_foot_up(exercise: Exercise, found: StablePoses) -> bool:
    """Whether one foot is well above the other in the last pose, in an exercise in which both legs do the same."""
    if exercise.sides.in_turn:
        return False
    body = Body.as_seen(as_measured(exercise, found[-1:]), front_up=exercise.posture.front_up)
    left, right = (float(MEASURES["ankle_height"].of(body, side)[-1]) for side in Side)
    return abs(left - right) > _LEVEL


_LASTS_S = 1.0
"""What changes more often isn't worth saying."""
_ASKED_EVERY_S = 8.0
"""Nobody waits longer without a word."""
_TOLD_AGAIN_S = 4.0
"""What has become missing meanwhile is told after this time."""


@dataclass(slots=True)
class StartWatch:
    """What has been missing for a while, and what is to be said of it.

    Attributes:
        said_s: When something was said last.
        now: The condition that isn't met; None while that isn't known, or if all are.
        told: The condition that was told last; None when it was the position as a whole.
        asked: How often the position was asked for again.
    """

    said_s: float = 0.0
    now: Unmet | None = None
    told: Unmet | None = None
    asked: int = 0
    _candidate: Unmet | None = None
    _since_s: float = -math.inf

    def step(self, time_s: float, unmet: Unmet | None) -> None:
        """Takes in a moment."""
        if unmet is not self._candidate:
            self._candidate, self._since_s = unmet, time_s
        if unmet is None or time_s - self._since_s >= _LASTS_S:
            self.now = unmet

    def due(self, time_s: float) -> bool:
        """Whether something is to be said: what is missing as soon as that is another thing, else both by turns."""
        waited_s = time_s - self.said_s
        another = self.now is not None and self.now is not self.told and waited_s >= _TOLD_AGAIN_S
        if not another and waited_s < _ASKED_EVERY_S:
            return False
        self.said_s = time_s
        self.told = self.now if another or self.told is None else None
        self.asked += self.told is None
        return True
