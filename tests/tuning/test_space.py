import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posecoach.exercise.library import data_folder, exercise_paths, read_exercise
from posecoach.exercise.schema import Exercise
from posecoach.exercise.thresholds import thresholds, with_thresholds
from posecoach.tuning.search import middle, neighbours, possible, step

SHIPPED = [read_exercise(data_folder("exercises") / f"{name}.toml") for name in ("bridge", "cat_cow", "childs_pose")]


@st.composite
def anything(draw: st.DrawFn) -> tuple[Exercise, dict[str, float]]:
    exercise = draw(st.sampled_from(SHIPPED))
    limits = exercise.tunables.items()
    return exercise, {key: draw(st.floats(low, high)) for key, (low, high) in limits}


@settings(max_examples=400)
@given(given_=anything())
def test_whatever_is_tried_is_possible(given_: tuple[Exercise, dict[str, float]]) -> None:
    """Rounded values lie in their limits and make an exercise, and rounding them again changes nothing."""
    exercise, values = given_
    rounded = possible(exercise, values)
    changed = with_thresholds(exercise, rounded)
    assert thresholds(changed) == pytest.approx(rounded)
    assert possible(exercise, rounded) == rounded


@pytest.mark.parametrize("exercise_id", sorted(exercise_paths()))
def test_shipped_thresholds_are_possible_as_they_are(exercise_id: str) -> None:
    """Rounding leaves them alone; the middle of all limits is possible, too."""
    exercise = read_exercise(data_folder("exercises") / f"{exercise_id}.toml")
    present = thresholds(exercise)
    assert possible(exercise, present) == pytest.approx(present)
    with_thresholds(exercise, middle(exercise))


def test_neighbours_move_every_threshold_both_ways(bridge: Exercise) -> None:
    """By a twentieth of its limits, and the same way each time."""
    present = thresholds(bridge)
    one, other = neighbours(bridge, present)
    assert (one, other) == tuple(neighbours(bridge, present))
    for key in ("drive.least", "checks.alignment.below", "checks.arms_down.above"):
        low, high = bridge.tunables[key]
        assert sorted((one[key], other[key])) == pytest.approx(
            [present[key] - 0.05 * (high - low), present[key] + 0.05 * (high - low)], abs=step((low, high))
        )


@pytest.mark.parametrize(("limits", "size"), [((118.0, 158.0), 0.1), ((0.02, 0.1), 0.0001), ((0.0, 100.0), 1.0)])
def test_values_are_plain_numbers(limits: tuple[float, float], size: float) -> None:
    """A hundred of them or more, in steps of a power of ten."""
    assert step(limits) == pytest.approx(size)
