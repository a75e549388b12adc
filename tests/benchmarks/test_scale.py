import pytest
from scale import spread


@pytest.mark.parametrize(
    ("durations_s", "workers", "overhead_s", "total_s"),
    [
        ([60.0] * 10, 2, 0.0, 300.0),
        # The command is the limit: the last one is given out after 20 s.
        ([2.0] * 20, 9, 1.0, 22.0),
        # The longest one is.
        ([60.0] * 8 + [600.0], 9, 0.0, 600.0),
        # The tenth worker is slow.
        ([60.0] * 10, 10, 0.0, 120.0),
    ],
)
def test_how_long_recordings_take(durations_s: list[float], workers: int, overhead_s: float, total_s: float) -> None:
    """As long as the worker that is done last, or the command that gives them out."""
    assert 3600 * spread(durations_s, workers, overhead_s).hours == pytest.approx(total_s)
