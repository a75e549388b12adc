import pytest

from posecoach.tuning.agreement import Agreement
from posecoach.tuning.verdict import Reason, verdict


def of_ten(*right: int) -> list[Agreement]:
    """Recordings of ten repetitions, so many of which are right."""
    return [Agreement(labelled=10, right=one) for one in right]


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ((7, 8, 6, 9), (9, 9, 9, 9), None),
        ((10, 10, 10, 10, 10, 8, 7), (10, 10, 10, 10, 10, 10, 10), None),
        ((9, 9, 9, 9), (9, 9, 9, 9), Reason.NO_CHANGE),
        ((9, 9, 9, 9), (9, 8, 9, 9), Reason.NO_GAIN),
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
