"""A person's calibration and a fitted one, and files that hold them."""

import datetime as dt
from pathlib import Path

from posecoach.exercise.calibration import ExerciseCalibration, Provenance, RecordingUsed, Scores
from posecoach.exercise.calibration_files import write_exercise
from posecoach.exercise.schema import PersonalRange

FROM_A_CLIP = Provenance(
    made_by="posecoach calibrate bridge",
    date=dt.date(2026, 3, 4),
    recordings=(RecordingUsed(name="clip.mp4", sha256="a" * 64),),
)
ANNA = ExerciseCalibration(
    thresholds={"drive.least": 0.35, "checks.alignment.below": 33.25, "checks.feet_close.above": 30.0},
    range=PersonalRange(rest=121.0, best=151.0, repetitions=3),
    noise={"hip_angle": 0.8},
    camera_roll_deg=-1.5,
    provenance=FROM_A_CLIP,
)
FITTED = ExerciseCalibration(
    thresholds={"drive.start": -0.06, "drive.end": 0.05},
    loose=("drive.end",),
    fitted_to="0123456789abcdef",
    provenance=Provenance(
        made_by="posecoach tune cat_cow",
        date=dt.date(2026, 3, 5),
        recordings=(RecordingUsed(name='a "b".mp4', sha256="b" * 64, labels_sha256="c" * 64),),
        folds=5,
        trials=100,
        scores=Scores(before=0.5, after=0.9, gain=0.4, gain_low=0.1, gain_high=0.5, confidence=0.95),
        note="Two\nlines.",
    ),
)


def written(path: Path, *values: tuple[str, ExerciseCalibration]) -> str:
    """A profile's text, after these exercises were written into it."""
    for exercise_id, said in values:
        write_exercise(path, exercise_id, said, title="Profile anna")
    return path.read_text(encoding="utf-8")
