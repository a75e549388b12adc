"""Editing the labels of a recording, one key at a time. All functions give new labels and leave the old ones alone."""

from collections.abc import Iterable
from dataclasses import replace

from posecoach.coaching.events import RepetitionCounted
from posecoach.pose.landmarks import Side
from posecoach.tuning.labels import Labelled, LabelledAttempt, LabelledRepetition, Labels

__all__ = [
    "SHORTEST_S",
    "all_marks",
    "mark_at",
    "with_counted",
    "with_end",
    "with_fault",
    "with_kind_changed",
    "with_repetition",
    "with_side",
    "with_start",
    "without",
]

SHORTEST_S = 0.3
"""No movement is as short; two strokes of a key may be."""
_JUST_ENDED_S = 3.0
"""A key that is struck this long after a repetition still means it, because the recording has played on."""


def mark_at(labels: Labels, time_s: float) -> Labelled | None:
    """The repetition or attempt that a moment lies in, or the one that has just ended; None if there is none."""
    within = [mark for mark in all_marks(labels) if mark.start_s <= time_s <= mark.end_s]
    ended = [mark for mark in all_marks(labels) if mark.end_s < time_s <= mark.end_s + _JUST_ENDED_S]
    return within[-1] if within else ended[-1] if ended else None


def with_repetition(labels: Labels, start_s: float, end_s: float) -> Labels:
    """One repetition more.

    Raises:
        ValueError: If it is too short or overlaps another one; also all functions below, or if no repetition is meant.
    """
    return _placed(labels, LabelledRepetition(round(start_s, 3), round(end_s, 3)))


def with_start(labels: Labels, within_s: float, start_s: float) -> Labels:
    """The repetition that a moment lies in starts elsewhere."""
    mark = _meant(labels, within_s)
    return _placed(without(labels, within_s), replace(mark, start_s=round(start_s, 3)))


def with_end(labels: Labels, within_s: float, end_s: float) -> Labels:
    """The repetition that a moment lies in, or that has just ended, ends elsewhere."""
    mark = _meant(labels, within_s)
    return _placed(without(labels, within_s), replace(mark, end_s=round(end_s, 3)))


def with_side(labels: Labels, time_s: float, side: Side) -> Labels:
    """That side works; none does if it did already."""
    mark = _meant(labels, time_s)
    return _placed(without(labels, time_s), replace(mark, side=None if mark.side is side else side))


def with_fault(labels: Labels, time_s: float, check: str) -> Labels:
    """The repetition fails a check; not any more if it did already. From then on, faults count as looked for."""
    mark = _meant(labels, time_s)
    faults = tuple(one for one in mark.faults if one != check)
    changed = replace(mark, faults=faults if len(faults) < len(mark.faults) else (*faults, check))
    return replace(_placed(without(labels, time_s), changed), faults_known=True)


def with_kind_changed(labels: Labels, time_s: float) -> Labels:
    """A repetition becomes an attempt, an attempt a repetition."""
    mark = _meant(labels, time_s)
    other = LabelledRepetition if isinstance(mark, LabelledAttempt) else LabelledAttempt
    return _placed(without(labels, time_s), other(mark.start_s, mark.end_s, side=mark.side, faults=mark.faults))


def without(labels: Labels, time_s: float) -> Labels:
    """One repetition or attempt less."""
    mark = _meant(labels, time_s)
    return replace(
        labels,
        repetitions=tuple(one for one in labels.repetitions if one is not mark),
        attempts=tuple(one for one in labels.attempts if one is not mark),
    )


def with_counted(labels: Labels, counted: Iterable[RepetitionCounted]) -> Labels:
    """Repetitions that were counted become labels where there is none yet.

    Only their times and sides do: whether faults and holds were told right is what labels are there to say.
    """
    for rep in counted:
        if all(rep.end_s <= mark.start_s or rep.start_s >= mark.end_s for mark in all_marks(labels)):
            side = rep.side
            labels = _placed(labels, LabelledRepetition(round(rep.start_s, 3), round(rep.end_s, 3), side=side))
    return labels


def all_marks(labels: Labels) -> list[Labelled]:
    """Repetitions and attempts in the order of time."""
    return sorted([*labels.repetitions, *labels.attempts], key=lambda mark: mark.start_s)


def _meant(labels: Labels, time_s: float) -> Labelled:
    mark = mark_at(labels, time_s)
    if mark is None:
        raise ValueError("no labelled repetition here; mark its start with [ and its end with ]")
    return mark


def _placed(labels: Labels, mark: Labelled) -> Labels:
    if mark.end_s - mark.start_s < SHORTEST_S:
        raise ValueError("a repetition must end after its start")
    for other in all_marks(labels):
        if mark.start_s < other.end_s and other.start_s < mark.end_s:
            raise ValueError(f"it would overlap the one at {other.start_s:.1f} s")
    if isinstance(mark, LabelledAttempt):
        attempts = sorted([*labels.attempts, mark], key=lambda one: one.start_s)
        return replace(labels, attempts=tuple(attempts))
    repetitions = sorted([*labels.repetitions, mark], key=lambda one: one.start_s)
    return replace(labels, repetitions=tuple(repetitions))
