"""What the page is opened for, and writing what was changed on it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from posecoach.errors import OutputError, SourceError
from posecoach.exercise.calibration import ExerciseCalibration, Provenance, RecordingUsed, fingerprint
from posecoach.exercise.calibration_files import DEFAULT, ExerciseSection, user_calibration
from posecoach.exercise.library import ExerciseLibrary, choose_dose
from posecoach.exercise.schema import Dose, Exercise
from posecoach.feedback.words.language import ENGLISH, Language
from posecoach.files import free_name_beside, sha256_of
from posecoach.messages import Message
from posecoach.names import printable
from posecoach.pose.recording import is_of_results
from posecoach.tuning.label_files import find_labels, own_labels_path, replace_labels, write_labels
from posecoach.tuning.labels import Labels
from posecoach.tuning.recording import Recording
from posecoach.version import __version__

__all__ = [
    "Answer",
    "PageJob",
    "Tuned",
    "keep_labels_beside",
    "reread_labels",
    "save_labels",
    "save_thresholds",
    "shown_name",
]


class Answer(Enum):
    """What to do with a file that somebody else has changed since it was read; its value is what a button says."""

    RELOAD = Message("Reload")
    """Take what it says now; what was changed on the page can be had back by undoing."""
    OVERWRITE = Message("Overwrite")
    KEEP_BESIDE = Message("Keep mine beside")
    """Write another file, then reload."""


_TITLE = "Thresholds of your own, for everybody."
_NOTE = "Set by hand on the tuning page."


@dataclass(frozen=True, slots=True)
class Tuned:
    """The exercise that recordings are counted for.

    Attributes:
        described: As its file has it.
        exercise: With the calibrations over it that hold for everybody.
        dose: How much is asked for.
        said: What the user's calibration for everybody said of it; None if it said nothing.
    """

    described: Exercise
    exercise: Exercise
    dose: Dose
    said: ExerciseCalibration | None = None

    @classmethod
    def read(cls, exercise_id: str, dose: str | None = None) -> "Tuned":
        """The exercise with this id, with an article's dose or the usual one.

        Raises:
            ExerciseError: If there is no such exercise or dose, or a file is wrong.
        """
        said = ExerciseSection.read(user_calibration(DEFAULT), exercise_id).said
        library = ExerciseLibrary.open()
        raw = library.raw(exercise_id)
        return cls(raw, library.overlay.over(raw), choose_dose(raw, dose, {})[1], said)


@dataclass(frozen=True, slots=True)
class PageJob:
    """What to show, and what for.

    Attributes:
        recordings: At least one.
        tuned: What they are counted for; None if nobody knows what they show: then there are only times to mark.
        command: As it is written into what the page saves.
        language: What the page speaks.
        marking_only: Whether thresholds stay as they are.
    """

    recordings: tuple[Recording, ...]
    tuned: Tuned | None
    command: str
    language: Language = ENGLISH
    marking_only: bool = False

    @property
    def title(self) -> str:
        """What it is about: the exercise, or the recording if nobody knows that."""
        if self.tuned is None:
            return shown_name(self.recordings[0])
        return self.language.of_exercise(self.tuned.exercise.id, self.tuned.exercise.name)

    @property
    def has_thresholds(self) -> bool:
        """Whether there are thresholds to change."""
        return self.tuned is not None and not self.marking_only


def shown_name(recording: Recording) -> str:
    """A recording's name for people; landmarks among results are called after their folder."""
    path = recording.path
    return printable(path.absolute().parent.name if is_of_results(path) else path.stem)


def save_labels(recording: Recording, labels: Labels) -> Recording:
    """Writes a recording's labels beside it.

    Returns:
        The recording with these labels.

    Raises:
        ChangedFileError: If somebody else has changed them since they were read.
        OutputError: If they can't be written, or would contradict a truth file.
    """
    known = recording.labels_path
    if known is not None and known.suffix == ".json":
        raise OutputError(
            Message(
                "{recording}: its labels come from {path}, and two files that contradict each other would be refused; "
                "move {path} away to keep labels of your own",
                recording=recording.name,
                path=known.name,
            )
        )
    path = own_labels_path(recording.path)
    sha256 = replace_labels(path, labels, recording.labels_sha256)
    return replace(recording, labels=labels, labels_path=path, labels_sha256=sha256)


def reread_labels(recording: Recording, tuned: Tuned | None) -> Recording:
    """The recording with the labels that are there now.

    Raises:
        SourceError: If they are wrong, or nobody knows the exercise that they are read for.
    """
    if tuned is None:
        raise SourceError(Message("{path}: labels of which exercise? Name it with --exercise", path=recording.name))
    found = find_labels(recording.path, tuned.described, float(recording.series.time_s[-1]))
    if found is None:
        return replace(recording, labels=Labels(tuned.described.id), labels_path=None, labels_sha256=None)
    return replace(recording, labels=found.labels, labels_path=found.path, labels_sha256=found.sha256)


def keep_labels_beside(recording: Recording, labels: Labels) -> Path:
    """Writes labels into a new file beside the one that somebody else has changed; nothing reads it by itself.

    Raises:
        OutputError: If it can't be written.
    """
    path = free_name_beside(own_labels_path(recording.path))
    write_labels(path, labels)
    return path


def save_thresholds(job: PageJob, thresholds: Mapping[str, float], section: ExerciseSection) -> ExerciseSection:
    """Writes thresholds into a calibration file.

    Args:
        job: With the exercise.
        thresholds: Values by key.
        section: Where, and what it said when it was read.

    Returns:
        What it says now.

    Raises:
        ChangedFileError: If somebody else has changed that.
        ExerciseError: If the file that is there is wrong.
        OutputError: If it can't be written.
        ValueError: If the job has no exercise.
    """
    if job.tuned is None:
        raise ValueError("there are no thresholds without an exercise")
    provenance = Provenance(
        made_by=f"posecoach {__version__}: {job.command}",
        date=dt.datetime.now(dt.timezone.utc).astimezone().date(),
        recordings=tuple(map(_used, job.recordings)),
        note=_NOTE,
    )
    fitted_to = fingerprint(job.tuned.described)
    values = ExerciseCalibration(thresholds=dict(thresholds), fitted_to=fitted_to, provenance=provenance)
    section.replace(values, title=_TITLE)
    return ExerciseSection.read(section.path, section.exercise_id)


def _used(recording: Recording) -> RecordingUsed:
    own = own_labels_path(recording.path)
    labels = own if own.is_file() else recording.labels_path
    found = None if labels is None else sha256_of(labels)
    return RecordingUsed(name=recording.name, sha256=recording.sha256, labels_sha256=found)
