"""Labels: what a person did in a recording, as somebody has written it down."""

from dataclasses import dataclass
from enum import Enum

from posecoach.pose.landmarks import Side

__all__ = ["Counts", "LabelledMovement", "Labels"]


class Counts(str, Enum):
    """Whether a movement is a repetition."""

    YES = "yes"
    NO = "no"
    """An attempt, which mustn't be counted."""
    MAYBE = "maybe"
    """Both can be defended: counting it is neither right nor wrong."""


@dataclass(frozen=True, slots=True)
class LabelledMovement:
    """A movement that somebody saw.

    Attributes:
        start_s: It begins, in seconds of the recording.
        end_s: The start position is reached again.
        side: The side that works; None when both do, or nobody said.
        hold_s: How long the end position is held; None if nobody said.
        faults: Ids of the checks that it fails, each once.
        counts: Whether it is a repetition.
    """

    start_s: float
    end_s: float
    side: Side | None = None
    hold_s: float | None = None
    faults: tuple[str, ...] = ()
    counts: Counts = Counts.YES


@dataclass(frozen=True, slots=True)
class Labels:
    """All labels of a recording.

    Attributes:
        exercise: Id of the exercise they are for; None if nobody said.
        movements: In the order of time; they don't overlap.
        faults_known: Whether faults were looked for; if not, a repetition without faults says nothing about them.
    """

    exercise: str | None
    movements: tuple[LabelledMovement, ...] = ()
    faults_known: bool = False

    @property
    def repetitions(self) -> tuple[LabelledMovement, ...]:
        """The movements that count."""
        return self.those(Counts.YES)

    def those(self, counts: Counts) -> tuple[LabelledMovement, ...]:
        """The movements that count so."""
        return tuple(one for one in self.movements if one.counts is counts)
