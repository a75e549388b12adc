"""The rooms in which the clips play."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from sample_videos.people import Colour

__all__ = ["ROOMS", "Room"]


@dataclass(frozen=True)
class Room:
    """Floor, walls, things and light.

    Attributes:
        floor: What it is made of.
        floor_colour: Its main colour.
        wall: Colour of the wall.
        mat: Colour of the mat.
        things: Which furniture stands there.
        light: Factor on all light.
        window_behind: A bright window behind the person.
        in_front: Something between the camera and the person's feet.
    """

    floor: Literal["planks", "carpet", "tiles", "concrete"]
    floor_colour: Colour
    wall: Colour
    mat: Colour
    things: Literal["living_room", "bedroom", "clinic", "gym", "empty"]
    light: float = 1.0
    window_behind: bool = False
    in_front: Literal["none", "stool_and_cat"] = "none"


ROOMS: Mapping[str, Room] = MappingProxyType(
    {
        "living_room": Room("planks", (0.40, 0.25, 0.15), (0.72, 0.70, 0.66), (0.16, 0.10, 0.35), "living_room"),
        "bedroom": Room("carpet", (0.34, 0.31, 0.27), (0.50, 0.56, 0.58), (0.40, 0.14, 0.16), "bedroom", light=0.8),
        "clinic": Room("tiles", (0.46, 0.47, 0.47), (0.64, 0.70, 0.68), (0.05, 0.22, 0.30), "clinic", light=1.1),
        "gym": Room("concrete", (0.20, 0.20, 0.21), (0.38, 0.37, 0.36), (0.06, 0.06, 0.065), "gym"),
        "studio": Room("planks", (0.24, 0.13, 0.07), (0.74, 0.66, 0.54), (0.10, 0.26, 0.12), "empty"),
        "evening": Room(
            "planks", (0.30, 0.18, 0.10), (0.42, 0.30, 0.24), (0.45, 0.42, 0.36), "living_room", light=0.35
        ),
        "backlit": Room(
            "planks", (0.36, 0.24, 0.15), (0.60, 0.58, 0.54), (0.28, 0.08, 0.10), "living_room", window_behind=True
        ),
        "cluttered": Room(
            "carpet", (0.28, 0.24, 0.22), (0.66, 0.60, 0.50), (0.06, 0.24, 0.26), "bedroom", in_front="stool_and_cat"
        ),
    }
)
"""By name."""
