"""Names of thresholds, exercises with other values, and zones that stay in their order."""

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from posecoach.exercise.schema import Exercise
from posecoach.exercise.threshold_keys import number_at, put_number
from posecoach.exercise.tunables import ZONES, in_order, measured_by, thresholds, with_thresholds
from posecoach.exercise_files import exercise_paths, read_exercise

EXERCISES = {name: read_exercise(path) for name, path in exercise_paths().items()}
BRIDGE = EXERCISES["bridge"]


def data(**changes: Any) -> dict[str, Any]:
    return BRIDGE.model_dump() | changes


def condition(side: str) -> dict[str, Any]:
    return {"measure": "knee_angle", "side": side, "min": 10.0, "max": 90.0}


@pytest.mark.parametrize(
    ("exercise", "key", "measure"),
    [
        ("bridge", "drive.rest", "hip_angle"),
        ("cat_cow", "witness.change", "back_curve"),
        ("leg_roll", "also_back.within", "knee_height"),
        ("bridge", "checks.feet_close.above", "knee_angle"),
        ("bridge", "start.hip_angle.max", "hip_angle"),
        ("bridge", "engaged.turned_away.max", "turned_away"),
    ],
)
def test_a_threshold_is_a_value_of_a_measure(exercise: str, key: str, measure: str) -> None:
    """The one of the rule that it belongs to."""
    assert measured_by(EXERCISES[exercise], key) == measure


@pytest.mark.parametrize(
    ("exercise", "key", "value"),
    [
        ("bridge", "drive.rest", 147),
        ("bridge", "drive.still_speed", 4),
        ("cat_cow", "drive.travel", 0.16),
        ("cat_cow", "witness.change", 0.05),
        ("leg_roll", "also_back.within", 0.04),
        ("bridge", "checks.alignment.below", 13),
        ("bridge", "checks.alignment.above", 28),
        ("heel_raise_bridge", "checks.heels_up.dwell_s", 1),
        ("bridge", "start.knee_angle.max", 125),
        ("bridge", "start.knee_angle.near.min", 30),
        ("seated_overhead_stretch", "start.shoulder_angle.max", 95),
        ("bridge", "engaged.turned_away.max", 1.2),
    ],
)
def test_a_threshold_is_named_by_its_place(exercise: str, key: str, value: float) -> None:
    """Its number is found there, and another one is put there and nowhere else."""
    before = EXERCISES[exercise].model_dump()
    changed = EXERCISES[exercise].model_dump()
    assert number_at(before, key) == value
    put_number(changed, key, value + 1)
    assert number_at(changed, key) == value + 1
    assert changed != before
    put_number(changed, key, value)
    assert changed == before


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("drive.target", "not the name"),
        ("drive.measure", "not the name"),
        ("drive", "not the name"),
        ("drive.rest.low", "not the name"),
        ("rest", "not the name"),
        ("", "not the name"),
        ("witness.change", "not the name"),
        ("also_back.within", "not the name"),
        ("drive.travel", "gives no such number"),
        ("drive.clear_by", "gives no such number"),
        ("checks.arms_down.below", "gives no such number"),
        ("checks.arms_up.below", "nothing in the file"),
        ("checks.alignment", "not the name"),
        ("checks.alignment.target", "not the name"),
        ("start.elbow_angle.min", "nothing in the file"),
        ("start.knee_angle.working.min", "nothing in the file"),
        ("start.knee_angle.side", "not the name"),
        ("start.min", "not the name"),
        ("engaged.hip_angle.min", "nothing in the file"),
        ("placement.view", "not the name"),
    ],
)
def test_a_name_of_no_threshold_is_refused(key: str, words: str) -> None:
    """The described position, what isn't a number, and what the file doesn't have."""
    for refused in (lambda: number_at(data(), key), lambda: put_number(data(), key, 1.0)):
        with pytest.raises(ValueError, match=words) as caught:
            refused()
        assert str(caught.value).startswith(f"{key}: ")


def test_where_two_conditions_read_a_measure_the_side_tells_them_apart() -> None:
    """Without it, either could be meant."""
    both = data(start=[condition("near"), condition("least")])
    with pytest.raises(ValueError, match="several in the file"):
        number_at(both, "start.knee_angle.min")
    put_number(both, "start.knee_angle.least.min", 20.0)
    assert [one["min"] for one in both["start"]] == [10.0, 20.0]
    assert number_at(both, "start.knee_angle.near.min") == 10.0


@pytest.mark.parametrize("name", EXERCISES)
def test_the_values_of_the_file_change_nothing(name: str) -> None:
    """Thresholds come in the file's order, are in order, and give the same exercise again."""
    exercise = EXERCISES[name]
    values = thresholds(exercise)
    assert list(values) == list(exercise.tunables)
    assert in_order(exercise, values) == values
    assert with_thresholds(exercise, values) == exercise


