"""What the coach sees and says, drawn on a picture."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posecoach.capture.frame import RgbImage
from posecoach.coaching.state import CoachState
from posecoach.feedback.angle_arc import DriveView, draw_angle
from posecoach.feedback.panels import draw_bar, draw_count, draw_hold
from posecoach.feedback.skeleton import draw_skeleton
from posecoach.pose.landmarks import Side

__all__ = ["DriveView", "Overlay"]


@dataclass(frozen=True, slots=True)
class Overlay:
    """Draws one exercise's states on pictures of any size.

    Attributes:
        title: Name of the exercise.
        view: How its drive measure is drawn.
    """

    title: str
    view: DriveView

    def draw(self, image: RgbImage, points: NDArray[np.float64], near: Side, state: CoachState) -> None:
        """Draws in place.

        Args:
            image: The picture.
            points: Shape (33, 2), pixels of this picture, NaN where unseen.
            near: The side of the body nearer to the camera.
            state: What the coach knows at this moment.
        """
        height, width = image.shape[:2]
        # Between the shorter side and the mean, so that portrait pictures get text that fits and can be read.
        unit = math.sqrt(min(height, width) * math.sqrt(height * width)) / 150
        draw_skeleton(image, points, near, unit)
        draw_angle(image, points, state.drive_side, state.drive, self.view, unit)
        draw_count(image, self.title, state, unit)
        draw_hold(image, state)
        message = state.cue or state.placement
        if message:
            draw_bar(image, message, unit, fault=state.cue is not None)
