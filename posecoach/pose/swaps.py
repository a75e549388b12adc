"""Repairing moments in which the estimator takes the left limb for the right one."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from posecoach.pose.geometry import body_scale, distance
from posecoach.pose.landmarks import Landmark, Side
from posecoach.pose.series import Floats, PoseSeries

__all__ = ["SwapRepair"]

_LIMBS = {
    "arm": ("elbow", "wrist", "pinky", "index", "thumb"),
    "leg": ("knee", "ankle", "heel", "foot_index"),
    "trunk": ("shoulder", "hip", "ear"),
}
_CLEAR = 0.25
"""Trunk lengths: limbs closer together can't be told apart, and smaller steps prove nothing."""
_ADVANTAGE = 0.5
"""Exchanging the sides must at least halve the distance travelled since the frame before."""


@dataclass(slots=True)
class _Limb:
    """One pair of limbs with what must be remembered of the frame before."""

    left: list[int]
    right: list[int]
    exchanged: bool = False
    previous: Floats | None = field(default=None)

    def exchange(self, points: Floats, size: tuple[int, int]) -> NDArray[np.bool_]:
        """Shape (n,): the frames in which the two sides must change places."""
        before = points[:1] if self.previous is None else self.previous
        series = np.concatenate([before, points])
        self.previous = points[-1:]
        scale = body_scale(points, size)
        left, right = series[:, self.left], series[:, self.right]
        apart = distance(left, right).mean(axis=-1)[1:] / scale
        stay = (distance(left[:-1], left[1:]) + distance(right[:-1], right[1:])).mean(axis=-1) / scale
        cross = (distance(left[:-1], right[1:]) + distance(right[:-1], left[1:])).mean(axis=-1) / scale
        turned = (cross < _ADVANTAGE * stay) & (stay > _CLEAR)
        # Where the limbs meet, or nobody is seen, the estimator's own naming starts afresh.
        anew = ~(apart > _CLEAR)
        return self._parity(turned, anew)

    def _parity(self, turned: NDArray[np.bool_], anew: NDArray[np.bool_]) -> NDArray[np.bool_]:
        turns = np.cumsum(turned) + int(self.exchanged)
        origin = np.maximum.accumulate(np.where(anew, np.arange(len(turned)) + 1, 0))
        base = np.concatenate([[0], turns])[origin]
        exchanged = ((turns - base) % 2).astype(bool)
        exchanged[anew] = False
        self.exchanged = bool(exchanged[-1])
        return np.asarray(exchanged)


def _limb(joints: tuple[str, ...]) -> _Limb:
    left, right = ([int(Landmark.of(joint, side)) for joint in joints] for side in Side)
    return _Limb(left, right)


@dataclass(slots=True)
class SwapRepair:
    """Keeps each limb's identity from frame to frame while the two sides are clearly apart."""

    _limbs: list[_Limb] = field(default_factory=lambda: [_limb(joints) for joints in _LIMBS.values()])

    def __call__(self, series: PoseSeries) -> PoseSeries:
        """The series with exchanged limbs put back; chunks may be fed one after the other."""
        points, visibility = series.points.copy(), series.visibility.copy()
        for limb in self._limbs:
            rows = np.flatnonzero(limb.exchange(series.points, series.size))[:, None]
            for array, source in ((points, series.points), (visibility, series.visibility)):
                array[rows, limb.left], array[rows, limb.right] = (
                    source[rows, limb.right],
                    source[rows, limb.left],
                )
        return PoseSeries(series.time_s, points, visibility, series.contour, series.size)
