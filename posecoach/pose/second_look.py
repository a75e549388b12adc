"""A second look at stretches without a pose, closer to where the person is.

The detector sees the whole picture in 224 pixels, in which somebody who lies far from the camera is a few pixels high.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import count, product

import numpy as np

from posecoach.pose.box import Box
from posecoach.pose.looking import Looker
from posecoach.pose.person import Person
from posecoach.pose.series import Pose, PoseSeries
from posecoach.pose.stabilise import BRIDGED_GAP_S
from posecoach.pose.window import tiles, window_around

__all__ = ["SecondLook"]

_WARM_UP_S = 0.5
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


@dataclass(frozen=True, slots=True)
class _Gap:
    """Consecutive frames in which nobody was found, or not for long.

    Attributes:
        rows: Of the series.
        times_s: Of each row.
        until_s: When the next frame is, or the stretch ends.
    """

    rows: slice
    times_s: list[float]
    until_s: float

    @property
    def lasts_s(self) -> float:
        """From the first to the last frame."""
        return self.times_s[-1] - self.times_s[0]


@dataclass(frozen=True, slots=True)
class SecondLook:
    """Looks again at gaps that are too long to be bridged, and leaves all other frames as they are.

    Attributes:
        looker: Looks at the recording.
    """

    looker: Looker

    def __call__(self, series: PoseSeries, end_s: float, person: Person | None = None) -> PoseSeries:
        """A stretch of the recording, up to before `end_s`, with the poses that a second look finds.

        Args:
            series: What the first look found.
            end_s: Media time in seconds.
            person: Who was followed before it, if that is known.
        """
        gaps = list(_gaps(series, end_s))
        sure = _without(series, gaps)
        for gap in gaps:
            followed = Person.in_series(sure, gap.times_s[0]) or person
            found = self._found(gap, followed, self._windows(sure, gap, followed))
            if len(found) > np.count_nonzero(series.has_pose[gap.rows]):
                series, sure = _filled(series, found), _filled(sure, found)
        return series

    def _found(self, gap: _Gap, followed: Person | None, windows: Iterator[Box]) -> dict[int, Pose]:
        """Poses by the series' rows, from the first window that shows enough of them."""
        best: dict[int, Pose] = {}
        for window in windows:
            best = max(best, self._looked(gap, followed, window), key=len)
            if len(best) > _ENOUGH * len(gap.times_s):
                break
        return best

    def _looked(self, gap: _Gap, followed: Person | None, window: Box) -> dict[int, Pose]:
        row_at = dict(zip(gap.times_s, count(gap.rows.start), strict=False))
        looks = self.looker.poses(gap.times_s[0] - _WARM_UP_S, gap.until_s, person=followed, window=window)
        with closing(looks):
            return {row_at[time_s]: pose for time_s, pose in looks if pose is not None and time_s in row_at}

    def _windows(self, sure: PoseSeries, gap: _Gap, followed: Person | None) -> Iterator[Box]:
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
            found = self.looker.anybody_in(tiles(self.looker.height, share), time_s)
            if found:
                # In a part that cuts through somebody the rest of them is invented, and known to be.
                best = max(found, key=lambda pose: float(pose.visibility.mean()))
                yield from self._around(Box.around(best.points / self.looker.size[0]))
                return

    def _around(self, body: Box) -> Iterator[Box]:
        window = window_around(body, self.looker.height)
        if window is not None:
            yield window


def _gaps(series: PoseSeries, end_s: float) -> Iterator[_Gap]:
    """Each stretch with nobody, or with somebody who is lost again at once, that is too long to be bridged."""
    lost = np.flatnonzero(~series.has_pose)
    breaks = np.flatnonzero(np.diff(series.time_s[lost]) > _TRACKED_S) + 1
    for rows in np.split(lost, breaks) if len(lost) else []:
        start, stop = int(rows[0]), int(rows[-1]) + 1
        until_s = float(series.time_s[stop]) if stop < len(series) else end_s
        gap = _Gap(slice(start, stop), series.time_s[start:stop].tolist(), until_s)
        if gap.lasts_s > BRIDGED_GAP_S:
            yield gap


def _without(series: PoseSeries, gaps: list[_Gap]) -> PoseSeries:
    points = series.points.copy()
    for gap in gaps:
        points[gap.rows] = np.nan
    return replace(series, points=points)


def _filled(series: PoseSeries, found: dict[int, Pose]) -> PoseSeries:
    points, visibility, contour = series.points.copy(), series.visibility.copy(), series.contour.copy()
    for row, pose in found.items():
        points[row], visibility[row], contour[row] = pose.points, pose.visibility, pose.contour
    return replace(series, points=points, visibility=visibility, contour=contour)
