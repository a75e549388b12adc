"""Furniture along the wall behind the mat, far enough back for the mat to be turned any way."""

from collections.abc import Callable, Mapping, Sequence

import bpy
import numpy as np

from sample_videos.people import Colour
from sample_videos.rooms import Room
from sample_videos.studio.materials import Finish, glowing, painted
from sample_videos.studio.meshes import box, tube

__all__ = ["WALL_Y", "furnish"]

WALL_Y = 2.5
"""Where the wall behind the mat stands."""

_FLOOR = -0.008
_WOOD: Colour = (0.30, 0.18, 0.10)
_WHITE: Colour = (0.75, 0.75, 0.73)
_STEEL: Colour = (0.35, 0.36, 0.38)
_BLACK: Colour = (0.03, 0.03, 0.035)


def _wood(name: str, colour: Colour = _WOOD) -> bpy.types.Material:
    return painted(name, colour, Finish(rough=0.5, mottle=0.2, per_metre=(3.0, 30.0, 40.0)))


def _cloth(name: str, colour: Colour) -> bpy.types.Material:
    return painted(name, colour, Finish(rough=0.95, specular=0.1, sheen=0.2, mottle=0.08))


def _picture(left: float, low: float, width: float, height: float, colour: Colour) -> None:
    """A framed picture on the wall."""
    frame, back = _wood("frame"), WALL_Y
    box("frame", (left, back - 0.03, low), (left + width, back, low + height), frame, 0.005)
    canvas = painted("canvas", colour, Finish(rough=0.7, mottle=0.7, per_metre=(3.0, 3.0, 5.0)))
    edge = 0.05
    front = back - 0.035
    box("canvas", (left + edge, front, low + edge), (left + width - edge, back, low + height - edge), canvas)


def _ball(place: tuple[float, float], radius: float, material: bpy.types.Material) -> None:
    turn = np.linspace(0.02, np.pi - 0.02, 20)
    spine = [(*place, _FLOOR + radius - radius * np.cos(angle)) for angle in turn]
    tube("ball", spine, radius * np.sin(turn), material, sides=32)


def _plant(x: float, y: float, height: float) -> None:
    pot = painted("pot", (0.55, 0.52, 0.47), Finish(rough=0.7))
    tube("pot", [(x, y, _FLOOR), (x, y, 0.01), (x, y, 0.30), (x, y, 0.31)], [0.11, 0.13, 0.17, 0.15], pot)
    leaf = painted("leaf", (0.05, 0.16, 0.045), Finish(rough=0.45, mottle=0.4, per_metre=(9.0, 9.0, 9.0)))
    random = np.random.default_rng(3)
    along = np.linspace(0, 1, 9)
    for turn in np.arange(22) * 2.4:
        reach, rise = random.uniform(0.15, 0.38), height * random.uniform(0.55, 1.0)
        out = reach * along**1.6
        # Kept from the wall by half its reach on that side.
        depth = np.sin(turn) * (0.5 if np.sin(turn) > 0 else 1.0)
        line = np.stack([x + out * np.cos(turn), y + out * depth, 0.28 + rise * np.sin(1.9 * along)], axis=1)
        tube("leaf", line, 0.004 + 0.032 * np.sin(np.pi * along) ** 1.5, leaf, sides=5)


def _floor_lamp(x: float, y: float, height: float) -> None:
    metal = painted("lamp_post", _BLACK, Finish(rough=0.4))
    tube("lamp_foot", [(x, y, _FLOOR), (x, y, 0.02)], 0.14, metal)
    tube("lamp_post", [(x, y, 0.0), (x, y, height)], 0.012, metal, sides=8)
    shade = glowing("lamp_shade", (1.0, 0.78, 0.52), 0.9)
    tube("lamp_shade", [(x, y, height - 0.1), (x, y, height + 0.16)], [0.19, 0.13], shade, sides=24)


def _books(left: float, y: float, low: float, colours: Sequence[Colour]) -> None:
    for place, colour in enumerate(colours):
        x = left + 0.055 * place
        high = low + 0.19 + 0.03 * ((place * 7) % 3)
        box("book", (x, y, low), (x + 0.045, y + 0.16, high), painted("book", colour), 0.003)


_SPINES: tuple[Colour, ...] = ((0.5, 0.1, 0.08), (0.08, 0.2, 0.12), (0.6, 0.5, 0.25), (0.1, 0.12, 0.3), (0.5, 0.5, 0.5))


