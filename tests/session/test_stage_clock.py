import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecoach.session.guide import StageClock

COUNTED = (10, 3, 2, 1)


def told(total_s: float, steps_s: list[float], *, begin_s: float = 100.0, lasted_s: float = 0.0) -> list[int]:
    """The seconds that a stage tells when it is looked at after these steps."""
    clock, time_s, seconds = StageClock(), begin_s, list[int]()
    clock.begin(time_s, total_s, lasted_s=lasted_s)
    for step_s in steps_s:
        time_s += step_s
        second = clock.second(time_s, COUNTED)
        seconds += [] if second is None else [second]
    return seconds


@pytest.mark.parametrize(("lasted_s", "left_s"), [(0.0, 12.0), (5.0, 7.0), (12.0, 0.0), (20.0, 0.0)])
def test_what_has_lasted_before_is_taken_off(lasted_s: float, left_s: float) -> None:
    """And nothing is left of what is over."""
    clock = StageClock()
    clock.begin(100.0, 12.0, lasted_s=lasted_s)
    assert clock.left_s(100.0) == pytest.approx(left_s)
    assert clock.lasted_s(103.0) == pytest.approx(lasted_s + 3.0)
    assert clock.left_s(103.0) == pytest.approx(max(0.0, left_s - 3.0))


STEPS = st.lists(st.floats(0.02, 0.9), min_size=1, max_size=80)


@given(st.sampled_from([0.0, 0.5, 1.0, 2.5, 3.0, 12.0]), STEPS)
def test_seconds_go_downwards_and_never_beyond_the_stage(total_s: float, steps_s: list[float]) -> None:
    """At any frame rate."""
    seconds = told(total_s, steps_s)
    assert seconds == sorted(set(seconds), reverse=True)
    assert all(second <= max(total_s, 0.0) + 1e-9 for second in seconds)


@given(st.floats(0.0, 12.0), STEPS)
def test_a_stage_that_goes_on_tells_what_is_still_to_come(lasted_s: float, steps_s: list[float]) -> None:
    """No second that was over before."""
    assert all(second <= 12.0 - lasted_s + 1e-9 for second in told(12.0, steps_s, lasted_s=lasted_s))
