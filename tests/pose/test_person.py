import numpy as np
import pytest
from patches import BEHIND, MAT, SIZE, Place, patch_pose

from posecoach.pose.person import Person
from posecoach.pose.series import PoseSeries


def at(place: Place, time_s: float = 0.0, scale: int = 1) -> Person:
    return Person.of(patch_pose(place).points * np.float32(scale), time_s, SIZE[0] * scale)


def shifted(place: Place, x: int, y: int) -> Place:
    left, top, right, bottom = place
    return left + x, top + y, right + x, bottom + y


@pytest.mark.parametrize(
    ("place", "after_s", "same"),
    [
        pytest.param(MAT, 0.03, True, id="at rest"),
        pytest.param(shifted(MAT, 12, 6), 0.03, True, id="a knock against the camera"),
        pytest.param(shifted(MAT, 40, 0), 0.03, False, id="a body's length away"),
        pytest.param((44, 72, 60, 136), 0.03, True, id="turned on the spot"),
        pytest.param((60, 60, 76, 124), 0.03, False, id="turned and moved"),
        pytest.param(BEHIND, 0.03, False, id="a helper behind the mat"),
        pytest.param(BEHIND, 2.9, False, id="a helper after a short absence"),
        pytest.param(BEHIND, 3.1, True, id="anybody after a long absence"),
    ],
)
def test_who_may_be_one_person(place: Place, after_s: float, *, same: bool) -> None:
    """People are told apart by place and direction, whichever comes first, for as long as it takes to leave."""
    first, second = at(MAT), at(place, after_s)
    assert first.may_be(second) is same
    assert second.may_be(first) is same


def test_the_scale_of_the_picture_does_not_matter() -> None:
    """Pictures that are scaled down for the model show the same people."""
    assert at(MAT, scale=4) == at(MAT)


@pytest.mark.parametrize(
    ("time_s", "expected_s"), [(-1.0, 0.1), (0.1, 0.1), (0.25, 0.1), (0.3, 0.3), (9.0, 0.4)], ids=str
)
def test_who_was_seen_last(time_s: float, expected_s: float) -> None:
    """The last pose up to the moment counts, else the first one after it."""
    poses = [None if row in {0, 2, 5} else patch_pose(MAT) for row in range(6)]
    series = PoseSeries.of([0.0, 0.1, 0.2, 0.3, 0.4, 0.5], poses, SIZE)
    assert Person.in_series(series, time_s) == at(MAT, expected_s)


def test_nobody_was_seen() -> None:
    """There is no one to follow then."""
    assert Person.in_series(PoseSeries.of([0.0], [None], SIZE), 0.0) is None
