"""The poses of a movement that are rendered: some tens on each path, spread so that none is far from its neighbours.

A clip shows the node nearest to where the person is, so a few pictures make clips of any tempo and order.
"""

import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from sample_videos.anatomy.assets import Assets
from sample_videos.anatomy.body import Body, Pose
from sample_videos.anatomy.rotation import Array, about
from sample_videos.cameras import Camera
from sample_videos.motions.movement import Movement, Path, View
from sample_videos.people import PEOPLE, Person
from sample_videos.recipes import CameraChoice, Recipe
from sample_videos.rooms import ROOMS, Room

__all__ = ["STEP_PX", "Line", "Scene", "body_of", "lines_of", "pose_key", "scene_of"]

STEP_PX = 11.0
"""No main joint moves further between neighbouring nodes, except where that takes more than the most of nodes."""

BREATH_PX = 4.0
"""Next to the start and to each turning point there is a node this near, for swaying."""

_FEWEST, _MOST = 15, 28
_FINE = 41
_SAMPLES = 4
_LOOK = 1  # raised when the studio's pictures change, so that the stored ones are not used any more
_SMALL_BONES = (
    "finger",
    "metacarpal",
    "toe",
    "oculi",
    "orbicularis",
    "oris",
    "levator",
    "risorius",
    "tongue",
    "special",
)


@dataclass(frozen=True)
class Scene:
    """All that determines the pictures of a pose.

    Attributes:
        person: Who is seen.
        room: Where.
        camera: From where.
        turn_deg: How far poses are turned about the upright axis to lie as the recipe wants.
        mat_turn_deg: The same for the mat, whose two ends are alike.
        samples: Of the renderer, for each pixel.
    """

    person: Person
    room: Room
    camera: Camera
    turn_deg: float = 0.0
    mat_turn_deg: float = 0.0
    samples: int = _SAMPLES

    @property
    def key(self) -> str:
        """Name of the folder of its pictures."""
        fixed = (_LOOK, self.person, self.room, self.camera, self.mat_turn_deg, self.samples)
        return hashlib.sha256(repr(fixed).encode()).hexdigest()[:16]

    def placed(self, pose: Pose) -> Pose:
        """A path's pose as it lies in the scene."""
        return pose.turned(about((0, 0, 1), self.turn_deg)) if self.turn_deg else pose


def scene_of(recipe: Recipe, view: View) -> Scene:
    """The recipe's scene.

    Raises:
        KeyError: Its person or room doesn't exist.
    """
    choice = recipe.camera
    camera = Camera(
        distance_m=choice.distance_m,
        height_m=choice.height_m,
        aim_m=choice.aim_m,
        lens_mm=choice.lens_mm,
        size=choice.size,
        aside_m=choice.aside_m,
    )
    turn, mat_turn = _turns(choice, view)
    return Scene(PEOPLE[recipe.person], ROOMS[recipe.room], camera, turn, mat_turn)


def _turns(choice: CameraChoice, view: View) -> tuple[float, float]:
    """Degrees about the upright axis of the person and of the mat."""
    if view == "front":
        return choice.azimuth_deg, choice.azimuth_deg
    off = choice.azimuth_deg - 90.0
    return (off, off) if choice.head == "left" else (180.0 - off, -off)


@lru_cache(maxsize=8)
def body_of(person: Person) -> Body:
    """The person's body; takes a second the first time."""
    return Body(Assets(), person.build)


def pose_key(pose: Pose) -> str:
    """Tells poses apart that differ by a tenth of a millimetre."""
    bones = sorted(pose.heads)
    numbers = np.concatenate([np.ravel([values[bone] for bone in bones]) for values in (pose.heads, pose.rotations)])
    # Adding zero makes -0.0 the same as 0.0.
    text = ",".join(f"{number:.4f}" for number in np.round(numbers, 4) + 0.0)
    return hashlib.sha256(text.encode()).hexdigest()[:20]


class Line:
    """The nodes of one path in a scene."""

    def __init__(self, path: Path, scene: Scene, turning: Iterable[float]) -> None:
        """Needs `turning`, the places on the path at which strokes turn round."""
        self._path, self._scene, self._turning = path, scene, sorted({*turning, 1.0})
        self._nodes: dict[int, tuple[str, Pose]] = {}

    @cached_property
    def shares(self) -> tuple[float, ...]:
        """Places of the nodes on the path, rising; spread when first asked for, because many paths are never shown."""
        return _spread(self._way(), self._turning)

    def nearest(self, progress: float) -> int:
        """Index of the node nearest to a place on the path."""
        right = min(bisect_left(self.shares, progress), len(self.shares) - 1)
        left = max(right - 1, 0)
        return left if progress - self.shares[left] < self.shares[right] - progress else right

    def node(self, index: int) -> tuple[str, Pose]:
        """Key and pose of a node, as it lies in the scene."""
        if index not in self._nodes:
            pose = self._scene.placed(self._path(self.shares[index]))
            self._nodes[index] = pose_key(pose), pose
        return self._nodes[index]

    def _way(self) -> tuple[Array, Array]:
        """Places on the path, and how many pixels the fastest joint has travelled up to each."""
        places = np.linspace(0, 1, _FINE)
        seen = np.stack([_pixels(self._scene.placed(self._path(place)), self._scene.camera) for place in places])
        steps = np.linalg.norm(np.diff(seen, axis=0), axis=-1).max(axis=1)
        return places, np.concatenate([[0.0], np.cumsum(np.maximum(steps, 1e-9))])


def _pixels(pose: Pose, camera: Camera) -> Array:
    return camera.project(np.stack([head for bone, head in pose.heads.items() if not bone.startswith(_SMALL_BONES)]))


def _spread(way: tuple[Array, Array], turning: list[float]) -> tuple[float, ...]:
    """Places of the nodes: evenly along the way, exactly at the turning points, and just beside them for swaying."""
    places, travelled = way
    length = float(travelled[-1])
    count = int(np.clip(np.ceil(length / STEP_PX) + 1, _FEWEST, _MOST))
    step = length / (count - 1)
    breath = min(BREATH_PX, step / 2)
    turns = np.interp(turning, places, travelled)
    fixed = np.unique(np.concatenate([[0.0, breath], turns - breath, turns]))
    even = [spot for spot in np.arange(count) * step if np.abs(fixed - spot).min() > 0.4 * step]
    spots = np.sort(np.concatenate([fixed, even]))
    shares = np.interp(spots[spots >= 0], travelled, places)
    # The exact numbers, because a pose's key must not depend on how it was reached.
    return tuple(
        sorted({0.0, *turning, *(float(s) for s in shares if np.abs(s - np.array([0.0, *turning])).min() > 1e-9)})
    )


def lines_of(movement: Movement, paths: Mapping[str, Path], scene: Scene) -> dict[str, Line]:
    """The nodes of all paths that are given, by name; they are spread over a path's whole length."""
    turning: dict[str, set[float]] = {name: set() for name in paths}
    for by_side in movement.kinds.values():
        for kind in by_side.values():
            for stroke in kind.strokes:
                turning.get(stroke.path, set()).add(stroke.reach)
    return {name: Line(path, scene, turning[name]) for name, path in paths.items()}
