"""Frames with the person that was found in them, as soon as there are any."""

from dataclasses import dataclass
from typing import Protocol

from posecoach.capture.frame import Frame
from posecoach.capture.grabber import GrabState
from posecoach.pose.estimator import Pose

__all__ = ["PoseFrame", "PoseFrames"]


@dataclass(frozen=True, eq=False, slots=True)
class PoseFrame:
    """One frame with its pose.

    Attributes:
        frame: The picture, and its time.
        pose: The person in it; None for nobody.
        number: Place of the frame among all that the source gave, from 1.
        captured_s: When it arrived, by the clock.
        began_s: When estimating its pose began, by the clock.
        landmarked_s: When that was over, by the clock.
        tracking_reset: Whether what was known of earlier frames was forgotten before it.
    """

    frame: Frame
    pose: Pose | None
    number: int
    captured_s: float
    began_s: float
    landmarked_s: float
    tracking_reset: bool = False


class PoseFrames(Protocol):
    """Where pose frames come from."""

    @property
    def state(self) -> GrabState:
        """What the camera does."""

    @property
    def rate(self) -> float:
        """Frames a second that the camera gives; 0 while it isn't known."""

    @property
    def given(self) -> int:
        """How many frames the source has given so far."""

    def next(self, timeout_s: float) -> PoseFrame | None:
        """The newest pose frame that wasn't given yet; None if there is none within this time.

        Raises:
            PosecoachError: If poses can't be estimated.
        """

    def reset_tracking(self) -> None:
        """Forgets the person's earlier frames, so that they are found again as they lie now.

        A tracker that has followed somebody through turning over may have left and right mixed up for good.
        """

    def preview(self) -> Frame | None:
        """The newest frame, with a pose or without."""
