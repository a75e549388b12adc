"""What the coach knows at one moment, complete enough for any display to draw."""

import math
from dataclasses import dataclass
from enum import Enum

from posecoach.pose.landmarks import Side

__all__ = ["CoachState", "Hint", "MovingTime", "Phase"]


class Hint(str, Enum):
    """What stands in the way of a good view, told as what to do about it."""

    NOBODY = "Nobody is in view: step into the picture."
    BLACK = "The picture is black: open the camera's cover, or choose another camera."
    DARK = "It is too dark: switch on a light in front of you."
    FURTHER = "Move further away from the camera."
    NEARER = "Come closer to the camera."
    LEFT = "Move to the left of the screen."
    RIGHT = "Move to the right of the screen."
    HEAD_OUT = "Your head is out of the picture: turn the camera up or move back."
    FEET_OUT = "Your feet are out of the picture: turn the camera down or move back."
    SIDE_ON = "Turn so that the camera sees you from the side."
    FACE = "Turn to face the camera."
    TOO_SMALL = "The movement is too small to be seen from here: come closer to the camera."
    TWO_PEOPLE = "I see two people: I follow the one on the mat."
    SLOW_CAMERA = "The camera gives few pictures a second: more light helps."
    CAMERA_GONE = "The camera gives no pictures: plug it in again, or close the program that uses it."
    FROZEN = "The camera's picture stands still: unplug the camera and plug it in again."
    SHOULDER_OUT = "Move back or turn the camera: your shoulder is out of the picture."
    ELBOW_OUT = "Move back or turn the camera: your elbow is out of the picture."
    WRIST_OUT = "Move back or turn the camera: your wrist is out of the picture."
    HIP_OUT = "Move back or turn the camera: your hip is out of the picture."
    KNEE_OUT = "Move back or turn the camera: your knee is out of the picture."
    ANKLE_OUT = "Move back or turn the camera: your ankle is out of the picture."

    @classmethod
    def out(cls, joint: str) -> "Hint":
        """For a joint outside of the picture."""
        return cls[f"{joint.upper()}_OUT"]


_PAUSE_S = 2.0
"""A longer pause between two repetitions interrupts the movement."""


@dataclass(slots=True)
class MovingTime:
    """Adds up repetitions; short pauses between them belong to the movement.

    Attributes:
        total_s: Seconds so far.
    """

    total_s: float = 0.0
    _until_s: float = -math.inf

    def add(self, start_s: float, end_s: float) -> None:
        """Takes in a repetition later than all before."""
        gapless = start_s - self._until_s <= _PAUSE_S
        self.total_s += end_s - (self._until_s if gapless else start_s)
        self._until_s = end_s

    def extend(self, end_s: float) -> None:
        """The last repetition took until then."""
        self.total_s += max(0.0, end_s - self._until_s)
        self._until_s = max(self._until_s, end_s)


class Phase(str, Enum):
    """Where the person is in the movement."""

    AWAY = "away"
    """Not in the exercise's posture, or not still in it yet."""
    REST = "rest"
    """In the start position."""
    OUTBOUND = "outbound"
    """On the way from the start position."""
    HOLD = "hold"
    """In the end position."""
    RETURNING = "returning"
    """On the way back."""
    LOST = "lost"
    """The body can't be seen well enough to go on."""


@dataclass(frozen=True, slots=True)
class CoachState:
    """One moment of the exercise.

    >>> from posecoach import Coach, load_exercise
    >>> from posecoach.testing import Figure, scripted_series
    >>> state = Coach(load_exercise("bridge")).advance(scripted_series([Figure.supine()] * 60)).states[-1]
    >>> state.phase.value, state.rep_count, state.rep_target
    ('rest', 0, 5)

    Attributes:
        time_s: Media time.
        phase: Where the person is in the movement.
        rep_count: Repetitions counted so far.
        rep_target: Repetitions the dose asks for; 0 when nobody chose one.
        side: The side that works in this repetition; None between repetitions and when both work together.
        hold_s: Length of the running hold, or of the last one until the next repetition starts.
        hold_target_s: Seconds the dose asks for; 0 when the exercise isn't held.
        drive: The measure that tells people how far they are, in its unit; NaN when it can't be seen.
        drive_side: The side of the body it is measured on.
        hold_done: Whether the longest hold of the dose is over and the body should go back.
        moving_s: Seconds of continuous movement so far.
        moving_target_s: Seconds of it that the dose asks for; 0 when it asks for repetitions.
        cue: What to say or show now, the most useful first; None when all is well.
        faults: Check ids of the faults present now, the most important first.
        excesses: How far each of them lies beyond its tolerance, in tolerances.
        placement: How to change the camera or where the person is; None when the view is good.
    """

    time_s: float
    phase: Phase
    rep_count: int
    rep_target: int
    side: Side | None
    hold_s: float
    hold_target_s: float
    drive: float
    drive_side: Side
    hold_done: bool = False
    moving_s: float = 0.0
    moving_target_s: float = 0.0
    cue: str | None = None
    faults: tuple[str, ...] = ()
    excesses: tuple[float, ...] = ()
    placement: Hint | None = None
