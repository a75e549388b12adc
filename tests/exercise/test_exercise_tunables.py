"""What the shipped exercise files let calibration change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecoach.exercise.lint import lint
from posecoach.exercise.schema import Exercise
from posecoach.exercise.tunables import ZONES, in_order, thresholds, with_thresholds
from posecoach.exercise_files import exercise_paths, read_exercise

EXERCISES = [read_exercise(path) for path in exercise_paths().values()]
FEWEST_SHARE = 0.1


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_every_exercise_can_be_tuned(exercise: Exercise) -> None:
    """The zones of its drive, and a tolerance of each of its checks."""
    assert [key for key in ZONES if key not in exercise.tunables] == []
    untunable = [
        check.id
        for check in exercise.checks
        if not any(f"checks.{check.id}.{bound}" in exercise.tunables for bound in ("below", "above"))
    ]
    assert untunable == []
    assert exercise.witness is None or "witness.change" in exercise.tunables
    assert exercise.also_back is None or "also_back.within" in exercise.tunables


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_limits_of_the_zones_rise_and_fall_with_them(exercise: Exercise) -> None:
    """Towards the target both ends of the limits go on, and the last one ends before it."""
    sign = exercise.drive.sign
    limits = [sorted(sign * limit for limit in exercise.tunables[key]) for key in ZONES]
    for ends in zip(*limits, strict=True):
        assert list(ends) == sorted(set(ends))
    assert limits[-1][1] < sign * exercise.drive.target


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_a_threshold_can_go_both_ways(exercise: Exercise) -> None:
    """The file's own values aren't at an end of their limits."""
    shares = {
        key: (value - exercise.tunables[key][0]) / (exercise.tunables[key][1] - exercise.tunables[key][0])
        for key, value in thresholds(exercise).items()
    }
    assert {key: share for key, share in shares.items() if not FEWEST_SHARE < share < 1 - FEWEST_SHARE} == {}


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_the_middle_of_all_limits_is_an_exercise(exercise: Exercise) -> None:
    """Its zones are in order, and nothing about it is doubtful."""
    middle = {key: (low + high) / 2 for key, (low, high) in exercise.tunables.items()}
    assert in_order(exercise, middle) == middle
    assert lint(with_thresholds(exercise, middle)) == []


@given(st.sampled_from(EXERCISES), st.data())
def test_nothing_within_the_limits_is_doubtful(exercise: Exercise, data: st.DataObject) -> None:
    """Whatever calibration chooses, somebody can begin, be counted, and pass the checks."""
    values = {key: data.draw(st.floats(low, high), key) for key, (low, high) in exercise.tunables.items()}
    assert lint(with_thresholds(exercise, in_order(exercise, values))) == []
