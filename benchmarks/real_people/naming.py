"""Which exercise is recognised in labelled recordings, and how far its confidence can be trusted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from real_people.chain import NamedPart
from real_people.clips import Clip

__all__ = ["ConfidenceBin", "Naming", "Outcome", "alike", "confidence_bins", "name_clip"]

_ALIKE = (
    frozenset({"bird_dog", "leg_reach"}),
    frozenset({"leg_roll", "lumbar_rotation"}),
    frozenset({"childs_pose", "back_stretch"}),
    frozenset({"bridge", "heel_raise_bridge"}),
)
"""One movement, described twice."""
_EDGES = (0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 1.0)


class Outcome(str, Enum):
    """What a name is worth."""

    RIGHT = "right"
    UNTOLD = "untold"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Naming:
    """What was recognised in a recording.

    Attributes:
        name: Of the recording.
        exercise: Id of the exercise that it shows.
        named: Ids of those that were recognised.
        outcome: Right if all of them are the exercise or one like it.
        confidence: Of the longest part; None if there is none.
    """

    name: str
    exercise: str
    named: tuple[str, ...]
    outcome: Outcome
    confidence: float | None


@dataclass(frozen=True, slots=True)
class ConfidenceBin:
    """Recordings named with about the same confidence.

    Attributes:
        low: Smallest confidence.
        high: Largest.
        named: Recordings.
        right: Of those, named rightly.
        mean: Mean confidence; None without recordings.
    """

    low: float
    high: float
    named: int
    right: int
    mean: float | None


def name_clip(clip: Clip, parts: Sequence[NamedPart]) -> Naming:
    """Compares what was recognised with what a recording shows."""
    wanted = clip.labels.exercise
    named = tuple(dict.fromkeys(part.exercise for part in parts))
    right = all(one == clip.labels.also or alike(one, wanted) for one in named)
    outcome = (Outcome.RIGHT if right else Outcome.WRONG) if named else Outcome.UNTOLD
    longest = max(parts, key=lambda part: part.end_s - part.start_s, default=None)
    return Naming(clip.name, wanted, named, outcome, longest.confidence if longest else None)


def alike(first: str, second: str) -> bool:
    """Whether two exercises are the same movement."""
    return first == second or frozenset({first, second}) in _ALIKE


def confidence_bins(namings: Iterable[Naming]) -> tuple[ConfidenceBin, ...]:
    """How many are right by how sure the name was."""
    told = [(one.confidence, one.outcome is Outcome.RIGHT) for one in namings if one.confidence is not None]
    return tuple(_bin(low, high, told) for low, high in pairwise(_EDGES))


def _bin(low: float, high: float, told: Iterable[tuple[float, bool]]) -> ConfidenceBin:
    last = high == _EDGES[-1]
    those = [(sure, right) for sure, right in told if low <= sure < high or (last and sure == high)]
    mean = sum(sure for sure, _ in those) / len(those) if those else None
    return ConfidenceBin(low, high, len(those), sum(right for _, right in those), mean)
