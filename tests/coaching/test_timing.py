import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecoach.coaching.timing import Stroke, speed
from posecoach.exercise.schema import Exercise
from posecoach.testing import eased


def stroke(rate_hz: float, *parts: tuple[float, float, float]) -> Stroke:
    """A drive made of (from, to, seconds) parts."""
    values = [value for start, end, length in parts for value in eased(start, end, max(1, round(length * rate_hz)))]
    result = Stroke()
    for index, value in enumerate(values):
        result.add(index / rate_hz, value)
    return result


@pytest.mark.parametrize("rate_hz", [10, 15, 24, 30, 60])
@pytest.mark.parametrize("top", [165.0, 178.0, 181.0])
@pytest.mark.parametrize("hold_s", [0.5, 2.0, 20.0])
def test_a_hold_is_timed_to_a_fifth_of_a_second(rate_hz: float, top: float, hold_s: float, bridge: Exercise) -> None:
    """Whatever the frame rate, height and length, the hold runs from coming to rest to moving off."""
    parts = ((125, 125, 1.0), (125, top, 1.3), (top, top, hold_s), (top, 125, 1.3))
    edges = stroke(rate_hz, *parts).edges(bridge.drive.zones)
    assert edges.start_s == pytest.approx(1.0, abs=0.25)
    assert edges.hold_start_s == pytest.approx(2.3, abs=0.2)
    assert edges.hold_s == pytest.approx(hold_s, abs=0.25)
    assert edges.hold_end_s - edges.hold_start_s == pytest.approx(edges.hold_s)


@given(half=st.floats(0.4, 0.9))
def test_a_quick_repetition_has_next_to_no_hold(half: float) -> None:
    """Somebody who bounces up and down isn't holding."""
    from posecoach.exercise_files import load_exercise  # noqa: PLC0415 - hypothesis and fixtures don't mix

    parts = ((125.0, 125.0, 1.0), (125.0, 176.0, half), (176.0, 125.0, half))
    assert stroke(30, *parts).edges(load_exercise("bridge").drive.zones).hold_s < 0.35 * half


def test_a_stop_on_the_way_down_is_no_hold(bridge: Exercise) -> None:
    """Resting halfway down doesn't make the hold longer."""
    up = ((125.0, 125.0, 1.0), (125.0, 178.0, 1.0), (178.0, 178.0, 3.0))
    down = ((178.0, 158.0, 0.5), (158.0, 158.0, 1.0), (158.0, 125.0, 0.8))
    edges = stroke(30, *up, *down).edges(bridge.drive.zones)
    assert edges.hold_s == pytest.approx(3.0, abs=0.25)


def test_what_was_not_seen_is_not_held(bridge: Exercise) -> None:
    """A gap in the middle of a hold is taken off its length."""
    whole = stroke(30, (125, 125, 1.0), (125, 178, 1.0), (178, 178, 6.0), (178, 125, 1.0))
    gap = Stroke()
    for time_s, value in zip(whole.time_s, whole.value, strict=True):
        if not 4.0 < time_s < 5.5:
            gap.add(time_s, value)
    assert gap.edges(bridge.drive.zones).hold_s == pytest.approx(4.5, abs=0.25)


@pytest.mark.parametrize("rate_hz", [15, 30])
@pytest.mark.parametrize(("exercise_id", "low", "top"), [("bridge", 125.0, 146.0), ("hip_shift_stretch", 0.0, 0.054)])
def test_an_attempt_begins_where_it_left_rest(exercise_id: str, low: float, top: float, rate_hz: float) -> None:
    """However small the movement is; a stop at its top doesn't hide its beginning."""
    from posecoach.exercise_files import load_exercise  # noqa: PLC0415 - as above

    tried = stroke(rate_hz, (low, low, 1.0), (low, top, 1.3), (top, top, 1.0), (top, low, 1.3))
    assert tried.start_s(load_exercise(exercise_id).drive.zones, top) == pytest.approx(1.0, abs=0.3)


def test_speed_is_the_slope_at_any_frame_rate() -> None:
    """A steady movement reads the same at 10 and at 60 frames a second."""
    for rate_hz in (10, 60):
        time_s = np.arange(0, 2, 1 / rate_hz)
        assert speed(time_s, 40 * time_s) == pytest.approx(np.full(len(time_s), 40.0))


def test_waiting_keeps_only_the_last_moments() -> None:
    """An hour of lying still doesn't pile up samples."""
    waiting = Stroke()
    for index in range(108_000):
        waiting.add(index / 30, 125.0)
        waiting.keep_last(2.0)
    assert len(waiting.time_s) < 150
    assert waiting.time_s[-1] - waiting.time_s[0] >= 2.0
