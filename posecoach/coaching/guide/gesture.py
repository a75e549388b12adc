"""Both arms raised over the head: the way to pause without a keyboard."""

from dataclasses import dataclass

import numpy as np

from posecoach.pose.geometry import trunk
from posecoach.pose.landmarks import Landmark, Side
from posecoach.pose.series import StablePoses

__all__ = ["ArmsRaised", "arms_over_head"]

_LASTS_S = 2.0
_LOWERED_S = 0.5
"""Arms that were lowered for this long can be raised anew."""
_UPRIGHT = 0.8
"""Of the trunk's length that the shoulders are above the hips: a trunk within 37 degrees of upright."""
_ABOVE = 0.25
"""Trunk lengths that the wrists are above the ears, so that a hand at the head is no sign."""


def arms_over_head(poses: StablePoses) -> bool:
    """Whether the last pose is upright and both hands are seen well above the head."""
    points = poses.points[-1]
    shoulders, hips = (middle[-1] for middle in trunk(poses.points[-1:]))
    length = float(np.hypot(*(shoulders - hips)))
    if not length > 0 or hips[1] - shoulders[1] < _UPRIGHT * length:
        return False
    ears, wrists = (np.array([points[Landmark.of(joint, side), 1] for side in Side]) for joint in ("ear", "wrist"))
    if np.isnan(ears).all():
        return False
    return bool((wrists < np.nanmin(ears) - _ABOVE * length).all())


@dataclass(slots=True)
class ArmsRaised:
    """Notices arms that stay raised; each time they are raised counts once."""

    _since_s: float | None = None
    _seen_s: float = 0.0
    _told: bool = False

    def step(self, poses: StablePoses) -> bool:
        """Takes in one frame; whether the arms have been up for long enough, now for the first time."""
        time_s = float(poses.time_s[-1])
        raised = arms_over_head(poses)
        if raised:
            self._since_s = time_s if self._since_s is None else self._since_s
            self._seen_s = time_s
        elif self._since_s is not None and time_s - self._seen_s > _LOWERED_S:
            self._since_s, self._told = None, False
        if not raised or self._since_s is None or self._told or time_s - self._since_s < _LASTS_S:
            return False
        self._told = True
        return True
