"""Names of thresholds, exercises with other values, and what the shipped files let calibration change."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecoach.exercise.library import exercise_paths, read_exercise
from posecoach.exercise.lint import lint
from posecoach.exercise.schema import Exercise
from posecoach.exercise.thresholds import measured_by, number_at, put_number, thresholds, with_thresholds

EXERCISES = {name: read_exercise(path) for name, path in exercise_paths().items()}
BRIDGE = EXERCISES["bridge"]
FEWEST_SHARE = 0.05


def data(**changes: Any) -> dict[str, Any]:
    return BRIDGE.model_dump() | changes


@pytest.mark.parametrize(
    ("exercise", "key", "measure"),
    [
        ("bridge", "drive.least", "hip_lift"),
        ("cat_cow", "drive.start", "back_arch"),
        ("bridge", "checks.feet_close.above", "knee_angle"),
    ],
)
def test_a_threshold_is_a_value_of_a_measure(exercise: str, key: str, measure: str) -> None:
    """The one of the rule that it belongs to."""
    assert measured_by(EXERCISES[exercise], key) == measure


@pytest.mark.parametrize(
    ("exercise", "key"),
    [
        ("bridge", "drive.start"),
        ("bridge", "drive.end"),
        ("bridge", "drive.least"),
        ("pelvic_tilt", "drive.min_snr"),
        ("bridge", "checks.alignment.below"),
        ("bridge", "checks.alignment.above"),
    ],
)
def test_a_threshold_is_named_by_its_place(exercise: str, key: str) -> None:
    """Its number is found there, and another one is put there and nowhere else."""
    before = EXERCISES[exercise].model_dump()
    changed = EXERCISES[exercise].model_dump()
    value = number_at(before, key)
    put_number(changed, key, value + 1)
    assert number_at(changed, key) == value + 1
    assert changed != before
    put_number(changed, key, value)
    assert changed == before


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("drive.measure", "not the name"),
        ("drive", "not the name"),
        ("drive.end.low", "not the name"),
        ("end", "not the name"),
        ("", "not the name"),
        ("drive.min_snr", "gives no such number"),
        ("checks.arms_down.below", "gives no such number"),
        ("checks.arms_up.below", "nothing in the file"),
        ("checks.alignment", "not the name"),
        ("checks.alignment.target", "not the name"),
        ("gate.ranges.min", "not the name"),
    ],
)
def test_a_name_of_no_threshold_is_refused(key: str, words: str) -> None:
    """The described position of a check, what isn't a number, and what the file doesn't have."""
    for refused in (lambda: number_at(data(), key), lambda: put_number(data(), key, 1.0)):
        with pytest.raises(ValueError, match=words) as caught:
            refused()
        assert str(caught.value).startswith(f"{key}: ")


@pytest.mark.parametrize("name", EXERCISES)
def test_the_values_of_the_file_change_nothing(name: str) -> None:
    """Thresholds come in the file's order and give the same exercise again."""
    exercise = EXERCISES[name]
    values = thresholds(exercise)
    assert list(values) == list(exercise.tunables)
    assert with_thresholds(exercise, values) == exercise


def test_named_thresholds_change_and_the_others_stay() -> None:
    """The exercise that was given stays as it was, too."""
    before = thresholds(BRIDGE)
    changed = with_thresholds(BRIDGE, {"drive.least": 0.5, "checks.feet_close.above": 40.0})
    assert thresholds(changed) == before | {"drive.least": 0.5, "checks.feet_close.above": 40.0}
    assert thresholds(BRIDGE) == before


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"drive.end": 0.5}, "drive.end is not tunable in bridge; allowed: drive.least"),
        ({"drive.least": 0.99}, "0.99 must lie in its limits"),
        ({"drive.least": float("nan")}, "drive"),
    ],
)
def test_values_that_cannot_be_are_refused(values: dict[str, float], words: str) -> None:
    """Thresholds that aren't tunable, and values beyond their limits."""
    with pytest.raises(ValueError, match=words):
        with_thresholds(BRIDGE, values)


def test_an_exercise_without_tunables_has_none() -> None:
    """Then only no change at all is allowed."""
    exercise = BRIDGE.model_copy(update={"tunables": {}})
    assert thresholds(exercise) == {}
    assert with_thresholds(exercise, {}) == exercise
    with pytest.raises(ValueError, match="allowed: none"):
        with_thresholds(exercise, {"drive.least": 0.5})


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES)
def test_every_exercise_can_be_tuned(exercise: Exercise) -> None:
    """How far counts, and a tolerance of each check; none is at an end of its limits."""
    tolerances = {key.split(".")[1] for key in exercise.tunables if key.startswith("checks.")}
    assert any(key.startswith("drive.") for key in exercise.tunables)
    assert tolerances == {check.id for check in exercise.checks}
    shares = {
        key: (value - exercise.tunables[key][0]) / (exercise.tunables[key][1] - exercise.tunables[key][0])
        for key, value in thresholds(exercise).items()
    }
    assert {key: share for key, share in shares.items() if not FEWEST_SHARE < share < 1 - FEWEST_SHARE} == {}


@given(st.sampled_from(list(EXERCISES.values())), st.data())
def test_nothing_within_the_limits_is_doubtful(exercise: Exercise, data: st.DataObject) -> None:
    """Whatever calibration chooses, somebody can be counted and pass the checks."""
    values = {key: data.draw(st.floats(low, high), key) for key, (low, high) in exercise.tunables.items()}
    assert lint(with_thresholds(exercise, values)) == []
