import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecoach.exercise.tunables import ZONES, thresholds, with_thresholds
from posecoach.exercise_files import load_exercise
from posecoach.tuning.page.dragging import dragged

EXERCISES = {name: load_exercise(name) for name in ("bridge", "cat_cow")}


def test_a_zone_that_is_dragged_pushes_the_others_ahead_of_it() -> None:
    """A dragged line goes where the hand goes; lines in its way keep their order and make room."""
    bridge = EXERCISES["bridge"]
    moved = dragged(bridge, thresholds(bridge), "drive.rest", 153.0)

    assert moved["drive.rest"] == 153.0
    assert 153.0 < moved["drive.hold_leave"] < moved["drive.hold_enter"]
    assert moved["checks.alignment.below"] == thresholds(bridge)["checks.alignment.below"]


@given(st.sampled_from(sorted(EXERCISES)), st.integers(0, 20), st.floats(-300, 300), st.floats(-300, 300))
def test_wherever_a_line_is_dragged_the_exercise_stays_possible(
    name: str, place: int, first: float, second: float
) -> None:
    """Values stay within their limits and the zones in their order, drag after drag."""
    exercise = EXERCISES[name]
    keys = list(exercise.tunables)
    key = keys[place % len(keys)]
    moved = dragged(exercise, thresholds(exercise), key, first)
    moved = dragged(exercise, moved, keys[(place + 1) % len(keys)], second)

    assert all(low <= moved[name] <= high for name, (low, high) in exercise.tunables.items())
    with_thresholds(exercise, moved)
    zones = [exercise.drive.sign * moved[zone] for zone in ZONES]
    assert zones == sorted(set(zones))


def test_what_is_not_tunable_cannot_be_dragged() -> None:
    """The described position is the exercise's, not the page's."""
    bridge = EXERCISES["bridge"]
    with pytest.raises(ValueError, match="not tunable"):
        dragged(bridge, thresholds(bridge), "drive.target", 150)
