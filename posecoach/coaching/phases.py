"""The one state machine of all exercises: rest, lifting, hold, lowering, and back."""

import math
from dataclasses import dataclass, field
from enum import Enum

from posecoach.coaching.timing import Stroke
from posecoach.counting.state import Phase
from posecoach.exercise.drive import Zones

__all__ = [
    "ATTEMPT_SHARE",
    "BACK_S",
    "REACHED_S",
    "REST_MEMORY_S",
    "RETURN_SHARE",
    "STARTED_SHARE",
    "STILL_SHARE",
    "TURNED_BACK_SHARE",
    "Outcome",
    "PhaseMachine",
    "Sample",
]

_READY_S = 0.3
"""How long the start position must be held before anything counts, and before turning back is an attempt."""
_DISENGAGED_S = 0.7
"""Out of the exercise's posture for longer than this, the movement under way is given up."""
_GIVEN_UP_S = 3.0
"""Unseen for longer than this, the movement under way is given up."""
REACHED_S = 0.1
"""How long the hold zone must be kept to have been reached; a single spike is not a lift."""
STARTED_SHARE = 0.2
"""Of the way from rest to the hold zone: travel that makes a movement."""
ATTEMPT_SHARE = 0.4
"""Of that way: a movement that gets this far and turns back was an attempt."""
RETURN_SHARE = 0.25
"""Of a repetition's travel, for people whose start position is above the usual one."""
TURNED_BACK_SHARE = 0.35
"""Of a failed movement's travel: back within this of where it began, it is over."""
BACK_S = 0.2
"""How long the start position must be kept to be back; the estimator takes one leg for the other for moments."""
STILL_SHARE = 0.2
"""Of the movement's top speed so far: slower than this is holding still."""
REST_MEMORY_S = 2.0


class Outcome(str, Enum):
    """What a moment brought to its end or its beginning."""

    STARTED = "started"
    HELD = "held"
    COUNTED = "counted"
    ATTEMPTED = "attempted"
    ABANDONED = "abandoned"


@dataclass(frozen=True, slots=True)
class Sample:
    """What the machine needs to know of one moment.

    Attributes:
        time_s: Media time.
        drive: How far the drive measure has gone, upwards to the target; NaN when it isn't seen.
        speed: Its slope over the last moments in units a second; values beyond the target count as the target.
        ready: Whether all start conditions hold.
        engaged: Whether no posture condition is broken.
        away: Whether something else than the drive says that the movement isn't over.
        open: Whether movements are looked for.
    """

    time_s: float
    drive: float
    speed: float
    ready: bool
    engaged: bool
    away: bool = False
    open: bool = True


