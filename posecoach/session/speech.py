"""What may be heard when: one sentence at a time, the most urgent first, nothing late, nothing after the farewell.

The rules, all of them:

- A number is never said alone: repetitions are told as "Number three.", seconds as a sentence or as tones.
- What is for now is said while it can still be followed, or not at all.
- What is past waits until the body rests, and is told as past.
- What belongs before a movement, such as a side or a dose, is dropped once that has begun.
- Praise comes before the end of an exercise; after the farewell, nothing is said.
- A cue is given at most twice in an exercise (`session/run.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, IntEnum, auto
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from posecoach.counting.events import HoldStarted, PaceCue, RepetitionCounted
from posecoach.session.moments import (
    ConditionUnmet,
    CountdownTick,
    CueGiven,
    DoseChanged,
    Dosed,
    FaultRecalled,
    HintGiven,
    HoldDone,
    HoldTick,
    MovingTick,
    Paused,
    PositionAsked,
    Praised,
    QuestionAsked,
    RestTick,
    Resumed,
    SeenWell,
    SideAsked,
    SideChanged,
    StageEntered,
    TaskEnded,
)

__all__ = ["RULES", "Motion", "Priority", "Rule", "SpeechQueue", "Utterance", "When"]


class Priority(IntEnum):
    """What is said first; the lowest first."""

    SAFETY = auto()
    TIMELY = auto()
    """Counts, countdowns, sides, seconds of a hold."""
    CUE = auto()
    INFO = auto()
    PRAISE = auto()
    FAREWELL = auto()


class Motion(Enum):
    """What the body does at a moment, as far as it matters to what is said."""

    RESTS = auto()
    BEGINS = auto()
    """On the way to the end position, or in it."""
    RETURNS = auto()


class When(Enum):
    """In which part of a movement something may be said."""

    ANY = auto()
    AT_REST = auto()
    """It waits until no movement is under way."""
    BEFORE_MOVEMENT = auto()
    """It is dropped once another movement has begun."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How urgent something is.

    Attributes:
        priority: Against others that wait.
        expires_s: How long after it was offered it may still begin.
        when: In which phase of a movement.
        key: A later one with the same key replaces it while it waits; None for what must all be said.
    """

    priority: Priority
    expires_s: float
    when: When = When.ANY
    key: str | None = None


_AT_ONCE_S, _NOW_S, _SOON_S, _LATER_S, _WHENEVER_S = 0.8, 0.7, 3.0, 8.0, 60.0
"""How long something is still worth saying: a second of a countdown, a cue that is to be followed, a hint, a count, an
introduction."""

RULES: Mapping[type[Any], Rule] = MappingProxyType(
    {
        StageEntered: Rule(Priority.INFO, _WHENEVER_S, When.BEFORE_MOVEMENT),
        QuestionAsked: Rule(Priority.SAFETY, _WHENEVER_S),
        PositionAsked: Rule(Priority.INFO, _WHENEVER_S, When.BEFORE_MOVEMENT, "position"),
        ConditionUnmet: Rule(Priority.INFO, _SOON_S, When.BEFORE_MOVEMENT, "position"),
        SideAsked: Rule(Priority.TIMELY, _SOON_S, When.BEFORE_MOVEMENT),
        SeenWell: Rule(Priority.INFO, _SOON_S, When.BEFORE_MOVEMENT, "hint"),
        HintGiven: Rule(Priority.INFO, _LATER_S, When.AT_REST, "hint"),
        CountdownTick: Rule(Priority.TIMELY, _AT_ONCE_S),
        RepetitionCounted: Rule(Priority.TIMELY, _LATER_S, key="count"),
        SideChanged: Rule(Priority.TIMELY, _LATER_S, When.BEFORE_MOVEMENT),
        HoldStarted: Rule(Priority.TIMELY, _AT_ONCE_S),
        HoldTick: Rule(Priority.TIMELY, _AT_ONCE_S),
        HoldDone: Rule(Priority.TIMELY, _SOON_S),
        PaceCue: Rule(Priority.TIMELY, _SOON_S),
        MovingTick: Rule(Priority.TIMELY, _SOON_S),
        CueGiven: Rule(Priority.CUE, _NOW_S),
        FaultRecalled: Rule(Priority.CUE, _SOON_S, When.AT_REST),
        Praised: Rule(Priority.PRAISE, _SOON_S),
        Dosed: Rule(Priority.INFO, _LATER_S, When.AT_REST),
        DoseChanged: Rule(Priority.INFO, _LATER_S, key="dose"),
        TaskEnded: Rule(Priority.INFO, _WHENEVER_S, key="count"),
        RestTick: Rule(Priority.TIMELY, _SOON_S),
        Paused: Rule(Priority.TIMELY, _WHENEVER_S),
        Resumed: Rule(Priority.TIMELY, _SOON_S),
    }
)
"""By the kind of moment."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """Something to be said.

    Attributes:
        text: In the person's language.
        rule: When it may be said.
        why: The kind of moment that it tells of.
    """

    text: str
    rule: Rule
    why: str = ""


AnyUtterance = TypeVar("AnyUtterance", bound=Utterance)


@dataclass(frozen=True, slots=True)
class _Waiting(Generic[AnyUtterance]):
    utterance: AnyUtterance
    until_s: float


class SpeechQueue(Generic[AnyUtterance]):
    """Utterances that wait for their turn. It reads no clock and knows no voice."""

    def __init__(self) -> None:
        self._waiting: list[_Waiting[AnyUtterance]] = []
        self._over = False

    def __bool__(self) -> bool:
        """Whether anything waits."""
        return bool(self._waiting)

    def offer(self, utterance: AnyUtterance, time_s: float) -> None:
        """Takes something to be said, unless the farewell was said."""
        if self._over:
            return
        rule = utterance.rule
        if rule.key is not None:
            self._waiting = [one for one in self._waiting if one.utterance.rule.key != rule.key]
        self._waiting.append(_Waiting(utterance, time_s + rule.expires_s))

    def step(self, time_s: float, motion: Motion) -> None:
        """Drops what has become too late."""
        late = When.BEFORE_MOVEMENT if motion is Motion.BEGINS else None
        self._waiting = [one for one in self._waiting if time_s <= one.until_s and one.utterance.rule.when is not late]

    def take(self, motion: Motion) -> AnyUtterance | None:
        """The first of the most urgent that may be said now; None if nothing may."""
        now = [one for one in self._waiting if motion is Motion.RESTS or one.utterance.rule.when is not When.AT_REST]
        if not now:
            return None
        first = min(now, key=lambda one: one.utterance.rule.priority)
        self._waiting.remove(first)
        self._over = first.utterance.rule.priority is Priority.FAREWELL
        return first.utterance

    def clear(self) -> None:
        """Forgets what waits."""
        self._waiting.clear()
