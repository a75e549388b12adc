import datetime as dt
from pathlib import Path

from labelled_bridges import ONE, bridges, windowed

from posecoach.exercise.calibration import calibrated, fingerprint
from posecoach.exercise.calibration_files import read_calibration, write_exercise
from posecoach.exercise.schema import Exercise
from posecoach.exercise.thresholds import thresholds
from posecoach.tuning.fitting import Plan, fit_thresholds
from posecoach.tuning.recording import Recording
from posecoach.tuning.wording import calibration_of

FEET = "checks.feet_close.above"


def test_a_file_says_where_its_values_come_from(bridge: Exercise, tmp_path: Path) -> None:
    """Recordings and labels by hash, how it was done, what it brought; and the values come back as they were fitted."""
    objective = windowed(bridge, {FEET: (28.0, 40.0)}, {FEET: (27.0, 38.0)}, {FEET: (28.5, 39.0)})
    tuning = fit_thresholds(objective, thresholds(bridge), Plan.of(objective, 12, 0))
    series = bridges(())
    recordings = [Recording(Path(f"{name}.mp4"), name * 64, series, ONE, None, "f" * 64) for name in "abc"]
    path, day = tmp_path / "fitted.toml", dt.date(2030, 1, 2)
    write_exercise(path, bridge.id, calibration_of(bridge, tuning, recordings, "posecoach tune", day), title="Fitted.")

    said = read_calibration(path).exercises["bridge"]
    assert tuning.verdict.helps
    assert thresholds(calibrated(bridge, said)) == tuning.fitted
    assert said.fitted_to == fingerprint(bridge)
    assert FEET not in said.loose
    assert "checks.arms_down.above" in said.loose
    told = said.provenance
    assert [(one.name, one.sha256, one.labels_sha256) for one in told.recordings] == [
        (f"{name}.mp4", name * 64, "f" * 64) for name in "abc"
    ]
    assert (told.made_by, told.date, told.folds, told.trials) == ("posecoach tune", day, 3, 12)
    assert told.scores is not None
    assert (told.scores.before, told.scores.after, told.scores.confidence) == (0.0, 1.0, 0.95)
    assert 0 < told.scores.gain_low <= told.scores.gain <= told.scores.gain_high
