import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecoach.tuning.agreement import Agreement
from posecoach.tuning.verdict import Reason, mean_interval, verdict


def of_ten(*right: int) -> list[Agreement]:
    """Recordings of ten repetitions, so many of which are right."""
    return [Agreement(labelled=10, right=one) for one in right]


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ((7, 8, 6, 9), (9, 9, 9, 9), None),
        ((10, 10, 10, 10, 10, 8, 7), (10, 10, 10, 10, 10, 10, 10), None),
        ((9, 9, 9, 9), (9, 9, 9, 9), Reason.NO_CHANGE),
        ((9, 9, 9, 9), (8, 10, 10, 8), Reason.NO_GAIN),
        ((7, 9, 8, 9), (9, 8, 10, 8), Reason.MAYBE_CHANCE),
        ((10, 10, 10, 2), (10, 10, 10, 10), Reason.ONE_RECORDING),
        ((2, 3, 2, 1), (6, 7, 6, 6), Reason.NO_AGREEMENT),
    ],
)
def test_only_what_helps_is_used(before: tuple[int, ...], after: tuple[int, ...], reason: Reason | None) -> None:
    """On several recordings, beyond chance, and where labels and recordings belong together."""
    found = verdict(of_ten(*before), of_ten(*after))
    assert found.reason is reason
    assert found.helps is (reason is None)
    assert found.gain.mean == pytest.approx((sum(after) - sum(before)) / 10 / len(before))


gains = st.lists(st.floats(-1, 1), min_size=3, max_size=20)


@given(values=gains)
def test_the_mean_lies_within(values: list[float]) -> None:
    """Between the smallest and the largest value, and the same each time."""
    found = mean_interval(values, 0.95)
    assert min(values) - 1e-9 <= found.low <= found.mean + 1e-9
    assert found.mean - 1e-9 <= found.high <= max(values) + 1e-9
    assert found == mean_interval(values, 0.95)


def test_it_holds_the_true_mean_about_as_often_as_it_says() -> None:
    """A little less often with eight values, as for any bootstrap."""
    draw = np.random.default_rng(1)
    samples = draw.normal(0.2, 1.0, (200, 8)).tolist()
    intervals = [mean_interval(sample, 0.95) for sample in samples]
    assert 0.86 < np.mean([one.low < 0.2 < one.high for one in intervals]) <= 0.97
