"""Puts the rendered pictures together to a clip's frames."""

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from sample_videos.anatomy.rotation import Array
from sample_videos.effects import Image, Sensor, moved
from sample_videos.frames import Shown
from sample_videos.gallery import Gallery, Patch
from sample_videos.take import Take
from sample_videos.walker import Walker, person_mask

__all__ = ["Composer", "pasted"]

_FEATHER_PX = 12


class Composer:
    """Makes the frames of one clip."""

    def __init__(self, take: Take, gallery: Gallery, walker: Walker | None = None) -> None:
        self._take, self._gallery, self._walker = take, gallery, walker
        self._pictures: dict[str, Image] = {}
        self._masks: dict[str, Array] = {}

    def frames(self) -> Iterator[tuple[int, Image]]:
        """Time stamps and pictures, as they are to be shown."""
        take, effects = self._take, self._take.recipe.effects
        times = np.array([shot.time_s for shot in take.shots])
        sensor = Sensor(effects, take.scene.camera.size, times, take.recipe.seed)
        for index, shot in enumerate(take.shots):
            image = self._exposure(index)
            if effects.mirrored:
                image = np.asarray(cv2.flip(image, 1), np.uint8)
            yield shot.pts, sensor.exposed(moved(image, take.camera, index), index)

    def _exposure(self, index: int) -> Image:
        """The mean of what is seen during a frame's exposure, with the walker where they are by then."""
        nodes = self._take.blurred(index)
        image = self._mean([self._picture(shown) for shown in nodes])
        if self._walker is None:
            return image
        share = self._take.shots[index].content_s / self._take.plan.duration_s
        return self._walker.paint(image, self._mask(nodes[len(nodes) // 2]), share)

    @staticmethod
    def _mean(pictures: list[Image]) -> Image:
        """Of pictures that are mostly the same objects; each is weighted by how often it comes."""
        counts = {id(picture): 0 for picture in pictures}
        for picture in pictures:
            counts[id(picture)] += 1
        if len(counts) == 1:
            return pictures[0]
        total = np.zeros(pictures[0].shape, np.float32)
        for picture in {id(picture): picture for picture in pictures}.values():
            total += np.float32(counts[id(picture)] / len(pictures)) * picture
        return np.asarray(np.round(total), np.uint8)

    def _picture(self, shown: Shown | None) -> Image:
        if shown is None:
            return self._gallery.background
        key, pose = self._take.node(shown)
        if key not in self._pictures:
            self._pictures[key] = pasted(self._gallery.background, self._gallery.node(pose, key))
        return self._pictures[key]

    def _mask(self, shown: Shown | None) -> Array:
        key = self._take.node(shown)[0] if shown else ""
        if key not in self._masks:
            self._masks[key] = person_mask(self._picture(shown), self._gallery.background)
        return self._masks[key]


def pasted(background: Image, patch: Patch) -> Image:
    """The background with a patch over it, whose edges are soft except along the picture's border."""
    height, width = patch.image.shape[:2]
    rows = _ramp(height, (patch.y == 0, patch.y + height == background.shape[0]))
    columns = _ramp(width, (patch.x == 0, patch.x + width == background.shape[1]))
    cover = (rows[:, None] * columns)[..., None]
    image = background.copy()
    part = image[patch.y : patch.y + height, patch.x : patch.x + width]
    part[:] = np.round(part + cover * (patch.image.astype(np.float32) - part))
    return image


def _ramp(length: int, sharp: tuple[bool, bool]) -> NDArray[np.float32]:
    """From nearly 0 at the ends that aren't sharp up to 1."""
    places = np.arange(length) + 0.5
    start = np.ones(length) if sharp[0] else places / _FEATHER_PX
    end = np.ones(length) if sharp[1] else (length - places) / _FEATHER_PX
    return np.asarray(np.clip(np.minimum(start, end), 0, 1), np.float32)
