"""The pictures that people see: of a recording, and while they exercise."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from posecoach.capture.frame import RgbImage
from posecoach.counting.state import CoachState
from posecoach.feedback.draw.angle_arc import Angle, DriveView, draw_body, draw_value
from posecoach.feedback.draw.breathing import draw_breath
from posecoach.feedback.draw.card import darken, draw_card
from posecoach.feedback.draw.count import count_height, draw_progress, ring_width
from posecoach.feedback.draw.layout import Layout
from posecoach.feedback.draw.page import Page, Scale
from posecoach.feedback.draw.panels import (
    draw_countdown,
    draw_message,
    draw_status,
    draw_title,
    message_height,
)
from posecoach.feedback.draw.scene import Card, Message, Scene
from posecoach.feedback.draw.shapes import INK, Box, rectangle
from posecoach.feedback.draw.skeleton import draw_marks, draw_skeleton
from posecoach.feedback.draw.status_badges import draw_muted, draw_stats, draw_warning
from posecoach.feedback.draw.summary import draw_summary
from posecoach.feedback.words.language import ENGLISH, Language
from posecoach.feedback.words.phrases import Phrase
from posecoach.pose.landmarks import Side
from posecoach.session.moments import Stage

__all__ = ["LivePicture", "Overlay"]


@dataclass(frozen=True, slots=True)
class Overlay:
    """Draws one exercise's states on pictures of any size.

    Attributes:
        title: Name of the exercise, in the language.
        view: How its shown measure is drawn; None for one that is no angle between joints.
        language: Of all other words.
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
        message = self._message(state)
        if message:
            panels.append(draw_message(image, Message(message, fault=state.cue is not None), scale))
        if angle is not None and self.view is not None:
            draw_value(image, angle, self.view, scale, panels)

    def _message(self, state: CoachState) -> str:
        if state.cue is not None:
            return self.language.shown(state.cue)
        if state.hold_done:
            return self.language.text(Phrase.GO_BACK) + "."
        return "" if state.placement is None else self.language.text(state.placement)


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
_CARD_MARGIN = 0.06
"""Free at each edge of a card, of the picture's shorter side."""
_NARROWEST_BREATH = 4.0
"""Width of a breathing pacer whose words can be read, in font sizes of small text."""
_SMALL_LOOP, _SMALL_LOOP_PORTRAIT = 0.3, 0.55
"""Width of a demonstration in the corner, of the picture's."""
_BESIDE_LOOP = 0.35
"""Width of the words beside a large one in landscape, of the picture's."""


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
            image: What the window shows, with the mirrored camera picture in it.
            scene: What to show; its points are pixels of this picture.

        Returns:
            The places of all panels.
        """
        window = image.shape[1], image.shape[0]
        layout, angle = scene.layout or Layout.of(window, window), None
        if _hides_the_camera(scene):
            darken(image)
        else:
            angle = self._draw_person(image, scene, layout.unit)
        page = _page(image, scene, layout)
        if scene.summary is not None or scene.card is not None:
            self._draw_words(page, scene)
        elif scene.stage is Stage.EXERCISE and scene.state is not None:
            self._draw_exercise(page, scene, scene.state)
        else:
            self._draw_stage(page, scene)
        # Of an arc below a panel nothing can be seen that a value would tell more of.
        hidden = angle is None or any(box.holds(angle.centre) for box in page.taken)
        if scene.stats and angle is not None and scene.view is not None and not hidden:
            draw_value(image, angle, scene.view, Scale.live(*window), page.taken)
        return page.taken

    def _draw_person(self, image: RgbImage, scene: Scene, unit: float) -> Angle | None:
        # Behind the countdown's number, lines would only make it harder to read.
        if scene.points is None or scene.stage is Stage.COUNTDOWN:
            return None
        angle = None
        if scene.stage is Stage.EXERCISE and scene.state is not None:
            angle = draw_body(image, scene.points, scene.near, scene.state, scene.view, unit)
        else:
            draw_skeleton(image, scene.points, scene.near, (Side.LEFT, ()), unit)
        draw_marks(image, scene.points, scene.near, scene.marked, unit)
        return angle

    def _draw_words(self, page: Page, scene: Scene) -> None:
        self._draw_small_print(page, scene, at_top=True)
        scale = page.scale
        top = max((box.bottom for box in page.taken if box.top < page.base), default=0.0)
        if scene.summary is not None:
            page.taken.append(draw_summary(page.image, scene.summary, scale, top))
            return
        bottom = page.base
        if scene.message is not None:
            bottom = _write_message(page, scene.message).top
        if scene.card is not None:
            free = _CARD_MARGIN * min(scale.width, scale.height)
            room = Box(
                free, max(top + scale.margin, free), scale.width - free, min(bottom - scale.margin, scale.height - free)
            )
            self._draw_card(page, scene, scene.card, room)

    def _draw_card(self, page: Page, scene: Scene, card: Card, room: Box) -> None:
        if scene.demonstration is not None:
            loop, room = _divided(room, page.scale.margin)
            page.taken.append(_draw_loop(page.image, scene.demonstration.image, loop, page.scale))
        page.taken.append(draw_card(page.image, card, page.scale, room))

    def _draw_stage(self, page: Page, scene: Scene) -> None:
        scale, loop = page.scale, scene.demonstration
        heading = self.language.text(_HEADINGS[scene.stage])
        if loop is not None and loop.large:
            title = draw_title(page, heading, scene.title, most_lines=3, share=_BESIDE_LOOP)
            beside = scale.width >= scale.height
            left, top = (_BESIDE_LOOP * scale.width, 0.0) if beside else (scale.margin, title.bottom)
            bottom = _write_message(page, scene.message).top if scene.message is not None else page.base
            room = Box(left, top + scale.margin, scale.width - scale.margin, bottom - scale.margin)
            page.taken.append(_draw_loop(page.image, loop.image, room, scale))
        else:
            # A second line would reach down to the countdown in a small window.
            title = draw_title(page, heading, scene.title, most_lines=1 if scene.stage is Stage.COUNTDOWN else 2)
            if scene.stage is Stage.COUNTDOWN and scene.countdown is not None:
                draw_countdown(page, scene.countdown)
            if scene.message is not None:
                _write_message(page, scene.message)
            if loop is not None:
                self._draw_small_loop(page, loop.image, title.bottom)
        self._draw_small_print(page, scene)

    def _draw_small_loop(self, page: Page, loop: RgbImage, below: float) -> None:
        scale = page.scale
        across = (_SMALL_LOOP if scale.width >= scale.height else _SMALL_LOOP_PORTRAIT) * scale.width
        tall = across * loop.shape[0] / loop.shape[1]
        left = scale.width - scale.margin - across
        box = page.fit((across, tall), [(left, scale.margin), (left, below + 0.5 * scale.margin)])
        if box is not None:
            _draw_loop(page.image, loop, box, scale)

    def _draw_exercise(self, page: Page, scene: Scene, state: CoachState) -> None:
        scale = page.scale
        page.taken.extend(draw_progress(page.image, scene.title, state, scale, self.language, sided=scene.sided))
        if scene.message is not None:
            _write_message(page, scene.message)
        across = ring_width(scale, count_height(scale))
        if scene.breath is not None and across >= _NARROWEST_BREATH * scale.label:
            draw_breath(page, scene.breath, across)
        self._draw_small_print(page, scene)

    def _draw_small_print(self, page: Page, scene: Scene, *, at_top: bool = False) -> None:
        if scene.muted:
            draw_muted(page, self.language.text(Phrase.MUTED))
        if scene.warning is not None:
            draw_warning(page, scene.warning)
        if scene.stats:
            draw_stats(page, scene.stats, at_top=at_top)


def _hides_the_camera(scene: Scene) -> bool:
    shown = scene.demonstration is not None and scene.demonstration.large
    return shown or scene.card is not None or scene.summary is not None


def _page(image: RgbImage, scene: Scene, layout: Layout) -> Page:
    """The room for panels, with what the camera sees at its bottom."""
    panels = image[: layout.room[1], : layout.room[0]]
    scale = Scale.live(*layout.room, layout.window)
    status = draw_status(panels, scale, scene.status, scene.plan)
    base = scale.height - scale.margin if status is None else status.top - 0.5 * scale.margin
    # Beside the picture there is nothing that must stay in view, where a message isn't.
    floor = base if layout.apart else base - message_height(scale)
    return Page(panels, scale, base, floor, [] if status is None else [status])


def _write_message(page: Page, message: Message) -> Box:
    above = [box.bottom for box in page.taken if box.top < page.base]
    top = max(above, default=0.0) + 0.5 * page.scale.margin
    box = draw_message(page.image, message, page.scale, top=top, bottom=page.base)
    page.taken.append(box)
    return box


def _divided(room: Box, gap: float) -> tuple[Box, Box]:
    """The two parts of a room along its longer side, that for the demonstration first."""
    left, top, right, bottom = room
    if right - left >= bottom - top:
        middle = left + 0.45 * (right - left)
        return Box(left, top, middle - gap, bottom), Box(middle + gap, top, right, bottom)
    middle = top + 0.4 * (bottom - top)
    return Box(left, top, right, middle - gap), Box(left, middle + gap, right, bottom)


def _draw_loop(image: RgbImage, loop: RgbImage, room: Box, scale: Scale) -> Box:
    """A demonstration's picture in the middle of a room, as large as it fits, with a light edge; the place it takes."""
    edge = max(1.0, 0.5 * scale.unit)
    wide, tall = max(2.0, room.right - room.left - 2 * edge), max(2.0, room.bottom - room.top - 2 * edge)
    share = min(wide / loop.shape[1], tall / loop.shape[0])
    across, down = max(1, round(share * loop.shape[1])), max(1, round(share * loop.shape[0]))
    left = round((room.left + room.right - across) / 2)
    top = round((room.top + room.bottom - down) / 2)
    box = Box(left - edge, top - edge, left + across + edge, top + down + edge)
    rectangle(image, box, INK)
    cv2.resize(loop, (across, down), dst=image[top : top + down, left : left + across])
    return box
