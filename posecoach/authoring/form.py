"""Checks that a demonstration suggests: what stayed as it was in the holds of all repetitions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posecoach.authoring.drafting import rounded
from posecoach.authoring.view import middle_of, near_values
from posecoach.authoring.wording import check_id, cue, spoken
from posecoach.counting.events import RepetitionCounted
from posecoach.exercise.rules import Check, SideOf
from posecoach.exercise.schema import Exercise, View
from posecoach.measures import MEASURES, Body, Values
from posecoach.pose.landmarks import Side

__all__ = ["Form", "form_of"]

_SMALLEST = {
    "knee_angle": 25.0,
    "elbow_angle": 30.0,
    "trunk_pitch": 20.0,
    "trunk_lean": 20.0,
    "hip_angle": 25.0,
    "shoulder_angle": 35.0,
    "neck_angle": 35.0,
}
"""Tolerances that leave room for how people differ, in the order in which checks are suggested."""
_SPREADS = 4.0
_STEADY_DEG, _DOUBTFUL_DEG = 7.0, 14.0
_FEWEST_SEEN = 0.7
_MOST_CHECKS = 5
_STRAIGHT_DEG = 150.0
_POINT_S = 0.1
"""Around the furthest point of a movement that isn't held."""
_TRUNK = ("trunk_pitch", "trunk_lean")
_LEVEL_DEG = 60.0


@dataclass(frozen=True, slots=True)
class Form:
    """Checks by how sure they are.

    Attributes:
        steady: Those to be used.
        doubtful: Those that somebody should look at first.
    """

    steady: tuple[Check, ...]
    doubtful: tuple[Check, ...]


def form_of(body: Body, exercise: Exercise, repetitions: Sequence[RepetitionCounted]) -> Form:
    """What stayed as it was, whatever made the repetitions."""
    steady: list[Check] = []
    doubtful: list[Check] = []
    for name, side in _places(body, exercise):
        held = [_on_side(body, name, side, repetition)[_frames(body, repetition)] for repetition in repetitions]
        spread = _spread(held)
        if spread <= _DOUBTFUL_DEG:
            check = _check(name, side, middle_of(np.concatenate(held)), spread)
            (steady if spread <= _STEADY_DEG else doubtful).append(check)
    return Form(tuple(steady[:_MOST_CHECKS]), tuple(doubtful))


def _places(body: Body, exercise: Exercise) -> Iterator[tuple[str, SideOf]]:
    """Measures and sides that a check may look at."""
    sides: tuple[SideOf, ...] = (SideOf.NEAR,)
    if exercise.sides.in_turn:
        sides = (SideOf.WORKING, SideOf.RESTING)
    elif exercise.placement.view is View.FRONT:
        sides = (SideOf.LEAST,)
    level = abs(middle_of(near_values(body, "trunk_pitch"))) < _LEVEL_DEG
    for name in _SMALLEST:
        driving = name == exercise.drive.measure or {name, exercise.drive.measure} <= set(_TRUNK)
        if name in _TRUNK and not driving and level == (name == "trunk_pitch"):
            yield name, SideOf.NEAR
        elif name not in _TRUNK:
            # The resting side of the drive tells whether the other leg or arm stayed where it was.
            yield from ((name, side) for side in sides if not driving or side is SideOf.RESTING)


def _on_side(body: Body, name: str, side: SideOf, repetition: RepetitionCounted) -> Values:
    measure = MEASURES[name]
    if side in (SideOf.WORKING, SideOf.RESTING) and repetition.side is not None:
        return measure.of(body, repetition.side if side is SideOf.WORKING else repetition.side.other)
    if side is SideOf.LEAST:
        return np.fmin(*(measure.of(body, one) for one in Side))
    return near_values(body, name)


def _frames(body: Body, repetition: RepetitionCounted) -> NDArray[np.bool_]:
    """Of its hold, or of its furthest point."""
    time_s = body.poses.time_s
    margin = 0.0 if repetition.hold_end_s - repetition.hold_start_s > 2 * _POINT_S else _POINT_S
    return np.asarray((time_s >= repetition.hold_start_s - margin) & (time_s <= repetition.hold_end_s + margin))


def _spread(held: Sequence[Values]) -> float:
    """Of the values within holds and between them; infinite if too few of them were seen."""
    values = np.concatenate(held)
    seen = ~np.isnan(values)
    if not seen.any() or seen.mean() < _FEWEST_SEEN:
        return float("inf")
    middles = [middle_of(hold) for hold in held if not np.isnan(hold).all()]
    low, high = np.percentile(values[seen], [10, 90])
    return max(float(high - low) / 2, (max(middles) - min(middles)) / 2)


def _check(name: str, side: SideOf, middle: float, spread: float) -> Check:
    tolerance = rounded(name, max(_SMALLEST[name], _SPREADS * spread))
    limb = name in ("knee_angle", "elbow_angle")
    target = rounded(name, middle)
    return Check(
        id=check_id(name, side),
        measure=name,
        side=side,
        target=target,
        below=tolerance,
        above=None if limb and middle > _STRAIGHT_DEG else tolerance,
        cue=cue(name, side, middle),
        spoken=spoken(name, side, middle),
        source="own",
    )
