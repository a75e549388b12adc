"""What the coach knows at one moment, complete enough for any display to draw."""

from dataclasses import dataclass
from enum import Enum

from posecoach.counting.hints import Hint
from posecoach.pose.landmarks import Side

__all__ = ["CoachState", "Phase"]


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
