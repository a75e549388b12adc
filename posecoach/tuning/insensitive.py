"""Where each threshold may lie without loss: what recordings pin down, and what they can't."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from posecoach.tuning.objective import Objective
from posecoach.tuning.search import Thresholds, possible

__all__ = ["ROUNDS", "InsensitiveRange", "insensitive_range", "settle"]

_ALIKE = 0.02
"""Of a repetition: what may be lost within the range. A single fault among fifteen weighs as much."""
_HALVINGS = 6
"""Of the way from a threshold to its limit: where its range ends is found to a hundredth of the limits or so."""
_MARGIN = 0.25
"""Of a range: how far inside a threshold is put that lay outside, where only one edge is known."""
ROUNDS = 2
"""Moving one threshold moves the others' edges."""


@dataclass(frozen=True, slots=True)
class InsensitiveRange:
    """The values of one threshold that are all alike, with the others as they are.

    Attributes:
        key: Of the threshold.
        low: Smallest of these values.
        high: Largest.
        low_by: Index of the recording that loses most below; None where the limits end it.
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
    on_step: Callable[[], None] = lambda: None,
) -> dict[str, float]:
    """Moves thresholds to where they are safest without loss, one after the other.

    Args:
        objective: What thresholds are worth.
        recordings: Indices of those that are fitted to.
        found: What a search has found.
        present: What to keep where recordings don't say; None to go to the middle of what is alike there, too.
        on_step: Called after each threshold of each round.

    """
    values = dict(found)
    for _ in range(ROUNDS):
        for key in objective.exercise.tunables:
            kept = None if present is None else present[key]
            best = insensitive_range(objective, recordings, values, key).best(kept)
            values = possible(objective.exercise, values | {key: best})
            on_step()
    return values


def insensitive_range(
    objective: Objective, recordings: Sequence[int], values: Thresholds, key: str
) -> InsensitiveRange:
    """Looks for the edges of a threshold's range, outwards from its value."""
    scan = _Scan(objective, recordings, values, key)
    smallest, largest = objective.exercise.tunables[key]
    low, low_by = scan.edge(smallest)
    high, high_by = scan.edge(largest)
    return InsensitiveRange(key, low, high, low_by, high_by)


class _Scan:
    """Moves one threshold about."""

    def __init__(self, objective: Objective, recordings: Sequence[int], values: Thresholds, key: str) -> None:
        self._objective, self._recordings, self._values, self._key = objective, recordings, values, key
        labelled = sum(objective.agreements(values)[index].labelled for index in recordings)
        self._enough = objective.score(values, recordings) - _ALIKE / max(1, labelled)

    def edge(self, limit: float) -> tuple[float, int | None]:
        """The last value on the way to a limit that is alike, and the recording that loses most beyond it."""
        # Not the limit alone: beyond a gap in the middle it may be alike by chance.
        if self._alike(limit, 1.0) and self._alike(limit, 0.5):
            return self._at(limit, 1.0)[self._key], None
        inside, outside = 0.0, 1.0
        for _ in range(_HALVINGS):
            between = (inside + outside) / 2
            inside, outside = (between, outside) if self._alike(limit, between) else (inside, between)
        last, beyond = self._at(limit, inside), self._at(limit, outside)
        return last[self._key], self._loser(last, beyond)

    def _at(self, limit: float, share: float) -> dict[str, float]:
        """The thresholds with this one moved along its way to a limit."""
        value = self._values[self._key]
        return possible(self._objective.exercise, {**self._values, self._key: value + share * (limit - value)})

    def _alike(self, limit: float, share: float) -> bool:
        return self._objective.score(self._at(limit, share), self._recordings) >= self._enough

    def _loser(self, inside: Thresholds, outside: Thresholds) -> int:
        """The one that loses most; the first of several."""
        before, after = self._objective.agreements(inside), self._objective.agreements(outside)
        return max(self._recordings, key=lambda index: before[index].score - after[index].score)
