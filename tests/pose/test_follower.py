from pathlib import Path

import numpy as np
import pytest
from patches import BEHIND, MAT, SIZE, PatchEstimator, Place, middle, patch_pose, picture

from posecoach.capture.frame import RgbImage
from posecoach.capture.video import VideoFile
from posecoach.pose.fakes import ScriptedEstimator
from posecoach.pose.follower import PersonFollower
from posecoach.pose.mediapipe_estimator import MediaPipeEstimator
from posecoach.pose.person import Person
from posecoach.pose.series import Pose

CLIP = Path(__file__).parents[2] / "sample_videos" / "clips" / "hard_helper.mp4"
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


@pytest.mark.parametrize("x", [0, 15, -15], ids=["still", "to the right", "to the left"])
def test_a_knocked_camera_loses_nobody(x: int) -> None:
    """The whole body may jump a little without being taken for somebody else."""
    left, top, right, bottom = MAT
    assert None not in followed([picture(), picture((left + x, top - 10, right + x, bottom - 10))])


def test_poses_are_passed_on_untouched() -> None:
    """Following changes nothing as long as one person is seen, not even whose array it is."""
    script: list[Pose | None] = [patch_pose(MAT), None, patch_pose(MAT)]
    fake = ScriptedEstimator(script)
    follower = PersonFollower(fake)
    assert [follower.estimate(picture(), row / RATE_HZ) for row in range(3)] == script
    follower.close()
    assert fake.closed


def test_the_picture_stays_as_it_is() -> None:
    """Fencing works on a copy: the frame is drawn on and shown later."""
    image = picture(helper=BEHIND)
    before = image.copy()
    follower = PersonFollower(PatchEstimator(), Person.of(patch_pose(MAT).points, 0.0, SIZE[0]))
    for row in range(3):
        follower.estimate(image, row / RATE_HZ)
    np.testing.assert_array_equal(image, before)


def test_a_real_walker_is_not_followed(pose_model: Path) -> None:
    """The landmarker would rather have the person who walks by; fenced in, it finds the one on the mat."""
    alone, *others = [
        frame
        for begin_s in (7.0, 9.5)
        for frame, _ in zip(VideoFile.open(CLIP).frames(begin_s), range(5), strict=False)
    ][4:]
    plain, first, follower = (MediaPipeEstimator(pose_model) for _ in range(3))
    pose, taken = first.estimate(alone.image, alone.time_s), plain.estimate(others[0].image, others[0].time_s)
    assert pose is not None
    assert taken is not None
    width = alone.size[0]
    person = Person.of(pose.points, others[0].time_s, width)
    assert not person.may_be(Person.of(taken.points, others[0].time_s, width))
    following = PersonFollower(follower, person)
    last = [following.estimate(frame.image, frame.time_s) for frame in others][-1]
    assert last is not None
    assert person.may_be(Person.of(last.points, others[-1].time_s, width))
    for estimator in (plain, first, following):
        estimator.close()
