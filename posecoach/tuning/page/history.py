"""What somebody has changed on the page so far, with every step back and forth."""

from collections.abc import Mapping
from dataclasses import dataclass

from posecoach.tuning.labels import Labels

__all__ = ["Draft", "History"]

_LONGEST = 500
"""Steps that can be taken back; a draft is small, but a day's work has many."""


@dataclass(frozen=True, slots=True)
class Draft:
    """All that can be changed on the page, at one moment.

    Attributes:
        thresholds: Values by key, see `posecoach.exercise.thresholds`.
        labels: One for each recording.
    """

    thresholds: Mapping[str, float]
    labels: tuple[Labels, ...]


class History:
    """Drafts in the order in which they were made.

    Attributes:
        now: The draft that holds.
    """

    def __init__(self, first: Draft) -> None:
        self.now = first
        self._before: list[Draft] = []
        self._after: list[Draft] = []
        self._gesture: str | None = None

    def put(self, draft: Draft, gesture: str | None = None) -> None:
        """Goes on to another draft.

        Args:
            draft: The new one; one that is as the present one is no step.
            gesture: What it is a part of, such as one drag of a line: all of a gesture is one step.
        """
        if draft == self.now:
            return
        if gesture is None or gesture != self._gesture:
            self._before = [*self._before, self.now][-_LONGEST:]
        self.now, self._after, self._gesture = draft, [], gesture

    def undo(self) -> bool:
        """Takes the last step back; False if there is none."""
        return self._step(self._before, self._after)

    def redo(self) -> bool:
        """Takes the last undone step again; False if there is none."""
        return self._step(self._after, self._before)

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._before)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to take again."""
        return bool(self._after)

    def _step(self, source: list[Draft], target: list[Draft]) -> bool:
        self._gesture = None
        if not source:
            return False
        target.append(self.now)
        self.now = source.pop()
        return True
