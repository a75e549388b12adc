"""Builds a pose from what a physiotherapist would say: trunk first, then each limb by directions or by where it rests.

Directions lie in the body's sagittal plane unless something is said about the side. They are given in degrees in the
x-z plane of the world: 0 points along the mat towards the feet's end (+x), 90 up, 180 towards the head's end.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sample_videos.anatomy.assets import BODY_VERTICES
from sample_videos.anatomy.body import SIDES, Body, Pose, Side
from sample_videos.anatomy.rotation import Array, about, between, blend, unit
from sample_videos.motions.hands import FlatHand, bone

__all__ = ["UP", "Angle", "Facing", "Figure", "Stance", "bisected", "direction", "mix", "other_side", "two_bones"]

Facing: TypeAlias = Literal["up", "down"]
"""Where the chest of someone whose head is at 180 degrees looks; "down" also stands facing -x at 90 degrees."""

Angle: TypeAlias = "float | Array"
"""Degrees of a segment's long axis in the sagittal plane, or its whole rotation."""

UP: Array = np.array([0.0, 0.0, 1.0])

Rows: TypeAlias = NDArray[np.intp]

_SPINE = {"spine05": 0.15, "spine04": 0.4, "spine03": 0.65, "spine02": 0.9, "spine01": 1.0}
_NECK = {"neck01": 0.3, "neck02": 0.6, "neck03": 0.85}
_STRAIGHTEST = 0.998


def direction(degrees: float, aside: float = 0.0) -> Array:
    """Unit vector at an angle in the x-z plane, leaning along y by `aside` before it is normed."""
    angle = np.radians(degrees)
    return unit([np.cos(angle), aside, np.sin(angle)])


def mix(first: float, second: float, share: float) -> float:
    """The number `share` of the way from the first to the second."""
    return first + share * (second - first)


def bisected(low: float, high: float, too_low: Callable[[float], bool], steps: int = 16) -> tuple[float, float]:
    """Halves an interval again and again around the place below which `too_low` holds."""
    for _ in range(steps):
        middle = (low + high) / 2
        low, high = (middle, high) if too_low(middle) else (low, middle)
    return low, high


def other_side(side: Side) -> Side:
    """The opposite one."""
    return "right" if side == "left" else "left"


def two_bones(start: Array, end: Array, lengths: tuple[float, float], towards: Array) -> tuple[Array, Array]:
    """Directions of two bones that lead from a start to an end, bent towards a direction; straight if it is too far."""
    first, second = lengths
    reach = np.linalg.norm(end - start)
    distance = float(np.clip(reach, abs(first - second) + 1e-3, (first + second) * _STRAIGHTEST))
    along = unit(end - start)
    foot = (first**2 - second**2 + distance**2) / (2 * distance)
    height = np.sqrt(max(first**2 - foot**2, 0.0))
    out = unit(towards - towards @ along * along)
    middle = start + foot * along + height * out
    return unit(middle - start), unit(start + distance * along - middle)


@dataclass(frozen=True)
class Figure:
    """A body together with what posing it needs to know about it.

    Attributes:
        body: The body.
        facing: Which way it lies.
    """

    body: Body
    facing: Facing

    @cached_property
    def left(self) -> Array:
        """The world direction of the body's left."""
        return np.array([0.0, 1.0 if self.facing == "up" else -1.0, 0.0])

    def out(self, side: Side) -> Array:
        """The world direction away from the body's middle on one side."""
        return self.left if side == "left" else -self.left

    @cached_property
    def thigh_m(self) -> float:
        """Length from hip to knee."""
        return self.body.length("upperleg01.L", "lowerleg01.L")

    @cached_property
    def shank_m(self) -> float:
        """Length from knee to ankle."""
        return self.body.length("lowerleg01.L", "foot.L")

    @cached_property
    def arm_m(self) -> tuple[float, float]:
        """Lengths of upper arm and forearm."""
        return self.body.length("upperarm01.L", "lowerarm01.L"), self.body.length("lowerarm01.L", "wrist.L")

    @cached_property
    def ankle_m(self) -> float:
        """Height of the ankle above the sole."""
        return float(self.body.heads["foot.L"][2] - self.body.rest[:BODY_VERTICES, 2].min())

    @cached_property
    def hands(self) -> Mapping[Side, FlatHand]:
        """The flattened hands."""
        return {side: FlatHand.of(self.body, side) for side in SIDES}

    @cached_property
    def _skin_by_bones(self) -> dict[tuple[str, ...], Rows]:
        return {}

    def skin_of(self, bones: tuple[str, ...]) -> Rows:
        """Indices of the skin's vertices that bones move most, by the beginnings of the bones' names."""
        if bones not in self._skin_by_bones:
            main = self.body.main_bone[:BODY_VERTICES]
            moved = np.any([np.char.startswith(main, name) for name in bones], axis=0)
            self._skin_by_bones[bones] = np.flatnonzero(moved)
        return self._skin_by_bones[bones]

    def rotation(self, angle: Angle) -> Array:
        """Of a segment whose long axis points at an angle."""
        if isinstance(angle, np.ndarray):
            return angle
        up = direction(float(angle))
        return np.stack([self.left, np.cross(up, self.left), up], axis=1)

    def trunk(self, pelvis: Angle, chest: Angle, head: Angle) -> "Stance":
        """Begins a pose with the trunk; angles are those of the long axes, pointing to the head."""
        turned = [self.rotation(angle) for angle in (pelvis, chest, head)]
        rotations = {"root": turned[0]}
        rotations |= {name: blend(turned[0], turned[1], share) for name, share in _SPINE.items()}
        rotations |= {name: blend(turned[1], turned[2], share) for name, share in _NECK.items()}
        return Stance(self, rotations | {"head": turned[2]})


