"""What thresholds are worth on labelled recordings."""

from collections.abc import Sequence
from typing import Protocol

from posecoach.counting.events import Event
from posecoach.exercise.schema import Dose, Exercise
from posecoach.exercise.thresholds import with_thresholds
from posecoach.tuning.agreement import Agreement, agreement, pooled
from posecoach.tuning.labels import Labels
from posecoach.tuning.search import Thresholds, neighbours, possible

__all__ = ["Objective", "Recounter", "SmoothedScore"]

_FAR = 0.05
"""Of agreement: one repetition in twenty."""


class Recounter(Protocol):
    """Counts recordings with an exercise's thresholds, see `posecoach.tuning.replays.Replays`."""

    def recount(self, exercise: Exercise, dose: Dose) -> list[list[Event]]:
        """Events of each recording."""
        ...


class Objective:
    """Agreement of recordings with their labels, as a function of thresholds.

    All recordings are counted at once, whichever are asked for, and what was counted is remembered: the parts of a
    comparison ask for many of the same thresholds.

    Attributes:
        exercise: The exercise whose thresholds they are.
        recounts: How many thresholds have been counted with.
    """

    def __init__(self, exercise: Exercise, dose: Dose, recounter: Recounter, labels: Sequence[Labels]) -> None:
        """Nothing is counted yet.

        Args:
            exercise: The exercise, with any thresholds.
            dose: How much is asked for.
            recounter: Counts the recordings.
            labels: Of each recording, in the recounter's order.
        """
        self.exercise, self.recounts = exercise, 0
        self._dose, self._recounter, self._labels = dose, recounter, labels
        self._known: dict[tuple[float, ...], tuple[Agreement, ...]] = {}

    @property
    def recordings(self) -> int:
        """How many there are."""
        return len(self._labels)

    @property
    def repetitions(self) -> tuple[int, ...]:
        """Labelled repetitions of each recording."""
        return tuple(len(labels.repetitions) for labels in self._labels)

    def agreements(self, values: Thresholds) -> tuple[Agreement, ...]:
        """Agreement of each recording."""
        key = tuple(values[name] for name in self.exercise.tunables)
        if key not in self._known:
            self._known[key] = self._counted(values)
            self.recounts += 1
        return self._known[key]

    def score(self, values: Thresholds, recordings: Sequence[int]) -> float:
        """Agreement of some recordings together, 0 to 1."""
        agreements = self.agreements(values)
        return pooled(agreements[index] for index in recordings).score

    def _counted(self, values: Thresholds) -> tuple[Agreement, ...]:
        try:
            exercise = with_thresholds(self.exercise, values)
        except ValueError:
            # A rule of the exercise forbids them together: as good as counting nothing.
            return tuple(agreement([], labels) for labels in self._labels)
        events = self._recounter.recount(exercise, self._dose)
        return tuple(agreement(told, labels) for told, labels in zip(events, self._labels, strict=True))


class SmoothedScore:
    """What a search goes by: the mean agreement of thresholds and of some a little off.

    Thresholds at the edge of a cliff are worth less than those in the middle of an insensitive range. Of those that are
    far worse than the best so far, only their own agreement is asked for: neighbours don't save them, and cost most of
    the time.
    """

    def __init__(self, objective: Objective, recordings: Sequence[int]) -> None:
        """Nothing is known of any thresholds.

        Args:
            objective: The agreement.
            recordings: Indices of those that it is asked of.
        """
        self._objective, self._recordings, self._best = objective, recordings, 0.0

    def __call__(self, values: Thresholds) -> float:
        """Of some thresholds, 0 to 1."""
        exercise = self._objective.exercise
        given = possible(exercise, values)
        own = self._objective.score(given, self._recordings)
        if own < self._best - _FAR:
            return own
        near = [self._objective.score(one, self._recordings) for one in neighbours(exercise, given)]
        score = (own + sum(near)) / (1 + len(near))
        self._best = max(self._best, score)
        return score
