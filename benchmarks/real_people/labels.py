"""What somebody saw in a recording: its repetitions, and how well they were done."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from posecoach.errors import SourceError
from posecoach.exercise.file_errors import first_problem
from posecoach.tuning.label_files import label_paths
from posecoach.tuning.label_table import read_table
from posecoach.tuning.labels import Counts, LabelledMovement, Row

__all__ = ["UNKNOWN_VIEW", "ClipLabels", "Form", "read_clip_labels", "view_group"]

UNKNOWN_VIEW = "unknown"
_VIEWS = ("foot end", "head end", "oblique", "front", "side")
"""The first of them that a view names is its group; one that changes is mixed."""

Form: TypeAlias = Literal["good", "bad", "unclear"]
"""What a fair physiotherapist would say of a check."""


@dataclass(frozen=True, slots=True)
class ClipLabels:
    """What somebody saw in a recording.

    Attributes:
        exercise: Id of the exercise.
        movements: In the order of the file.
        view: Where the camera saw the person from, in words.
        checks: How each check was met in the whole recording.
        also: Id of another exercise that it may be taken for just as well.
        usable: Whether it may be measured with.
    """

    exercise: str
    movements: tuple[LabelledMovement, ...]
    view: str = UNKNOWN_VIEW
    checks: Mapping[str, Form] = field(default_factory=dict)
    also: str | None = None
    usable: bool = True

    def those(self, *counts: Counts) -> tuple[LabelledMovement, ...]:
        """The movements that count so."""
        return tuple(one for one in self.movements if one.counts in counts)

    @property
    def wanted(self) -> tuple[int, int]:
        """Fewest and most repetitions that can be defended."""
        return len(self.those(Counts.YES)), len(self.those(Counts.YES, Counts.MAYBE))


def _form(word: object) -> object:
    """Whatever isn't said to be good or bad is unclear."""
    return word if word in ("good", "bad") else "unclear"


class _Form(BaseModel):
    """The file beside the table of times."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    view: str = UNKNOWN_VIEW
    checks: dict[str, Annotated[Form, BeforeValidator(_form)]] = {}
    also: str | None = None
    usable: bool = True


def read_clip_labels(recording: Path) -> ClipLabels | None:
    """The labels beside a recording; None if there are none.

    Raises:
        SourceError: If a label file is wrong or names no exercise.
    """
    table = next((path for path in label_paths(recording) if path.suffix == ".csv"), None)
    if table is None:
        return None
    labels, form = _read_times(table), recording.with_suffix(".json")
    return _with_form(labels, form) if form.is_file() else labels


def view_group(view: str) -> str:
    """The group of views that a view belongs to."""
    if "then" in view.split() or view == "mixed":
        return "mixed"
    return next((name for name in _VIEWS if name in view), UNKNOWN_VIEW)


def _read_times(path: Path) -> ClipLabels:
    try:
        table = read_table(path.read_bytes())
    except SourceError as error:
        raise SourceError(f"{path}: {error}") from error
    if table.exercise is None:
        raise SourceError(f"{path}: names no exercise; begin it with the line: # exercise: bridge")
    return ClipLabels(table.exercise, tuple(map(_movement, table.rows)))


def _movement(row: Row) -> LabelledMovement:
    return LabelledMovement(row.start_s, row.end_s, row.side, row.hold_s, row.faults, row.counts)


def _with_form(labels: ClipLabels, path: Path) -> ClipLabels:
    try:
        form = _Form.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise SourceError(f"{path}: not a file of labels: {first_problem(error)}") from error
    return replace(labels, view=form.view, checks=form.checks, also=form.also, usable=form.usable)
