"""The same recordings made worse: other frame rates, frames lost, mirrored, smaller, noisier, cut off."""

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from posecoach.pose.geometry import trunk
from posecoach.pose.landmarks import Landmark
from posecoach.pose.looks import LookClock, between_looks
from posecoach.pose.series import Landmarks
from posecoach.tuning.labels import Counts, LabelledMovement
from real_people.labels import ClipLabels

__all__ = ["VARIANTS", "Variant", "changed", "looked_at", "mirrored", "resampled", "without_bursts", "without_ends"]

Random: TypeAlias = np.random.Generator

_LOST, _BURST_S = 0.1, (0.1, 0.4)
"""Share of the frames that are lost, and how long at a time."""
_NOISE, _OUTLINE_NOISE = 0.01, 0.005
"""Standard deviations, in trunk lengths: of landmarks, and of the back's outline."""
_SAME_RATE, _SAME_S = 1.05, 1e-6
_CUT_S = 1.0


@dataclass(frozen=True, eq=False, slots=True)
class Variant:
    """A recording, changed.

    Attributes:
        series: Its landmarks.
        labels: What somebody would see in it.
    """

    series: Landmarks
    labels: ClipLabels


def changed(name: str, clip: str, variant: Variant) -> Variant:
    """A variant by its name; the same each time."""
    return VARIANTS[name](variant, np.random.default_rng(zlib.crc32(f"{name} {clip}".encode())))


def resampled(series: Landmarks, rate_hz: float) -> Landmarks:
    """At another frame rate: frames left out, or new ones put between; never both."""
    given_hz = (len(series) - 1) / max(1e-9, float(series.time_s[-1] - series.time_s[0]))
    if 1 / _SAME_RATE < rate_hz / given_hz < _SAME_RATE:
        return series
    times_s = np.arange(series.time_s[0], series.time_s[-1] + _SAME_S, 1 / rate_hz)
    if rate_hz > given_hz:
        return between_looks(series, times_s)
    after = np.searchsorted(series.time_s, times_s).clip(1, len(series) - 1)
    nearer = times_s - series.time_s[after - 1] < series.time_s[after] - times_s
    return _rows(series, np.unique(after - nearer))


def looked_at(series: Landmarks, pose_rate_hz: float) -> Landmarks:
    """As if the recording had been looked at so often."""
    clock = LookClock(pose_rate_hz)
    looks = np.flatnonzero([clock.is_due(time_s) for time_s in series.time_s.tolist()])
    return between_looks(_rows(series, looks), series.time_s)


def without_bursts(series: Landmarks, random: Random) -> Landmarks:
    """A tenth of the frames lost, several at a time."""
    kept = np.ones(len(series), bool)
    first_s, last_s = float(series.time_s[0]), float(series.time_s[-1])
    while (~kept).mean() < _LOST:
        start_s = random.uniform(first_s, last_s)
        kept &= (series.time_s < start_s) | (series.time_s > start_s + random.uniform(*_BURST_S))
    return _rows(series, np.flatnonzero(kept)) if kept.sum() > 1 else series


def mirrored(variant: Variant) -> Variant:
    """As in a mirror: what was the left side is the right one."""
    series, labels = variant.series, variant.labels
    points = series.points[:, _MIRRORED].copy()
    points[..., 0] = series.size[0] - points[..., 0]
    movements = (replace(one, side=one.side.other if one.side else None) for one in labels.movements)
    return Variant(
        replace(series, points=points, visibility=series.visibility[:, _MIRRORED]),
        replace(labels, movements=tuple(movements)),
    )


def without_ends(variant: Variant, *, first_s: float = 0.0, last_s: float = 0.0) -> Variant:
    """Cut off at the beginning and at the end; a movement that is cut may be counted or not."""
    series = variant.series
    start_s, end_s = float(series.time_s[0]) + first_s, float(series.time_s[-1]) - last_s
    rows = np.flatnonzero((series.time_s >= start_s) & (series.time_s <= end_s))
    if len(rows) < 2:
        return variant
    movements = (_cut(one, start_s, end_s) for one in variant.labels.movements)
    labels = replace(variant.labels, movements=tuple(one for one in movements if one is not None))
    return Variant(_rows(series, rows), labels)


def _cut(movement: LabelledMovement, start_s: float, end_s: float) -> LabelledMovement | None:
    """What is left of a movement; None if nothing is."""
    if movement.end_s <= start_s or movement.start_s >= end_s:
        return None
    if start_s <= movement.start_s and movement.end_s <= end_s:
        return movement
    counts = Counts.NO if movement.counts is Counts.NO else Counts.MAYBE
    start_s, end_s = max(movement.start_s, start_s), min(movement.end_s, end_s)
    return LabelledMovement(start_s, end_s, movement.side, counts=counts)


def _smaller(series: Landmarks) -> Landmarks:
    return replace(series, points=series.points / np.float32(2), size=(series.size[0] // 2, series.size[1] // 2))


def _noisier(series: Landmarks, random: Random) -> Landmarks:
    shoulders, hips = trunk(series.points[..., :2])
    length = float(np.nanmedian(np.hypot(*(shoulders - hips).T)))
    points = series.points + random.normal(0, _NOISE * length, series.points.shape)
    contour = series.contour + random.normal(0, _OUTLINE_NOISE, series.contour.shape)
    return replace(series, points=points.astype(np.float32), contour=contour.astype(np.float32))


def _rows(series: Landmarks, rows: NDArray[np.intp]) -> Landmarks:
    return Landmarks(
        series.time_s[rows], series.points[rows], series.visibility[rows], series.contour[rows], series.size
    )


def _swapped(mark: Landmark) -> int:
    left, right = ("LEFT", "RIGHT") if "LEFT" in mark.name else ("RIGHT", "LEFT")
    return int(Landmark[mark.name.replace(left, right)])


_MIRRORED = [_swapped(mark) for mark in Landmark]


def _of_series(change: Callable[[Landmarks, Random], Landmarks]) -> Callable[[Variant, Random], Variant]:
    return lambda variant, random: replace(variant, series=change(variant.series, random))


VARIANTS: Mapping[str, Callable[[Variant, Random], Variant]] = {
    "as recorded": lambda variant, _: variant,
    "10 frames/s": _of_series(lambda series, _: resampled(series, 10)),
    "15 frames/s": _of_series(lambda series, _: resampled(series, 15)),
    "60 frames/s": _of_series(lambda series, _: resampled(series, 60)),
    "a tenth lost": _of_series(without_bursts),
    "mirrored": lambda variant, _: mirrored(variant),
    "half the size": _of_series(lambda series, _: _smaller(series)),
    "noise": _of_series(_noisier),
    "first second cut": lambda variant, _: without_ends(variant, first_s=_CUT_S),
    "last second cut": lambda variant, _: without_ends(variant, last_s=_CUT_S),
}
