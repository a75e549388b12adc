"""Composes a demonstration loop out of its rendered poses, with the good angle drawn where it is held."""

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import cv2
import numpy as np

from posecoach.exercise.library import load_exercise
from posecoach.feedback.draw.angle_arc import draw_angle
from posecoach.feedback.draw.page import Scale
from posecoach.feedback.draw.shapes import DARK, INK, Spot, path
from posecoach.pose.landmarks import Side
from sample_videos.compose import pasted
from sample_videos.demonstrations import FPS, SHARPNESS, Demonstration, Frame
from sample_videos.effects import Image
from sample_videos.encode import write_video
from sample_videos.frames import CLOCK
from sample_videos.gallery import Gallery
from sample_videos.goals import Seen, draw_goal, pelvis_angle
from sample_videos.nodes import body_of

__all__ = ["Loop"]

_CRF = 25
_FADE_FRAMES = 4
"""In which the drawing appears and goes."""

_INSET_AT, _INSET_RADIUS = (0.33, 0.22), 0.2
"""Its middle, in shares of the picture, and its radius, in pictures' heights."""
_TOWARDS_SHOULDERS = 0.2


class Loop:
    """The pictures of one loop.

    Args:
        demonstration: What it shows.
        gallery: Of its scene.
    """

    def __init__(self, demonstration: Demonstration, gallery: Gallery) -> None:
        self._demonstration, self._gallery = demonstration, gallery
        self._exercise = load_exercise(demonstration.exercise)
        self._made: dict[tuple[Frame, bool], Image] = {}

    def write(self, video: Path) -> None:
        """Encodes it."""
        pictures = enumerate(self._pictures())
        write_video(video, ((index * CLOCK // FPS, image) for index, image in pictures), FPS, _CRF)

    def _pictures(self) -> Iterator[Image]:
        """As they are shown: blue, green, red."""
        frames = self._demonstration.frames
        for index, frame in enumerate(frames):
            picture, cover = self._finished(frame, drawn=False), _cover(frames, index)
            yield _mixed(picture, self._finished(frame, drawn=True), cover) if cover else picture

    def _finished(self, frame: Frame, *, drawn: bool) -> Image:
        if (frame, drawn) not in self._made:
            self._made[frame, drawn] = self._make(frame, drawn=drawn)
        return self._made[frame, drawn]

    def _make(self, frame: Frame, *, drawn: bool) -> Image:
        rendered = pasted(self._gallery.background, self._gallery.node(self._demonstration.pose(frame)))
        sharp = np.ascontiguousarray(rendered[..., ::-1])
        image = sharp.copy()
        if drawn:
            self._draw(image, frame)
        if self._demonstration.zoom:
            image = np.asarray(cv2.resize(image, self._demonstration.size, interpolation=cv2.INTER_AREA), np.uint8)
            self._paint_inset(image, sharp, frame)
        return np.ascontiguousarray(image[..., ::-1])

    def _draw(self, image: Image, frame: Frame) -> None:
        start = self._seen(self._demonstration.start_of(frame))
        side = self._demonstration.side_of(frame)
        unit = Scale.of(image.shape[1], image.shape[0]).unit
        draw_goal(image, self._exercise, (start, self._seen(frame)), Side(side) if side else None, unit)

    def _seen(self, frame: Frame) -> Seen:
        one = self._demonstration
        return Seen(body_of(one.scene.person), one.pose(frame), one.scene.camera, one.movement.view, one.lines)

    def _paint_inset(self, image: Image, sharp: Image, frame: Frame) -> None:
        """A round part of the picture that shows the hips larger, with how far they have tilted."""
        height, width = image.shape[:2]
        radius = round(_INSET_RADIUS * height)
        centre = round(_INSET_AT[0] * width), round(_INSET_AT[1] * height)
        reach = SHARPNESS * radius / self._demonstration.zoom
        part = cv2.getRectSubPix(sharp, (round(2 * reach), round(2 * reach)), self._focus)
        inset = np.asarray(cv2.resize(part, (2 * radius, 2 * radius), interpolation=cv2.INTER_CUBIC), np.uint8)
        self._draw_tilt(inset, frame, radius / reach)
        away = np.arange(2 * radius) - radius + 0.5
        inside = np.clip(radius - np.hypot(away[:, None], away), 0, 1).astype(np.float32)[..., None]
        left, top = centre[0] - radius, centre[1] - radius
        under = image[top : top + 2 * radius, left : left + 2 * radius]
        under[:] = np.round(under + inside * (inset.astype(np.float32) - under))
        for colour, thick in ((DARK, 5), (INK, 3)):
            cv2.circle(image, centre, radius, colour, thick, cv2.LINE_AA)

    def _draw_tilt(self, inset: Image, frame: Frame, scale: float) -> None:
        start, held = self._ends
        middle = inset.shape[1] / 2
        across, down = np.subtract(start.between("hip"), self._focus) * scale
        centre = (middle + float(across), middle + float(down))
        angle, view = pelvis_angle((start, self._seen(frame), held), centre, 0.55 * middle)
        tip = angle.spot(angle.value, 0.7 * middle)
        for colour, thick in ((DARK, 5.0), (INK, 3.0)):
            path(inset, [angle.centre, tip], colour, thick)
        draw_angle(inset, angle, view, 1.6)

    @cached_property
    def _focus(self) -> Spot:
        """What the inset shows: the hips, and some of the back."""
        hips, shoulders = (np.array(self._ends[0].between(joint)) for joint in ("hip", "shoulder"))
        x, y = hips + _TOWARDS_SHOULDERS * (shoulders - hips)
        return float(x), float(y)

    @cached_property
    def _ends(self) -> tuple[Seen, Seen]:
        """At the start and while holding, of a movement with one way."""
        held = next(frame for frame in self._demonstration.frames if frame.part == "hold")
        return self._seen(self._demonstration.start_of(held)), self._seen(held)


def _cover(frames: tuple[Frame, ...], index: int) -> float:
    """How much of the drawing is seen: it appears and goes within the hold."""
    if frames[index].part != "hold":
        return 0.0
    held = [number for number, frame in enumerate(frames) if frame == frames[index]]
    return min(1.0, (1 + min(index - held[0], held[-1] - index)) / _FADE_FRAMES)


def _mixed(under: Image, over: Image, cover: float) -> Image:
    return np.asarray(np.round(under + cover * (over.astype(np.float32) - under)), np.uint8)
