"""The demonstration loops: who shows each exercise, and which pose every frame of a loop has."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Literal, TypeAlias

import numpy as np

from sample_videos.anatomy.body import Pose, Side
from sample_videos.anatomy.rotation import about
from sample_videos.framing import framed
from sample_videos.motions.catalogue import MOVEMENTS
from sample_videos.motions.movement import CLEAN, Movement, Path, Stroke
from sample_videos.nodes import Scene, body_of
from sample_videos.people import PEOPLE
from sample_videos.rooms import ROOMS

__all__ = ["DEMONSTRATIONS", "FPS", "Demonstration", "Frame", "Pace"]

FPS = 15
Part: TypeAlias = Literal["rest", "way", "hold"]


@dataclass(frozen=True)
class Pace:
    """Seconds of a loop's parts.

    Attributes:
        rest: In the start position, before and after each turn.
        way: Out; and back as well.
        hold: In the end position.
    """

    rest: float
    way: float
    hold: float


_CALM = Pace(0.7, 1.9, 2.4)
_IN_TURN = Pace(0.4, 1.7, 1.5)
_FLOWING = Pace(0.3, 1.8, 0.9)
_UPRIGHT = Pace(0.7, 2.2, 0.9)
_SQUARE = (480, 480)
_ARMS_APART = 0.925
"""Beyond it the hands of somebody with narrow shoulders cross."""
_SAMPLES = 4
_PLACES = 40
"""Places on a path that are rendered at most: near its ends, neighbouring frames share one."""


@dataclass(frozen=True)
class Frame:
    """A frame of a loop.

    Attributes:
        turn: Index of the way out and back that it belongs to.
        part: Of that turn.
        path: The movement's path.
        progress: Along the path.
    """

    turn: int
    part: Part
    path: str
    progress: float


@dataclass(frozen=True)
class Demonstration:
    """One loop.

    Attributes:
        exercise: Its id.
        person: Key in `people.PEOPLE`.
        room: Key in `rooms.ROOMS`.
        pace: How long its parts last.
        height_m: Of the camera above the mat.
        size: Of the loop's pictures.
        head: Which side of the picture the head is on, for movements seen from the side.
        lens_mm: Of the camera; a longer one stands further away, which distorts less.
        reach: How far along its path the movement goes.
        lines: Whether the limbs of the good angle are drawn; over a single raised leg, they hide it from estimators.
    """

    exercise: str
    person: str
    room: str
    pace: Pace = _CALM
    height_m: float = 0.6
    size: tuple[int, int] = (640, 360)
    head: Literal["left", "right"] = "left"
    lens_mm: float = 35.0
    reach: float = 1.0
    lines: bool = True

    @property
    def movement(self) -> Movement:
        """The exercise's."""
        return MOVEMENTS[self.exercise]

    @cached_property
    def frames(self) -> tuple[Frame, ...]:
        """All of them: each way out and back in turn, so that the last is where the first was."""
        return tuple(frame for turn, (_, stroke) in enumerate(self._turns()) for frame in self._turn(turn, stroke))

    @cached_property
    def scene(self) -> Scene:
        """Framed so that the person fills the picture."""
        poses = [self._lying(pose) for pose in self._extremes()]
        camera = framed(poses, (self.height_m, self.lens_mm), self.size)
        return Scene(PEOPLE[self.person], ROOMS[self.room], camera, self._turned_deg, samples=_SAMPLES)

    def pose(self, frame: Frame) -> Pose:
        """A frame's, as it lies in the scene."""
        return self._lying(self._paths[frame.path](frame.progress))

    def ends_of(self, frame: Frame) -> tuple[Frame, Frame]:
        """The start position and what is held, of the turn that a frame belongs to."""
        held = next(one for one in self.frames if (one.turn, one.part) == (frame.turn, "hold"))
        return Frame(frame.turn, "rest", frame.path, 0.0), held

    def side_of(self, frame: Frame) -> Side | None:
        """The side that works in a frame; None where both do."""
        return self._turns()[frame.turn][0]

    def _turns(self) -> list[tuple[Side | None, Stroke]]:
        clean = self.movement.kinds[CLEAN]
        return [(side, stroke) for side in self.movement.sides for stroke in clean[side].strokes]

    def _turn(self, turn: int, stroke: Stroke) -> list[Frame]:
        def at(part: Part, shares: list[float]) -> list[Frame]:
            return [Frame(turn, part, stroke.path, min(stroke.reach * share, self.reach)) for share in shares]

        rest = [0.0] * round(self.pace.rest * FPS)
        steps = np.arange(1, round(self.pace.way * FPS)) / round(self.pace.way * FPS)
        # The course that people's reaching follows (Flash and Hogan, 1985).
        way = (np.round(steps**3 * (10 - 15 * steps + 6 * steps**2) * _PLACES) / _PLACES).tolist()
        hold = [1.0] * max(1, round(self.pace.hold * FPS))
        return [*at("rest", rest), *at("way", way), *at("hold", hold), *at("way", way[::-1]), *at("rest", rest)]

    @cached_property
    def _paths(self) -> Mapping[str, Path]:
        return self.movement.paths(body_of(PEOPLE[self.person]))

    def _extremes(self) -> list[Pose]:
        """The start, the middle and the end of every path."""
        places = (0.0, 0.5, 1.0)
        return [self._paths[stroke.path](stroke.reach * place) for _, stroke in self._turns() for place in places]

    @property
    def _turned_deg(self) -> float:
        return 180.0 if self.movement.view == "side" and self.head == "right" else 0.0

    def _lying(self, pose: Pose) -> Pose:
        return pose.turned(about((0, 0, 1), self._turned_deg)) if self._turned_deg else pose


DEMONSTRATIONS: Mapping[str, Demonstration] = MappingProxyType(
    {
        one.exercise: one
        for one in (
            Demonstration("leg_roll", "priya", "bedroom", _FLOWING, height_m=0.9),
            Demonstration("lumbar_rotation", "elena", "studio", _IN_TURN, height_m=1.0, lens_mm=50.0),
            Demonstration("pelvic_tilt", "maria", "clinic", height_m=0.4),
            Demonstration("knee_to_chest", "hiroshi", "living_room", _IN_TURN),
            Demonstration("double_knee_to_chest", "amara", "studio"),
            Demonstration("bridge", "ingrid", "living_room"),
            Demonstration("heel_raise_bridge", "mei", "clinic"),
            Demonstration("cat_cow", "elena", "living_room", _FLOWING),
            Demonstration("bird_dog", "jonas", "studio", _IN_TURN),
            Demonstration("leg_reach", "carlos", "clinic", _IN_TURN),
            Demonstration("back_stretch", "amara", "living_room"),
            Demonstration("childs_pose", "carlos", "studio"),
            Demonstration("leg_stretch", "tariq", "bedroom", _IN_TURN, lines=False),
            Demonstration("toe_touch", "finn", "bedroom", _UPRIGHT, 1.0, _SQUARE),
            Demonstration("cobra", "hiroshi", "clinic"),
            Demonstration("seated_overhead_stretch", "ingrid", "studio", _CALM, 0.8, _SQUARE, reach=_ARMS_APART),
            Demonstration("hip_shift_stretch", "maria", "living_room", _IN_TURN, 1.0, _SQUARE),
        )
    }
)
"""By exercise id."""
