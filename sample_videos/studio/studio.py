"""Takes pictures of a person in a room."""

from dataclasses import dataclass
from typing import TypeAlias

import bpy
import numpy as np
from numpy.typing import NDArray

from sample_videos.anatomy.assets import Assets
from sample_videos.anatomy.body import Body, Pose
from sample_videos.cameras import Camera
from sample_videos.people import Person
from sample_videos.rooms import Room
from sample_videos.studio.figure import Figure
from sample_videos.studio.renderer import Renderer
from sample_videos.studio.stage import Stage

__all__ = ["Crop", "Studio"]

_MARGIN_PX = 45
_SHADOW_SHARE = 0.25
"""Of the picture's height: how far a shadow falls towards the camera with the light behind the person."""
_BACKGROUND_SAMPLES = 24

_Box: TypeAlias = tuple[int, int, int, int]


@dataclass(frozen=True)
class Crop:
    """Part of a picture.

    Attributes:
        x: Left edge in the whole picture.
        y: Top edge in the whole picture.
        image: Shape (h, w, 3), BGR.
    """

    x: int
    y: int
    image: NDArray[np.uint8]


class Studio:
    """One person in one room in front of one camera; a new studio clears away the one before.

    Args:
        person: Who.
        body: Their body.
        room: Where.
        camera: What sees them.
        mat_turn_deg: How far the mat is turned about the vertical; the poses come turned already.
        samples: Rays a pixel for pictures with the person.
    """

    def __init__(
        self, person: Person, body: Body, room: Room, camera: Camera, mat_turn_deg: float = 0.0, samples: int = 6
    ) -> None:
        bpy.ops.wm.read_factory_settings(use_empty=True)
        bpy.context.scene.render.engine = "CYCLES"
        self._camera, self._samples = camera, samples
        below = _SHADOW_SHARE * camera.size[1] if room.window_behind else 0.0
        self._margin_below = np.array([_MARGIN_PX, max(_MARGIN_PX, below)])
        self._stage = Stage(room, mat_turn_deg)
        self._figure = Figure(person, body, Assets())
        self._renderer = Renderer(camera)

    def background(self) -> NDArray[np.uint8]:
        """The room and the mat without the person: the whole picture, BGR."""
        self._set(person=False, room=True)
        return self._renderer.render((0, 0, *self._camera.size), _BACKGROUND_SAMPLES)[..., :3]

    def picture(self, pose: Pose, seed: int = 0) -> Crop:
        """The person, with as much room around as their shadow needs; paste it with soft edges over the background.

        Args:
            pose: In the world.
            seed: Of the rays, so that not every picture of a clip has the same noise.
        """
        self._set(person=True, room=True)
        box = self._box(pose)
        return self._crop(box, self._rendered(box, seed))

    def cutout(self, pose: Pose) -> tuple[Crop, NDArray[np.uint8]]:
        """The person without the room but in its light: colours, and alpha of shape (h, w)."""
        self._set(person=True, room=False)
        box = self._box(pose)
        picture = self._rendered(box, seed=0)
        return self._crop(box, picture), picture[..., 3]

    def _set(self, *, person: bool, room: bool) -> None:
        self._figure.show(shown=person)
        self._stage.show(shown=room)
        bpy.context.scene.render.film_transparent = not room

    def _box(self, pose: Pose) -> _Box:
        """Around the posed person, within the picture; empty when the person is outside."""
        points = self._camera.project(self._figure.pose(pose))
        low = np.clip(np.floor(points.min(axis=0)) - _MARGIN_PX, 0, self._camera.size).astype(int)
        high = np.clip(np.ceil(points.max(axis=0) + self._margin_below), 0, self._camera.size).astype(int)
        return int(low[0]), int(low[1]), int(high[0]), int(high[1])

    def _rendered(self, box: _Box, seed: int) -> NDArray[np.uint8]:
        left, top, right, bottom = box
        if left >= right or top >= bottom:
            return np.zeros((bottom - top, right - left, 4), np.uint8)
        return self._renderer.render(box, self._samples, seed)

    @staticmethod
    def _crop(box: _Box, picture: NDArray[np.uint8]) -> Crop:
        return Crop(box[0], box[1], picture[..., :3])