class Stance:
    """A pose in the making. Every method returns the stance, so that calls can be chained."""

    def __init__(self, figure: Figure, rotations: dict[str, Array]) -> None:
        self.figure = figure
        self._rotations = rotations
        self._offset = np.zeros(3)
        self._trunk = figure.body.posed(rotations)

    def joint(self, name: str) -> Array:
        """Where a bone of the trunk, a shoulder (upperarm01) or a hip (upperleg01) begins."""
        return np.asarray(self._trunk.heads[name] + self._offset)

    def middle(self, name: str) -> Array:
        """Halfway between left and right."""
        return (self.joint(f"{name}.L") + self.joint(f"{name}.R")) / 2

    def hips_at(self, x: float, z: float, y: float = 0.0) -> "Stance":
        """Moves the middle of the hips to a place."""
        self._offset = self._offset + np.array([x, y, z]) - self.middle("upperleg01")
        return self

    def shoulders_at(self, x: float, z: float) -> "Stance":
        """Moves the middle of the shoulders to a place."""
        self._offset = self._offset + np.array([x, 0.0, z]) - self.middle("upperarm01")
        return self

    def lowered(self, by: float) -> "Stance":
        """Moves everything that is placed so far down."""
        self._offset = self._offset - np.array([0.0, 0.0, by])
        return self

    def shrugged(self, side: Side, degrees: float) -> "Stance":
        """Raises a shoulder blade, as everyone does who lifts an arm overhead."""
        chest = self._rotations["spine01"]
        sign = -1 if side == "left" else 1
        self._rotations[bone("clavicle", side)] = chest @ about([0.0, 1.0, 0.0], sign * degrees)
        offset, self._trunk = self._offset, self.figure.body.posed(self._rotations)
        self._offset = offset
        return self

    def leg(self, side: Side, thigh: Array, shank: Array, foot: Angle) -> "Stance":
        """Poses a leg by its bones' directions; the foot's angle is the long axis of someone who stands on it."""
        body = self.figure.body
        hinge = np.cross(thigh, shank) + 0.15 * self.figure.left
        for name, end, way in (("upperleg01", "lowerleg01", thigh), ("lowerleg01", "foot", shank)):
            rest = body.heads[bone(end, side)] - body.heads[bone(name, side)]
            self._rotations[bone(name, side)] = between(rest, np.array([1.0, 0.0, 0.0]), way, hinge)
        self._rotations[bone("foot", side)] = self.figure.rotation(foot)
        return self

    def leg_to(self, side: Side, ankle: Array, knee_towards: Array, foot: Angle) -> "Stance":
        """Poses a leg by where its ankle is."""
        lengths = (self.figure.thigh_m, self.figure.shank_m)
        thigh, shank = two_bones(self.joint(bone("upperleg01", side)), ankle, lengths, knee_towards)
        return self.leg(side, thigh, shank, foot)

    def arm(self, side: Side, upper: Array, fore: Array, hand: Array | None = None) -> "Stance":
        """Poses an arm by the directions of its bones; without `hand` (a rotation) the hand follows the forearm."""
        body = self.figure.body
        shoulder, elbow, wrist = (body.heads[bone(name, side)] for name in ("upperarm01", "lowerarm01", "wrist"))
        rest_hinge = np.cross(elbow - shoulder, wrist - elbow)
        hinge = np.cross(upper, fore)
        first = between(elbow - shoulder, rest_hinge, upper, hinge)
        untwisted = between(wrist - elbow, rest_hinge, fore, hinge)
        twisted = untwisted if hand is None else between(wrist - elbow, rest_hinge, fore, hand @ unit(rest_hinge))
        flat = twisted if hand is None else hand
        self._rotations |= {
            bone("upperarm01", side): first,
            bone("lowerarm01", side): blend(untwisted, twisted, 0.4),
            bone("lowerarm02", side): twisted,
            bone("wrist", side): flat,
        }
        self._rotations |= {name: flat @ turn for name, turn in self.figure.hands[side].adjustments.items()}
        return self

    def arm_to(self, side: Side, wrist: Array, elbow_towards: Array, hand: Array | None = None) -> "Stance":
        """Poses an arm by where its wrist is."""
        start = self.joint(bone("upperarm01", side))
        return self.arm(side, *two_bones(start, wrist, self.figure.arm_m, elbow_towards), hand)

    def pose(self) -> Pose:
        """The finished pose."""
        return self.figure.body.posed(self._rotations).moved(self._offset)

    def lowest(self, *bones: str) -> float:
        """Height of the lowest skin that one of some bones (by the beginnings of their names) moves, metres."""
        figure = self.figure
        rows = figure.skin_of(bones)
        return float(figure.body.skinned(self.pose(), rows).apply(figure.body.rest[rows])[:, 2].min())
