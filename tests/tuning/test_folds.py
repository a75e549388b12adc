import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecoach.errors import SourceError
from posecoach.tuning.fitting import folds


@given(repetitions=st.lists(st.integers(0, 30), min_size=3, max_size=30), seed=st.integers(0, 9))
def test_each_recording_is_held_out_once(repetitions: list[int], seed: int) -> None:
    """One by one up to six, else in five parts of like sizes."""
    parts = folds(repetitions, None, seed)
    assert sorted(index for part in parts for index in part) == list(range(len(repetitions)))
    assert len(parts) == (len(repetitions) if len(repetitions) <= 6 else 5)
    assert max(map(len, parts)) - min(map(len, parts)) <= 1


def test_parts_have_long_and_short_recordings() -> None:
    """Not all long ones in one part."""
    parts = folds([10, 10, 10, 10, 10, 1, 1, 1, 1, 1], None, 0)
    assert [sorted([10, 10, 10, 10, 10, 1, 1, 1, 1, 1][index] for index in part) for part in parts] == [[1, 10]] * 5


@pytest.mark.parametrize(
    ("total", "count", "reason"), [(0, None, "needs 3"), (2, None, "needs 3"), (4, 5, "choose 2 to 4")]
)
def test_too_few_recordings_are_refused(total: int, count: int | None, reason: str) -> None:
    """With how many there must be."""
    with pytest.raises(SourceError, match=reason):
        folds([3] * total, count, 0)
