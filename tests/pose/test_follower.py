import numpy as np
import pytest
from patches import BEHIND, MAT, SIZE, PatchEstimator, Place, middle, patch_pose, picture

from posecoach.capture.frame import RgbImage
from posecoach.pose.estimator import Pose
from posecoach.pose.follower import Person, PersonFollower
from posecoach.pose.series import Landmarks
from posecoach.testing.estimators import ScriptedEstimator

RATE_HZ = 10
ON_MAT, HELPING = middle(patch_pose(MAT)), middle(patch_pose(BEHIND))


def followed(pictures: list[RgbImage]) -> list[tuple[float, float] | None]:
    """Where the followed person is in each picture."""
    follower = PersonFollower(PatchEstimator())
    return [middle(follower.estimate(image, row / RATE_HZ)) for row, image in enumerate(pictures)]


def test_the_first_one_is_followed_past_a_loss() -> None:
    """Somebody lost while a helper is in view is found again at once, though the helper stays."""
    pictures = [picture(), picture(helper=BEHIND), picture(None, BEHIND)] + 5 * [picture(helper=BEHIND)]
    # The tracker loses the person, then takes the helper, then loses the helper behind the fence.
    assert followed(pictures) == [ON_MAT, ON_MAT, None, None, None, *3 * [ON_MAT]]


@pytest.mark.parametrize("helper", [BEHIND, (70, 40, 86, 104)], ids=["behind the mat", "beside the hips"])
def test_a_helper_is_nobody(helper: Place) -> None:
    """While the person is hidden the helper's pose isn't passed on, for as long as they may come back."""
    pictures = [picture()] + 25 * [picture(None, helper)] + 4 * [picture(helper=helper)]
    found = followed(pictures)
    assert found[1:26] == 25 * [None]
    assert found[-1] == ON_MAT


def test_who_has_left_is_forgotten() -> None:
    """After three seconds whoever is found is followed, so that the next person can start."""
    found = followed([picture()] + 40 * [picture(None, BEHIND)])
    assert found[30] is None
    assert found[32:] == [HELPING] * 9


def test_a_knocked_camera_loses_nobody() -> None:
    """The whole body may jump a little without being taken for somebody else."""
    left, top, right, bottom = MAT
    assert None not in followed([picture(), picture((left + 15, top - 10, right + 15, bottom - 10))])


def test_poses_are_passed_on_untouched() -> None:
    """Following changes nothing as long as one person is seen, neither whose array it is nor the picture."""
    image = picture(helper=BEHIND)
    PersonFollower(PatchEstimator(), Person.of(patch_pose(MAT).points, 0.0, SIZE[0])).estimate(image, 0.0)
    np.testing.assert_array_equal(image, picture(helper=BEHIND))
    script: list[Pose | None] = [patch_pose(MAT), None, patch_pose(MAT)]
    fake = ScriptedEstimator(script)
    follower = PersonFollower(fake)
    assert [follower.estimate(picture(), row / RATE_HZ) for row in range(3)] == script
    follower.close()
    assert fake.closed


def at(place: Place, time_s: float = 0.0, scale: int = 1) -> Person:
    return Person.of(patch_pose(place).points * np.float32(scale), time_s, SIZE[0] * scale)


def shifted(place: Place, x: int, y: int) -> Place:
    left, top, right, bottom = place
    return left + x, top + y, right + x, bottom + y


@pytest.mark.parametrize(
    ("place", "after_s", "same"),
    [
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
    """They are told apart by place and direction, for a while, whichever comes first and whatever the scale."""
    first, second = at(MAT), at(place, after_s)
    assert first.may_be(second) is same
    assert second.may_be(first) is same
    assert at(place, after_s, scale=4) == second


@pytest.mark.parametrize(("time_s", "expected_s"), [(-1.0, 0.1), (0.25, 0.1), (0.3, 0.3), (9.0, 0.4)], ids=str)
def test_who_was_seen_last(time_s: float, expected_s: float) -> None:
    """The last pose up to the moment counts, else the first one after it."""
    poses = [None if row in {0, 2, 5} else patch_pose(MAT) for row in range(6)]
    series = Landmarks.of([0.0, 0.1, 0.2, 0.3, 0.4, 0.5], poses, SIZE)
    assert Person.in_series(series, time_s) == at(MAT, expected_s)
    assert Person.in_series(series[:1], time_s) is None
