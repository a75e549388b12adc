"""A body: shaped mesh, skeleton, and skinning by dual quaternions.

The skinning is that of Kavan, Collins, Zara and O'Sullivan, "Skinning with Dual Quaternions" (2007), mixed with a
little linear blend skinning, which keeps bent joints from bulging.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sample_videos.anatomy.assets import Assets, Mesh
from sample_videos.anatomy.rotation import Array, quaternions
from sample_videos.anatomy.shape import Build, shaped_vertices

__all__ = ["SIDES", "Body", "Pose", "Side", "Skinned"]

Side: TypeAlias = Literal["left", "right"]
SIDES: tuple[Side, Side] = ("left", "right")

_LINEAR_SHARE = 0.25
_RIG = "rigs/standard/rig.default.json"
_WEIGHTS = "rigs/standard/weights.default.json"


@dataclass(frozen=True)
class Pose:
    """Where the bones are.

    Attributes:
        rotations: Of each bone, from the resting body to the world.
        heads: Where each bone begins, metres in the world.
    """

    rotations: Mapping[str, Array]
    heads: Mapping[str, Array]

    def moved(self, by: Array) -> "Pose":
        """The same pose elsewhere."""
        return Pose(self.rotations, {bone: head + by for bone, head in self.heads.items()})

    def turned(self, rotation: Array) -> "Pose":
        """The same pose turned about the world's origin."""
        rotations = {bone: rotation @ value for bone, value in self.rotations.items()}
        return Pose(rotations, {bone: rotation @ head for bone, head in self.heads.items()})


@dataclass(frozen=True)
class Skinned:
    """How a pose moves each vertex of the resting body: v -> linear @ v + shift.

    Attributes:
        linear: Shape (n, 3, 3).
        shift: Shape (n, 3), metres.
    """

    linear: Array
    shift: Array

    def apply(self, rest: Array, index: Any = slice(None)) -> Array:
        """Shape (k, 3): resting points, each moved with the vertex of its index."""
        return np.asarray(np.einsum("vij,vj->vi", self.linear[index], rest) + self.shift[index])


