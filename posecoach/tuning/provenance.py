"""What a fit leaves in a calibration file: the thresholds, and where they come from."""

import datetime as dt
from collections.abc import Sequence

from posecoach.calibrations.model import ExerciseCalibration, Provenance, RecordingUsed, Scores, fingerprint
from posecoach.exercise.schema import Exercise
from posecoach.tuning.agreement import pooled
from posecoach.tuning.fitting import Tuning
from posecoach.tuning.recording import Recording

__all__ = ["calibration_of"]

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
