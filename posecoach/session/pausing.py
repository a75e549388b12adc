"""What pauses and resumes a session: keys, being away, and both arms raised over the head."""

from dataclasses import dataclass, field

import numpy as np

from posecoach.counting.state import CoachState, Phase
from posecoach.exercise.schema import Exercise
from posecoach.pose.geometry import trunk
from posecoach.pose.landmarks import Landmark, Side
from posecoach.pose.posture import Posture
from posecoach.pose.series import StablePoses
from posecoach.session.moments import PauseReason

__all__ = ["ArmsRaised", "Pauses", "arms_over_head"]

_LASTS_S = 2.0
_LOWERED_S = 0.5
"""Arms that were lowered for this long can be raised anew."""
_UPRIGHT_SHARE = 0.8
"""Of the trunk's length that the shoulders are above the hips: a trunk within 37 degrees of upright."""
_ABOVE = 0.25
"""Trunk lengths that the wrists are above the ears, so that a hand at the head is no sign."""


def arms_over_head(poses: StablePoses) -> bool:
    """Whether the last pose is upright and both hands are seen well above the head."""
    points = poses.points[-1]
    shoulders, hips = (middle[-1] for middle in trunk(poses.points[-1:]))
    length = float(np.hypot(*(shoulders - hips)))
    if not length > 0 or hips[1] - shoulders[1] < _UPRIGHT_SHARE * length:
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


_AWAY_S = 6.0
"""Out of the posture for longer than this, somebody isn't just shifting about."""
_READY_S = 0.5
"""How long the start position is kept by somebody who is back, from when that is sure."""
_OUT_S = 1.5
"""How long somebody must be out of the start position to have left it; to be sure of it takes half of that."""
_UPRIGHT = (Posture.STANDING, Posture.SEATED)


@dataclass(slots=True)
class Pauses:
    """Watches one person for reasons to pause, and to go on.

    Arms over the head are part of exercises that are done upright, so they are no sign there.
    """

    exercise: Exercise
    reason: PauseReason | None = None
    _arms: ArmsRaised = field(default_factory=ArmsRaised)
    _away_since_s: float | None = None
    _ready_since_s: float | None = None
    _out_since_s: float | None = None
    _left: bool = False

    def pause(self, reason: PauseReason) -> None:
        """The session stands still from now on."""
        self.reason = reason
        self._ready_since_s = self._away_since_s = self._out_since_s = None
        self._left = reason in (PauseReason.AWAY, PauseReason.CAMERA)

    def resume(self) -> None:
        """The session goes on."""
        self.reason = self._away_since_s = None

    def raised(self, poses: StablePoses) -> bool:
        """Whether both arms were raised as a sign, now for the first time."""
        return self._arms.step(poses) and self.exercise.posture not in _UPRIGHT

    def gone(self, state: CoachState) -> bool:
        """Whether somebody who exercises has gone away."""
        if state.phase not in (Phase.AWAY, Phase.LOST):
            self._away_since_s = None
            return False
        if self._away_since_s is None:
            self._away_since_s = state.time_s
        return state.time_s - self._away_since_s > _AWAY_S

    def back(self, state: CoachState) -> bool:
        """Whether somebody who left the start position has taken it up again."""
        if state.phase is not Phase.REST:
            self._out_since_s = state.time_s if self._out_since_s is None else self._out_since_s
            self._left |= state.time_s - self._out_since_s >= _OUT_S
            self._ready_since_s = None
            return False
        self._out_since_s = None
        if self._ready_since_s is None:
            self._ready_since_s = state.time_s
        return self._left and state.time_s - self._ready_since_s >= _READY_S
