"""Labels as a table of times that people can read and edit."""

from collections.abc import Callable, Iterator

from posecoach.tuning.labels import Counts, LabelledMovement, Labels

__all__ = ["csv_text"]


def csv_text(labels: Labels) -> str:
    """The table, with the comment that names the exercise, and only with columns that say something."""
    columns = dict(_columns(labels))
    rows = (",".join(cell(one) for cell in columns.values()) for one in labels.movements)
    return "".join(f"{line}\n" for line in [*_head(labels), ",".join(columns), *rows])


def _head(labels: Labels) -> Iterator[str]:
    if labels.exercise:
        yield f"# exercise: {labels.exercise}"
    yield "# Seconds of the recording. A movement with counts = no mustn't be counted; with maybe, either is right."


def _columns(labels: Labels) -> Iterator[tuple[str, Callable[[LabelledMovement], str]]]:
    """Names of columns and what they say of a movement."""
    yield "start_s", lambda one: f"{one.start_s:.2f}"
    yield "end_s", lambda one: f"{one.end_s:.2f}"
    if any(one.side for one in labels.movements):
        yield "side", lambda one: one.side.value if one.side else ""
    if any(one.hold_s is not None for one in labels.movements):
        yield "hold_s", lambda one: "" if one.hold_s is None else f"{one.hold_s:.2f}"
    if labels.faults_known:
        yield "faults", lambda one: " ".join(one.faults)
    if any(one.counts is not Counts.YES for one in labels.movements):
        yield "counts", lambda one: one.counts.value
