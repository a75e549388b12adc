"""Exercises as easy as their files allow."""

import pytest

from posecoach.exercise.rules import Severity
from posecoach.exercise.schema import Exercise
from posecoach.exercise.tunables import in_order, thresholds
from posecoach.exercise_files import exercise_paths, load_exercise
from posecoach.tuning.person.loosening import easiest, loosened, without_cues

EXERCISES = [load_exercise(name) for name in sorted(exercise_paths())]
IDS = [exercise.id for exercise in EXERCISES]


@pytest.mark.parametrize("exercise", EXERCISES, ids=IDS)
def test_every_threshold_is_as_easy_as_it_may_be(exercise: Exercise) -> None:
    """The hold zone begins as early, start ranges are as wide, tolerances as large and travel as small as allowed."""
    easy, sign = easiest(exercise), exercise.drive.sign
    assert easy.keys() == exercise.tunables.keys()
    assert easy == in_order(exercise, easy)
    zone, limits = "drive.hold_enter", exercise.tunables
    assert sign * easy[zone] == min(sign * limit for limit in limits[zone])
    for key, value in easy.items():
        low, high = limits[key]
        if key.startswith(("checks.", "also_back.")) or key.endswith(".max"):
            assert value == high
        if key.endswith((".min", ".travel")):
            assert value == low


@pytest.mark.parametrize("exercise", EXERCISES, ids=IDS)
def test_loosening_keeps_the_described_position_and_the_exercise(exercise: Exercise) -> None:
    """Only thresholds change, and a smaller movement is one."""
    easy = loosened(exercise)
    assert (easy.id, easy.drive.target, easy.doses) == (exercise.id, exercise.drive.target, exercise.doses)
    assert easy.drive.zones.travel < exercise.drive.zones.travel
    assert thresholds(easy).keys() == thresholds(exercise).keys()


@pytest.mark.parametrize("exercise", EXERCISES, ids=IDS)
def test_without_cues_only_safety_is_left(exercise: Exercise) -> None:
    """Whatever anybody does is good form, but for what may do harm."""
    for check in without_cues(exercise).checks:
        if check.severity is not Severity.SAFETY:
            assert check.good(1e6)
            assert check.good(-1e6)
        else:
            assert check in exercise.checks
