import numpy as np
import pytest

from posecoach.pose.estimator import EstimatorFactory, Pose, PoseEstimator
from posecoach.pose.series import CONTOUR_POINTS
from posecoach.testing.estimators import ScriptedEstimator

IMAGE = np.zeros((48, 64, 3), np.uint8)
POSE = Pose(np.ones((33, 3), np.float32), np.ones(33, np.float32), np.full(CONTOUR_POINTS, np.nan, np.float32))


def test_the_script_is_followed() -> None:
    """Wherever a real estimator stands: poses come in order, and what it was given, and that it was closed, is told."""
    fake = ScriptedEstimator([POSE, None])
    factory: EstimatorFactory = lambda: fake  # noqa: E731 - what the type checker looks at
    estimator: PoseEstimator = factory()
    assert [estimator.estimate(IMAGE, time_s) for time_s in (0.0, 0.5)] == [POSE, None]
    assert fake.times_s == [0.0, 0.5]
    with pytest.raises(IndexError, match="only 2 poses"):
        estimator.estimate(IMAGE, 1.0)
    estimator.close()
    assert fake.closed
