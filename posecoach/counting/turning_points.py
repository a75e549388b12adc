"""Movements as turning points of the drive: out from the start position, and back.

No rest zone, no position that must be learnt first: a movement begins at the lowest point before it, turns at the
highest, and is over when half of its way is undone.
"""

from dataclasses import dataclass, field, replace

from posecoach.counting.state import Phase

__all__ = ["EndPairs", "Movement", "TurningPoints"]

_TURNED_SHARE = 0.5
"""Of a movement's way, that must be undone before it is over."""


@dataclass(frozen=True, slots=True)
class Movement:
    """A travel out and back, in frames and in shares of the described travel.

    Attributes:
        start: Frame of the lowest point before it, or the first one seen.
        peak: Frame of its furthest point.
        end: Last frame that belongs to it so far.
        low: Progress at the start, or after the return where the way out wasn't seen.
        high: Progress at the peak.
        open_start: Whether it was under way when it was first seen.
        open_end: Whether it was still under way when it was last seen.
        reached: Whether it went far enough to be a repetition.
    """

    start: int
    peak: int
    end: int
    low: float
    high: float
    open_start: bool = False
    open_end: bool = False
    reached: bool = True

    @property
    def travel(self) -> float:
        """Its way out, as a share of the described one."""
        return self.high - self.low


@dataclass(slots=True)
class _Point:
    frame: int
    value: float


@dataclass(slots=True)
class TurningPoints:
    """Follows the drive frame by frame, without knowing the future.

    Attributes:
        low: Lowest point since the last movement.
        high: Furthest point of the movement under way, or since the last one.
        outbound: Whether a movement is under way that went far enough; None while the first direction isn't known.
    """

    low: _Point | None = None
    high: _Point | None = None
    outbound: bool | None = None
    _first: int = 0
    _first_value: float = 0.0
    _last: int = 0

    def step(self, frame: int, value: float, need: float, attempt: float) -> Movement | None:
        """Takes in the next frame.

        Args:
            frame: Its number.
            value: Progress.
            need: Travel that a repetition needs.
            attempt: Travel that is worth telling although it isn't enough.

        Returns:
            The movement that is over with this frame, if one is.
        """
        if self.low is None or self.high is None:
            self.low, self.high, self._first, self._last = _Point(frame, value), _Point(frame, value), frame, frame
            self._first_value = value
            return None
        self._last = frame
        if self.outbound:
            return self._turn_back(frame, value)
        if value <= self.low.value:
            # Who has been lower down for long begins from the last moment of it.
            self.low = _Point(frame, value)
            if self.outbound is not None:
                self.high = _Point(frame, value)
        if value > self.high.value:
            self.high = _Point(frame, value)
        return self._leave(frame, value, need, attempt)

    def finish(self) -> Movement | None:
        """What is under way when nothing more is to come."""
        low, high, outbound, last = self.low, self.high, self.outbound, self._last
        self.low = self.high = self.outbound = None
        if not outbound or low is None or high is None:
            return None
        return Movement(low.frame, high.frame, last, low.value, high.value, open_end=True)

    def _turn_back(self, frame: int, value: float) -> Movement | None:
        low, high = self.low, self.high
        if low is None or high is None:
            return None
        if value > high.value:
            self.high = _Point(frame, value)
        elif self._undone(value):
            self._begin_anew(frame, value)
            return Movement(low.frame, high.frame, frame, low.value, high.value)
        return None

    def _leave(self, frame: int, value: float, need: float, attempt: float) -> Movement | None:
        low, high = self.low, self.high
        if low is None or high is None:
            return None
        if self.outbound is None and low.frame == frame and high.value - value >= need:
            self._begin_anew(frame, value)
            return Movement(self._first, high.frame, frame, value, high.value, open_start=True)
        if value - low.value >= need:
            self.outbound = True
            if high.frame < low.frame:
                # What is needed may fall with the noise, so that this movement hasn't got past an older one.
                self.high = _Point(frame, value)
        elif self._rose(attempt) and self._undone(value):
            self.high, self.outbound = _Point(frame, value), False
            return Movement(low.frame, high.frame, frame, low.value, high.value, reached=False)
        return None

    def _rose(self, attempt: float) -> bool:
        """Whether an attempt is under way; before the first turn, one that doesn't begin somewhere on a way back."""
        low, high = self.low, self.high
        if low is None or high is None or high.frame <= low.frame:
            return False
        from_low = self.outbound is not None or self._first_value - low.value < _TURNED_SHARE * attempt
        return from_low and high.value - low.value >= attempt

    def _undone(self, value: float) -> bool:
        low, high = self.low, self.high
        return (
            low is not None
            and high is not None
            and high.value - value >= _TURNED_SHARE * min(high.value - low.value, 1.0)
        )

    def _begin_anew(self, frame: int, value: float) -> None:
        self.low, self.high, self.outbound = _Point(frame, value), _Point(frame, value), False


_MIDDLE, _DEPTH_SHARE = 0.5, 0.5
"""Progress half way between both ends, and of the way from there to a stay's furthest point, what still belongs to it:
some people's flat back reads as slightly hollow."""


@dataclass(slots=True)
class _End:
    """A stay beyond one end of the drive: the cow at or below 0, the cat at or above 1."""

    upper: bool
    points: list[_Point]

    @property
    def extreme(self) -> _Point:
        """Its furthest point."""
        return (max if self.upper else min)(self.points, key=lambda point: point.value)

    def ends(self) -> tuple[int, int]:
        """First and last frame that are nearly as far as its furthest point."""
        extreme = self.extreme
        deep = _DEPTH_SHARE * abs(extreme.value - _MIDDLE)
        frames = [point.frame for point in self.points if abs(point.value - _MIDDLE) >= deep]
        return frames[0], frames[-1]


@dataclass(slots=True)
class EndPairs:
    """Pairs the two ends of a bidirectional drive, in either order: one stay beyond each is a repetition."""

    _waiting: _End | None = None
    _now: _End | None = None
    _paired: bool | None = field(default=None)
    """Which end closed the last pair; it begins no other one before the opposite end is seen."""

    def step(self, frame: int, value: float) -> Movement | None:
        """Takes in the next frame; returns the pair whose second stay ends with it."""
        upper = True if value >= 1 else False if value <= 0 else None
        movement = None
        if self._now is not None and upper is not self._now.upper:
            movement = self._left()
        if upper is not None:
            self._now = self._now or _End(upper, [])
            self._now.points.append(_Point(frame, value))
        return movement

    @property
    def phase(self) -> Phase | None:
        """Held beyond an end, or on the way to the other one; None before the first."""
        if self._now is not None:
            return Phase.HOLD
        return Phase.OUTBOUND if self._waiting is not None else None

    def finish(self) -> Movement | None:
        """The pair whose second stay the end cuts off."""
        movement = self._left() if self._now is not None else None
        self._waiting, self._paired = None, None
        return None if movement is None else replace(movement, open_end=True)

    def _left(self) -> Movement | None:
        now, self._now = self._now, None
        if now is None or now.upper is self._paired:
            return None
        waiting = self._waiting
        if waiting is None or waiting.upper is now.upper:
            before = [] if waiting is None else waiting.points
            self._waiting, self._paired = _End(now.upper, before + now.points), None
            return None
        self._waiting, self._paired = None, now.upper
        cat, cow = (now, waiting) if now.upper else (waiting, now)
        start, end = waiting.ends()[0], now.ends()[1]
        return Movement(start, cat.extreme.frame, end, cow.extreme.value, cat.extreme.value)
