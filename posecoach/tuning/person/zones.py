"""Zones of the drive that fit a person: their comfortable repetitions count with room to spare."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from posecoach.exercise.schema import Exercise
from posecoach.exercise.tunables import ZONES, in_order
from posecoach.tuning.person.movements import Found, Stroke

__all__ = ["REST_SHARES", "Ability", "ability_of", "best_by_side", "smallest_countable", "within_limits", "zones_for"]

_ENTER_SHARE, _GAP_SHARE = 0.4, 0.1
"""Of a person's way: how far before their end position the hold zone begins, and how far it goes on below that. Shipped
zones leave about as much to most people."""
REST_SHARES = (0.2, 0.35, 0.5)
"""Of a person's way, that belongs to the start position: what fits, and what may be tried. Where a file gives no
travel, a repetition's smallest way is from rest to target, so a wider rest lets shorter movements count."""
_NARROWED_SHARE = 0.5
"""Of what would make a hold zone harder than it was: a repetition that goes less far than usual should still count, and
be told what is wrong with it."""
_ENTER_NOISES, _GAP_NOISES, _REST_NOISES = 3.0, 2.0, 3.0
"""The same in standard deviations of the noise at rest, for movements that are small."""
_COUNTED_SHARE = 0.4
"""Of an exercise's travel: a movement that goes less far isn't even an attempt."""


@dataclass(frozen=True, slots=True)
class Ability:
    """How far a person goes, in the drive's unit with its sign taken out.

    Attributes:
        rest: Level of the start position, the median of the repetitions'; 0 for relative drives.
        highest_rest: The one nearest to the target.
        comfort: How far every repetition goes.
        floor: Below which no held position sinks.
        best: The furthest that was held; on the lesser side where sides or directions take turns.
        noise: Standard deviation of the drive at rest.
    """

    rest: float
    highest_rest: float
    comfort: float
    floor: float
    best: float
    noise: float

    @property
    def way(self) -> float:
        """From the start position to where every repetition goes."""
        return self.comfort - self.highest_rest


def ability_of(found: Found, noise: float) -> Ability:
    """Sums up at least one comfortable movement."""
    strokes = found.strokes
    rests = sorted(stroke.rest for stroke in strokes)
    return Ability(
        rest=rests[len(rests) // 2],
        highest_rest=rests[-1],
        comfort=min(stroke.held for stroke in strokes),
        floor=min(stroke.floor for stroke in strokes),
        best=min(best_by_side(strokes).values()),
        noise=noise,
    )


def best_by_side(strokes: Sequence[Stroke]) -> dict[tuple[str, float], float]:
    """The furthest that was held, by side and direction."""
    best: dict[tuple[str, float], float] = {}
    for stroke in strokes:
        key = (stroke.side.value if stroke.side else "", stroke.pole)
        best[key] = max(best.get(key, -math.inf), stroke.held)
    return best


def zones_for(exercise: Exercise, ability: Ability, rest_share: float = REST_SHARES[0]) -> dict[str, float]:
    """Values of the drive's tunable thresholds, within their limits.

    Args:
        exercise: The exercise.
        ability: What the person can do.
        rest_share: Of their way, that belongs to the start position.
    """
    way, noise = ability.way, ability.noise
    enter = ability.comfort - max(_ENTER_SHARE * way, _ENTER_NOISES * noise)
    leave = min(enter, ability.floor) - max(_GAP_SHARE * way, _GAP_NOISES * noise)
    rest = ability.highest_rest + max(rest_share * way, _REST_NOISES * noise)
    shipped = exercise.drive.zones
    zones = (rest, _narrowed(shipped.hold_leave, leave), _narrowed(shipped.hold_enter, enter))
    wanted = dict(zip(ZONES, (exercise.drive.sign * zone for zone in zones), strict=True))
    if exercise.drive.travel is not None:
        wanted["drive.travel"] = min(exercise.drive.travel, way)
    return in_order(exercise, within_limits(exercise, wanted))


def _narrowed(shipped: float, own: float) -> float:
    """A zone's own beginning, or one on the way to it if that is harder than what was there."""
    return own if own <= shipped else shipped + _NARROWED_SHARE * (own - shipped)


def within_limits(exercise: Exercise, values: dict[str, float]) -> dict[str, float]:
    """Those values that are tunable, moved into their limits."""
    limits = {key: exercise.tunables[key] for key in values if key in exercise.tunables}
    return {key: min(max(values[key], low), high) for key, (low, high) in limits.items()}


def smallest_countable(exercise: Exercise, rest: float, noise: float = 0.0) -> float:
    """How far a movement has to go from a rest to count with the easiest thresholds, as `Ability` counts.

    Args:
        exercise: With its thresholds at their easiest.
        rest: Level of the start position.
        noise: Standard deviation of the drive at rest.
    """
    drive, zones = exercise.drive, exercise.drive.zones
    way = _COUNTED_SHARE * zones.travel
    if drive.travel is None:
        # The travel is then from the rest zone to the target, and the rest zone may take its largest share.
        way = _COUNTED_SHARE * (zones.target - rest) / (1 + _COUNTED_SHARE * REST_SHARES[-1])
    clear = 0.0 if drive.clear_by is None else drive.clear_by * noise / (1 - _ENTER_SHARE)
    return max(zones.hold_enter, rest + max(way, clear))
