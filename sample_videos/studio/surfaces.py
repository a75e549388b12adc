"""Pieces of a person's surface in the resting pose: skin, eyes, garments, hair."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from sample_videos.anatomy.body import Body, Skinned
from sample_videos.anatomy.rotation import Array

__all__ = ["Corners", "Faces", "Surface", "cut", "hemmed", "normals", "vertices_of"]

Corners: TypeAlias = tuple[tuple[int, int], ...]
"""Of one face of the base mesh: vertex and texture point of each corner."""

Faces: TypeAlias = Sequence[Corners]

_MAT_TOP_M = 0.002


@dataclass(frozen=True)
class Surface:
    """Points that move with the body, and the faces between them.

    Attributes:
        points: Shape (k, 3), metres, at rest.
        index: Shape (k,), the body's vertex with which each point moves.
        faces: Indices into the points.
        texture: Shape (corners of all faces, 2), or empty.
        grain: Shape (k, 3), where each point lies in the material's noise; empty for the points themselves.
        sag_m: Shape (k,), how far gravity pulls each point down, or empty.
    """

    points: Array
    index: NDArray[np.int_]
    faces: tuple[tuple[int, ...], ...]
    texture: Array = field(default_factory=lambda: np.empty((0, 2)))
    grain: Array = field(default_factory=lambda: np.empty((0, 3)))
    sag_m: Array = field(default_factory=lambda: np.empty(0))

    def posed(self, skinned: Skinned) -> Array:
        """Shape (k, 3): the points in the world; what would sink into the mat lies flat on it."""
        points = skinned.apply(self.points, self.index)
        if len(self.sag_m):
            points[:, 2] -= self.sag_m
        points[:, 2] = np.maximum(points[:, 2], _MAT_TOP_M)
        return points


def vertices_of(faces: Faces) -> NDArray[np.int_]:
    """The vertices that some faces use, sorted."""
    return np.unique([vertex for face in faces for vertex, _ in face])


def normals(body: Body) -> Array:
    """Shape (n, 3): which way is out at each vertex of the skin and of the shape that clothes are cut from."""
    total = np.zeros_like(body.rest)
    for group in ("body", "helper-tights"):
        faces = np.array([[vertex for vertex, _ in face] for face in body.mesh.groups[group] if len(face) == 4])
        a, b, c, d = (body.rest[faces[:, corner]] for corner in range(4))
        across = np.cross(c - a, d - b)
        for corner in range(4):
            np.add.at(total, faces[:, corner], across)
    return np.asarray(total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-12))


def cut(body: Body, faces: Faces, inside_m: Array | None = None, lift: Array | None = None) -> Surface:
    """A piece of the base mesh.

    Args:
        body: Whose.
        faces: To choose from.
        inside_m: Of each vertex, roughly how far it lies inside the wanted piece; the piece ends exactly where this
            is zero. None takes all faces.
        lift: Shape (n, 3), added to the resting vertices.
    """
    rest = body.rest if lift is None else body.rest + lift
    if inside_m is not None:
        faces = [face for face in faces if max(inside_m[vertex] for vertex, _ in face) > 0]
        rest = _snapped(rest, faces, inside_m)
    used = vertices_of(faces)
    local = {vertex: place for place, vertex in enumerate(used)}
    texture = body.mesh.texture_points[[point for face in faces for _, point in face]]
    return Surface(rest[used], used, tuple(tuple(local[vertex] for vertex, _ in face) for face in faces), texture)


def _snapped(rest: Array, faces: Faces, inside_m: Array) -> Array:
    """Moves the vertices just outside to the edge, because whole faces would leave a jagged one."""
    total, count = np.zeros_like(rest), np.zeros(len(rest))
    for face in faces:
        vertices = [vertex for vertex, _ in face]
        inner = [vertex for vertex in vertices if inside_m[vertex] > 0]
        for outer in (vertex for vertex in vertices if inside_m[vertex] <= 0):
            for near in inner:
                share = inside_m[outer] / (inside_m[outer] - inside_m[near])
                total[outer] += rest[outer] + share * (rest[near] - rest[outer])
                count[outer] += 1
    moved = count > 0
    snapped = rest.copy()
    snapped[moved] = total[moved] / count[moved, None]
    return snapped


def hemmed(surface: Surface, outward: Array, thickness_m: float) -> Surface:
    """The surface with its open edges folded inwards, so that cloth looks as thick as it is.

    Args:
        surface: A garment.
        outward: Shape (n, 3), the body's normals.
        thickness_m: Of the cloth.
    """
    edges = _open_edges(surface.faces)
    rim = sorted({vertex for edge in edges for vertex in edge})
    inner = {vertex: len(surface.points) + place for place, vertex in enumerate(rim)}
    index = np.concatenate([surface.index, surface.index[rim]])
    folded = surface.points[rim] - thickness_m * outward[surface.index[rim]]
    strips = tuple((b, a, inner[a], inner[b]) for a, b in edges)
    return Surface(np.concatenate([surface.points, folded]), index, surface.faces + strips)


def _open_edges(faces: tuple[tuple[int, ...], ...]) -> list[tuple[int, int]]:
    directed = {(a, b) for face in faces for a, b in zip(face, (*face[1:], face[0]), strict=True)}
    return [(a, b) for a, b in directed if (b, a) not in directed]
