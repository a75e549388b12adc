"""Editing the labels of a recording, one key at a time. The functions that edit leave the old labels alone."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from posecoach.counting.events import RepetitionCounted
from posecoach.messages import Message
from posecoach.pose.landmarks import Side
from posecoach.tuning.labels import Counts, LabelledMovement, Labels
from posecoach.tuning.page.changes import counted
from posecoach.tuning.page.page_state import PageState

__all__ = [
    "mark",
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

_SHORTEST_S = 0.3
"""No movement is as short; two strokes of a key may be."""
_ABOUT_TO_BEGIN_S = 0.5
"""Clicking a counted repetition goes to its start, which may be this much before that of the label."""
_JUST_ENDED_S = 3.0
"""A key that is struck this long after a repetition still means it, because the recording has played on."""

_MARGIN_S = 0.05
"""A playhead this much before a counted repetition still means it: clicking it goes to its first frame."""


def mark_at(labels: Labels, time_s: float) -> LabelledMovement | None:
    """The repetition or attempt that a moment lies in, else one about to begin, else the one that has just ended."""
    coming = [mark for mark in labels.movements if time_s < mark.start_s <= time_s + _ABOUT_TO_BEGIN_S]
    return _around(labels, time_s) or (coming[0] if coming else _just_ended(labels, time_s))


def with_repetition(labels: Labels, start_s: float, end_s: float) -> Labels:
    """One repetition more.

    Raises:
        ValueError: If it is too short or overlaps another one; also all functions below, or if no repetition is meant.
    """
    return _placed(labels, LabelledMovement(round(start_s, 3), round(end_s, 3)))


def with_start(labels: Labels, within_s: float, start_s: float) -> Labels:
    """The repetition that a moment lies in starts elsewhere."""
    mark = _meant(mark_at(labels, within_s))
    return _replaced(labels, mark, replace(mark, start_s=round(start_s, 3)))


def with_end(labels: Labels, within_s: float, end_s: float) -> Labels:
    """The repetition that a moment lies in, or that has just ended, ends elsewhere."""
    mark = _meant(_around(labels, within_s) or _just_ended(labels, within_s))
    return _replaced(labels, mark, replace(mark, end_s=round(end_s, 3)))


def with_side(labels: Labels, time_s: float, side: Side) -> Labels:
    """That side works; none does if it did already."""
    mark = _meant(mark_at(labels, time_s))
    return _replaced(labels, mark, replace(mark, side=None if mark.side is side else side))


def with_fault(labels: Labels, time_s: float, check: str) -> Labels:
    """The repetition fails a check; not any more if it did already. From then on, faults count as looked for."""
    labels = labels.with_faults_known()
    mark = _meant(mark_at(labels, time_s))
    return labels.with_cue(mark, check, right=check not in mark.faults)


def with_kind_changed(labels: Labels, time_s: float) -> Labels:
    """A repetition becomes an attempt, an attempt what may be counted or not, and that a repetition."""
    mark = _meant(mark_at(labels, time_s))
    order = list(Counts)
    return _replaced(labels, mark, replace(mark, counts=order[(order.index(mark.counts) + 1) % len(order)]))


def without(labels: Labels, time_s: float) -> Labels:
    """One repetition or attempt less."""
    return _less(labels, _meant(mark_at(labels, time_s)))


def with_counted(labels: Labels, counted: Iterable[RepetitionCounted]) -> Labels:
    """Repetitions that were counted become labels where there is none yet.

    Only their times and sides do: whether faults and holds were told right is what labels are there to say.
    """
    for rep in counted:
        if all(rep.end_s <= mark.start_s or rep.start_s >= mark.end_s for mark in labels.movements):
            side = rep.side
            labels = _placed(labels, LabelledMovement(round(rep.start_s, 3), round(rep.end_s, 3), side=side))
    return labels


_PLAIN: Mapping[str, Callable[[Labels, float], Labels]] = {"attempt": with_kind_changed, "delete": without}


def mark(
    state: PageState, recording: int, action: str, time_s: float, *, fault: str = "", of_s: float | None = None
) -> None:
    """Does what a key asks for.

    Args:
        state: The page's state.
        recording: Index of the recording that is shown.
        action: start, end, left, right, attempt, delete, fault, take, take_all or cancel.
        time_s: Where the playhead is, or where an edge was dragged to.
        fault: Id of the check, for fault.
        of_s: A moment within the repetition that is meant, if not the playhead's.

    Raises:
        ValueError: If that can't be done there, with the reason for the person.
    """
    labels = state.now.labels[recording]
    if action == "cancel":
        state.begin(recording, None)
    elif action == "start":
        _start(state, recording, time_s, of_s)
    elif action == "end":
        _end(state, recording, time_s, of_s)
    elif action in ("left", "right"):
        state.relabel(recording, with_side(labels, time_s, Side(action)))
    elif action == "fault":
        state.relabel(recording, with_fault(labels, time_s, fault))
    elif action in ("take", "take_all"):
        _take(state, recording, time_s, every=action == "take_all")
    else:
        state.relabel(recording, _PLAIN[action](labels, time_s))


def _start(state: PageState, recording: int, time_s: float, of_s: float | None) -> None:
    labels = state.now.labels[recording]
    if of_s is not None:
        state.relabel(recording, with_start(labels, of_s, time_s))
        return
    within = mark_at(labels, time_s)
    if within is not None and within.start_s < time_s < within.end_s:
        state.relabel(recording, with_start(labels, time_s, time_s))
        return
    state.begin(recording, time_s)


def _end(state: PageState, recording: int, time_s: float, of_s: float | None) -> None:
    labels, began_s = state.now.labels[recording], state.pending.get(recording)
    if of_s is not None or began_s is None:
        state.relabel(recording, with_end(labels, time_s if of_s is None else of_s, time_s))
        return
    changed = with_repetition(labels, began_s, time_s)
    state.begin(recording, None)
    state.relabel(recording, changed)


def _take(state: PageState, recording: int, time_s: float, *, every: bool) -> None:
    reps = counted(state.counts[recording])
    if not every:
        reps = [rep for rep in reps if rep.start_s - _MARGIN_S <= time_s <= rep.end_s]
    changed = with_counted(state.now.labels[recording], reps)
    if changed == state.now.labels[recording]:
        raise ValueError(Message("nothing is counted here that isn't labelled already"))
    state.relabel(recording, changed)


def _around(labels: Labels, time_s: float) -> LabelledMovement | None:
    return next((mark for mark in reversed(labels.movements) if mark.start_s <= time_s <= mark.end_s), None)


def _just_ended(labels: Labels, time_s: float) -> LabelledMovement | None:
    return next((mark for mark in reversed(labels.movements) if 0 < time_s - mark.end_s <= _JUST_ENDED_S), None)


def _meant(mark: LabelledMovement | None) -> LabelledMovement:
    if mark is None:
        raise ValueError(Message("no labelled repetition here; mark its start with [ and its end with ]"))
    return mark


def _replaced(labels: Labels, mark: LabelledMovement, other: LabelledMovement) -> Labels:
    return _placed(_less(labels, mark), other)


def _less(labels: Labels, mark: LabelledMovement) -> Labels:
    return replace(labels, movements=tuple(one for one in labels.movements if one is not mark))


def _placed(labels: Labels, mark: LabelledMovement) -> Labels:
    if mark.end_s - mark.start_s < _SHORTEST_S:
        raise ValueError(Message("a repetition must end after its start"))
    for other in labels.movements:
        if mark.start_s < other.end_s and other.start_s < mark.end_s:
            raise ValueError(Message("it would overlap the one at {time_s:.1f} s", time_s=other.start_s))
    movements = sorted([*labels.movements, mark], key=lambda one: one.start_s)
    return replace(labels, movements=tuple(movements))