@dataclass(slots=True)
class PhaseMachine:
    """Follows one movement after the other.

    Attributes:
        zones: Zones of the exercise's drive measure.
        phase: Where the body is now.
        stroke: The movement under way, or the rest before it.
        peak: Furthest value of the movement under way.
        hold_since_s: When the running or last hold began; None before the first of this movement.
    """

    zones: Zones
    phase: Phase = Phase.AWAY
    stroke: Stroke = field(default_factory=Stroke)
    peak: float = -math.inf
    hold_since_s: float | None = None
    _low: float = math.inf
    _top_speed: float = 0.0
    _resume: Phase = Phase.AWAY
    _seen_s: float = 0.0
    _started_s: float = 0.0
    _ready_since_s: float | None = None
    _broken_since_s: float | None = None
    _zone_since_s: float | None = None
    _back_since_s: float | None = None
    _reached: bool = False
    _rest_since_s: float = 0.0
    _rested: bool = False

    @property
    def moving(self) -> bool:
        """Whether a movement is under way."""
        phase = self._resume if self.phase is Phase.LOST else self.phase
        return phase is Phase.LIFTING or phase is Phase.HOLD or phase is Phase.LOWERING

    def step(self, sample: Sample) -> Outcome | None:
        """Takes in the next moment."""
        if math.isnan(sample.drive):
            return self._unseen(sample)
        if self.phase is Phase.LOST:
            self.phase = self._resume
            if self.moving and sample.drive <= self._back:
                # Its return wasn't seen, so it can't count.
                return self._leave(Phase.REST, sample, Outcome.ABANDONED)
        self._seen_s = sample.time_s
        if self._disengaged(sample):
            return self._leave(Phase.AWAY, sample, Outcome.ABANDONED) if self.phase is not Phase.AWAY else None
        self.stroke.add(sample.time_s, sample.drive)
        if self.moving and sample.time_s - self._started_s > self.zones.longest_s:
            return self._leave(Phase.AWAY, sample, Outcome.ABANDONED)
        return self._follow(sample)

    def _unseen(self, sample: Sample) -> Outcome | None:
        if self.phase is not Phase.LOST:
            self._resume, self.phase = self.phase, Phase.LOST
        if self._resume is not Phase.AWAY and sample.time_s - self._seen_s > _GIVEN_UP_S:
            outcome = Outcome.ABANDONED if self.moving else None
            self._leave(Phase.AWAY, sample)
            self._resume, self.phase = Phase.AWAY, Phase.LOST
            return outcome
        return None

    def _disengaged(self, sample: Sample) -> bool:
        if sample.engaged:
            self._broken_since_s = None
            return False
        if self._broken_since_s is None:
            self._broken_since_s = sample.time_s
        return sample.time_s - self._broken_since_s > _DISENGAGED_S

    def _follow(self, sample: Sample) -> Outcome | None:
        if self.phase is Phase.AWAY:
            self._wait(sample)
            return None
        if self.phase is Phase.REST:
            return self._rest(sample)
        self.peak = max(self.peak, sample.drive)
        self._top_speed = max(self._top_speed, abs(sample.speed))
        self._note_zone(sample)
        if not self._reached:
            return self._rise(sample)
        if self._is_back(sample):
            return self._leave(Phase.REST, sample, Outcome.COUNTED)
        return self._hold(sample)

    def _is_back(self, sample: Sample) -> bool:
        if sample.away or sample.drive > self._back:
            self._back_since_s = None
            return False
        if self._back_since_s is None:
            self._back_since_s = sample.time_s
        return sample.time_s - self._back_since_s >= BACK_S

    def _wait(self, sample: Sample) -> None:
        self.stroke.keep_last(REST_MEMORY_S)
        if not sample.ready:
            self._ready_since_s = None
        elif self._ready_since_s is None:
            self._ready_since_s = sample.time_s
        elif sample.time_s - self._ready_since_s >= _READY_S:
            # What was done before belongs to no movement of this exercise.
            self.stroke.begin_at(self._ready_since_s)
            self._leave(Phase.REST, sample)

    def _rest(self, sample: Sample) -> Outcome | None:
        self._low = min(self._low, sample.drive)
        if sample.open and sample.drive > self._part_of_way(STARTED_SHARE):
            self.phase = Phase.LIFTING
            self._started_s = sample.time_s
            # What was long before says nothing of where this movement began.
            self.stroke.begin_at(sample.time_s - REST_MEMORY_S)
            self._rested = sample.time_s - self._rest_since_s >= _READY_S
            return Outcome.STARTED
        self.stroke.keep_last(REST_MEMORY_S)
        return None

    @property
    def _back(self) -> float:
        """At or below this the body is back: in the start position, or nearly where this movement began."""
        return max(self.zones.rest, self._low + RETURN_SHARE * (self.peak - self._low))

    def _part_of_way(self, share: float) -> float:
        return self._low + share * max(self.zones.hold_enter - self._low, self.zones.travel)

    def _note_zone(self, sample: Sample) -> None:
        if sample.drive < max(self.zones.hold_enter, self._part_of_way(ATTEMPT_SHARE)):
            self._zone_since_s = None
        elif self._zone_since_s is None:
            self._zone_since_s = sample.time_s
        elif sample.time_s - self._zone_since_s >= REACHED_S:
            self._reached = True

    def _rise(self, sample: Sample) -> Outcome | None:
        if sample.away or sample.drive > self._low + TURNED_BACK_SHARE * (self.peak - self._low):
            return None
        attempted = self._rested and self.peak >= self._part_of_way(ATTEMPT_SHARE)
        return self._leave(Phase.REST, sample, Outcome.ATTEMPTED if attempted else Outcome.ABANDONED)

    def _hold(self, sample: Sample) -> Outcome | None:
        still = max(self.zones.still_speed, STILL_SHARE * self._top_speed)
        if self.phase is Phase.HOLD:
            if sample.drive < self.zones.hold_leave or sample.speed < -still:
                self.phase = Phase.LOWERING
        elif sample.drive >= self.zones.hold_enter and abs(sample.speed) <= still:
            self.phase = Phase.HOLD
            if self.hold_since_s is None:
                self.hold_since_s = sample.time_s
                return Outcome.HELD
        elif sample.speed < -still:
            self.phase = Phase.LOWERING
        return None

    def _leave(self, phase: Phase, sample: Sample, outcome: Outcome | None = None) -> Outcome | None:
        """Ends the movement under way; the caller reads `stroke` and `peak` before the next step."""
        self.phase = phase
        self._low, self._rest_since_s = sample.drive, sample.time_s
        self._top_speed, self._reached = 0.0, False
        self._zone_since_s = self._ready_since_s = self._broken_since_s = self._back_since_s = None
        return outcome

    def clear(self) -> None:
        """Starts a new movement's record, after the last one has been read."""
        self.stroke.begin_anew()
        self.peak, self.hold_since_s = -math.inf, None
