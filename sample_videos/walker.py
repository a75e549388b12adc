"""Someone upright who walks through the picture behind the mat."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from sample_videos.anatomy.body import Pose
from sample_videos.anatomy.rotation import Array
from sample_videos.cameras import Camera
from sample_videos.effects import Image
from sample_videos.gallery import Gallery, Patch

__all__ = ["Walker", "crossing", "person_mask"]

BEHIND_M = 0.75
FROM, TO = 0.3, 0.6
"""Shares of the clip between which the walker crosses."""

_CYCLE_M = 1.3
_MARGIN_M = 0.5
_MOST = 48
_DIFFERENT = 10


@dataclass(frozen=True)
class Place:
    """A pose of the walker in the world, and the share of the way that it stands for."""

    share: float
    pose: Pose


def crossing(cycle: Sequence[Pose], camera: Camera) -> list[Place]:
    """Poses on the way from right to left through the whole picture; `cycle` walks on the spot towards -x."""
    half = camera.size[0] / 2 * (camera.distance_m + BEHIND_M) / camera.focal_px + _MARGIN_M
    count = min(_MOST, round(2 * half / _CYCLE_M * len(cycle)))
    shares = np.linspace(0, 1, count)
    ways = (np.array([camera.aside_m + half - 2 * half * share, BEHIND_M, 0.0]) for share in shares)
    return [
        Place(float(s), cycle[i % len(cycle)].moved(way)) for i, (s, way) in enumerate(zip(shares, ways, strict=True))
    ]


class Walker:
    """Paints the walker into pictures."""

    def __init__(self, cycle: Sequence[Pose], camera: Camera, gallery: Gallery) -> None:
        self._gallery, self._camera = gallery, camera
        self._places = crossing(cycle, camera)

    def render(self) -> None:
        """Makes sure that all pictures are there."""
        for place in self._places:
            self._gallery.cutout(place.pose)

    def paint(self, image: Image, person: Array, share: float) -> Image:
        """The picture with the walker behind the person.

        Args:
            image: Without the walker.
            person: Shape (height, width), how much of each pixel the person covers, 0 to 1.
            share: Of the clip that has passed.
        """
        way = (share - FROM) / (TO - FROM)
        if not 0 <= way <= 1:
            return image
        index = round(way * (len(self._places) - 1))
        patch = self._gallery.cutout(self._places[index].pose)
        return _painted(image, patch, person, self._pixels_per_way() * (way - self._places[index].share))

    def _pixels_per_way(self) -> float:
        """How far the walker's picture moves over the whole way, to slide it between two rendered places."""
        ends = [place.pose.heads for place in (self._places[0], self._places[-1])]
        bone = next(iter(ends[0]))
        start, end = self._camera.project(np.stack([heads[bone] for heads in ends]))
        return float(end[0] - start[0])


def _painted(image: Image, patch: Patch, person: Array, slide_px: float) -> Image:
    height, width = image.shape[:2]
    shift = np.array([[1.0, 0.0, patch.x + slide_px], [0.0, 1.0, patch.y]])
    layer = np.asarray(cv2.warpAffine(patch.image, shift, (width, height)), np.float32)
    cover = layer[..., 3:] / 255 * (1 - person[..., None])
    return np.asarray(image + cover * (layer[..., :3] - image), np.float32).round().astype(np.uint8)


def person_mask(picture: Image, background: Image) -> Array:
    """Shape (height, width): 1 where the picture differs from the empty room, 0 elsewhere, with soft edges."""
    differs = (cv2.absdiff(picture, background).max(axis=2) > _DIFFERENT).astype(np.uint8)
    opened = cv2.morphologyEx(differs, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    cleaned = cv2.morphologyEx(opened, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    return np.asarray(cv2.GaussianBlur(cleaned.astype(np.float32), (0, 0), 1.0), float)
