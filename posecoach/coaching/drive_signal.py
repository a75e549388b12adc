"""The drive as the phase machine sees it: counted from this person's start position, folded if it goes both ways."""

import math
from bisect import bisect_left
from collections.abc import Sequence
from copy import copy as shallow_copy
from dataclasses import dataclass, field
from typing import NamedTuple

from posecoach.coaching.start_position import ROUNDING_S, Rest, StartPosition
from posecoach.exercise.drive import Drive

__all__ = ["DriveSignal", "Lesson"]

_LEARNT_S = 0.5
"""Of rest, before its noise is known."""
_AFRESH_S, _AFRESH_SHARE = 0.1, 0.15
"""How often the origin is computed anew: after this time, and after this share of the rest that is known."""
_LISTENS_S = 0.5
"""How long the noise is taken to stay the same."""


class Lesson(NamedTuple):
    """The origin, computed anew.

    Attributes:
        at: Index of the moment from which on it holds.
        origin: See `DriveSignal`.
        open: Whether movements are looked for from then on.
    """

    at: int
    origin: float
    open: bool


@dataclass(slots=True)
class DriveSignal:
    """Turns a table's drive into progress.

    Attributes:
        drive: What the exercise file says of it.
        pole: -1 while a movement goes to the second side of the start position, else 1.
        origin: Value of the table's drive in the start position; 0 for drives that don't count from there.
    """

    drive: Drive
    pole: float = 1.0
    origin: float = 0.0
    _learns_at_s: float = -math.inf
    _listens_at_s: float = -math.inf
    _learnt: Rest = field(default_factory=Rest)
    _noise: float | None = None
    _memory: StartPosition = field(default_factory=StartPosition)
    _hold_enter: float = field(init=False)

    def __post_init__(self) -> None:
        self._hold_enter = self.drive.zones.hold_enter

    def rest(self, time_s: float, value: float, speed: float) -> None:
        """Takes in a moment in the start position, from which the origin is learnt if it is still.

        Where noise matters, restless moments count too: they are the noise. So do the first ones of somebody who only
        passes through the start position.
        """
        still = abs(speed) <= self.drive.still_speed
        learns = self.drive.clear_by is not None or still or not self.known
        if self.drive.relative and learns and not math.isnan(value):
            self.rest_on([time_s], [value])

    def rest_on(self, time_s: Sequence[float], values: Sequence[float]) -> list[Lesson]:
        """Takes in moments in the start position from which it learns, all of them seen; tells what they teach."""
        self._memory.extend(time_s, [values])
        lessons: list[Lesson] = []
        lesson = bisect_left(time_s, self._learns_at_s)
        while lesson < len(time_s):
            self._learn(time_s[lesson], self._memory.rest(without=len(time_s) - 1 - lesson))
            lessons.append(Lesson(lesson, self.origin, self.open))
            lesson = bisect_left(time_s, self._learns_at_s, lesson + 1)
        return lessons

    def copy(self) -> "DriveSignal":
        """One that learns on by itself."""
        fresh = shallow_copy(self)
        fresh._memory = self._memory.copy()  # noqa: SLF001 - its own class
        return fresh

    def _learn(self, time_s: float, rest: Rest) -> None:
        self._learnt, self.origin = rest, rest.levels[0]
        if time_s >= self._listens_at_s:
            self._noise, self._listens_at_s = None, time_s + _LISTENS_S - ROUNDING_S
        self._learns_at_s = time_s + max(_AFRESH_S, _AFRESH_SHARE * rest.total_s) - ROUNDING_S

    def away(self) -> None:
        """The body has left the exercise."""
        self._memory.forget()
        self._learnt, self._noise = Rest(), None
        self._learns_at_s = self._listens_at_s = -math.inf

    @property
    def known(self) -> bool:
        """Whether there is an origin to count from."""
        return not self.drive.relative or self._memory.known

    @property
    def noise(self) -> float:
        """Of the drive at rest, in its unit; 0 before it is known."""
        if self._noise is None:
            self._noise = self._learnt.spreads[0] if self._learnt.columns else 0.0
        return self._noise

    @property
    def drowned(self) -> bool:
        """Whether a movement wouldn't stand out from the noise as the exercise file asks."""
        factor = self.drive.clear_by
        return factor is not None and self._rested and factor * self.noise > self._hold_enter

    @property
    def _rested(self) -> bool:
        """Whether there was enough rest to know its noise."""
        return self._learnt.total_s >= _LEARNT_S - ROUNDING_S

    @property
    def open(self) -> bool:
        """Whether movements are looked for: where noise matters, once it is known and they don't drown in it."""
        return self.drive.clear_by is None or (self._rested and not self.drowned)

    @property
    def lesson(self) -> Lesson:
        """What has been learnt by now."""
        return Lesson(0, self.origin, self.open)

    def confidence(self, progress: float) -> float:
        """How sure a movement that got this far was no noise, 0 to 1: 1 from twice what is asked for."""
        factor = self.drive.clear_by
        if factor is None or self.noise == 0:
            return 1.0
        return min(1.0, progress / (2 * factor * self.noise))

    def progress(self, value: float, *, moving: bool) -> float:
        """How far a value of the table's drive is from the start position."""
        if not self.known or not (moving or self.open):
            return 0.0 if not math.isnan(value) else value
        value -= self.origin
        if self.drive.folded and not moving:
            self.pole = -1.0 if value < 0 else 1.0
        return self.pole * value

    def measured(self, progress: float) -> float:
        """The drive measure's own value at some progress."""
        return self.drive.sign * (self.pole * progress + self.origin)
