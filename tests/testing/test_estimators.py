import numpy as np
import pytest

from posecoach.pose.estimator import EstimatorFactory, Pose, PoseEstimator
from posecoach.pose.series import CONTOUR_POINTS
from posecoach.testing.estimators import ScriptedEstimator

IMAGE = np.zeros((48, 64, 3), np.uint8)
POSE = Pose(np.ones((33, 3), np.float32), np.ones(33, np.float32), np.full(CONTOUR_POINTS, np.nan, np.float32))


def test_the_script_is_followed() -> None:
    """Poses come in order, and what it was given is remembered."""
    fake = ScriptedEstimator([POSE, None])
    assert [fake.estimate(IMAGE, time_s) for time_s in (0.0, 0.5)] == [POSE, None]
    assert fake.times_s == [0.0, 0.5]
    with pytest.raises(IndexError, match="only 2 poses"):
        fake.estimate(IMAGE, 1.0)


def test_it_is_an_estimator() -> None:
    """It stands wherever a real one does, and tells whether it was closed."""
    fake = ScriptedEstimator([])
    factory: EstimatorFactory = lambda: fake  # noqa: E731 - what the type checker looks at
    estimator: PoseEstimator = factory()
    estimator.close()
    assert fake.closed
