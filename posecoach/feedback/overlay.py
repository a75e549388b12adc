"""What the coach sees and says, drawn on a picture."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posecoach.capture.frame import RgbImage
from posecoach.coaching.state import CoachState
from posecoach.feedback.angle_arc import Angle, DriveView, draw_angle, draw_value
from posecoach.feedback.hold_ring import draw_hold_ring
from posecoach.feedback.panels import count_height, draw_count, draw_message
from posecoach.feedback.scale import Scale
from posecoach.feedback.shapes import Box
from posecoach.feedback.skeleton import draw_skeleton
from posecoach.pose.landmarks import Side

__all__ = ["DriveView", "Overlay"]

_HELD_LONG_ENOUGH = "Go back slowly."


@dataclass(frozen=True, slots=True)
class Overlay:
    """Draws one exercise's states on pictures of any size.

    Attributes:
        title: Name of the exercise.
        view: How its drive measure is drawn; None for one that is no angle between joints.
    """

    title: str
    view: DriveView | None

    def draw(self, image: RgbImage, points: NDArray[np.float64], near: Side | None, state: CoachState) -> None:
        """Draws in place.

        Args:
            image: The picture.
            points: Shape (33, 2), pixels of this picture, NaN where unseen.
            near: The side of the body nearer to the camera; None for a body that faces it.
            state: What the coach knows at this moment.
        """
        scale = Scale.of(image.shape[1], image.shape[0])
        view = self.view
        draw_skeleton(image, points, near, (state.drive_side, view.joints if view else ()), scale.unit)
        if view is None:
            self._draw_panels(image, state, scale)
            return
        angle = Angle.seen(points, state.drive_side, state.drive, view, scale.unit)
        if angle is not None:
            draw_angle(image, angle, view, scale.unit)
        panels = self._draw_panels(image, state, scale)
        if angle is not None:
            draw_value(image, angle, view, scale, panels)

    def _draw_panels(self, image: RgbImage, state: CoachState, scale: Scale) -> list[Box]:
        panels, right = [], scale.width - scale.margin
        if state.hold_target_s > 0:
            panels.append(draw_hold_ring(image, state, scale, count_height(scale)))
            right = panels[0].left - scale.margin
        panels.append(draw_count(image, self.title, state, scale, right))
        message = state.cue or (_HELD_LONG_ENOUGH if state.hold_done else state.placement)
        if message:
            panels.append(draw_message(image, message, scale, fault=state.cue is not None))
        return panels
