"""Label files: what somebody has written down about a recording."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, FailFast, ValidationError

from posecoach.errors import SourceError
from posecoach.exercise.data_files import one_writer
from posecoach.exercise.file_errors import first_problem
from posecoach.exercise.rules import Identifier
from posecoach.exercise.schema import Exercise
from posecoach.files import atomic_write, read_whole, refuse_changed, sha256_of
from posecoach.messages import Message, os_reason
from posecoach.pose.landmarks import Side
from posecoach.pose.recording import is_of_results
from posecoach.tuning.label_table import read_table
from posecoach.tuning.labels import (
    Comment,
    Counts,
    LabelledMovement,
    Labels,
    Row,
    checked_labels,
    csv_text,
    refuse_times_beyond,
)

__all__ = [
    "FoundLabels",
    "find_labels",
    "label_paths",
    "labels_path",
    "own_labels_path",
    "read_labels",
    "replace_labels",
    "write_labels",
]


_TRUTH = ".truth.json"
_SUFFIXES = (".labels.csv", ".csv", _TRUTH)
_NO_LABELS = "frames.csv"
"""What `analyse` writes for every frame."""
_ADVICE = Message("free space, or copy the recording to a folder that you may write to")
_SAME_S = 0.02
"""Two files whose times differ by less say the same: those that the program writes are rounded."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


class _Movement(_Model):
    start_s: float
    end_s: float
    side: Side | None = None
    hold_s: float | None = None
    faults: tuple[str, ...] = ()


class _Attempt(_Movement):
    counts: Counts = Counts.NO


class _Truth(_Model):
    """The part of a truth file that labels are: the poses of its frames are left out."""

    exercise: Identifier
    reps: Annotated[tuple[_Movement, ...], FailFast()]
    attempts: Annotated[tuple[_Attempt, ...], FailFast()] = ()


@dataclass(frozen=True, slots=True)
class FoundLabels:
    """Labels of a recording, and where they come from.

    Attributes:
        path: The file.
        sha256: Of its bytes.
        labels: What it says.
    """

    path: Path
    sha256: str
    labels: Labels


def read_labels(path: Path, exercise: Exercise, duration_s: float | None = None) -> Labels:
    """Reads a label file: a sample clip's truth, or a table of times made by hand.

    Args:
        path: The file; a truth file is one whose name ends with .json.
        exercise: The exercise that is to be tuned.
        duration_s: How long the recording is; None if that isn't known yet.

    Raises:
        SourceError: If it can't be read, can't be true, or is another exercise's, with file, line and reason.
    """
    return _read(path, exercise, duration_s).labels


def write_labels(path: Path, labels: Labels) -> None:
    """Writes labels as a table of times that can be edited by hand; times are kept to a hundredth of a second.

    Lines of comment in a table that is there are kept.

    Raises:
        OutputError: If it can't be written; a file that was there stays.
    """
    comments: Sequence[Comment] = ()
    # One that is wrong is written over on purpose.
    with suppress(OSError, SourceError):
        comments = read_table(read_whole(path)).comments
    with atomic_write(path, _ADVICE) as beside:
        beside.write_text(csv_text(labels, comments), encoding="utf-8", newline="\n")


def replace_labels(path: Path, labels: Labels, sha256: str | None) -> str:
    """Writes labels over those that were read.

    Args:
        path: The table.
        labels: What it is to say.
        sha256: Of the bytes that were read; None if there was no file.

    Returns:
        The hash of what it says now.

    Raises:
        ChangedFileError: If somebody else has changed it since.
        OutputError: If it can't be written; a file that was there stays.
    """
    with one_writer():
        refuse_changed(path, sha256)
        write_labels(path, labels)
        return sha256_of(path)


