"""Getting person and camera into place: one hint at a time, the one that helps most."""

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from posecoach.counting.placement import PlacementWatch, placement_hints
from posecoach.counting.state import Hint
from posecoach.exercise.schema import Placement, View
from posecoach.measures import Body
from posecoach.pose.geometry import Box
from posecoach.pose.landmarks import Landmark, Side
from posecoach.pose.series import StablePoses
from posecoach.session.moments import HintGiven, SeenWell

__all__ = ["Hints", "SetUp", "setting_up"]

_WIDE = 0.85
"""Of the picture's width: who takes more has no room to move aside."""
_HEAD, _FEET = ("ear",), ("ankle", "heel", "foot_index")


@dataclass(frozen=True, slots=True)
class SetUp:
    """How well the camera sees the person.

    Attributes:
        hint: What would make it better; None when all is well.
        ready: Whether all that the exercise requires is seen.
    """

    hint: Hint | None
    ready: bool


def setting_up(body: Body, placement: Placement, picture: Hint | None) -> SetUp:
    """Judges the last pose of a body.

    Args:
        body: Poses, with the exercise's posture.
        placement: What the exercise requires.
        picture: What is wrong with the picture itself, such as `Hint.DARK`.
    """
    required = placement_hints(body, placement)[-1]
    if picture is Hint.BLACK or (picture is Hint.DARK and required is Hint.NOBODY):
        return SetUp(picture, ready=False)
    if required is Hint.NOBODY:
        return SetUp(required, ready=False)
    return SetUp(_cut_off(body.poses, placement) or required or picture, ready=required is None)


def _cut_off(poses: StablePoses, placement: Placement) -> Hint | None:
    """Where to go so that head, feet and all required joints are in the picture."""
    where = {joint: _beyond(joint, poses, placement.view) for joint in (*_HEAD, *_FEET, *placement.joints)}
    out = [joint for joint, edges in where.items() if edges.any()]
    if not out:
        return None
    across = {int(edge) for joint in out for edge in where[joint][:, 0] if edge}
    if across:
        if len(across) > 1 or _has_no_room(poses, next(iter(across))):
            return Hint.FURTHER
        # On the screen, which is a mirror, the picture's left edge is the right one.
        return Hint.LEFT if across == {-1} else Hint.RIGHT
    if all(joint in _HEAD and (where[joint][:, 1] <= 0).all() for joint in out):
        return Hint.HEAD_OUT
    if all(joint in _FEET and (where[joint][:, 1] >= 0).all() for joint in out):
        return Hint.FEET_OUT
    return next((Hint.out(joint) for joint in out if joint in placement.joints), Hint.FURTHER)


def _has_no_room(poses: StablePoses, edge: int) -> bool:
    """Whether a body that is cut off at the picture's left (-1) or right edge would be at the other one, too."""
    seen, width = poses.points[-1], poses.size[0]
    if not np.isfinite(seen).any():
        return False
    box = Box.around(seen)
    return (box.right if edge < 0 else width - box.left) > _WIDE * width


def _beyond(joint: str, poses: StablePoses, view: View) -> NDArray[np.int8]:
    """Shape (1 or 2, 2): the edges that a joint is beyond, on the side that matters; on both from the front."""
    near = Side.RIGHT if poses.near_is_right[-1] else Side.LEFT
    sides = tuple(Side) if view is View.FRONT else (near,)
    return poses.beyond[-1, [Landmark.of(joint, side) for side in sides]]


_AGAIN_S = 8.0
"""Who walks about to find the place needs to hear where to go, but not all the time."""


@dataclass(slots=True)
class Hints:
    """Passes on the hints that hold for a while.

    Attributes:
        now: The hint that stands.
    """

    now: Hint | None = None
    _watch: PlacementWatch = field(default_factory=PlacementWatch)
    _given: Hint | None = None
    _given_s: float = -math.inf
    _informed: bool = False

    def step(
        self, time_s: float, hint: Hint | None, *, quiet: bool = False, moving: bool = False
    ) -> list[HintGiven | SeenWell]:
        """Takes in a moment's hint; returns what to tell now.

        Args:
            time_s: The moment.
            hint: What would make the view better; None when all is well.
            quiet: Whether nothing is told but that there are two people.
            moving: Whether that has to wait, too.
        """
        self._watch.step(time_s, hint)
        self.now = self._watch.hint
        if self.now is Hint.TWO_PEOPLE:
            return [] if moving else self._inform(time_s, self.now)
        self._informed &= (self.now, hint) != (None, None)
        if quiet:
            return []
        if self.now is None:
            return self._well(time_s)
        if self.now is self._given and time_s - self._given_s < _AGAIN_S:
            return []
        self._given, self._given_s = self.now, time_s
        return [HintGiven(time_s, self.now)]

    def forget(self) -> None:
        """Begins anew after a pause; who is beside the person is known all the same."""
        self.now, self._watch, self._given = None, PlacementWatch(), None

    def _inform(self, time_s: float, hint: Hint) -> list[HintGiven | SeenWell]:
        """What there is nothing to do about is told once, until all is well again."""
        if self._informed:
            return []
        self._informed, self._given = True, hint
        return [HintGiven(time_s, hint)]

    def _well(self, time_s: float) -> list[HintGiven | SeenWell]:
        """That what was told is mended, once."""
        mended, self._given = self._given is not None, None
        return [SeenWell(time_s)] if mended else []
