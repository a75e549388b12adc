"""Trying again where nobody was found, in a crop closer to where the person is.

The detector sees the whole picture in 224 pixels, in which somebody who lies far from the camera is a few pixels high.
"""

import math
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import count, product

import numpy as np

from posecoach.pose.estimator import Pose
from posecoach.pose.follower import Person
from posecoach.pose.geometry import Box
from posecoach.pose.segment_estimator import WARM_UP_S, SegmentEstimator
from posecoach.pose.series import Landmarks
from posecoach.pose.stabilise import BRIDGED_GAP_S

__all__ = ["CropRetry", "crop_around", "tiles"]

_BESIDE_S = 1.0
"""Poses that shortly before and after a gap tell where the person may be in it."""
_TRACKED_S = 1.0
"""Who is lost again sooner than this wasn't tracked: such poses are often of a part of the body."""
_ENOUGH = 0.5
"""Of a gap's frames."""
_SEARCHED_FROM_S = 2.0
"""Gaps at least this long are searched all over the picture if nobody is where the person was."""
_SEARCHED_EVERY_S = 3.0
_TILES = (1 / 2, 1 / 3)
"""Of the picture's longer side; the first kind that shows somebody will do."""
_BODIES = 2.5
"""Sides of a crop in lengths of the body: the detector finds people best who take up two fifths of the picture."""


@dataclass(frozen=True, slots=True)
class _Gap:
    """Consecutive frames in which nobody was found, or not for long.

    Attributes:
        rows: Of the series.
        times_s: Of each row.
        until_s: When the next frame is, or the segment ends.
    """

    rows: slice
    times_s: list[float]
    until_s: float

    @property
    def lasts_s(self) -> float:
        """From the first to the last frame."""
        return self.times_s[-1] - self.times_s[0]


@dataclass(frozen=True, slots=True)
class CropRetry:
    """Estimates gaps again that are too long to be bridged, and leaves all other frames as they are.

    Attributes:
        estimator: Of the recording.
    """

    estimator: SegmentEstimator

    def __call__(self, series: Landmarks, end_s: float, person: Person | None = None) -> Landmarks:
        """The series with the poses that crops show.

        Args:
            series: A segment, as it was found in the whole picture.
            end_s: Where the segment ends, in seconds of media time.
            person: Who was followed before it, if that is known.
        """
        gaps = list(_gaps(series, end_s))
        sure = _without(series, gaps)
        for gap in gaps:
            followed = Person.in_series(sure, gap.times_s[0]) or person
            found = self._found(gap, followed, self._crops(sure, gap, followed))
            if len(found) > np.count_nonzero(series.has_pose[gap.rows]):
                series, sure = series.with_poses(found), sure.with_poses(found)
        return series

    def _found(self, gap: _Gap, followed: Person | None, crops: Iterator[Box]) -> dict[int, Pose]:
        """Poses by the series' rows, from the first crop that shows enough of them."""
        best: dict[int, Pose] = {}
        for crop in crops:
            best = max(best, self._poses_in(gap, followed, crop), key=len)
            if len(best) > _ENOUGH * len(gap.times_s):
                break
        return best

    def _poses_in(self, gap: _Gap, followed: Person | None, crop: Box) -> dict[int, Pose]:
        row_at = dict(zip(gap.times_s, count(gap.rows.start), strict=False))
        frames = self.estimator.poses(gap.times_s[0] - WARM_UP_S, gap.until_s, person=followed, crop=crop)
        with closing(frames):
            return {row_at[one.time_s]: one.pose for one in frames if one.pose is not None and one.time_s in row_at}

    def _crops(self, sure: Landmarks, gap: _Gap, followed: Person | None) -> Iterator[Box]:
        """Where to look: first at the places before and after the gap, then wherever anybody is."""
        begin_s, end_s = gap.times_s[0] - _BESIDE_S, gap.times_s[-1] + _BESIDE_S
        beside = (sure.time_s > begin_s) & (sure.time_s < end_s) & sure.has_pose
        if beside.any():
            yield from self._around(Box.around(sure.points[beside] / sure.size[0]))
        elif followed is not None:
            yield from self._around(followed.box)
        if gap.lasts_s >= _SEARCHED_FROM_S:
            yield from self._searched(gap)

    def _searched(self, gap: _Gap) -> Iterator[Box]:
        moments_s = np.arange(gap.times_s[0] + _SEARCHED_FROM_S / 2, gap.times_s[-1], _SEARCHED_EVERY_S).tolist()
        for time_s, share in product(moments_s, _TILES):
            found = self.estimator.anybody_in(tiles(self.estimator.height, share), time_s)
            if found:
                # In a crop that cuts through somebody the rest of them is invented, and known to be.
                best = max(found, key=lambda pose: float(pose.visibility.mean()))
                yield from self._around(Box.around(best.points / self.estimator.size[0]))
                return

    def _around(self, body: Box) -> Iterator[Box]:
        crop = crop_around(body, self.estimator.height)
        if crop is not None:
            yield crop


def _gaps(series: Landmarks, end_s: float) -> Iterator[_Gap]:
    """Each run of frames with nobody, or with somebody who is lost again at once, that is too long to be bridged."""
    lost = np.flatnonzero(~series.has_pose)
    breaks = np.flatnonzero(np.diff(series.time_s[lost]) > _TRACKED_S) + 1
    for rows in np.split(lost, breaks) if len(lost) else []:
        start, stop = int(rows[0]), int(rows[-1]) + 1
        until_s = float(series.time_s[stop]) if stop < len(series) else end_s
        gap = _Gap(slice(start, stop), series.time_s[start:stop].tolist(), until_s)
        if gap.lasts_s > BRIDGED_GAP_S:
            yield gap


def _without(series: Landmarks, gaps: list[_Gap]) -> Landmarks:
    points = series.points.copy()
    for gap in gaps:
        points[gap.rows] = np.nan
    return replace(series, points=points)


def crop_around(body: Box, height: float) -> Box | None:
    """A crop in which the body is large enough to be found; None where that would be the whole picture.

    Args:
        body: Around the person, or around all places where they may be.
        height: Of the picture, in picture widths.
    """
    side = _BODIES * max(body.width, body.height)
    if side >= 1 and side >= height:
        return None
    left, width = _within((body.left + body.right) / 2, side, 1.0)
    top, depth = _within((body.top + body.bottom) / 2, side, height)
    return Box(left, top, left + width, top + depth)


def _within(middle: float, length: float, whole: float) -> tuple[float, float]:
    """Start and length of a stretch about a middle, moved and cut so that it lies between 0 and `whole`."""
    length = min(length, whole)
    return min(max(0.0, middle - length / 2), whole - length), length


def tiles(height: float, share: float) -> Iterator[Box]:
    """Squares that overlap by half and cover a picture `height` picture widths high, row by row.

    Args:
        height: Of the picture, in picture widths.
        share: Of the picture's longer side, that a square's side has.
    """
    side = share * max(1.0, height)
    for top in _starts(height, side):
        for left in _starts(1.0, side):
            yield Box(left, top, min(1.0, left + side), min(height, top + side))


def _starts(whole: float, side: float) -> list[float]:
    if side >= whole:
        return [0.0]
    steps = math.ceil(2 * (whole - side) / side)
    return [(whole - side) * step / steps for step in range(steps + 1)]
