"""Blender objects from points and faces."""

from collections.abc import Sequence

import bpy
import numpy as np
from numpy.typing import ArrayLike

from sample_videos.anatomy.rotation import Array
from sample_videos.studio.materials import GRAIN

__all__ = ["add_mesh", "add_object", "box", "move_points", "tube"]


def add_object(name: str, data: bpy.types.ID) -> bpy.types.Object:
    """Puts data into the scene."""
    item = bpy.data.objects.new(name, data)
    bpy.context.scene.collection.objects.link(item)
    return item


def add_mesh(  # noqa: PLR0913 - all but the first four are rarely given
    name: str,
    points: Array,
    faces: Sequence[Sequence[int]],
    material: bpy.types.Material,
    *,
    smooth: bool = False,
    texture: Array | None = None,
    grain: Array | None = None,
) -> bpy.types.Object:
    """A mesh in the scene.

    Args:
        name: For Blender.
        points: Shape (k, 3).
        faces: Indices into the points.
        material: Of all faces.
        smooth: Whether light runs smoothly over the edges.
        texture: Texture points of all the faces' corners.
        grain: Where the points lie in the material's noise; by default where they are.
    """
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata(points.tolist(), [], [list(face) for face in faces])
    if texture is not None:
        mesh.uv_layers.new(name="UVMap").data.foreach_set("uv", texture.astype(np.float32).ravel())
    values = points if grain is None else grain
    attribute = mesh.attributes.new(GRAIN, "FLOAT_VECTOR", "POINT")
    attribute.data.foreach_set("vector", values.astype(np.float32).ravel())
    mesh.polygons.foreach_set("use_smooth", np.full(len(mesh.polygons), smooth))
    mesh.materials.append(material)
    mesh.update()
    return add_object(name, mesh)


def move_points(item: bpy.types.Object, points: Array) -> None:
    """Moves all of a mesh's points."""
    item.data.vertices.foreach_set("co", points.astype(np.float32).ravel())
    item.data.update()


_BOX_FACES = ((0, 2, 3, 1), (4, 5, 7, 6), (0, 1, 5, 4), (2, 6, 7, 3), (0, 4, 6, 2), (1, 3, 7, 5))


def box(
    name: str, low: ArrayLike, high: ArrayLike, material: bpy.types.Material, rounding_m: float = 0.0
) -> bpy.types.Object:
    """A box between two corners, with rounded edges."""
    corners = np.array([low, high], float)
    points = np.array([[corners[(i >> axis) & 1][axis] for axis in range(3)] for i in range(8)])
    item = add_mesh(name, points, _BOX_FACES, material, smooth=rounding_m > 0)
    if rounding_m:
        bevel = item.modifiers.new("rounding", "BEVEL")
        bevel.width, bevel.segments, bevel.harden_normals = rounding_m, 3, True
    return item


def tube(
    name: str, spine: ArrayLike, radii: ArrayLike, material: bpy.types.Material, sides: int = 16
) -> bpy.types.Object:
    """A round body along a line: posts, pots, balls, lamps, tails."""
    line = np.asarray(spine, float)
    turn = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    ways = np.gradient(line, axis=0)
    rings = []
    for middle, way, radius in zip(line, ways, np.broadcast_to(radii, len(line)), strict=True):
        helper = np.array([0.0, 1.0, 0.0]) if abs(way[1]) < 0.7 * np.linalg.norm(way) else np.array([1.0, 0.0, 0.0])
        first = np.cross(way, helper)
        first /= np.linalg.norm(first)
        second = np.cross(way, first) / np.linalg.norm(way)
        rings.append(middle + radius * (np.cos(turn)[:, None] * first + np.sin(turn)[:, None] * second))
    last = len(line) - 1
    faces = [
        (r * sides + k, r * sides + (k + 1) % sides, (r + 1) * sides + (k + 1) % sides, (r + 1) * sides + k)
        for r in range(last)
        for k in range(sides)
    ]
    ends = [tuple(range(sides)), tuple(range(last * sides, (last + 1) * sides))]
    return add_mesh(name, np.concatenate(rings), [*faces, *ends], material, smooth=True)