def _living_room() -> None:
    sofa, back = _cloth("sofa", (0.20, 0.25, 0.26)), WALL_Y - 0.05
    box("seat", (-3.1, back - 0.85, 0.07), (-1.35, back, 0.30), sofa, 0.04)
    for left in (-2.92, -2.22):
        box("cushion", (left, back - 0.84, 0.30), (left + 0.69, back - 0.2, 0.44), sofa, 0.05)
        box("back_cushion", (left, back - 0.3, 0.40), (left + 0.69, back - 0.06, 0.82), sofa, 0.07)
    for left in (-3.12, -1.53):
        box("arm", (left, back - 0.87, 0.0), (left + 0.19, back, 0.60), sofa, 0.05)
    box(
        "throw_pillow", (-2.0, back - 0.45, 0.44), (-1.62, back - 0.3, 0.80), _cloth("pillow", (0.55, 0.30, 0.10)), 0.06
    )
    wood = _wood("cabinet")
    box("cabinet", (0.95, WALL_Y - 0.42, 0.10), (2.35, WALL_Y - 0.02, 0.62), wood, 0.008)
    for left in (0.98, 1.66):
        box("door", (left, WALL_Y - 0.432, 0.14), (left + 0.66, WALL_Y - 0.4, 0.59), wood, 0.006)
    for x in (1.05, 2.25):
        box("leg", (x - 0.02, WALL_Y - 0.38, _FLOOR), (x + 0.02, WALL_Y - 0.34, 0.1), wood)
    _books(1.1, WALL_Y - 0.3, 0.62, _SPINES)
    _plant(2.85, WALL_Y - 0.42, 0.85)
    _floor_lamp(-3.5, WALL_Y - 0.35, 1.55)


def _bedroom() -> None:
    frame, linen = _wood("bed", (0.42, 0.28, 0.17)), _cloth("linen", (0.72, 0.70, 0.66))
    box("headboard", (1.15, WALL_Y - 0.08, _FLOOR), (3.0, WALL_Y - 0.01, 0.95), frame, 0.02)
    box("bed", (1.2, WALL_Y - 0.95, 0.06), (2.95, WALL_Y - 0.08, 0.26), frame, 0.015)
    box("mattress", (1.23, WALL_Y - 0.93, 0.24), (2.92, WALL_Y - 0.09, 0.46), linen, 0.06)
    box(
        "blanket", (1.20, WALL_Y - 0.96, 0.20), (2.95, WALL_Y - 0.42, 0.50), _cloth("blanket", (0.16, 0.24, 0.34)), 0.05
    )
    for left in (1.38, 2.15):
        box("pillow", (left, WALL_Y - 0.36, 0.45), (left + 0.62, WALL_Y - 0.1, 0.66), linen, 0.09)
    box("night_stand", (0.62, WALL_Y - 0.4, _FLOOR), (1.05, WALL_Y - 0.02, 0.48), frame, 0.01)
    tube("lamp_foot", [(0.83, WALL_Y - 0.2, 0.48), (0.83, WALL_Y - 0.2, 0.66)], [0.06, 0.02], painted("foot", _WHITE))
    shade = glowing("shade", (1.0, 0.76, 0.5), 0.8)
    tube("shade", [(0.83, WALL_Y - 0.2, 0.64), (0.83, WALL_Y - 0.2, 0.86)], [0.14, 0.09], shade, sides=24)
    white = painted("wardrobe", (0.66, 0.64, 0.60), Finish(rough=0.5))
    box("wardrobe", (-3.1, WALL_Y - 0.6, _FLOOR), (-1.3, WALL_Y - 0.01, 2.15), white, 0.01)
    for left in (-3.08, -2.19):
        box("wardrobe_door", (left, WALL_Y - 0.62, 0.06), (left + 0.87, WALL_Y - 0.58, 2.12), white, 0.008)
    for x in (-2.28, -2.12):
        tube("handle", [(x, WALL_Y - 0.64, 1.0), (x, WALL_Y - 0.64, 1.25)], 0.01, painted("handle", _STEEL))


def _clinic() -> None:
    steel, leather = (
        painted("steel", _STEEL, Finish(rough=0.3)),
        painted("leather", (0.05, 0.17, 0.24), Finish(rough=0.4)),
    )
    left, right, front, back = -3.2, -1.3, WALL_Y - 0.85, WALL_Y - 0.15
    box("couch", (left, front, 0.62), (right, back, 0.72), leather, 0.03)
    box("couch_head", (left - 0.02, front, 0.66), (left + 0.55, back, 0.80), leather, 0.04)
    for x in (left + 0.15, right - 0.15):
        for y in (front + 0.08, back - 0.08):
            box("couch_leg", (x - 0.025, y - 0.025, _FLOOR), (x + 0.025, y + 0.025, 0.63), steel)
    box("couch_rail", (left + 0.15, front + 0.06, 0.2), (right - 0.15, front + 0.1, 0.24), steel)
    box("paper", (left + 0.6, front - 0.004, 0.715), (right - 0.1, back, 0.724), painted("paper", (0.8, 0.8, 0.8)))
    white = painted("cupboard", _WHITE, Finish(rough=0.35))
    box("cupboard", (1.3, WALL_Y - 0.45, _FLOOR), (2.9, WALL_Y - 0.01, 0.88), white, 0.006)
    for x in (1.31, 1.84, 2.37):
        box("front", (x, WALL_Y - 0.465, 0.05), (x + 0.51, WALL_Y - 0.44, 0.85), white, 0.006)
        box("grip", (x + 0.18, WALL_Y - 0.485, 0.78), (x + 0.33, WALL_Y - 0.46, 0.79), steel)
    tube(
        "bottle",
        [(1.6, WALL_Y - 0.2, 0.88), (1.6, WALL_Y - 0.2, 1.05), (1.6, WALL_Y - 0.2, 1.1)],
        [0.04, 0.04, 0.015],
        leather,
    )
    _ball((0.75, WALL_Y - 0.42), 0.32, painted("gym_ball", (0.45, 0.10, 0.12), Finish(rough=0.35)))


