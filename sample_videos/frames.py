"""Which node is shown in which frame, and when the frames are shown."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sample_videos.anatomy.rotation import Array
from sample_videos.nodes import Line
from sample_videos.recipes import Recipe
from sample_videos.timeline import Plan

__all__ = ["CLOCK", "Shot", "Shown", "exposures", "shots_of", "shown_at"]

CLOCK = 90_000
"""Ticks a second of the files' time stamps."""

_JITTER = 0.25
_GAP_S = (0.3, 0.5)
_GAPS = (2, 3)


@dataclass(frozen=True)
class Shot:
    """A frame of the file.

    Attributes:
        pts: Its time stamp in ticks of `CLOCK`.
        content_s: The second of the course that it shows, which is an earlier one where a picture stands twice.
    """

    pts: int
    content_s: float

    @property
    def time_s(self) -> float:
        """Presentation time in seconds."""
        return self.pts / CLOCK


@dataclass(frozen=True)
class Shown:
    """The node in a frame, and the span of the plan that it belongs to."""

    span: int
    path: str
    node: int


def shots_of(plan: Plan, recipe: Recipe) -> tuple[Shot, ...]:
    """The frames that the file has, in order."""
    rng = np.random.default_rng([recipe.seed, 1])
    steps = np.ones(round(plan.duration_s * recipe.fps))
    if recipe.effects.gaps:
        steps = rng.uniform(1 - _JITTER, 1 + _JITTER, len(steps))
    times = np.concatenate([[0.0], np.cumsum(steps)[:-1]]) / recipe.fps
    twice, missing = _mishaps(len(times), recipe.effects.drops, rng)
    if recipe.effects.gaps:
        missing |= _in_gaps(times, plan, rng)
    shots: list[Shot] = []
    for index in np.flatnonzero(~missing):
        time = float(times[index])
        shots.append(Shot(round(time * CLOCK), shots[-1].content_s if twice[index] else time))
    return tuple(shots)


def _mishaps(count: int, share: float, rng: np.random.Generator) -> tuple[NDArray[np.bool_], ...]:
    """Which frames show the one before again, and which are missing; never the first."""
    each = round(share * count)
    chosen = 1 + rng.choice(count - 1, 2 * each, replace=False)
    masks = np.zeros((2, count), bool)
    masks[0, chosen[:each]] = True
    masks[1, chosen[each:]] = True
    return masks[0], masks[1]


def _in_gaps(times: Array, plan: Plan, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Which frames fall into the pauses, each in the middle of another movement."""
    moving = [span for span in plan.spans if span.phase in {"outbound", "returning"}]
    count = min(int(rng.integers(_GAPS[0], _GAPS[1] + 1)), len(moving))
    lost = np.zeros(len(times), bool)
    for index in rng.choice(len(moving), count, replace=False):
        middle = (moving[index].start_s + moving[index].end_s) / 2
        lost |= np.abs(times - middle) < rng.uniform(*_GAP_S) / 2
    return lost


def exposures(shot: Shot, recipe: Recipe) -> Array:
    """Seconds of the course whose pictures a frame is the mean of; the one in the middle is the frame's own."""
    blur = recipe.effects.motion_blur
    if blur <= 1:
        return np.array([shot.content_s])
    return np.asarray(shot.content_s + np.linspace(-0.5, 0.5, 2 * blur + 1) * blur / recipe.fps)


def shown_at(plan: Plan, lines: Mapping[str, Line], time: float) -> Shown | None:
    """The node at a second of the course; None in an empty room."""
    moment = plan.at(time)
    if moment is None:
        return None
    node = lines[moment.path].nearest(moment.progress)
    if moment.sways:
        node += 1 if node == 0 else -1
    return Shown(moment.span, moment.path, node)
