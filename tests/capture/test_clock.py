from fractions import Fraction

import pytest

from posecoach.capture.clock import MediaClock, TimeScale

MILLISECONDS = Fraction(1, 1000)


@pytest.mark.parametrize(
    ("timestamps", "times_s"),
    [
        pytest.param([0, 40, 80], [0.0, 0.04, 0.08], id="plain"),
        pytest.param([0, 33, 500], [0.0, 0.033, 0.5], id="variable rate"),
        pytest.param([0, 0, 40, 40], [0.0, None, 0.04, None], id="repeated"),
        pytest.param([0, 80, 40, 120], [0.0, 0.08, None, 0.12], id="back in time"),
        pytest.param([0, None, None], [0.0, 0.04, 0.08], id="missing"),
        pytest.param([None, None], [0.0, 0.04], id="none at all"),
        pytest.param([0, None, 40, 80], [0.0, 0.04, None, 0.08], id="missing, then back"),
    ],
)
def test_times_increase_strictly(timestamps: list[int | None], times_s: list[float | None]) -> None:
    """Repeated and backward timestamps get no time, missing ones a step of the frame rate."""
    clock = MediaClock(TimeScale(origin=0, unit=MILLISECONDS, step_s=0.04))
    assert [clock.time_of(timestamp) for timestamp in timestamps] == times_s


@pytest.mark.parametrize("origin", [0, 123_456_789, -500])
def test_time_counts_from_the_first_frame(origin: int) -> None:
    """Wherever a container's clock starts, the recording starts at 0."""
    clock = MediaClock(TimeScale(origin, MILLISECONDS, step_s=0.04))
    assert [clock.time_of(origin), clock.time_of(origin + 40)] == [0.0, 0.04]
