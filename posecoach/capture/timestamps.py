"""One steady clock out of whatever times a recording or a camera gives.

A clock that goes forward by more than `GAP_S`, or back, has jumped. What comes next doesn't follow on what came
before, so that counting begins anew behind a gap; but that gap always lasts `GAP_S`, whatever the clock says. So all
that grows with media time is bounded by the number of frames.
"""

import math
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from heapq import heappush, heappushpop

__all__ = ["GAP_S", "UNTIMED", "SteadyClock", "SteadyTimestamps"]

GAP_S = 10.0
"""Longer than counting follows anybody who isn't seen."""
UNTIMED = -(2**63)
"""Stands for a missing timestamp, as in FFmpeg."""
_REORDERED = 16
"""Most packets by which pictures are stored in another order than shown, in any format."""


@dataclass(frozen=True, slots=True)
class SteadyTimestamps:
    """A recording's timestamps without jumps.

    Attributes:
        stamps: One per packet in the order of the file; `UNTIMED` where there is none, or none that can be true.
        jumps: How often the clock jumped.
    """

    stamps: Sequence[int]
    jumps: int

    @classmethod
    def of(cls, stamps: "array[int]", gap: int) -> "SteadyTimestamps | None":
        """Takes the jumps out of timestamps; None if there are none.

        Args:
            stamps: One per packet in the order of the file, `UNTIMED` where there is none.
            gap: Timestamp ticks in `GAP_S`.
        """
        steady, jumps, mended, end = array("q", stamps), 0, False, -gap
        for run in _runs(stamps):
            latest_place = -1
            for group in _groups(run, stamps, gap):
                if min(group) + _REORDERED < latest_place:
                    # A few far ahead of all that comes after them: such times are wrong, and would hide the others.
                    mended = True
                    for place in group:
                        steady[place] = UNTIMED
                    continue
                shift = end + gap - stamps[group[0]]
                for place in group:
                    steady[place] = stamps[place] + shift
                jumps, latest_place, end = jumps + 1, max([latest_place, *group]), stamps[group[-1]] + shift
        jumps = max(0, jumps - 1)
        return cls(steady, jumps) if jumps or mended else None


def _runs(stamps: Sequence[int]) -> Iterator[list[int]]:
    """Places of the timestamps from one jump back to the next, in the order of the file."""
    run: list[int] = []
    latest: list[int] = []
    for place, stamp in enumerate(stamps):
        if stamp == UNTIMED:
            continue
        if len(latest) > _REORDERED and stamp < latest[0]:
            yield run
            run, latest = [], []
        run.append(place)
        if len(latest) > _REORDERED:
            heappushpop(latest, stamp)
        else:
            heappush(latest, stamp)
    if run:
        yield run


def _groups(run: Sequence[int], stamps: Sequence[int], gap: int) -> Iterator[list[int]]:
    """A run's places in the order of time, divided where the clock jumps forward."""
    group: list[int] = []
    for place in sorted(run, key=stamps.__getitem__):
        if group and stamps[place] - stamps[group[-1]] > gap:
            yield group
            group = []
        group.append(place)
    yield group


@dataclass(slots=True)
class SteadyClock:
    """Gives live frames times that only grow.

    A frame whose time isn't a number, isn't later than the one before, or is later by a jump has none; but once two
    in a row agree with each other, the clock has jumped.
    """

    _given_s: float | None = field(default=None, init=False)
    _ahead_s: float = field(default=0.0, init=False)
    _odd_s: float | None = field(default=None, init=False)

    def expect_jump(self) -> None:
        """Whatever time the next frame has is taken for true: the camera was away meanwhile."""
        self._odd_s = -math.inf

    def time_of(self, time_s: float) -> float | None:
        """A frame's media time in seconds, or None for a frame to drop."""
        if not math.isfinite(time_s):
            return None
        if self._given_s is not None and not 0 < time_s - self._given_s <= GAP_S:
            if self._odd_s is None or time_s <= self._odd_s:
                self._odd_s = time_s
                return None
            self._ahead_s += self._given_s + GAP_S - time_s
        self._given_s, self._odd_s = time_s, None
        return time_s + self._ahead_s
