"""Many moments at rest at once teach what each of them does alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from posecoach.coaching.drive_signal import DriveSignal, Lesson
from posecoach.coaching.rest_ahead import OriginLessons, StillMoments, progress_by
from posecoach.coaching.start_position import StartPosition
from posecoach.counting.table import MeasureTable, Rows
from posecoach.exercise.drive import Drive
from posecoach.pose.landmarks import Side

DRIVE = Drive(
    measure="pelvic_tilt", rest=2, hold_leave=3, hold_enter=4, target=60, relative=True, still_speed=3, clear_by=3.0
)
NAME = DRIVE.measure


def table_of(values: list[float], rate_hz: float = 30.0) -> MeasureTable:
    """A recording of one measure, at rest all the time."""
    column = np.array(values)
    seen = np.ones(len(values), bool)
    both = {(NAME, side): column for side in Side}
    return MeasureTable(np.arange(len(values)) / rate_hz, both, {NAME: column}, column, seen, seen)


def flags(learns: list[bool], count: int) -> NDArray[np.bool_]:
    return np.resize(np.array(learns), count)


@given(
    st.lists(st.floats(-5, 5), min_size=2, max_size=150),
    st.lists(st.booleans(), min_size=1, max_size=7),
    st.integers(0, 150),
)
def test_rows_teach_the_origin_as_if_they_came_one_by_one(values: list[float], learns: list[bool], first: int) -> None:
    """Only those that teach; the lesson at each row is the one that was known there."""
    table, teaches = table_of(values), flags(learns, len(values))
    start = min(first, len(values) - 1)
    ahead, alone = DriveSignal(DRIVE), DriveSignal(DRIVE)
    lessons = [ahead.lesson, *OriginLessons(table, teaches).teach(ahead, slice(start, len(values)))]
    progress, is_open = progress_by(lessons, table.drive[start:], pole=1.0)
    for row in range(start, len(values)):
        if teaches[row]:
            alone.rest(float(table.time_s[row]), values[row], 0.0)
        assert is_open[row - start] == alone.open
        assert progress[row - start] == (values[row] - alone.origin if alone.open else 0.0)
    assert ahead.lesson == alone.lesson


def test_progress_follows_what_is_known_from_row_to_row() -> None:
    """On the second side it is turned round; while nothing is looked for there is none."""
    lessons = [Lesson(0, 1.0, open=True), Lesson(2, 2.0, open=False), Lesson(3, 3.0, open=True)]
    progress, is_open = progress_by(lessons, np.array([5.0, 6.0, 7.0, 8.0, 9.0]), pole=-1.0)
    assert progress.tolist() == [-4.0, -5.0, 0.0, -5.0, -6.0]
    assert is_open.tolist() == [True, True, False, True, True]


@pytest.mark.parametrize("rate_hz", [4.0, 30.0, 90.0])
@given(
    values=st.lists(st.floats(-5, 5), min_size=1, max_size=300),
    still=st.lists(st.booleans(), min_size=1, max_size=7),
    cut=st.integers(0, 300),
)
def test_still_rows_show_the_start_position_as_if_they_came_one_by_one(
    rate_hz: float, values: list[float], still: list[bool], cut: int
) -> None:
    """Those that are too long ago to be remembered needn't be shown."""
    table, stays = table_of(values, rate_hz), flags(still, len(values))
    moments = StillMoments(Rows.of(table), [(NAME, None)], stays)
    together, alone = StartPosition(), StartPosition()
    for rows in (slice(0, cut), slice(min(cut, len(values)), len(values))):
        moments.show(together, rows)
    for row in np.flatnonzero(stays):
        alone.add(float(table.time_s[row]), (values[row],))
    assert together.rest().columns == alone.rest().columns
    assert together.rest().total_s == pytest.approx(alone.rest().total_s)


def test_where_no_column_matters_nothing_is_shown() -> None:
    """The start position stays unknown."""
    start = StartPosition()
    StillMoments(Rows.of(table_of([1.0, 2.0])), [], np.ones(2, bool)).show(start, slice(0, 2))
    assert not start.known
