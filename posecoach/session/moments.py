"""What happens in a guided session besides the movements themselves: moments that are worth telling."""

import math
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from posecoach.counting.events import Event
from posecoach.counting.state import Hint
from posecoach.pose.landmarks import Side
from posecoach.session.red_flags import Question
from posecoach.session.start import Unmet

__all__ = [
    "COACHED",
    "ConditionUnmet",
    "CountdownTick",
    "CueGiven",
    "DoseChanged",
    "Dosed",
    "FaultRecalled",
    "HintGiven",
    "HoldDone",
    "HoldTick",
    "Moment",
    "MovingTick",
    "PauseReason",
    "Paused",
    "PositionAsked",
    "Praised",
    "QuestionAsked",
    "RestTick",
    "Resumed",
    "Said",
    "SeenWell",
    "SideAsked",
    "SideChanged",
    "Stage",
    "StageEntered",
    "TaskEnded",
]


class Stage(str, Enum):
    """Where a guided session is."""

    QUESTIONS = "questions"
    """Red flags are asked for, one after the other."""
    ADVICE = "advice"
    """The safety advice, until it is accepted."""
    PLACEMENT = "placement"
    """Person and camera come into place; the exercise is named."""
    POSITION = "position"
    """The camera sees all it needs; the person gets into the start position."""
    COUNTDOWN = "countdown"
    """The start position is held."""
    EXERCISE = "exercise"
    REST = "rest"
    """Between two exercises."""
    PAUSED = "paused"
    DONE = "done"


COACHED = (Stage.PLACEMENT, Stage.POSITION, Stage.COUNTDOWN, Stage.EXERCISE)
"""Stages in which the coach looks; who begins before the countdown is over isn't told to begin again."""


class PauseReason(str, Enum):
    """Why a session stands still."""

    KEY = "key"
    GESTURE = "gesture"
    """Both arms were raised."""
    AWAY = "away"
    """The person has left."""
    CAMERA = "camera"
    """The camera gives no pictures."""


@dataclass(frozen=True, slots=True)
class StageEntered:
    """A stage begins; `task` counts the exercises of the plan from 0."""

    time_s: float
    stage: Stage
    task: int


@dataclass(frozen=True, slots=True)
class QuestionAsked:
    """A question about red flags, to be answered by a key.

    Attributes:
        time_s: When.
        question: What is asked.
    """

    time_s: float
    question: Question


@dataclass(frozen=True, slots=True)
class PositionAsked:
    """The person is to get into the start position.

    Attributes:
        time_s: When.
        again: How often it was asked before.
    """

    time_s: float
    again: int = 0


@dataclass(frozen=True, slots=True)
class ConditionUnmet:
    """What is still missing of the start position.

    Attributes:
        time_s: When.
        condition: What is missing.
    """

    time_s: float
    condition: Unmet


@dataclass(frozen=True, slots=True)
class HintGiven:
    """How to change the camera, the light or where the person is."""

    time_s: float
    hint: Hint


@dataclass(frozen=True, slots=True)
class SeenWell:
    """The camera sees all that it needs, for the first time or again."""

    time_s: float


@dataclass(frozen=True, slots=True)
class CountdownTick:
    """Whole seconds until the exercise begins."""

    time_s: float
    seconds: int


@dataclass(frozen=True, slots=True)
class HoldTick:
    """Whole seconds until the hold has lasted as long as it should."""

    time_s: float
    seconds: int


@dataclass(frozen=True, slots=True)
class MovingTick:
    """Whole seconds of continuous movement so far."""

    time_s: float
    seconds: int


@dataclass(frozen=True, slots=True)
class HoldDone:
    """The hold has lasted long enough."""

    time_s: float


@dataclass(frozen=True, slots=True)
class CueGiven:
    """What to mend, now.

    Attributes:
        time_s: When.
        check: Id of the check.
        cue: On the screen.
        spoken: For the ear.
    """

    time_s: float
    check: str
    cue: str
    spoken: str


@dataclass(frozen=True, slots=True)
class FaultRecalled:
    """What was wrong with a movement that is over.

    Attributes:
        time_s: When it is told.
        check: Id of the check, or of what an attempt fails.
        spoken: What to do about it, for the ear.
        held_s: How long the hold was, if that was too short; NaN for other faults.
    """

    time_s: float
    check: str
    spoken: str
    held_s: float = math.nan


@dataclass(frozen=True, slots=True)
class Praised:
    """Something went well: `mended` after a fault, else a whole exercise in good form."""

    time_s: float
    mended: bool


@dataclass(frozen=True, slots=True)
class SideAsked:
    """The side to begin with."""

    time_s: float
    side: Side


@dataclass(frozen=True, slots=True)
class SideChanged:
    """The other side's turn."""

    time_s: float
    side: Side


@dataclass(frozen=True, slots=True)
class Dosed:
    """The fewest repetitions of the dose are done; `more` may follow."""

    time_s: float
    more: int


@dataclass(frozen=True, slots=True)
class DoseChanged:
    """The exercise goes on with another dose."""

    time_s: float


@dataclass(frozen=True, slots=True)
class TaskEnded:
    """An exercise is over; `complete` if its dose was done."""

    time_s: float
    task: int
    complete: bool


@dataclass(frozen=True, slots=True)
class RestTick:
    """Whole seconds of rest that are left."""

    time_s: float
    seconds: int


@dataclass(frozen=True, slots=True)
class Paused:
    """The session stands still; nothing counts."""

    time_s: float
    reason: PauseReason


@dataclass(frozen=True, slots=True)
class Resumed:
    """The session goes on where it stood."""

    time_s: float


@dataclass(frozen=True, slots=True)
class Said:
    """The voice begins to say something.

    Attributes:
        time_s: When.
        text: The words.
        why: The kind of moment that they tell of.
    """

    time_s: float
    text: str
    why: str


Moment: TypeAlias = (
    Event
    | StageEntered
    | QuestionAsked
    | PositionAsked
    | ConditionUnmet
    | SeenWell
    | HintGiven
    | CountdownTick
    | HoldTick
    | MovingTick
    | HoldDone
    | CueGiven
    | FaultRecalled
    | Praised
    | SideAsked
    | SideChanged
    | Dosed
    | DoseChanged
    | TaskEnded
    | RestTick
    | Paused
    | Resumed
    | Said
)