def _chart(left: float, low: float) -> None:
    """A poster with a spine: pale paper and a column of bones."""
    back = WALL_Y - 0.012
    box("poster", (left, back, low), (left + 0.6, WALL_Y, low + 0.85), painted("poster", (0.74, 0.72, 0.64)))
    bone = painted("bone", (0.35, 0.22, 0.15))
    for place in range(14):
        x, z = left + 0.3 + 0.05 * np.sin(place * 0.45), low + 0.12 + 0.045 * place
        width = 0.07 - 0.003 * place
        box("vertebra", (x - width, back - 0.004, z), (x + width, back, z + 0.03), bone, 0.006)


def _gym() -> None:
    wood, steel = _wood("bars", (0.48, 0.31, 0.16)), painted("steel", _STEEL, Finish(rough=0.35))
    for left in (-3.0, -2.1):
        for x in (left, left + 0.86):
            box("upright", (x, WALL_Y - 0.14, _FLOOR), (x + 0.04, WALL_Y - 0.01, 2.5), wood, 0.005)
        for z in np.arange(0.15, 2.45, 0.16):
            tube("rung", [(left, WALL_Y - 0.1, z), (left + 0.88, WALL_Y - 0.1, z)], 0.018, wood, sides=10)
    for z in (0.25, 0.65):
        box("shelf", (1.0, WALL_Y - 0.45, z), (2.6, WALL_Y - 0.1, z + 0.04), steel, 0.005)
        for x in np.arange(1.15, 2.5, 0.26):
            _dumbbell(float(x), z + 0.105)
    for x in (1.0, 2.56):
        box("shelf_leg", (x, WALL_Y - 0.42, _FLOOR), (x + 0.04, WALL_Y - 0.12, 0.8), steel)
    _ball((3.1, WALL_Y - 0.45), 0.36, painted("gym_ball", (0.10, 0.22, 0.45), Finish(rough=0.35)))


def _dumbbell(x: float, z: float) -> None:
    rubber = painted("rubber", _BLACK, Finish(rough=0.6))
    y = WALL_Y - 0.28
    tube("grip", [(x, y - 0.12, z), (x, y + 0.12, z)], 0.016, painted("grip", _STEEL, Finish(rough=0.3)), sides=8)
    for side in (-0.15, 0.07):
        tube("weight", [(x, y + side, z), (x, y + side + 0.08, z)], 0.065, rubber, sides=12)


def _nothing() -> None:
    """An empty room."""


def _living_room_wall() -> None:
    _picture(-0.45, 1.15, 0.9, 0.62, (0.25, 0.35, 0.40))


def _bedroom_wall() -> None:
    _picture(-0.75, 1.2, 0.5, 0.65, (0.45, 0.32, 0.28))
    _picture(-0.15, 1.2, 0.5, 0.65, (0.25, 0.30, 0.22))


def _clinic_wall() -> None:
    _chart(-0.75, 0.95)
    _chart(0.15, 0.95)


def _gym_wall() -> None:
    mirror = painted("mirror", (0.40, 0.45, 0.48), Finish(rough=0.25, specular=0.8))
    box("mirror", (-0.7, WALL_Y - 0.02, 0.35), (0.7, WALL_Y, 2.1), mirror)


_THINGS: Mapping[str, tuple[Callable[[], None], Callable[[], None]]] = {
    "living_room": (_living_room, _living_room_wall),
    "bedroom": (_bedroom, _bedroom_wall),
    "clinic": (_clinic, _clinic_wall),
    "gym": (_gym, _gym_wall),
    "empty": (_nothing, _nothing),
}
"""What stands in each kind of room, and what hangs on its wall."""


def furnish(room: Room) -> None:
    """Puts the room's things into the scene; where a window is, nothing hangs."""
    stand, hang = _THINGS[room.things]
    stand()
    if not room.window_behind:
        hang()
