import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecoach.tuning.verdict import mean_interval

gains = st.lists(st.floats(-1, 1), min_size=3, max_size=20)


@given(values=gains)
def test_the_mean_lies_within(values: list[float]) -> None:
    """Between the smallest and the largest value, and the same each time."""
    found = mean_interval(values, 0.95)
    assert min(values) - 1e-9 <= found.low <= found.mean + 1e-9
    assert found.mean - 1e-9 <= found.high <= max(values) + 1e-9
    assert found == mean_interval(values, 0.95)


@pytest.mark.parametrize(
    ("values", "sure"),
    [
        ([0.3, 0.2, 0.4], True),
        ([0.0, 0.0, 0.0, 0.0, 0.5, 0.3], True),
        ([0.3, -0.2, 0.1, -0.1], False),
        ([0.0, 0.0, 0.0], False),
        ([0.5, -0.4, 0.5, -0.4, 0.1], False),
    ],
)
def test_gains_without_losses_are_sure(values: list[float], sure: bool) -> None:
    """Recordings that stay as they were don't make a gain doubtful; those that get worse do."""
    assert (mean_interval(values, 0.95).low > 0) is sure


def test_it_holds_the_true_mean_about_as_often_as_it_says() -> None:
    """A little less often with eight values, as for any bootstrap."""
    draw = np.random.default_rng(1)
    samples = draw.normal(0.2, 1.0, (200, 8)).tolist()
    intervals = [mean_interval(sample, 0.95) for sample in samples]
    assert 0.86 < np.mean([one.low < 0.2 < one.high for one in intervals]) <= 0.97
