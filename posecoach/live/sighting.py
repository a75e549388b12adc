"""Frames with the person that was found in them, as soon as there are any."""

from dataclasses import dataclass
from typing import Protocol

from posecoach.capture.frame import Frame
from posecoach.capture.grabber import GrabState
from posecoach.pose.series import Pose

__all__ = ["Sighting", "Sightings"]


@dataclass(frozen=True, eq=False, slots=True)
class Sighting:
    """One frame, looked at.

    Attributes:
        frame: The picture, and its time.
        pose: The person in it; None for nobody.
        number: Place of the frame among all that the source gave, from 1.
        captured_s: When it arrived, by the clock.
        looked_s: When looking at it began, by the clock.
        landmarked_s: When looking at it was over, by the clock.
    """

    frame: Frame
    pose: Pose | None
    number: int
    captured_s: float
    looked_s: float
    landmarked_s: float


class Sightings(Protocol):
    """Where sightings come from."""

    @property
    def state(self) -> GrabState:
        """What the camera does."""

    @property
    def rate(self) -> float:
        """Frames a second that the camera gives; 0 while it isn't known."""

    @property
    def given(self) -> int:
        """How many frames the source has given so far."""

    def next(self, timeout_s: float) -> Sighting | None:
        """The newest sighting that wasn't given yet; None if there is none within this time.

        Raises:
            PosecoachError: If frames can't be looked at.
        """

    def preview(self) -> Frame | None:
        """The newest frame, looked at or not."""
