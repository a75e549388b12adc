"""Exercises as easy as their files allow."""

import pytest

from posecoach.exercise.library import exercise_paths, load_exercise
from posecoach.exercise.rules import Severity
from posecoach.exercise.schema import Exercise
from posecoach.exercise.thresholds import thresholds
from posecoach.tuning.person.calibration import loosened, without_cues

EXERCISES = [load_exercise(name) for name in sorted(exercise_paths())]
IDS = [exercise.id for exercise in EXERCISES]


@pytest.mark.parametrize("exercise", EXERCISES, ids=IDS)
def test_every_threshold_is_as_easy_as_it_may_be(exercise: Exercise) -> None:
    """Tolerances are as large, and the travel that counts as small as allowed; all else stays."""
    easy = loosened(exercise)
    assert (easy.id, easy.doses, easy.gate) == (exercise.id, exercise.doses, exercise.gate)
    assert easy.drive.least * easy.drive.travel <= exercise.drive.least * exercise.drive.travel
    for key, value in thresholds(easy).items():
        assert value in exercise.tunables[key]
        if key.startswith("checks."):
            assert value == max(exercise.tunables[key])


@pytest.mark.parametrize("exercise", EXERCISES, ids=IDS)
def test_without_cues_only_safety_is_left(exercise: Exercise) -> None:
    """Whatever anybody does is good form, but for what may do harm."""
    for check in without_cues(exercise).checks:
        if check.severity is not Severity.SAFETY:
            assert check.good(1e6)
            assert check.good(-1e6)
        else:
            assert check in exercise.checks
