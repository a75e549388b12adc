from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from page_recordings import bridge_job

from posecoach.counting.events import Attempted, RepetitionCounted
from posecoach.exercise.thresholds import thresholds, with_thresholds
from posecoach.tuning.page.curves import curves_of
from posecoach.tuning.page.media import Shelf
from posecoach.tuning.replays import Replays, measured


@pytest.mark.parametrize("workers", [1, 2])
def test_curves_are_those_of_the_stabilised_recording_wherever_it_is_counted(tmp_path: Path, workers: int) -> None:
    """Nothing is stabilised a second time, and every value is the same to the last bit."""
    job = bridge_job(tmp_path, with_files=False)
    assert job.tuned is not None
    exercise = with_thresholds(job.tuned.exercise, thresholds(job.tuned.exercise) | {"drive.least": 0.6})
    series = [recording.series for recording in job.recordings]
    with Replays(exercise, series, workers) as replays:
        base = replays.recount(exercise, job.tuned.dose)
        shelf = Shelf(replace(job, tuned=replace(job.tuned, exercise=exercise)), base, replays.measures)
        found = [shelf.curves(index) for index in range(len(series))]

    for one, events, curves in zip(series, base, found, strict=True):
        counted = [event for event in events if isinstance(event, (RepetitionCounted, Attempted))]
        recording = measured(exercise, one)
        drive = np.array([recording.drive.measured(row.progress) for row in recording.rows])
        expected = curves_of(exercise, recording.table, drive, [(event.start_s, event.end_s) for event in counted])
        assert [curve.kind for curve in curves] == [curve.kind for curve in expected]
        for curve, same in zip(curves, expected, strict=True):
            assert curve.bounds == same.bounds
            for name, values in same.values.items():
                np.testing.assert_array_equal(curve.values[name], values)


def test_without_an_exercise_there_are_no_curves(tmp_path: Path) -> None:
    """What nobody knows the exercise of can only be marked."""
    job = replace(bridge_job(tmp_path, with_files=False), tuned=None)
    assert Shelf(job, [[], [], []]).curves(0) == []
