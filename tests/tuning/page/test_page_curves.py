import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecoach.counting.table import MeasureTable
from posecoach.exercise.schema import Exercise
from posecoach.exercise.tunables import thresholds
from posecoach.exercise_files import load_exercises
from posecoach.pose.stabilise import Stabiliser
from posecoach.testing import Figure, eased, scripted_series
from posecoach.tuning.page.curves import curves_of, thinned
from posecoach.tuning.page.lines import curve_kinds
from posecoach.tuning.wording import threshold_words

EXERCISES = load_exercises()
NOT_ON_A_CURVE = ("travel", "still_speed", "clear_by", "longest_s", "dwell_s")
"""Ends of the keys of what is no value of a measure."""


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_every_threshold_that_is_a_value_of_a_measure_lies_on_a_curve(exercise: Exercise) -> None:
    """The drive comes first, and whatever may be tuned can be dragged, at the value that it has."""
    kinds, values = curve_kinds(exercise), thresholds(exercise)
    lines = [line for kind in kinds for line in kind.lines]
    movable = {line.key for line in lines if line.value is None}

    assert kinds[0].measure == exercise.drive.measure
    assert len({kind.id for kind in kinds}) == len(kinds)
    assert movable == {key for key in values if not key.endswith(NOT_ON_A_CURVE)}


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_every_threshold_and_curve_has_words(exercise: Exercise) -> None:
    """No two thresholds of an exercise are called the same, and no title is empty."""
    words = [threshold_words(exercise, key) for key in exercise.tunables]
    assert len({(one.group, one.title) for one in words}) == len(words)
    assert all(one.meaning and one.unit for one in words)
    assert all(kind.title for kind in curve_kinds(exercise))


def test_lines_of_checks_lie_where_the_check_begins_to_fail() -> None:
    """A bridge's alignment is good from 180 less the tolerance on."""
    bridge = next(exercise for exercise in EXERCISES if exercise.id == "bridge")
    line = next(line for line in curve_kinds(bridge)[0].lines if line.key == "checks.alignment.below")
    check = next(check for check in bridge.checks if check.id == "alignment")
    assert line.base + line.factor * (check.below or 0) == check.lowest
    assert line.good_above


def test_the_first_curve_follows_the_figure() -> None:
    """The drive's curve is the hip angle of the scripted bridge."""
    bridge = next(exercise for exercise in EXERCISES if exercise.id == "bridge")
    angles = [125.0] * 60 + eased(125, 178, 30) + [178.0] * 60 + eased(178, 125, 30) + [125.0] * 60
    poses = Stabiliser()(scripted_series([Figure.supine(hip_angle=angle) for angle in angles]))
    drive = curves_of(bridge, MeasureTable.of(bridge, poses), [])[0]

    assert drive.values[""] == pytest.approx(np.array(angles), abs=6)
    assert drive.bounds[0] == pytest.approx(125, abs=3)
    assert drive.bounds[1] == pytest.approx(178, abs=3)


def test_changes_count_from_the_last_seconds_in_the_start_position() -> None:
    """Somebody who rests higher after the first repetition starts from zero again."""
    exercise = next(one for one in EXERCISES if one.id == "cat_cow")
    curves = [0.0] * 90 + eased(0.0, 0.2, 30) + eased(0.2, 0.04, 30) + [0.04] * 120
    poses = Stabiliser()(scripted_series([Figure.all_fours(back_curve=curve) for curve in curves]))
    drive = curves_of(exercise, MeasureTable.of(exercise, poses), [(3.0, 5.0)])[0]

    assert drive.kind.from_start
    assert drive.values[""][60:85] == pytest.approx(0, abs=0.01)
    assert drive.values[""][-30:] == pytest.approx(0, abs=0.01)
    assert np.nanmax(drive.values[""]) > 0.1


@given(
    st.lists(st.one_of(st.floats(-100, 100), st.just(float("nan"))), min_size=1, max_size=300),
    st.floats(0, 8),
    st.floats(0.1, 8),
    st.integers(1, 50),
)
def test_a_thinned_curve_keeps_every_extreme(
    values: list[float], start_s: float, length_s: float, columns: int
) -> None:
    """However few columns a picture has, it shows the smallest and the largest value of its stretch."""
    time_s, series = np.arange(len(values)) / 30, np.array(values)
    end_s = start_s + length_s
    found = thinned(time_s, series, (start_s, end_s), columns)
    within = series[(time_s >= start_s) & (time_s <= end_s)]

    assert len(found) <= columns + 3
    assert (np.diff(found[:, 0]) > 0).all()
    if len(within) and not np.isnan(within).all():
        assert np.nanmin(found[:, 1]) <= np.float32(np.nanmin(within))
        assert np.nanmax(found[:, 2]) >= np.float32(np.nanmax(within))


def test_what_was_not_seen_is_a_gap() -> None:
    """Nobody reads a value where there was none."""
    time_s, values = np.arange(90) / 30, np.full(90, 5.0)
    values[30:60] = np.nan
    found = thinned(time_s, values, (0, 3), 30)
    assert np.isnan(found[12:18, 1:]).all()
    assert (found[:9, 1:] == 5).all()
