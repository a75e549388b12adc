"""Which frames of a recording are looked at, and the poses of those in between."""

import math
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posecoach.pose.geometry import trunk
from posecoach.pose.series import Floats, Landmarks

__all__ = ["JUMP", "POSE_RATE_HZ", "LookClock", "between_looks"]

POSE_RATE_HZ = 15.0
"""Looks a second, unless somebody wants others: `benchmarks/real.py --pose-rate` counts the same with twice as many."""
_PHASE = 0.125
"""Of a beat, by which the frames of the usual rates lie clear of where beats begin."""
JUMP = 0.5
"""Trunk lengths that hips and shoulders both move by within a tenth of a second only where the picture is cut."""


@dataclass(slots=True)
class LookClock:
    """Chooses the first frame of each beat; that depends on the frames alone, not on where reading begins.

    Attributes:
        rate_hz: Beats a second; every frame is looked at where that is no less than the frame rate.
    """

    rate_hz: float
    _last: int | None = field(default=None, init=False)

    def is_due(self, time_s: float) -> bool:
        """Whether the next frame is to be looked at; the first one always is."""
        beat = math.floor(time_s * self.rate_hz + _PHASE)
        due, self._last = beat != self._last, beat
        return due


def between_looks(looks: Landmarks, time_s: NDArray[np.float64]) -> Landmarks:
    """Landmarks at some moments, interpolated between the looks before and after each.

    Beside a look without a person, and where the picture is cut, they are those of the nearer look.

    Args:
        looks: At least one, unless there are no moments.
        time_s: Shape (n,), media time, strictly increasing.
    """
    if np.array_equal(looks.time_s, time_s):
        return looks
    after = np.searchsorted(looks.time_s, time_s, side="right").clip(min(1, len(looks) - 1), len(looks) - 1)
    before = np.maximum(after - 1, 0)
    span_s = np.maximum(looks.time_s[after] - looks.time_s[before], 1e-9)
    share = ((time_s - looks.time_s[before]) / span_s).clip(0.0, 1.0)
    share = np.where(_cut(looks)[before], np.round(share), share)
    arrays: dict[str, Any] = {
        name: _mixed(getattr(looks, name), before, after, share) for name in ("points", "visibility", "contour")
    }
    return replace(looks, time_s=time_s, **arrays)


def _cut(looks: Landmarks) -> NDArray[np.bool_]:
    """Shape (n,): whether the picture is cut between a look and the next one."""
    shoulders, hips = trunk(looks.points[..., :2])
    length = np.hypot(*(shoulders - hips).T)[:-1]
    moved = np.minimum(*(np.hypot(*np.diff(place, axis=0).T) for place in (shoulders, hips)))
    return np.append(moved > JUMP * length, False)


def _mixed(
    array: Floats, before: NDArray[np.intp], after: NDArray[np.intp], share: NDArray[np.float64]
) -> NDArray[np.float32]:
    weight = share.reshape(-1, *[1] * (array.ndim - 1))
    first, second = array[before], array[after]
    mixed = (1 - weight) * first + weight * second
    return np.where(np.isnan(mixed), np.where(weight < 0.5, first, second), mixed).astype(np.float32)
