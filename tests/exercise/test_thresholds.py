"""Names of thresholds, exercises with other values, and what the shipped files let calibration change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecoach.exercise.library import exercise_paths, read_exercise
from posecoach.exercise.lint import lint
from posecoach.exercise.schema import Exercise
from posecoach.exercise.thresholds import all_thresholds, thresholds, with_thresholds

EXERCISES = {name: read_exercise(path) for name, path in exercise_paths().items()}
BRIDGE = EXERCISES["bridge"]
FEWEST_SHARE = 0.05


@pytest.mark.parametrize(
    ("exercise", "path", "place", "unit"),
    [
        ("bridge", "drive.least", (None, "least", "hip_lift"), "of the described travel"),
        ("cat_cow", "drive.start", (None, "start", "back_arch"), "trunk lengths"),
        ("bridge", "drive.start", (None, "start", "hip_lift"), "trunk lengths"),
        ("pelvic_tilt", "drive.min_snr", (None, "min_snr", "pelvic_tilt"), "times the noise"),
        ("bridge", "checks.feet_close.above", ("feet_close", "above", "knee_angle"), "degrees"),
    ],
)
def test_a_threshold_is_named_by_its_place(
    exercise: str, path: str, place: tuple[str | None, str, str], unit: str
) -> None:
    """It knows its rule, what it is compared with, and in which unit; what may not change has no limits."""
    found = all_thresholds(EXERCISES[exercise])[path]
    assert (found.path, found.unit, found.limits) == (path, unit, EXERCISES[exercise].tunables.get(path))
    assert (found.check, found.end, found.measure) == place


@pytest.mark.parametrize(
    "path",
    [
        *("drive.measure", "drive", "drive.end.low", "end", "", "drive.min_snr", "gate.ranges.min"),
        *("checks.arms_down.below", "checks.arms_up.below", "checks.alignment", "checks.alignment.target"),
    ],
)
def test_a_name_of_no_threshold_is_refused(path: str) -> None:
    """The described position of a check, what isn't a number, and what the file doesn't have."""
    data = BRIDGE.model_dump()
    with pytest.raises(ValueError, match=rf"tunables\.{path}: no threshold with a value; allowed: drive\.start, "):
        Exercise.model_validate(data | {"tunables": {path: (0.0, 1.0)}})


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
    tolerances = {all_thresholds(exercise)[path].check for path in exercise.tunables}
    # None is the drive's.
    assert tolerances == {None, *(check.id for check in exercise.checks)}
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
