"""What the coach sees and says, drawn on a picture."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posecoach.capture.frame import RgbImage
from posecoach.counting.state import CoachState
from posecoach.feedback.angle_arc import Angle, DriveView, draw_angle, draw_value
from posecoach.feedback.hold_ring import draw_hold_ring
from posecoach.feedback.language import ENGLISH, Language
from posecoach.feedback.panels import count_height, draw_count, draw_message
from posecoach.feedback.phrases import Phrase
from posecoach.feedback.scale import Scale
from posecoach.feedback.shapes import Box
from posecoach.feedback.skeleton import draw_skeleton
from posecoach.pose.landmarks import Side

__all__ = ["DriveView", "Overlay", "draw_body", "draw_progress"]


@dataclass(frozen=True, slots=True)
class Overlay:
    """Draws one exercise's states on pictures of any size.

    Attributes:
        title: Name of the exercise.
        view: How its shown measure is drawn; None for one that is no angle between joints.
        language: Of phases and sides.
    """

    title: str
    view: DriveView | None
    language: Language = ENGLISH

    def draw(self, image: RgbImage, points: NDArray[np.float64], near: Side | None, state: CoachState) -> None:
        """Draws in place.

        Args:
            image: The picture.
            points: Shape (33, 2), pixels of this picture, NaN where unseen.
            near: The side of the body nearer to the camera; None for a body that faces it.
            state: What the coach knows at this moment.
        """
        scale = Scale.of(image.shape[1], image.shape[0])
        angle = draw_body(image, points, near, state, self.view, scale.unit)
        panels = draw_progress(image, self.title, state, scale, self.language)
        message = state.cue or (self._go_back if state.hold_done else state.placement)
        if message:
            panels.append(draw_message(image, message, scale, fault=state.cue is not None))
        if angle is not None and self.view is not None:
            draw_value(image, angle, self.view, scale, panels)

    @property
    def _go_back(self) -> str:
        return self.language.text(Phrase.GO_BACK) + "."


def draw_body(
    image: RgbImage,
    points: NDArray[np.float64],
    near: Side | None,
    state: CoachState,
    view: DriveView | None,
    unit: float,
) -> Angle | None:
    """Draws skeleton and angle in place; the angle, for its value to be written beside it, if it is seen."""
    draw_skeleton(image, points, near, (state.drive_side, view.joints if view else ()), unit)
    if view is None:
        return None
    angle = Angle.seen(points, state.drive_side, state.drive, view, unit)
    if angle is not None:
        draw_angle(image, angle, view, unit)
    return angle


def draw_progress(image: RgbImage, title: str, state: CoachState, scale: Scale, language: Language) -> list[Box]:
    """Draws the count, and for what is held the ring; the places that they take."""
    panels, right = [], scale.width - scale.margin
    if state.hold_target_s > 0:
        panels.append(draw_hold_ring(image, state, scale, count_height(scale), language))
        right = panels[0].left - scale.margin
    return [*panels, draw_count(image, title, state, scale, right, language)]
