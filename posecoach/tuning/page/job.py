"""What the page is opened for, and writing what was changed on it."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from posecoach.errors import OutputError
from posecoach.exercise.calibration import ExerciseCalibration, Provenance, RecordingUsed, fingerprint
from posecoach.exercise.calibration_files import DEFAULT, user_calibration, write_exercise
from posecoach.exercise.schema import Dose, Exercise
from posecoach.tuning.label_files import own_labels_path, write_labels
from posecoach.tuning.labels import Labels
from posecoach.tuning.recording import Recording, is_of_results
from posecoach.version import __version__

__all__ = ["PageJob", "Tuned", "save_labels", "save_thresholds", "shown_name"]

_TITLE = "Thresholds of your own, for everybody."
_NOTE = "Set by hand on the tuning page."


@dataclass(frozen=True, slots=True)
class Tuned:
    """The exercise that recordings are counted for.

    Attributes:
        described: As its file has it.
        exercise: With the calibrations over it that hold for everybody.
        dose: How much is asked for.
    """

    described: Exercise
    exercise: Exercise
    dose: Dose


@dataclass(frozen=True, slots=True)
class PageJob:
    """What to show, and what for.

    Attributes:
        recordings: At least one.
        tuned: What they are counted for; None if nobody knows what they show: then there are only times to mark.
        command: As it is written into what the page saves.
        marking_only: Whether thresholds stay as they are.
    """

    recordings: tuple[Recording, ...]
    tuned: Tuned | None
    command: str
    marking_only: bool = False

    @property
    def title(self) -> str:
        """What it is about: the exercise, or the recording if nobody knows that."""
        return self.tuned.exercise.name if self.tuned else shown_name(self.recordings[0])

    @property
    def has_thresholds(self) -> bool:
        """Whether there are thresholds to change."""
        return self.tuned is not None and not self.marking_only


def shown_name(recording: Recording) -> str:
    """A recording's name for people; landmarks among results are called after their folder."""
    path = recording.path
    return path.absolute().parent.name if is_of_results(path) else path.stem


def save_labels(recording: Recording, labels: Labels) -> Path:
    """Writes a recording's labels beside it.

    Returns:
        The file.

    Raises:
        OutputError: If it can't be written, or would contradict a truth file.
    """
    known = recording.labels_path
    if known is not None and known.suffix == ".json":
        raise OutputError(
            f"{recording.name}: its labels come from {known.name}, and two files that contradict each other would be "
            f"refused; move {known.name} away to keep labels of your own"
        )
    path = own_labels_path(recording.path)
    write_labels(path, labels)
    return path


def save_thresholds(job: PageJob, thresholds: Mapping[str, float]) -> Path:
    """Writes thresholds into the user's calibration for everybody.

    Returns:
        The file.

    Raises:
        ExerciseError: If the file that is there is wrong.
        OutputError: If it can't be written.
        ValueError: If the job has no exercise.
    """
    if job.tuned is None:
        raise ValueError("there are no thresholds without an exercise")
    described, path = job.tuned.described, user_calibration(DEFAULT)
    provenance = Provenance(
        made_by=f"posecoach {__version__}: {job.command}",
        date=dt.datetime.now(dt.timezone.utc).astimezone().date(),
        recordings=tuple(map(_used, job.recordings)),
        note=_NOTE,
    )
    values = ExerciseCalibration(thresholds=dict(thresholds), fitted_to=fingerprint(described), provenance=provenance)
    write_exercise(path, described.id, values, title=_TITLE)
    return path


def _used(recording: Recording) -> RecordingUsed:
    own = own_labels_path(recording.path)
    labels = own if own.is_file() else recording.labels_path
    found = None if labels is None else hashlib.sha256(labels.read_bytes()).hexdigest()
    return RecordingUsed(name=recording.name, sha256=recording.sha256, labels_sha256=found)
