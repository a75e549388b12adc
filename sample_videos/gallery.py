"""The pictures of a scene, rendered when they are first asked for and kept in the user's cache folder."""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from sample_videos.anatomy.assets import cache_folder
from sample_videos.anatomy.body import Pose
from sample_videos.effects import Image
from sample_videos.nodes import Scene, pose_key

__all__ = ["Gallery", "Patch", "StudioLike"]

_QUALITY = (cv2.IMWRITE_JPEG_QUALITY, 95)


@dataclass(frozen=True)
class Patch:
    """A part of the picture.

    Attributes:
        x: Of its left border, pixels.
        y: Of its upper border.
        image: Shape (height, width, 3) or, with opacity, (height, width, 4).
    """

    x: int
    y: int
    image: Image


class StudioLike(Protocol):
    """What renders: `studio.studio.Studio`, or a test's stand-in; crops have x, y and image."""

    def background(self) -> Image:
        """The empty room."""

    def picture(self, pose: Pose, seed: int = 0) -> Any:
        """A crop around the person in the room."""

    def cutout(self, pose: Pose) -> tuple[Any, Image]:
        """A crop of the person alone, and the opacity of its pixels."""


class Gallery:
    """The pictures of one scene.

    Attributes:
        rendered: How many had to be rendered so far.
    """

    def __init__(self, scene: Scene, studio: Callable[[], StudioLike], folder: Path | None = None) -> None:
        """Opens it; `studio` is called for the first picture that is missing."""
        self.rendered = 0
        self._make = studio
        self._folder = (folder or cache_folder() / "nodes") / scene.key
        self._folder.mkdir(parents=True, exist_ok=True)
        self._files = {path.name.partition(".")[0]: path for path in self._folder.glob("[!.]*")}

    @cached_property
    def background(self) -> Image:
        """The empty room."""
        path = self._files.get("background") or self._kept("background.png", self._studio.background())
        return _read(path)

    def node(self, pose: Pose, key: str | None = None) -> Patch:
        """The part of the picture with the person, in the room."""
        key = key or pose_key(pose)
        path = self._files.get(key)
        if path is None:
            crop = self._studio.picture(pose, seed=int(key[:7], 16))
            path = self._kept(f"{key}.{crop.x}.{crop.y}.jpg", crop.image)
        return _patch(path)

    def cutout(self, pose: Pose) -> Patch:
        """The person alone, with opacity."""
        key = f"cutout-{pose_key(pose)}"
        path = self._files.get(key)
        if path is None:
            crop, alpha = self._studio.cutout(pose)
            # Outside the picture the crop is empty, which no file can be.
            image = np.dstack([crop.image, alpha]) if alpha.size else np.zeros((1, 1, 4), np.uint8)
            path = self._kept(f"{key}.{crop.x}.{crop.y}.png", image)
        return _patch(path)

    def has(self, keys: Iterable[str]) -> bool:
        """Whether the empty room and the nodes with some keys are rendered already."""
        return {"background", *keys} <= self._files.keys()

    @cached_property
    def _studio(self) -> StudioLike:
        return self._make()

    def _kept(self, name: str, image: NDArray[np.uint8]) -> Path:
        path = self._folder / name
        # Another process may be at the same picture.
        partial = path.with_name(f".{os.getpid()}.{name}")
        if not cv2.imwrite(str(partial), np.ascontiguousarray(image), _QUALITY if path.suffix == ".jpg" else ()):
            raise OSError(f"cannot write {partial}")
        partial.replace(path)
        self._files[name.partition(".")[0]] = path
        self.rendered += 1
        return path


def _read(path: Path) -> Image:
    image = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    if image is None:
        raise OSError(f"cannot read {path}: delete it to have it rendered again")
    return np.asarray(image, np.uint8)


def _patch(path: Path) -> Patch:
    _, x, y, _ = path.name.split(".")
    return Patch(int(x), int(y), _read(path))
