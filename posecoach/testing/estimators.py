"""Estimators for tests: yours, and posecoach's own."""

from collections.abc import Sequence

from posecoach.capture.frame import RgbImage
from posecoach.pose.series import Pose

__all__ = ["ScriptedEstimator"]


class ScriptedEstimator:
    """A `PoseEstimator` that sees what it was told, whatever the frames show.

    >>> estimator = ScriptedEstimator([None])
    >>> estimator.estimate(np.zeros((480, 640, 3), np.uint8), time_s=0.0) is None
    True

    Attributes:
        times_s: Times of the frames it was given so far.
        closed: Whether `close` was called.
    """

    def __init__(self, poses: Sequence[Pose | None]) -> None:
        self._poses = tuple(poses)
        self.times_s: list[float] = []
        self.closed = False

    def estimate(self, image: RgbImage, time_s: float) -> Pose | None:  # noqa: ARG002 - the script knows
        """The script's next pose.

        Raises:
            IndexError: The script has ended.
        """
        if len(self.times_s) == len(self._poses):
            raise IndexError(f"the script has only {len(self._poses)} poses")
        self.times_s.append(time_s)
        return self._poses[len(self.times_s) - 1]

    def close(self) -> None:
        """Only remembers that it was called."""
        self.closed = True
