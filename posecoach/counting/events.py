"""What happens during an exercise, as typed events in the order of time.

>>> from posecoach import Coach, events, load_exercise
>>> from posecoach.testing import Figure, scripted_series
>>> down, up = [Figure.supine(hip_angle=125)] * 60, [Figure.supine(hip_angle=175)] * 60
>>> for event in Coach(load_exercise("bridge")).advance(scripted_series(down + up + down)).events:
...     if isinstance(event, events.RepetitionCounted):
...         print(event.number, event.faults)
1 ('hold',)
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum
from typing import TypeAlias

from posecoach.counting.state import Hint
from posecoach.pose.landmarks import Side

__all__ = [
    "Attempted",
    "Event",
    "Evidence",
    "FaultEnded",
    "FaultStarted",
    "HoldStarted",
    "Judgement",
    "NotCounted",
    "PaceCue",
    "PlacementNoted",
    "RepetitionCounted",
    "RepetitionEnded",
    "RepetitionStarted",
    "Verdict",
    "with_ends",
]


class Evidence(str, Enum):
    """What a repetition is known by."""

    SEEN = "seen"
    """Its movement was measured."""
    PACED = "paced"
    """The movement is too small to be seen; it was called for, and the start position was kept meanwhile."""


@dataclass(frozen=True, slots=True)
class RepetitionStarted:
    """The body left the start position."""

    time_s: float


@dataclass(frozen=True, slots=True)
class HoldStarted:
    """The body is in the end position and still."""

    time_s: float


@dataclass(frozen=True, slots=True)
class FaultStarted:
    """A fault has lasted long enough to be called one.

    Attributes:
        time_s: When it was called, later than when it began.
        check: Id of the check.
    """

    time_s: float
    check: str


@dataclass(frozen=True, slots=True)
class FaultEnded:
    """A whole fault, told when it is over.

    Attributes:
        check: Id of the check, or "hold" for a hold that was too short.
        rep: Number of the repetition it belongs to; None when that wasn't counted.
        side: The working side, for exercises that alternate.
        start_s: When it began.
        end_s: When it ended.
        measured: Median value while it lasted.
        wanted: The good range in words.
        cue: What to do about it.
    """

    check: str
    rep: int | None
    side: Side | None
    start_s: float
    end_s: float
    measured: float
    wanted: str
    cue: str


class Verdict(str, Enum):
    """What a check says of a repetition."""

    GOOD = "good"
    FAULT = "fault"
    UNCLEAR = "can't tell"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One check's answer about one repetition.

    Attributes:
        check: Id of the check.
        verdict: The answer.
        measured: The value that was judged, in the measure's unit; NaN when there was none.
        reason: Why it can't tell; empty otherwise.
    """

    check: str
    verdict: Verdict
    measured: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NotCounted:
    """A stretch of time with a person in it and no repetition.

    Attributes:
        start_s: Beginning.
        end_s: End.
        reason: What was seen and what was wanted, in words and numbers.
    """

    start_s: float
    end_s: float
    reason: str


@dataclass(frozen=True, slots=True)
class RepetitionCounted:
    """A movement to the end position and back, or as much of it as the recording shows.

    Attributes:
        number: From 1.
        side: The side that worked, for exercises that alternate.
        start_s: When the movement began.
        hold_start_s: When the body came to rest in the end position.
        hold_end_s: When it began to leave it.
        hold_s: How long of that it was seen to hold.
        end_s: When it was back in the start position.
        faults: Check ids of its faults, each once.
        measures: Smallest and largest value of each measure that was seen.
        evidence: What it is known by.
        confidence: How sure the movement was no noise, 0 to 1.
        judgements: The answer of each check.
        open_start: Whether it was under way when it was first seen.
        open_end: Whether it was still under way when it was last seen.
    """

    number: int
    side: Side | None
    start_s: float
    hold_start_s: float
    hold_end_s: float
    hold_s: float
    end_s: float
    faults: tuple[str, ...]
    measures: dict[str, tuple[float, float]]
    evidence: Evidence = Evidence.SEEN
    confidence: float = 1.0
    judgements: tuple[Judgement, ...] = ()
    open_start: bool = False
    open_end: bool = False

    @property
    def good(self) -> bool:
        """Whether no check found a fault."""
        return not self.faults


@dataclass(frozen=True, slots=True)
class RepetitionEnded:
    """A counted repetition is back in its start position; it was counted half way back.

    Attributes:
        number: Of the repetition.
        end_s: When it was back.
    """

    number: int
    end_s: float


@dataclass(frozen=True, slots=True)
class PaceCue:
    """A movement that can't be seen is called for.

    Attributes:
        time_s: When.
        text: What to do now.
    """

    time_s: float
    text: str


@dataclass(frozen=True, slots=True)
class Attempted:
    """A movement that turned back too early to count.

    Attributes:
        side: The side that worked, for exercises that alternate.
        start_s: When the movement began.
        end_s: When it was back.
        reached: Furthest value of the drive measure.
    """

    side: Side | None
    start_s: float
    end_s: float
    reached: float


@dataclass(frozen=True, slots=True)
class PlacementNoted:
    """A stretch of time in which the camera or the person was badly placed.

    Attributes:
        hint: What to do about it.
        start_s: Beginning.
        end_s: End.
    """

    hint: Hint
    start_s: float
    end_s: float


Event: TypeAlias = (
    RepetitionStarted
    | HoldStarted
    | FaultStarted
    | FaultEnded
    | RepetitionCounted
    | RepetitionEnded
    | Attempted
    | NotCounted
    | PaceCue
    | PlacementNoted
)


def with_ends(events: Iterable[Event]) -> list[Event]:
    """The events with each repetition's end as it turned out, for whoever reads them afterwards."""
    found = list(events)
    ends = {event.number: event.end_s for event in found if isinstance(event, RepetitionEnded)}
    return [
        replace(event, end_s=ends[event.number])
        if isinstance(event, RepetitionCounted) and event.number in ends
        else event
        for event in found
        if not isinstance(event, RepetitionEnded)
    ]
