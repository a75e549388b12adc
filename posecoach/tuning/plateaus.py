"""Where each threshold may lie without loss: what recordings pin down, and what they can't."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from posecoach.tuning.objective import Objective
from posecoach.tuning.space import Thresholds, possible

__all__ = ["ROUNDS", "Plateau", "plateau", "settle"]

_ALIKE = 0.02
"""Of a repetition: what may be lost on a plateau. A single fault among fifteen weighs as much."""
_HALVINGS = 6
"""Of the way from a threshold to its limit: where its plateau ends is found to a hundredth of the limits or so."""
_MARGIN = 0.25
"""Of a plateau: how far inside a threshold is put that lay outside, where only one edge is known."""
ROUNDS = 2
"""Moving one threshold moves the others' edges."""


@dataclass(frozen=True, slots=True)
class Plateau:
    """The values of one threshold that are all alike, with the others as they are.

    Attributes:
        key: Of the threshold.
        low: Smallest of these values.
        high: Largest.
        low_by: Index of the recording that loses most below; None where the limits or a neighbouring zone end it.
        high_by: The same above.
    """

    key: str
    low: float
    high: float
    low_by: int | None
    high_by: int | None

    @property
    def pinned(self) -> bool:
        """Whether recordings pin the threshold down on both sides."""
        return self.low_by is not None and self.high_by is not None

    def best(self, present: float | None) -> float:
        """The middle where recordings say where that is, else the present value or one that is well inside.

        Always the middle if no value is to be kept.
        """
        if self.pinned or present is None:
            return (self.low + self.high) / 2
        if self.low <= present <= self.high:
            return present
        margin = _MARGIN * (self.high - self.low)
        return self.low + margin if present < self.low else self.high - margin


def settle(
    objective: Objective,
    recordings: Sequence[int],
    found: Thresholds,
    present: Thresholds | None,
    told: Callable[[], None] = lambda: None,
) -> dict[str, float]:
    """Moves thresholds to where they are safest without loss, one after the other.

    Args:
        objective: What thresholds are worth.
        recordings: Indices of those that are fitted to.
        found: What a search has found.
        present: What to keep where recordings don't say; None to go to the middle of what is alike there, too.
        told: Called after each threshold of each round.

    """
    values = dict(found)
    for _ in range(ROUNDS):
        for key in objective.exercise.tunables:
            kept = None if present is None else present[key]
            best = plateau(objective, recordings, values, key).best(kept)
            moved = possible(objective.exercise, values | {key: best})
            if _others(moved, key) == _others(values, key):
                values = moved
            told()
    return values


def _others(values: Thresholds, key: str) -> dict[str, float]:
    return {name: value for name, value in values.items() if name != key}


def plateau(objective: Objective, recordings: Sequence[int], values: Thresholds, key: str) -> Plateau:
    """Looks for the edges of a threshold's plateau, outwards from its value."""
    scan = _Scan(objective, recordings, values, key)
    smallest, largest = objective.exercise.tunables[key]
    low, low_by = scan.edge(smallest)
    high, high_by = scan.edge(largest)
    return Plateau(key, low, high, low_by, high_by)


class _Scan:
    """Moves one threshold about."""

    def __init__(self, objective: Objective, recordings: Sequence[int], values: Thresholds, key: str) -> None:
        self._objective, self._recordings, self._values, self._key = objective, recordings, values, key
        labelled = sum(objective.agreements(values)[index].labelled for index in recordings)
        self._enough = objective.score(values, recordings) - _ALIKE / max(1, labelled)

    def edge(self, limit: float) -> tuple[float, int | None]:
        """The last value on the way to a limit that is alike, and the recording that loses most beyond it."""
        inside, outside = 0.0, 1.0
        end = self._at(limit, outside)
        if end is None:
            end_share = self._halved(inside, outside, lambda share: self._at(limit, share) is not None)[0]
            end, outside = self._at(limit, end_share), end_share
        # Not the end alone: beyond a gap in the middle it may be alike by chance.
        if end is None or (self._alike(end) and self._alike_at(limit, outside / 2)):
            return (self._values if end is None else end)[self._key], None
        inside, outside = self._halved(inside, outside, lambda share: self._alike_at(limit, share))
        last, beyond = self._at(limit, inside), self._at(limit, outside)
        kept = self._values if last is None else last
        return kept[self._key], None if beyond is None else self._loser(kept, beyond)

    @staticmethod
    def _halved(inside: float, outside: float, holds: Callable[[float], bool]) -> tuple[float, float]:
        """Shares of the way between which something ceases to hold."""
        for _ in range(_HALVINGS):
            between = (inside + outside) / 2
            inside, outside = (between, outside) if holds(between) else (inside, between)
        return inside, outside

    def _at(self, limit: float, share: float) -> dict[str, float] | None:
        """The thresholds with this one moved along its way; None where another zone is in the way."""
        moved_to = self._values[self._key] + share * (limit - self._values[self._key])
        moved = possible(self._objective.exercise, {**self._values, self._key: moved_to})
        return moved if _others(moved, self._key) == _others(self._values, self._key) else None

    def _alike_at(self, limit: float, share: float) -> bool:
        values = self._at(limit, share)
        return values is not None and self._alike(values)

    def _alike(self, values: Thresholds) -> bool:
        return self._objective.score(values, self._recordings) >= self._enough

    def _loser(self, inside: Thresholds, outside: Thresholds) -> int:
        """The one that loses most; the first of several."""
        before, after = self._objective.agreements(inside), self._objective.agreements(outside)
        return max(self._recordings, key=lambda index: before[index].score - after[index].score)
