from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecoach.counting.table import MeasureTable
from posecoach.exercise.library import load_exercise, load_exercises
from posecoach.exercise.schema import Exercise
from posecoach.exercise.thresholds import thresholds
from posecoach.pose.landmarks import Side
from posecoach.pose.stabilise import Stabiliser
from posecoach.testing import Figure, eased, scripted_series
from posecoach.tuning.page.curves import LineKind, curve_kinds, curves_of, thinned
from posecoach.tuning.replays import Replays
from posecoach.tuning.wording import threshold_words

EXERCISES = load_exercises()
BRIDGE, CAT_COW, COBRA = (load_exercise(name) for name in ("bridge", "cat_cow", "cobra"))
NOT_ON_A_CURVE = "drive.min_snr"
"""No value of a measure."""


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_every_threshold_that_is_a_value_of_a_measure_lies_on_a_curve(exercise: Exercise) -> None:
    """The drive comes first, and whatever may be tuned can be dragged, at the value that it has."""
    kinds, values = curve_kinds(exercise), thresholds(exercise)
    lines = [line for kind in kinds for line in kind.lines]
    movable = {line.key for line in lines if line.value is None}

    assert kinds[0].measure == exercise.drive.measure
    assert len({kind.id for kind in kinds}) == len(kinds)
    assert movable == {key for key in values if key != NOT_ON_A_CURVE}


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_every_threshold_and_curve_has_words(exercise: Exercise) -> None:
    """No two thresholds of an exercise are called the same, and no title is empty."""
    words = [threshold_words(exercise, key) for key in exercise.tunables]
    assert len({(one.group, one.title) for one in words}) == len(words)
    assert all(one.title and one.meaning for one in words)
    assert all(kind.title for kind in curve_kinds(exercise))


def test_lines_of_checks_lie_where_the_check_begins_to_fail() -> None:
    """A bridge's alignment is good from 180 less the tolerance on."""
    lines = [line for kind in curve_kinds(BRIDGE) for line in kind.lines]
    line = next(line for line in lines if line.key == "checks.alignment.below")
    check = next(check for check in BRIDGE.checks if check.id == "alignment")
    assert line.base + line.factor * (check.below or 0) == check.lowest
    assert line.good_above


def test_the_line_of_the_least_travel_lies_in_the_drives_unit() -> None:
    """Between the described start and the described end, which have lines of their own."""
    lines = {line.key: line for line in curve_kinds(BRIDGE)[0].lines}
    least = lines["drive.least"]
    assert (lines["drive.start"].value, lines["drive.end"].value) == (BRIDGE.drive.start, BRIDGE.drive.end)
    assert least.base + least.factor * BRIDGE.drive.least == BRIDGE.drive.measured(BRIDGE.drive.least)
    assert least.good_above


def test_cat_and_cow_have_a_line_each() -> None:
    """What lies beyond both is a repetition; there is no least travel."""
    lines = curve_kinds(CAT_COW)[0].lines
    assert [(line.key, line.kind, line.good_above) for line in lines] == [
        ("drive.start", LineKind.EITHER_END, False),
        ("drive.end", LineKind.EITHER_END, True),
    ]


def test_the_first_curve_follows_the_figure() -> None:
    """The drive's curve is how high the hips of the scripted bridge are, the others are what checks look at."""
    angles = [125.0] * 60 + eased(125, 178, 30) + [178.0] * 60 + eased(178, 125, 30) + [125.0] * 60
    with Replays(BRIDGE, [scripted_series([Figure.supine(hip_angle=angle) for angle in angles])]) as replays:
        drive, hip, *_ = curves_of(BRIDGE, *replays.measures(0), [])

    assert drive.values[""][:50] == pytest.approx(0, abs=0.02)
    assert drive.values[""][95:145] == pytest.approx(drive.values[""].max(), abs=0.02)
    assert hip.values[""] == pytest.approx(np.array(angles), abs=6)
    assert hip.bounds == pytest.approx((125, 178), abs=4)


def test_changes_count_from_before_each_movement() -> None:
    """Somebody who holds the neck elsewhere after the first repetition starts from zero again."""
    table = MeasureTable.of(COBRA, Stabiliser()(scripted_series([Figure.prone()] * 120)))
    neck = np.concatenate([np.full(60, 150.0), np.full(60, 160.0)])
    table = replace(table, values={**table.values, **{("neck_angle", side): neck for side in Side}})
    curves = curves_of(COBRA, table, np.zeros(120), [(1.0, 1.9), (3.0, 3.9)])
    curve = next(curve for curve in curves if curve.kind.from_start)

    assert curve.kind.names == ("neck_long",)
    assert curve.values[""][[10, 40, 110]] == pytest.approx(0)
    assert curve.values[""][70] == pytest.approx(10)


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
