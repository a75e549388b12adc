"""Which side of the body is nearer to the camera."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posecoach.pose.geometry import body_scale, trunk
from posecoach.pose.landmarks import Landmark, Side
from posecoach.pose.series import PoseSeries, StablePoses

__all__ = ["NearSide", "faces_up"]

_JOINTS = ("shoulder", "elbow", "hip", "knee")
_MEMORY_S = 1.0
"""Time constant of the running mean: longer than a leg hides the other, shorter than a person turns round."""
_MARGIN = 0.15
"""What the other side must lead by before it takes over."""


def _lead_of_right(series: PoseSeries) -> NDArray[np.float64]:
    """Shape (n,): positive when the right side is nearer, by its visibility and the model's depth; NaN unseen."""
    left, right = ([Landmark.of(joint, side) for joint in _JOINTS] for side in Side)
    visibility = (series.visibility[:, right] - series.visibility[:, left]).mean(axis=1)
    depth = (series.points[:, left, 2] - series.points[:, right, 2]).mean(axis=1)
    return np.asarray(visibility + depth / body_scale(series.points, series.size), np.float64)


@dataclass(slots=True)
class NearSide:
    """Decides the near side with hysteresis; chunks may be fed one after the other."""

    _mean: float = math.nan
    _time_s: float = 0.0
    _is_right: bool = False

    def __call__(self, series: PoseSeries) -> NDArray[np.bool_]:
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
