"""Composes a demonstration loop out of its rendered poses, with the good angle drawn where it is held."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from posecoach.exercise.library import load_exercise
from posecoach.feedback.draw.page import Scale
from posecoach.pose.landmarks import Side
from sample_videos.compose import pasted
from sample_videos.demonstrations import FPS, Demonstration, Frame
from sample_videos.effects import Image
from sample_videos.encode import write_video
from sample_videos.frames import CLOCK
from sample_videos.gallery import Gallery
from sample_videos.goals import Seen, draw_dial, draw_goal
from sample_videos.nodes import body_of

__all__ = ["Loop"]

_CRF = 25
_FADE_FRAMES = 4
"""In which the drawing appears and goes."""


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
        image = np.ascontiguousarray(rendered[..., ::-1])
        start, end = (self._seen(one) for one in self._demonstration.ends_of(frame))
        unit = Scale.of(image.shape[1], image.shape[0]).unit
        draw_dial(image, self._exercise, (start, self._seen(frame), end), unit)
        if drawn:
            side = self._demonstration.side_of(frame)
            draw_goal(image, self._exercise, (start, end), Side(side) if side else None, unit)
        return np.ascontiguousarray(image[..., ::-1])

    def _seen(self, frame: Frame) -> Seen:
        one = self._demonstration
        return Seen(body_of(one.scene.person), one.pose(frame), one.scene.camera, one.movement.view, one.lines)


def _cover(frames: tuple[Frame, ...], index: int) -> float:
    """How much of the drawing is seen: it appears and goes within the hold."""
    if frames[index].part != "hold":
        return 0.0
    held = [number for number, frame in enumerate(frames) if frame == frames[index]]
    return min(1.0, (1 + min(index - held[0], held[-1] - index)) / _FADE_FRAMES)


def _mixed(under: Image, over: Image, cover: float) -> Image:
    return np.asarray(np.round(under + cover * (over.astype(np.float32) - under)), np.uint8)
