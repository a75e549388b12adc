"""From what the estimator saw to poses that may be measured."""

from dataclasses import dataclass, field

import numpy as np

from posecoach.pose.filters import ForwardFill, OneEuroFilter, RunningMedian
from posecoach.pose.geometry import body_length, body_scale
from posecoach.pose.reliability import Jitter, ReliableLandmarks, beyond_frame
from posecoach.pose.series import Landmarks, StablePoses
from posecoach.pose.sides import NearSide, SwapRepair

__all__ = ["BRIDGED_GAP_S", "Stabiliser"]

_BODY_LENGTH_S = 2.0
"""Nobody changes their distance to the camera much within this."""
BRIDGED_GAP_S = 0.5
"""A landmark that is missing for less than this keeps its last place."""


def _smoothing_filter() -> OneEuroFilter:
    return OneEuroFilter(min_cutoff_hz=3.0, beta=10.0, speed_cutoff_hz=1.0, longest_gap_s=BRIDGED_GAP_S)


def _outline_filter() -> OneEuroFilter:
    """The mask's edge flickers by a pixel, and backs move slowly."""
    return OneEuroFilter(min_cutoff_hz=1.0, beta=15.0, speed_cutoff_hz=1.0, longest_gap_s=BRIDGED_GAP_S)


@dataclass(slots=True)
class Stabiliser:
    """Swap repair, reliability, smoothing and gap bridging in turn, looking only backwards in time.

    A recording may be fed whole, in chunks or frame by frame: the result is the same, so live sessions and
    analyses agree. All must have been seen by one estimator.
    """

    _swaps: SwapRepair = field(default_factory=SwapRepair)
    _reliable: ReliableLandmarks | None = None
    _jitter: Jitter = field(default_factory=Jitter)
    _length: RunningMedian = field(default_factory=lambda: RunningMedian(_BODY_LENGTH_S))
    _near: NearSide = field(default_factory=NearSide)
    _smooth: OneEuroFilter = field(default_factory=_smoothing_filter)
    _smooth_outline: OneEuroFilter = field(default_factory=_outline_filter)
    _bridge: ForwardFill = field(default_factory=lambda: ForwardFill(BRIDGED_GAP_S))

    def __call__(self, series: Landmarks) -> StablePoses:
        """Stable poses of the same frames."""
        seen_points = np.where(series.has_pose[:, None, None], series.points[..., :2], np.nan).astype(np.float64)
        if self._reliable is None:
            self._reliable = ReliableLandmarks(series.profile)
        series = self._swaps(series)
        seen = self._reliable(series) & ~self._jitter(series)
        scale = body_scale(series.points, series.size)
        believed = np.where(seen[..., None], series.points[..., :2].astype(np.float64), np.nan)
        smooth = self._smooth(series.time_s, believed, scale)
        bridged = self._bridge(series.time_s, smooth, seen)
        return StablePoses(
            time_s=series.time_s,
            points=bridged,
            seen_points=seen_points,
            body_length=self._length(series.time_s, body_length(seen_points)),
            found=series.has_pose,
            beyond=beyond_frame(series.points, scale, series.size),
            contour=self._smooth_outline(series.time_s, series.contour.astype(np.float64)).astype(np.float32),
            near_is_right=self._near(series),
            size=series.size,
            profile=series.profile,
        )
