"""Left and right: limbs taken for each other put back, and which side is the near one."""

import math
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from posecoach.pose.geometry import body_scale, distance, trunk
from posecoach.pose.landmarks import Landmark, Side
from posecoach.pose.series import Floats, Landmarks, StablePoses

__all__ = ["NearSide", "SwapRepair", "faces_up"]

_LIMBS = {
    "arm": ("elbow", "wrist", "pinky", "index", "thumb"),
    "leg": ("knee", "ankle", "heel", "foot_index"),
    "trunk": ("shoulder", "hip", "ear"),
}
_CLEAR = 0.25
"""Trunk lengths: limbs closer together can't be told apart, and smaller steps prove nothing."""
_ADVANTAGE = 0.5
"""Exchanging the sides must at least halve the distance travelled since the frame before."""
_TELLING_JOINTS = ("shoulder", "elbow", "hip", "knee")
_MEMORY_S = 1.0
"""Time constant of the running mean: longer than a leg hides the other, shorter than a person turns round."""
_MARGIN = 0.15
"""What the other side must lead by before it takes over."""


@dataclass(slots=True)
class _Limb:
    """One pair of limbs with what must be remembered of the frame before."""

    left: list[int]
    right: list[int]
    exchanged: bool = False
    previous: Floats | None = None

    def exchange(self, points: Floats, size: tuple[int, int]) -> NDArray[np.bool_]:
        """Shape (n,): the frames in which the two sides must change places."""
        before = points[:1] if self.previous is None else self.previous
        series = np.concatenate([before, points])
        self.previous = points[-1:]
        scale = body_scale(points, size)
        left, right = series[:, self.left], series[:, self.right]
        apart = _mean_known(distance(left, right))[1:] / scale
        stay = _mean_known(distance(left[:-1], left[1:]) + distance(right[:-1], right[1:])) / scale
        cross = _mean_known(distance(left[:-1], right[1:]) + distance(right[:-1], left[1:])) / scale
        turned = (cross < _ADVANTAGE * stay) & (stay > _CLEAR)
        # Where the limbs meet, or nobody is seen, the estimator's own naming starts afresh.
        restarts = ~(apart > _CLEAR)
        return self._parity(turned, restarts)

    def _parity(self, turned: NDArray[np.bool_], restarts: NDArray[np.bool_]) -> NDArray[np.bool_]:
        turns = np.cumsum(turned) + int(self.exchanged)
        origin = np.maximum.accumulate(np.where(restarts, np.arange(len(turned)) + 1, 0))
        base = np.concatenate([[0], turns])[origin]
        exchanged = ((turns - base) % 2).astype(bool)
        exchanged[restarts] = False
        self.exchanged = bool(exchanged[-1])
        return np.asarray(exchanged)


def _mean_known(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Means over the last axis of what isn't NaN: not every estimator knows all joints of a limb."""
    known = ~np.isnan(values)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(known, values, 0.0).sum(axis=-1) / known.sum(axis=-1))


def _limb(joints: tuple[str, ...]) -> _Limb:
    left, right = ([int(Landmark.of(joint, side)) for joint in joints] for side in Side)
    return _Limb(left, right)


@dataclass(slots=True)
class SwapRepair:
    """Keeps each limb's identity from frame to frame while the two sides are clearly apart."""

    _limbs: list[_Limb] = field(default_factory=lambda: [_limb(joints) for joints in _LIMBS.values()])

    def __call__(self, series: Landmarks) -> Landmarks:
        """The series with exchanged limbs put back; chunks may be fed one after the other."""
        points, visibility = series.points.copy(), series.visibility.copy()
        for limb in self._limbs:
            rows = np.flatnonzero(limb.exchange(series.points, series.size))[:, None]
            for array, source in ((points, series.points), (visibility, series.visibility)):
                array[rows, limb.left], array[rows, limb.right] = source[rows, limb.right], source[rows, limb.left]
        return replace(series, points=points, visibility=visibility)


def _lead_of_right(series: Landmarks) -> NDArray[np.float64]:
    """Shape (n,): positive when the right side is nearer, by its visibility and the model's depth; NaN unseen."""
    left, right = ([Landmark.of(joint, side) for joint in _TELLING_JOINTS] for side in Side)
    visibility = (series.visibility[:, right] - series.visibility[:, left]).mean(axis=1)
    depth = (series.points[:, left, 2] - series.points[:, right, 2]).mean(axis=1)
    return np.asarray(visibility + depth / body_scale(series.points, series.size), np.float64)


@dataclass(slots=True)
class NearSide:
    """Decides the near side with hysteresis; chunks may be fed one after the other."""

    _mean: float = math.nan
    _time_s: float = 0.0
    _is_right: bool = False

    def __call__(self, series: Landmarks) -> NDArray[np.bool_]:
        """Shape (n,): whether the right side is the near one."""
        lead = _lead_of_right(series)
        return np.array([self._step(*row) for row in zip(series.time_s.tolist(), lead.tolist(), strict=True)], bool)

    def _step(self, time_s: float, lead: float) -> bool:
        if not math.isnan(lead):
            if math.isnan(self._mean):
                self._mean, self._is_right = lead, lead > 0
            else:
                weight = -math.expm1(-(time_s - self._time_s) / _MEMORY_S)
                self._mean += weight * (lead - self._mean)
            self._time_s = time_s
        if abs(self._mean) > _MARGIN:
            self._is_right = self._mean > 0
        return self._is_right


def faces_up(poses: StablePoses) -> NDArray[np.bool_]:
    """Shape (n,): whether the front of a body that is seen from the side and isn't upright faces up.

    Whoever lies on the back with the head to the left shows the camera the right side.
    """
    shoulders, hips = trunk(poses.seen_points)
    return np.asarray(poses.near_is_right == (shoulders[:, 0] < hips[:, 0]))