def label_paths(recording: Path) -> list[Path]:
    """All label files of a recording that are there.

    Those of `clip.mp4` are `clip.labels.csv`, `clip.csv` and `clip.truth.json` beside it. Landmarks in a folder of
    results, `clip/landmarks.npz`, have theirs within that folder or, called after it, beside it.
    """
    names = [recording.with_name(recording.stem + suffix) for suffix in _SUFFIXES]
    if is_of_results(recording):
        folder = recording.absolute().parent
        names += [folder.with_name(folder.name + suffix) for suffix in _SUFFIXES]
    return [path for path in names if path.name != _NO_LABELS and _is_file(path)]


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        # Such as a name that is too long with the suffix.
        return False


def labels_path(recording: Path) -> Path | None:
    """The label file of a recording, the first if there are several; None if there is none."""
    return next(iter(label_paths(recording)), None)


def own_labels_path(recording: Path) -> Path:
    """Where labels that are made with the program are written: the table that is there, or a new one."""
    tables = [path for path in label_paths(recording) if path.suffix == ".csv"]
    return tables[0] if tables else recording.with_name(f"{recording.stem}.labels.csv")


def find_labels(recording: Path, exercise: Exercise, duration_s: float | None = None) -> FoundLabels | None:
    """The labels of a recording; None if nobody has written any.

    Raises:
        SourceError: If a label file is wrong, or two of them contradict each other.
    """
    found = [_read(path, exercise, duration_s) for path in label_paths(recording)]
    for first, second in pairwise(found):
        if not _agree(first.labels, second.labels):
            raise SourceError(
                Message(
                    "{path}: contradicts {other}, which labels the same recording; "
                    "remove {other} if {name} is right, else {name}",
                    path=first.path,
                    other=second.path.name,
                    name=first.path.name,
                )
            )
    return found[0] if found else None


def _read(path: Path, exercise: Exercise, duration_s: float | None) -> FoundLabels:
    try:
        content = read_whole(path)
        labels = _truth(content, exercise) if path.suffix == ".json" else _table(content, exercise)
        if duration_s is not None:
            refuse_times_beyond(labels, duration_s)
    except OSError as error:
        raise SourceError(Message("{path}: can't be read ({reason})", path=path, reason=os_reason(error))) from error
    except ValidationError as error:
        problem = first_problem(error)
        raise SourceError(Message("{path}: not a truth file: {problem}", path=path, problem=problem)) from error
    except SourceError as error:
        first, *more = (Message("{path}: {problem}", path=path, problem=line) for line in (error.message, *error.more))
        raise SourceError(first, more) from error
    return FoundLabels(path, hashlib.sha256(content).hexdigest(), labels)


def _table(content: bytes, exercise: Exercise) -> Labels:
    table = read_table(content)
    return checked_labels(
        table.rows, exercise, named=table.exercise, faults_known=table.faults_known, wrong=table.wrong
    )


def _truth(content: bytes, exercise: Exercise) -> Labels:
    truth = _Truth.model_validate_json(content)
    rows = [*_rows("reps", truth.reps, exercise), *_rows("attempts", truth.attempts, exercise)]
    return checked_labels(rows, exercise, named=truth.exercise, faults_known=True)


def _rows(name: str, movements: Sequence[_Movement], exercise: Exercise) -> Iterator[Row]:
    # A clip is rendered once; no check may look for what was planted in it any more.
    checks = {rule.id for rule in exercise.rules}
    for index, one in enumerate(movements):
        faults = tuple(fault for fault in one.faults if fault in checks)
        counts = one.counts if isinstance(one, _Attempt) else Counts.YES
        yield Row(f"{name}.{index}", one.start_s, one.end_s, one.side, one.hold_s, faults, counts)


def _agree(one: Labels, other: Labels) -> bool:
    """Whether two files say the same, as far as both say something."""
    faults = one.faults_known and other.faults_known
    return _same(one.movements, other.movements, faults=faults)


def _same(ones: Sequence[LabelledMovement], others: Sequence[LabelledMovement], *, faults: bool) -> bool:
    return len(ones) == len(others) and all(
        one.counts is other.counts
        and max(abs(one.start_s - other.start_s), abs(one.end_s - other.end_s)) < _SAME_S
        and (None in (one.side, other.side) or one.side is other.side)
        and (not faults or set(one.faults) == set(other.faults))
        for one, other in zip(ones, others, strict=True)
    )
