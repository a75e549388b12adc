"""The room around the person: floor, wall, mat, furniture and light."""

import bpy
import numpy as np
from mathutils import Vector

from sample_videos.people import Colour
from sample_videos.rooms import Room
from sample_videos.studio.floors import floor_picture
from sample_videos.studio.furniture import WALL_Y, furnish
from sample_videos.studio.materials import Finish, glowing, painted, printed
from sample_videos.studio.meshes import add_mesh, add_object, box
from sample_videos.studio.obstacles import stool_and_cat

__all__ = ["Stage"]

_HALF_WIDTH = 9.0
_FRONT = -6.0
_WALL_HEIGHT = 8.0
_MAT_LENGTH, _MAT_WIDTH, _MAT_THICKNESS = 2.0, 0.72, 0.008
_FEET_X = 0.56
"""Where things in front must stand to hide feet at 0.8 m, which are further from the camera."""


class Stage:
    """Builds the room.

    Args:
        room: What it looks like.
        mat_turn_deg: How far the mat is turned about the vertical.
    """

    def __init__(self, room: Room, mat_turn_deg: float) -> None:
        before = set(bpy.context.scene.objects)
        _add_floor(room)
        _add_wall(room)
        _add_mat(room, mat_turn_deg)
        furnish(room)
        if room.in_front == "stool_and_cat":
            stool_and_cat(_FEET_X * float(np.cos(np.radians(mat_turn_deg))), -_MAT_THICKNESS)
        if room.window_behind:
            _add_window()
        _add_lights(room)
        self._items = [item for item in bpy.context.scene.objects if item not in before and item.type == "MESH"]

    def show(self, *, shown: bool) -> None:
        """Shows the room to the camera or not; it takes part in the light either way."""
        for item in self._items:
            item.visible_camera = shown


def _add_floor(room: Room) -> None:
    width, depth = 2 * _HALF_WIDTH, WALL_Y - _FRONT
    rough = {"planks": 0.42, "carpet": 0.95, "tiles": 0.3, "concrete": 0.55}[room.floor]
    material = printed("floor", floor_picture(room, width, depth), Finish(rough=rough, specular=0.3))
    corners = [(-_HALF_WIDTH, _FRONT), (_HALF_WIDTH, _FRONT), (_HALF_WIDTH, WALL_Y), (-_HALF_WIDTH, WALL_Y)]
    points = np.array([(x, y, -_MAT_THICKNESS) for x, y in corners])
    texture = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], float)
    add_mesh("floor", points, [(0, 1, 2, 3)], material, texture=texture)


def _add_wall(room: Room) -> None:
    plaster = Finish(rough=0.9, specular=0.1, mottle=0.04, per_metre=(2.5, 2.5, 2.5))
    low, high = (-_HALF_WIDTH, WALL_Y, -0.1), (_HALF_WIDTH, WALL_Y + 0.1, _WALL_HEIGHT)
    box("wall", low, high, painted("wall", room.wall, plaster))
    low, high = (-_HALF_WIDTH, WALL_Y - 0.015, -_MAT_THICKNESS), (_HALF_WIDTH, WALL_Y, 0.08)
    box("skirting", low, high, painted("skirting", (0.8, 0.8, 0.78), Finish(rough=0.5)))


def _add_mat(room: Room, turn_deg: float) -> None:
    foam = Finish(rough=0.85, specular=0.15, bump_m=0.001, mottle=0.08, per_metre=(90.0, 90.0, 90.0))
    half = np.array([_MAT_LENGTH / 2, _MAT_WIDTH / 2])
    mat = box("mat", (*-half, -_MAT_THICKNESS), (*half, 0.0), painted("mat", room.mat, foam), rounding_m=0.003)
    mat.rotation_euler.z = np.radians(turn_deg)


def _add_window() -> None:
    """A window down to the floor, so that a person on the mat stands out dark against it."""
    left, right, low, high = -1.5, 1.5, 0.06, 2.4
    sky = glowing("sky", (0.88, 0.95, 1.0), 6.0)
    box("pane", (left, WALL_Y - 0.02, low), (right, WALL_Y - 0.01, high), sky)
    frame = painted("window_frame", (0.75, 0.75, 0.73), Finish(rough=0.4))
    for x in (left, (left + right) / 2, right):
        box("post", (x - 0.035, WALL_Y - 0.06, low), (x + 0.035, WALL_Y, high), frame)
    for z in (low, 1.75, high):
        box("rail", (left - 0.035, WALL_Y - 0.06, z - 0.035), (right + 0.035, WALL_Y, z + 0.035), frame)
    curtain = painted("curtain", (0.62, 0.58, 0.52), Finish(rough=0.95, sheen=0.2))
    for start in (left - 0.55, right + 0.02):
        _add_curtain(start, start + 0.53, curtain)


def _add_curtain(left: float, right: float, material: bpy.types.Material) -> None:
    x = np.linspace(left, right, 60)
    y = WALL_Y - 0.10 + 0.035 * np.sin((x - left) * 55)
    rows = [np.stack([x, y, np.full_like(x, z)], axis=1) for z in (0.02, 2.7)]
    faces = [(k, k + 1, 60 + k + 1, 60 + k) for k in range(59)]
    add_mesh("curtain", np.concatenate(rows), faces, material, smooth=True)


def _add_lights(room: Room) -> None:
    front = 0.12 if room.window_behind else 1.0
    _add_area("side_window", (-3.4, -2.6, 2.4), (0.0, 0.0, 0.3), 1.8, 170 * room.light * front, (1.0, 0.97, 0.92))
    _add_area("ceiling", (0.7, -0.4, 3.4), (0.2, 0.2, 0.0), 2.0, 85 * room.light * front, (1.0, 0.93, 0.84))
    if room.window_behind:
        _add_area("backlight", (0.0, WALL_Y - 0.15, 1.5), (0.0, 0.0, 0.3), 2.2, 240 * room.light, (0.92, 0.96, 1.0))
    world = bpy.data.worlds.new("world")
    bpy.context.scene.world = world
    world.use_nodes = True
    world.cycles.sampling_method = "NONE"  # it is the same all round: nothing to aim at
    background = world.node_tree.nodes["Background"]
    background.inputs["Color"].default_value = (0.90, 0.95, 1.0, 1.0)
    background.inputs["Strength"].default_value = 0.45 * room.light * (0.4 if room.window_behind else 1.0)


def _add_area(
    name: str,
    place: tuple[float, float, float],
    aim: tuple[float, float, float],
    size_m: float,
    watts: float,
    colour: Colour,
) -> None:
    data = bpy.data.lights.new(name, "AREA")
    data.size, data.energy, data.color = size_m, watts, colour
    item = add_object(name, data)
    item.location = place
    item.rotation_euler = (Vector(aim) - Vector(place)).to_track_quat("-Z", "Y").to_euler()
    item.visible_camera = False
