"""What thresholds are called, on the page and on the command line."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from posecoach.exercise.calibration import ExerciseCalibration, Provenance, RecordingUsed, Scores, fingerprint
from posecoach.exercise.rules import Check
from posecoach.exercise.schema import Exercise
from posecoach.exercise.thresholds import all_thresholds
from posecoach.measures import MEASURES
from posecoach.messages import Message, decimal
from posecoach.names import in_words
from posecoach.tuning.agreement import pooled
from posecoach.tuning.fitting import Tuning
from posecoach.tuning.recording import Recording

__all__ = ["ThresholdWords", "calibration_of", "rounded", "silence", "threshold_words", "unit_of"]

_DRIVE = {
    "start": (Message("Start position"), Message("the described travel begins here")),
    "end": (Message("End position"), Message("the described travel ends here")),
    "least": (Message("Smallest travel"), Message("of the described travel, the least that counts")),
    "min_snr": (Message("Clear of noise"), Message("times the noise that a travel must be at least")),
}
_EITHER_END = {
    "start": (Message("Hollow"), Message("from here on down the back is hollow")),
    "end": (Message("Rounded"), Message("from here on up the back is rounded")),
}
"""Of drives whose repetitions go beyond both ends."""
_UNITS = {"least": "", "min_snr": "\N{MULTIPLICATION SIGN}"}
"""Of what is no value of a measure."""


@dataclass(frozen=True, slots=True)
class ThresholdWords:
    """How a threshold is presented.

    Attributes:
        group: Heading that it stands under.
        title: A few words.
        meaning: What it does, in a sentence's half.
        unit: Of its value.
        decimals: Places that its value is shown with.
    """

    group: Message
    title: Message
    meaning: Message
    unit: str
    decimals: int

    def written(self, value: float) -> Message:
        """A value with its unit."""
        return Message("{number}{unit}", number=rounded(value, self.decimals), unit=self.unit)


def threshold_words(exercise: Exercise, key: str) -> ThresholdWords:
    """The words for one of an exercise's tunables."""
    one = all_thresholds(exercise)[key]
    unit = _UNITS.get(one.end, unit_of(one.measure))
    if one.check is None:
        words = {**_DRIVE, **(_EITHER_END if exercise.drive.bidirectional else {})}
        return ThresholdWords(Message("What counts"), *words[one.end], unit, one.decimals)
    check = next(check for check in exercise.checks if check.id == one.check)
    return ThresholdWords(Message("Faults"), *_of_check(check, one.end), unit, one.decimals)


def _of_check(check: Check, end: str) -> tuple[Message, Message]:
    name, target = in_words(check.id), check.target
    if end == "below":
        return (
            Message("{check}: too little", check=name),
            Message("this far below {target:g} is still good", target=target),
        )
    return Message("{check}: too much", check=name), Message("this far above {target:g} is still good", target=target)


def silence(exercise: Exercise, key: str) -> Message | None:
    """Why a threshold can never speak, in a sentence; None if it can."""
    one = all_thresholds(exercise)[key]
    check = next((check for check in exercise.checks if check.id == one.check), None)
    if check is None or one.end not in check.silent:
        return None
    words, measure = threshold_words(exercise, key), MEASURES[check.measure]
    what = Message("a change of {measure}", measure=measure.label) if check.from_start else measure.label
    least, most = map(words.written, check.possible)
    reason = Message("{measure} is never less than {value}", measure=what, value=least)
    if one.end == "above":
        reason = Message("{measure} is never more than {value}", measure=what, value=most)
    return Message(
        "{threshold}: with {value} nothing can be a fault, since {reason}",
        threshold=words.title,
        value=words.written(one.value),
        reason=reason,
    )


def unit_of(measure: str) -> str:
    """Of a measure, as it is written behind a number."""
    return "°" if MEASURES[measure].unit == "deg" else Message(" trunk")


def rounded(value: float, decimals: int) -> Message:
    """A value as people write it: nothing is less than nothing."""
    return decimal(round(value, decimals) + 0.0, decimals)


_DECIMALS = 4
_NOTE = "Agreement of held-out recordings with their labels: repetitions weigh most, then sides, holds and faults."
_KEPT = "No fit did better on held-out recordings, so the values in force are kept."


def calibration_of(
    exercise: Exercise, tuning: Tuning, recordings: Sequence[Recording], made_by: str, day: dt.date
) -> ExerciseCalibration:
    """What a calibration file says of a fit; of one that doesn't help, only how it compares.

    Args:
        exercise: As its file has it, without calibrations.
        tuning: The fit.
        recordings: What it was made from, in the fit's order.
        made_by: Program, version and command.
        day: On which it was made.
    """
    return ExerciseCalibration(
        thresholds=tuning.fitted if tuning.verdict.helps else {},
        loose=tuple(one.key for one in tuning.ranges if not one.pinned),
        fitted_to=fingerprint(exercise),
        provenance=Provenance(
            made_by=made_by,
            date=day,
            recordings=tuple(
                RecordingUsed(name=one.name, sha256=one.sha256, labels_sha256=one.labels_sha256) for one in recordings
            ),
            folds=len(tuning.plan.parts),
            trials=tuning.plan.trials,
            scores=_scores(tuning),
            note=_NOTE if tuning.verdict.helps else f"{_KEPT} {_NOTE}",
        ),
    )


def _scores(tuning: Tuning) -> Scores:
    gain = tuning.verdict.gain
    return Scores(
        before=round(pooled(tuning.before).score, _DECIMALS),
        after=round(pooled(tuning.held_out).score, _DECIMALS),
        gain=round(gain.mean, _DECIMALS),
        gain_low=round(gain.low, _DECIMALS),
        gain_high=round(gain.high, _DECIMALS),
        confidence=gain.confidence,
    )