def test_named_thresholds_change_and_the_others_stay() -> None:
    """The exercise that was given stays as it was, too."""
    changed = with_thresholds(BRIDGE, {"drive.hold_enter": 152.0, "checks.feet_close.above": 40.0})
    assert (changed.drive.hold_enter, changed.drive.rest) == (152.0, BRIDGE.drive.rest)
    assert thresholds(changed) == thresholds(BRIDGE) | {"drive.hold_enter": 152.0, "checks.feet_close.above": 40.0}
    assert BRIDGE.drive.hold_enter == 154.0


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"drive.target": 170.0}, "drive.target is not tunable in bridge; allowed: drive.rest"),
        ({"engaged.turned_away.max": 1.0}, "not tunable"),
        ({"drive.hold_enter": 169.0}, "169 must lie in its limits, 126 to 168"),
        ({"drive.hold_enter": float("nan")}, "drive"),
        ({"drive.hold_enter": 148.0}, "must rise or fall in this order"),
    ],
)
def test_values_that_cannot_be_are_refused(values: dict[str, float], words: str) -> None:
    """Thresholds that aren't tunable, values beyond their limits, and zones that contradict each other."""
    with pytest.raises(ValueError, match=words):
        with_thresholds(BRIDGE, values)


def test_an_exercise_without_tunables_has_none() -> None:
    """Then only no change at all is allowed."""
    exercise = BRIDGE.model_copy(update={"tunables": {}})
    assert thresholds(exercise) == {}
    assert in_order(exercise, {}) == {}
    assert with_thresholds(exercise, {}) == exercise
    with pytest.raises(ValueError, match="allowed: none"):
        with_thresholds(exercise, {"drive.rest": 140.0})


@st.composite
def shipped(draw: st.DrawFn) -> tuple[Exercise, dict[str, float]]:
    """A shipped exercise, and a value for each threshold anywhere in its limits."""
    exercise = draw(st.sampled_from(list(EXERCISES.values())))
    return exercise, {key: draw(st.floats(low, high)) for key, (low, high) in exercise.tunables.items()}


@st.composite
def of_any_limits(draw: st.DrawFn) -> tuple[Exercise, dict[str, float]]:
    """An exercise whose zones may have any limits that a file may give them, and values within."""
    sign = draw(st.sampled_from([1.0, -1.0]))
    rest, leave, enter, target = sorted(draw(st.lists(st.integers(-12, 12), min_size=4, max_size=4, unique=True)))
    limits: dict[str, tuple[float, float]] = {}
    for key, value in zip(ZONES, (rest, leave, enter), strict=True):
        ends = sign * (value - draw(st.integers(0, 60))), sign * (value + draw(st.integers(1, 60)))
        limits[key] = (min(ends), max(ends))
    drive = BRIDGE.drive.model_copy(
        update={"rest": sign * rest, "hold_leave": sign * leave, "hold_enter": sign * enter, "target": sign * target}
    )
    exercise = BRIDGE.model_copy(update={"drive": drive, "tunables": limits})
    return exercise, {key: draw(st.floats(low, high)) for key, (low, high) in limits.items()}


@given(shipped() | of_any_limits())
def test_zones_are_put_in_order_within_their_limits(drawn: tuple[Exercise, dict[str, float]]) -> None:
    """Whatever is chosen, the result is an exercise; other thresholds stay, and to order twice changes nothing."""
    exercise, values = drawn
    ordered = in_order(exercise, values)
    assert [key for key, (low, high) in exercise.tunables.items() if not low <= ordered[key] <= high] == []
    assert thresholds(with_thresholds(exercise, ordered)) == ordered
    assert {key: ordered[key] for key in values if key not in ZONES} == {
        key: value for key, value in values.items() if key not in ZONES
    }
    assert in_order(exercise, ordered) == pytest.approx(ordered, abs=1e-9)


@given(shipped())
def test_zones_in_order_and_apart_are_left_alone(drawn: tuple[Exercise, dict[str, float]]) -> None:
    """Only what has to move is moved."""
    exercise, values = drawn
    rest, leave, enter = (exercise.drive.sign * values[key] for key in ZONES)
    widest = max(high - low for low, high in (exercise.tunables[key] for key in ZONES))
    assume(min(leave - rest, enter - leave) > 0.03 * widest)
    assert in_order(exercise, values) == values


@given(shipped(), st.sampled_from(ZONES))
def test_zones_that_are_not_named_are_ordered_with_those_that_are(
    drawn: tuple[Exercise, dict[str, float]], key: str
) -> None:
    """One value is enough; the file's own ones make room for it."""
    exercise, values = drawn
    ordered = in_order(exercise, {key: values[key]})
    assert set(ordered) == set(ZONES)
    with_thresholds(exercise, ordered)


def test_without_zones_among_the_tunables_nothing_is_ordered() -> None:
    """Values come back as they were."""
    exercise = BRIDGE.model_copy(update={"tunables": {"checks.feet_close.above": (12.0, 42.0)}})
    assert in_order(exercise, {"checks.feet_close.above": 20.0}) == {"checks.feet_close.above": 20.0}
