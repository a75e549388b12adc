"""Calibrations: thresholds that overlay an exercise's own, where they come from, and what is known of a person."""

import datetime as dt
import hashlib
from typing import Annotated, Any, Literal

from pydantic import Field

from posecoach.exercise.rules import Identifier, Number, Strict
from posecoach.exercise.schema import Exercise, Personal, PersonalRange
from posecoach.exercise.thresholds import with_thresholds

__all__ = [
    "SCHEMA",
    "Calibration",
    "ExerciseCalibration",
    "Provenance",
    "RecordingUsed",
    "Scores",
    "calibrated",
    "fingerprint",
]

SCHEMA = "posecoach.calibration/1"
_RULES = {"posture", "sides", "gate", "drive", "attempt", "checks", "tunables", "placement"}
_TEXTS = {"cue", "spoken", "source"}
_FINGERPRINT_LETTERS = 16


class RecordingUsed(Strict):
    """A recording that a calibration was made from.

    Attributes:
        name: File name.
        sha256: Of the recording's or its landmarks' bytes.
        labels_sha256: Of its label file's; None for calibrations that need none.
    """

    name: str
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    labels_sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")] | None = None


class Scores(Strict):
    """Agreement with labels on recordings that weren't fitted to, before and after; 1 is all.

    Attributes:
        before: With the thresholds that were there.
        after: With those fitted to the other recordings.
        gain: Mean of after less before, by recording.
        gain_low: Lower end of the gain's confidence interval.
        gain_high: Its upper end.
        confidence: Of the interval, such as 0.95.
    """

    before: float
    after: float
    gain: float
    gain_low: float
    gain_high: float
    confidence: float


class Provenance(Strict):
    """Where values come from.

    Attributes:
        made_by: Program, version and command.
        date: Day on which it was made.
        recordings: What it was made from; empty for a live calibration that kept nothing.
        folds: In how many parts the recordings were cut for the comparison; None for personal profiles.
        trials: How many thresholds were tried for each part.
        scores: The comparison on held-out parts.
        note: One sentence for people.
    """

    made_by: str
    date: dt.date
    recordings: tuple[RecordingUsed, ...] = ()
    folds: Annotated[int, Field(ge=2)] | None = None
    trials: Annotated[int, Field(ge=1)] | None = None
    scores: Scores | None = None
    note: str = ""


class ExerciseCalibration(Strict):
    """What a calibration file says of one exercise.

    Attributes:
        thresholds: Values by key, see `posecoach.exercise.thresholds`; empty if those of the exercise file are kept.
        loose: Keys that the recordings can't pin down.
        fitted_to: Fingerprint of the rules that the values were fitted to; with other rules they don't apply. None for
            values that are right whatever the exercise file says, such as a person's own.
        range: How far a person goes.
        noise: Standard deviation at rest by measure.
        camera_roll_deg: See `Personal`.
        provenance: Where all this comes from.
    """

    thresholds: dict[str, Number] = Field(default_factory=dict)
    loose: tuple[str, ...] = ()
    fitted_to: str | None = None
    range: PersonalRange | None = None
    noise: dict[str, Annotated[float, Field(ge=0, allow_inf_nan=False)]] = Field(default_factory=dict)
    camera_roll_deg: Annotated[float, Field(ge=-45, le=45)] = 0.0
    provenance: Provenance


class Calibration(Strict):
    """A calibration file.

    Attributes:
        schema_name: Of the file.
        exercises: By exercise id.
    """

    schema_name: Literal["posecoach.calibration/1"] = Field(alias="schema")
    exercises: dict[Identifier, ExerciseCalibration] = Field(default_factory=dict)


def fingerprint(exercise: Exercise) -> str:
    """Changes with the rules of an exercise's file and the values of its thresholds, but not with its texts."""
    texts: dict[str, Any] = {"checks": {"__all__": _TEXTS}, "attempt": _TEXTS, "placement": {"advice"}}
    rules = exercise.model_dump_json(include=_RULES, exclude=texts)
    return hashlib.sha256(rules.encode()).hexdigest()[:_FINGERPRINT_LETTERS]


def calibrated(exercise: Exercise, calibration: ExerciseCalibration, profile: str | None = None) -> Exercise:
    """The exercise with a calibration's thresholds and, if it is a person's, with what is known of them.

    Args:
        exercise: As its file has it.
        calibration: What to put over it.
        profile: Name of the profile that the calibration is; None for one that holds for everybody.

    Raises:
        ValueError: If the thresholds aren't tunable, lie outside their limits or contradict each other.
    """
    thresholds = calibration.thresholds
    changed = with_thresholds(exercise, thresholds) if thresholds else exercise
    if profile is None:
        return changed
    personal = Personal(
        profile=profile,
        range=calibration.range,
        noise=calibration.noise,
        camera_roll_deg=calibration.camera_roll_deg,
    )
    return changed.model_copy(update={"personal": personal})
