from itertools import pairwise
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecoach.capture.segments import WARM_UP_S, Segment, plan_segments

durations = st.floats(min_value=0, max_value=20_000)


@given(durations)
def test_segments_cover_all_time_once(duration_s: float) -> None:
    """From 0 to infinity every moment belongs to exactly one segment."""
    segments = plan_segments(duration_s)
    assert segments[0].start_s == 0
    assert segments[-1].end_s == inf
    assert all(segment.start_s < segment.end_s for segment in segments)
    assert all(one.end_s == other.start_s for one, other in pairwise(segments))
    assert [segment.index for segment in segments] == list(range(len(segments)))


@given(durations)
def test_warm_up_comes_before_the_segment(duration_s: float) -> None:
    """Reading begins half a second early, but never before the recording."""
    for segment in plan_segments(duration_s):
        assert segment.warm_up_s == max(0.0, segment.start_s - WARM_UP_S)


@given(st.floats(min_value=4, max_value=20_000))
def test_segments_are_even_in_number_and_length(duration_s: float) -> None:
    """Two workers get as many segments each, all of about twelve seconds unless the recording is short."""
    segments = plan_segments(duration_s)
    lengths = [min(segment.end_s, duration_s) - segment.start_s for segment in segments]
    assert len(segments) % 2 == 0
    assert max(lengths) == pytest.approx(min(lengths))
    assert max(lengths) <= 18.0 + 1e-6
    assert duration_s < 12 or min(lengths) >= 6.0


@pytest.mark.parametrize(
    ("duration_s", "count"),
    [(0.0, 1), (3.9, 1), (4.0, 2), (24.0, 2), (41.2, 4), (61.2, 6), (600.0, 50)],
)
def test_number_of_segments(duration_s: float, count: int) -> None:
    """The number of segments follows from the duration alone."""
    assert len(plan_segments(duration_s)) == count


def test_a_plan_spelled_out() -> None:
    """Sixteen seconds become two halves."""
    assert plan_segments(16.0) == [Segment(0, 0.0, 0.0, 8.0), Segment(1, 7.5, 8.0, inf)]
