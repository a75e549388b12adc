"""The pictures that people see: of a recording, and while they exercise."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from posecoach.capture.frame import RgbImage
from posecoach.counting.state import CoachState
from posecoach.feedback.draw.angle_arc import DriveView, draw_body, draw_value
from posecoach.feedback.draw.breathing import draw_breath
from posecoach.feedback.draw.card import darken, draw_card
from posecoach.feedback.draw.page import Page, Scale
from posecoach.feedback.draw.panels import (
    MESSAGE_PAD,
    count_height,
    draw_countdown,
    draw_frame,
    draw_message,
    draw_progress,
    draw_title,
    ring_width,
)
from posecoach.feedback.draw.scene import Card, Message, Scene
from posecoach.feedback.draw.shapes import Box
from posecoach.feedback.draw.skeleton import draw_skeleton
from posecoach.feedback.draw.status_badges import draw_camera, draw_muted, draw_next, draw_stats, draw_warning
from posecoach.feedback.draw.text import CAPITALS, LEADING
from posecoach.feedback.words.language import ENGLISH, Language
from posecoach.feedback.words.phrases import Phrase
from posecoach.pose.landmarks import Side
from posecoach.session.moments import Stage

__all__ = ["LivePicture", "Overlay"]


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


_HEADINGS = {
    Stage.PLACEMENT: Phrase.PLACEMENT_TITLE,
    Stage.POSITION: Phrase.POSITION_TITLE,
    Stage.COUNTDOWN: Phrase.READY,
    Stage.EXERCISE: Phrase.GET_READY,
    Stage.ADVICE: Phrase.ADVICE_TITLE,
    Stage.REST: Phrase.REST_TITLE,
    Stage.PAUSED: Phrase.PAUSED_TITLE,
    Stage.DONE: Phrase.DONE_TITLE,
}
_LARGER = 1.15
"""The one message of the stages before an exercise, of a cue."""


@dataclass(frozen=True, slots=True)
class LivePicture:
    """Draws scenes on pictures of any size.

    Attributes:
        language: Of the words that a scene leaves to the picture.
    """

    language: Language = ENGLISH

    def draw(self, image: RgbImage, scene: Scene) -> list[Box]:
        """Draws in place.

        Args:
            image: The picture that the person looks at: mirrored, and as large as the window.
            scene: What to show; its points are pixels of this picture.

        Returns:
            The places of all panels.
        """
        scale = Scale.live(image.shape[1], image.shape[0])
        page = Page(image, scale, _floor(scale))
        if scene.card is not None:
            self._draw_card(page, scene, scene.card)
        elif scene.stage is Stage.EXERCISE and scene.state is not None:
            self._draw_exercise(page, scene, scene.state)
        else:
            self._draw_stage(page, scene)
        return page.taken

    def _draw_card(self, page: Page, scene: Scene, card: Card) -> None:
        darken(page.image)
        if scene.muted:
            draw_muted(page, self.language.text(Phrase.MUTED))
        if scene.warning is not None:
            draw_warning(page, scene.warning)
        if scene.stats:
            draw_stats(page, scene.stats, at_top=True)
        top = max((box.bottom for box in page.taken), default=0.0)
        bottom = float(page.scale.height)
        if scene.message is not None:
            bottom = _write_message(page, scene.message, page.scale).top
        page.taken.append(draw_card(page.image, card, page.scale, (top, bottom)))

    def _draw_stage(self, page: Page, scene: Scene) -> None:
        scale = page.scale
        # Behind the countdown's number, lines would only make it harder to read.
        if scene.points is not None and scene.stage is not Stage.COUNTDOWN:
            draw_skeleton(page.image, scene.points, scene.near, (Side.LEFT, ()), scale.unit)
        if scene.stage is Stage.PLACEMENT:
            draw_frame(page, good=scene.message is None or not scene.message.fault)
        heading = self.language.text(_HEADINGS[scene.stage])
        # A second line would reach down to the countdown in a small window.
        draw_title(page, heading, scene.title, most_lines=1 if scene.stage is Stage.COUNTDOWN else 2)
        if scene.stage is Stage.COUNTDOWN and scene.countdown is not None:
            draw_countdown(page, scene.countdown)
        if scene.message is not None:
            _write_message(page, scene.message, replace(scale, message=_LARGER * scale.message))
        self._draw_small_print(page, scene)

    def _draw_exercise(self, page: Page, scene: Scene, state: CoachState) -> None:
        scale, angle = page.scale, None
        if scene.points is not None:
            angle = draw_body(page.image, scene.points, scene.near, state, scene.view, scale.unit)
        page.taken.extend(draw_progress(page.image, scene.title, state, scale, self.language))
        if scene.breath is not None:
            draw_breath(page, scene.breath, ring_width(scale, count_height(scale)))
        if scene.message is not None:
            _write_message(page, scene.message, scale)
        self._draw_small_print(page, scene)
        # Of an arc below a panel nothing can be seen that a value would tell more of.
        if angle is not None and scene.view is not None and not any(box.holds(angle.centre) for box in page.taken):
            draw_value(page.image, angle, scene.view, scale, page.taken)

    def _draw_small_print(self, page: Page, scene: Scene) -> None:
        if scene.next_title is not None:
            draw_next(page, self.language.text(Phrase.NEXT, exercise=scene.next_title))
        if scene.camera is not None:
            draw_camera(page, scene.camera)
        if scene.muted:
            draw_muted(page, self.language.text(Phrase.MUTED))
        if scene.warning is not None:
            draw_warning(page, scene.warning)
        if scene.stats:
            draw_stats(page, scene.stats)


def _write_message(page: Page, message: Message, scale: Scale) -> Box:
    box = draw_message(page.image, message.text, scale, fault=message.fault)
    page.taken.append(box)
    return box


def _floor(scale: Scale) -> float:
    """Where the place of messages begins, as many lines as they may have."""
    lines = 2 if scale.width >= scale.height else 3
    return scale.height - 2 * scale.margin - (LEADING * (lines - 1) + CAPITALS + 2 * MESSAGE_PAD) * scale.message
