"""Labels: what a person did in a recording, as somebody has written it down."""

from dataclasses import dataclass
from typing import TypeAlias

from posecoach.pose.landmarks import Side

__all__ = ["Labelled", "LabelledAttempt", "LabelledRepetition", "Labels"]


@dataclass(frozen=True, slots=True)
class LabelledRepetition:
    """A repetition that counts.

    Attributes:
        start_s: The movement begins, in seconds of the recording.
        end_s: The start position is reached again.
        side: The side that works; None when both do, or nobody said.
        hold_s: How long the end position is held; None if nobody said.
        faults: Ids of the checks that it fails, each once.
    """

    start_s: float
    end_s: float
    side: Side | None = None
    hold_s: float | None = None
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LabelledAttempt:
    """A movement that mustn't be counted.

    Attributes:
        start_s: It begins.
        end_s: It is over.
        side: The side that works; None as above.
        faults: Ids of the checks that it fails.
    """

    start_s: float
    end_s: float
    side: Side | None = None
    faults: tuple[str, ...] = ()


Labelled: TypeAlias = LabelledRepetition | LabelledAttempt


@dataclass(frozen=True, slots=True)
class Labels:
    """All labels of a recording.

    Attributes:
        exercise: Id of the exercise they are for; None if nobody said.
        repetitions: In the order of time; they don't overlap each other or an attempt.
        attempts: In the order of time.
        faults_known: Whether faults were looked for; if not, a repetition without faults says nothing about them.
    """

    exercise: str | None
    repetitions: tuple[LabelledRepetition, ...]
    attempts: tuple[LabelledAttempt, ...] = ()
    faults_known: bool = False

    @property
    def movements(self) -> tuple[Labelled, ...]:
        """Repetitions and attempts together, in the order of time."""
        both: tuple[Labelled, ...] = (*self.repetitions, *self.attempts)
        return tuple(sorted(both, key=lambda one: one.start_s))