class Body:
    """A person's body at rest: standing upright, arms out sideways and down, facing -y, z up, x the body's left.

    Attributes:
        mesh: The base mesh, for faces and texture points.
        rest: Shape (n, 3), the shaped vertices.
        bones: Names, parents before children.
        parents: Of each bone; the root's is None.
        heads: Where each bone begins at rest.
        tails: Where each bone ends at rest.
        weights: Shape (n, bones), how much each bone moves each vertex; rows sum to 1.
    """

    def __init__(self, assets: Assets, build: Build) -> None:
        rig = assets.json(_RIG)
        bones: dict[str, Any] = rig.get("bones", rig)
        self.mesh: Mesh = assets.mesh
        self.rest = shaped_vertices(assets, build)
        self.parents: dict[str, str | None] = {name: bone["parent"] or None for name, bone in bones.items()}
        self.bones = _parents_first(self.parents)
        cubes = {name: np.unique([v for face in faces for v, _ in face]) for name, faces in self.mesh.groups.items()}
        self.heads = {name: self._placed(bone["head"], cubes) for name, bone in bones.items()}
        self.tails = {name: self._placed(bone["tail"], cubes) for name, bone in bones.items()}
        self.weights = self._weights(assets.json(_WEIGHTS)["weights"])

    def _placed(self, where: Mapping[str, Any], cubes: Mapping[str, Any]) -> Array:
        """A joint's place, by the rig file's strategies: a helper cube's middle, a vertex, or some vertices' mean."""
        if where["strategy"] == "CUBE":
            return np.asarray(self.rest[cubes[where["cube_name"]]].mean(axis=0))
        if where["strategy"] == "VERTEX":
            return np.asarray(self.rest[where["vertex_index"]])
        return np.asarray(self.rest[where["vertex_indices"]].mean(axis=0))

    def _weights(self, entries: Mapping[str, list[tuple[int, float]]]) -> Array:
        weights = np.zeros((len(self.rest), len(self.bones)))
        column = {bone: index for index, bone in enumerate(self.bones)}
        for bone, pairs in entries.items():
            for vertex, weight in pairs:
                weights[vertex, column[bone]] += weight
        weights[weights.sum(axis=1) == 0, column["root"]] = 1.0
        return np.asarray(weights / weights.sum(axis=1, keepdims=True))

    @cached_property
    def main_bone(self) -> NDArray[np.str_]:
        """Shape (n,): the bone that moves each vertex most."""
        names: NDArray[np.str_] = np.array(self.bones)
        return np.asarray(names[self.weights.argmax(axis=1)])

    def length(self, first: str, second: str) -> float:
        """Metres between two bones' heads at rest."""
        return float(np.linalg.norm(self.heads[second] - self.heads[first]))

    def posed(self, rotations: Mapping[str, Array]) -> Pose:
        """Forward kinematics with the root bone at the origin; a bone without a rotation follows its parent."""
        turned: dict[str, Array] = {}
        heads: dict[str, Array] = {}
        for bone in self.bones:
            parent = self.parents[bone]
            turned[bone] = rotations[bone] if bone in rotations else (turned[parent] if parent else np.eye(3))
            if parent is None:
                heads[bone] = np.zeros(3)
            else:
                heads[bone] = heads[parent] + turned[parent] @ (self.heads[bone] - self.heads[parent])
        return Pose(turned, heads)

    def tail(self, pose: Pose, bone: str) -> Array:
        """Where a bone ends in a pose."""
        return np.asarray(pose.heads[bone] + pose.rotations[bone] @ (self.tails[bone] - self.heads[bone]))

    def skinned(self, pose: Pose, rows: Any = slice(None)) -> Skinned:
        """How the pose moves the mesh, or only some rows of its vertices."""
        rotations = np.stack([pose.rotations[bone] for bone in self.bones])
        shifts = np.stack([pose.heads[bone] - pose.rotations[bone] @ self.heads[bone] for bone in self.bones])
        real = self._aligned(quaternions(rotations))
        dual = _dual_part(real, shifts)
        weights = self.weights[rows]
        real, dual = weights @ real, weights @ dual
        norm = np.linalg.norm(real, axis=1, keepdims=True)
        linear, shift = _affine(real / norm, dual / norm)
        mixed = (weights @ rotations.reshape(-1, 9)).reshape(-1, 3, 3)
        return Skinned(
            (1 - _LINEAR_SHARE) * linear + _LINEAR_SHARE * mixed,
            (1 - _LINEAR_SHARE) * shift + _LINEAR_SHARE * (weights @ shifts),
        )

    def _aligned(self, values: Array) -> Array:
        """Quaternions with the sign of their parent's, because q and -q are the same rotation but don't blend."""
        column = {bone: index for index, bone in enumerate(self.bones)}
        for bone, index in column.items():
            parent = self.parents[bone]
            if parent and values[index] @ values[column[parent]] < 0:
                values[index] *= -1
        return values


def _parents_first(parents: Mapping[str, str | None]) -> tuple[str, ...]:
    order: dict[str, None] = {}

    def visit(bone: str) -> None:
        parent = parents[bone]
        if parent:
            visit(parent)
        order.setdefault(bone)

    for bone in parents:
        visit(bone)
    return tuple(order)


def _dual_part(real: Array, shifts: Array) -> Array:
    vector, scalar = real[:, :3], real[:, 3:]
    dual = shifts * scalar + np.cross(shifts, vector)
    return 0.5 * np.concatenate([dual, -np.sum(shifts * vector, axis=1, keepdims=True)], axis=1)


def _affine(real: Array, dual: Array) -> tuple[Array, Array]:
    """Rotation matrices and shifts of unit dual quaternions."""
    x, y, z, w = real.T
    linear = np.empty((len(real), 3, 3))
    linear[:, 0] = np.stack([1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)], axis=1)
    linear[:, 1] = np.stack([2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)], axis=1)
    linear[:, 2] = np.stack([2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)], axis=1)
    vector, scalar = real[:, :3], real[:, 3:]
    shift = 2 * (scalar * dual[:, :3] - dual[:, 3:] * vector + np.cross(vector, dual[:, :3]))
    return linear, shift
