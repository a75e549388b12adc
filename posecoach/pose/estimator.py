"""What every pose estimator offers."""

from collections.abc import Callable
from typing import Protocol, TypeAlias

from posecoach.capture.frame import RgbImage
from posecoach.pose.series import Pose

__all__ = ["EstimatorFactory", "PoseEstimator"]


class PoseEstimator(Protocol):
    """Finds one person in the consecutive frames of one recording; not to be shared between threads."""

    def estimate(self, image: RgbImage, time_s: float) -> Pose | None:
        """The person in a frame, or None when nobody is seen.

        Args:
            image: The upright, unmirrored frame.
            time_s: Its media time in seconds, used for tracking.
        """

    def close(self) -> None:
        """Gives the model's memory and threads back; closing twice does no harm."""


EstimatorFactory: TypeAlias = Callable[[], PoseEstimator]
"""Makes a new estimator, which knows nothing of earlier frames."""
