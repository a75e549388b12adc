"""Pose estimators that see what a script says, whatever the frames show."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from posecoach.capture.frame import RgbImage
from posecoach.pose.estimator import Pose
from posecoach.testing.scripts import AnyFigure, scripted_pose

__all__ = ["FigureEstimator", "ScriptedEstimator"]


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


@dataclass(frozen=True, slots=True)
class FigureEstimator:
    """A pose estimator that sees the figure of each moment, whatever is in the picture.

    Attributes:
        figure_at: The figure at a media time in seconds; None for nobody.
    """

    figure_at: Callable[[float], AnyFigure | None]

    def estimate(self, image: RgbImage, time_s: float) -> Pose | None:
        """The figure of this moment, filling the picture's width."""
        figure = self.figure_at(time_s)
        size = (image.shape[1], image.shape[0])
        return None if figure is None else scripted_pose(figure, size, trunk_px=0.2 * size[0])

    def close(self) -> None:
        """Nothing to give back."""
