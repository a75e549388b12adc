"""The drive as the phase machine sees it: counted from this person's start position, folded if it goes both ways."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from posecoach.coaching.drive import Drive
from posecoach.coaching.start_position import StartPosition

__all__ = ["DriveSignal"]

_LEARNT_S = 0.5
"""Of rest, before its noise is known."""
_AFRESH_S, _AFRESH_SHARE = 0.1, 0.1
"""How often the origin is computed anew: after this time, and after this share of the rest that is known."""


@dataclass(slots=True)
class DriveSignal:
    """Turns a table's drive into progress.

    Attributes:
        drive: What the exercise file says of it.
        pole: -1 while a movement goes to the second side of the start position, else 1.
        origin: Value of the table's drive in the start position; 0 for drives that don't count from there.
        learns_at_s: When it is computed anew.
    """

    drive: Drive
    pole: float = 1.0
    origin: float = 0.0
    learns_at_s: float = -math.inf
    _noise: float | None = None
    _rest: StartPosition = field(default_factory=StartPosition)

    def rest(self, time_s: float, value: float, speed: float) -> None:
        """Takes in a moment in the start position, from which the origin is learnt if it is still.

        Where noise matters, restless moments count too: they are the noise. So do the first ones of somebody who only
        passes through the start position.
        """
        still = abs(speed) <= self.drive.still_speed
        learns = self.drive.clear_by is not None or still or not self._rest.known
        if self.drive.relative and learns and not math.isnan(value):
            first = not self._rest.known
            self._rest.add(time_s, (value,))
            if first or time_s >= self.learns_at_s:
                self.origin, self._noise = self._rest.levels[0], None
                self.learns_at_s = time_s + max(_AFRESH_S, _AFRESH_SHARE * self._rest.total_s)

    def rest_on(self, moments: Iterable[tuple[float, float]]) -> None:
        """Takes in moments at rest, with their values of the drive, that are all before the origin is computed anew."""
        self._rest.extend((time_s, (value,)) for time_s, value in moments)

    def away(self) -> None:
        """The body has left the exercise."""
        self._rest.forget()
        self._noise = None

    @property
    def known(self) -> bool:
        """Whether there is an origin to count from."""
        return not self.drive.relative or self._rest.known

    @property
    def noise(self) -> float:
        """Of the drive at rest, in its unit; 0 before it is known."""
        if self._noise is None:
            self._noise = self._rest.spreads[0] if self._rest.known else 0.0
        return self._noise

    @property
    def drowned(self) -> bool:
        """Whether a movement wouldn't stand out from the noise as the exercise file asks."""
        factor = self.drive.clear_by
        return factor is not None and self._learnt and factor * self.noise > self.drive.zones.hold_enter

    @property
    def _learnt(self) -> bool:
        return self._rest.total_s >= _LEARNT_S

    @property
    def settled(self) -> bool:
        """Whether it stays open or closed to movements until the origin is computed anew."""
        return self.known and (self.drive.clear_by is None or self._learnt)

    @property
    def open(self) -> bool:
        """Whether movements are looked for: where noise matters, once it is known and they don't drown in it."""
        return self.drive.clear_by is None or (self._learnt and not self.drowned)

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
