import numpy as np
from patches import FAR_MAT, PatchEstimator, patch_pose, picture

from posecoach.pose.geometry import Box
from posecoach.pose.segment_estimator import CropEstimator
from posecoach.testing.estimators import ScriptedEstimator


def test_poses_are_in_pixels_of_the_whole_picture() -> None:
    """Somebody too small to be found in the whole is found in a part, at the same place."""
    image, crop = picture(FAR_MAT), Box(0.5, 0.4, 0.9, 0.6)
    assert PatchEstimator().estimate(image, 0.0) is None
    pose = CropEstimator(PatchEstimator(), crop).estimate(image, 0.0)
    assert pose is not None
    np.testing.assert_allclose(pose.points, patch_pose(FAR_MAT).points)
    assert CropEstimator(PatchEstimator(), Box(0.0, 0.0, 0.4, 0.4)).estimate(image, 0.0) is None


def test_closing_closes_the_estimator() -> None:
    """A crop holds no model of its own."""
    fake = ScriptedEstimator([])
    CropEstimator(fake, Box(0.0, 0.0, 0.5, 0.5)).close()
    assert fake.closed
