"""When a session pauses and goes on by itself."""

from dataclasses import dataclass, field

from posecoach.coaching.guide.gesture import ArmsRaised
from posecoach.coaching.guide.moments import PauseReason
from posecoach.counting.state import CoachState, Phase
from posecoach.exercise.schema import Exercise
from posecoach.pose.posture import Posture
from posecoach.pose.series import StablePoses

__all__ = ["Pauses"]

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
