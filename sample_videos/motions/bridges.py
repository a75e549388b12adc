"""The bridge, and the bridge on the toes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sample_videos.anatomy.body import SIDES, Body, Pose
from sample_videos.motions.movement import Path
from sample_videos.motions.stance import UP, Stance, bisected
from sample_videos.motions.supine import HEAD_DEG, Supine, lying_on_back

__all__ = ["bridge_paths", "heel_raise_paths"]

_LIMITED_DEG = 150.0
"""Hip angle that somebody with stiff hips reaches at most: 30 degrees short of the described line."""


@dataclass(frozen=True)
class _Bridge:
    """Shoulders and feet stay, the hips rise until shoulder, hip and knee are in line.

    Attributes:
        supine: The start position.
        further_m: How far the feet are from where they should be.
        heels_up: Whether the heels are raised along.
        full_deg: Hip angle of the end position.
    """

    supine: Supine
    further_m: float = 0.0
    heels_up: float = 0.0
    full_deg: float = 179.0

    def stance(self, slope: float, share: float) -> Stance:
        """The trunk at a slope above the mat, legs posed."""
        figure, rest = self.supine.figure, self.supine.lying()
        start = rest.middle("upperarm01")
        stance = figure.trunk(180.0 + slope, 180.0 + slope, HEAD_DEG).shoulders_at(start[0], start[2] + 0.0011 * slope)
        for side in SIDES:
            ankle = self.supine.standing_ankle(side, self.further_m)
            lift = self.heels_up * share
            ankle = ankle + np.array([0.035, 0.0, 0.085]) * lift
            stance.leg_to(side, ankle, UP, 90.0 - 38.0 * lift)
        return stance

    def hip_deg(self, slope: float) -> float:
        """Angle between shoulder, hip and knee in the sagittal plane."""
        pose = self.stance(slope, 1.0).pose()
        shoulder, hip, knee = (pose.heads[name][[0, 2]] for name in ("upperarm01.L", "upperleg01.L", "lowerleg01.L"))
        trunk, thigh = shoulder - hip, knee - hip
        turn = np.degrees(np.arctan2(thigh[0] * trunk[1] - thigh[1] * trunk[0], trunk @ thigh))
        return float(turn % 360)

    @cached_property
    def full_slope(self) -> float:
        """Of the trunk in the end position, by bisection."""
        return bisected(2.0, 50.0, lambda slope: self.hip_deg(slope) < self.full_deg, steps=18)[0]

    def pose(self, share: float, *, arms_up: float = 0.0) -> Pose:
        """On the way up."""
        stance = self.stance(share * self.full_slope, share)
        return self.supine.arms_down(stance, arms_up * share).pose()


def bridge_paths(body: Body) -> Mapping[str, Path]:
    """Hips up; with arms raised off the mat, with the feet too far away, and as far as stiff hips go."""
    supine = lying_on_back(body)
    bridge, far, limited = _Bridge(supine), _Bridge(supine, further_m=0.17), _Bridge(supine, full_deg=_LIMITED_DEG)
    return {
        "lift": bridge.pose,
        "arms_up": lambda share: bridge.pose(share, arms_up=62.0),
        "feet_far": far.pose,
        "limited": limited.pose,
    }


def heel_raise_paths(body: Body) -> Mapping[str, Path]:
    """A bridge on the toes; without the heels it is a bridge; and with the feet too far away."""
    supine = lying_on_back(body)
    raised, flat, far = (
        _Bridge(supine, heels_up=up, further_m=further) for up, further in ((1.0, 0.0), (0.0, 0.0), (1.0, 0.17))
    )
    return {"lift": raised.pose, "heels_down": flat.pose, "feet_far": far.pose}
