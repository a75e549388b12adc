"""What the page's marking keys and buttons do to the labels."""

from collections.abc import Callable, Mapping

from posecoach.pose.landmarks import Side
from posecoach.tuning.labels import Labels
from posecoach.tuning.page.changes import counted
from posecoach.tuning.page.marking import (
    mark_at,
    with_counted,
    with_end,
    with_fault,
    with_kind_changed,
    with_repetition,
    with_side,
    with_start,
    without,
)
from posecoach.tuning.page.page_state import PageState

__all__ = ["mark"]

_PLAIN: Mapping[str, Callable[[Labels, float], Labels]] = {"attempt": with_kind_changed, "delete": without}
_MARGIN_S = 0.05
"""A playhead this much before a counted repetition still means it: clicking it goes to its first frame."""


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
        raise ValueError("nothing is counted here that isn't labelled already")
    state.relabel(recording, changed)
