"""The parts of an exercise that follow from the movement: its drive, its gate, and how far they may be tuned."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from posecoach.authoring.view import near_values
from posecoach.authoring.ways import MeasuredWay, Option, measured_way_of, runs_of
from posecoach.authoring.wording import check_id, cue, spoken
from posecoach.counting.events import RepetitionCounted
from posecoach.counting.frames import median
from posecoach.counting.table import on_side
from posecoach.exercise.drive import Drive
from posecoach.exercise.postures import POSTURES
from posecoach.exercise.rules import At, Check, Gate, GateRange, SideOf
from posecoach.exercise.schema import Exercise, View
from posecoach.exercise.thresholds import Threshold, all_thresholds
from posecoach.measures import MEASURES, Body, Values
from posecoach.pose.landmarks import Side
from posecoach.pose.posture import Posture

__all__ = ["Form", "drive_of", "form_of", "gate_of", "limits_of", "measured_ways", "rounded", "sided_ranges"]

_WEIGHTS = (
    {"hip_angle": 1.0, "knee_angle": 0.8, "shoulder_angle": 0.8, "elbow_angle": 0.6, "trunk_pitch": 0.8}
    | {"trunk_lean": 0.3, "neck_angle": 0.3}
    | dict.fromkeys(("hand_height", "ankle_height", "hip_height", "knee_height", "heel_lift", "hip_shift"), 0.4)
    | dict.fromkeys(("seat_gap", "foot_reach", "arm_reach", "knee_gap", "ear_height", "shoulder_drop"), 0.3)
    | dict.fromkeys(("back_arch", "pelvic_tilt"), 0.1)
)
"""People differ less in joint angles than in lengths, and know them better; the outline costs the estimator time."""
_SMALLEST_TRAVEL = {"deg": 12.0, "trunk lengths": 0.12}
_LARGE_TRAVEL = {"deg": 60.0, "trunk lengths": 1.0}
"""A longer way is no better."""
_CLEAR = 6.0
"""Times its blur, at least, that the drive's way is."""
_RIVAL = 0.5
"""Of the best one's worth: what is worth less doesn't say how many repetitions there are."""
_OWN_SIDE = 0.4
"""Of the way: differing by more than this between the sides, they take turns."""


def measured_ways(body: Body, view: View, shown: int | None = None) -> list[MeasuredWay]:
    """What may make the repetitions, most likely first: those that see most repetitions, then those worth most.

    Args:
        body: The demonstration.
        view: Where the camera sees it from.
        shown: How many repetitions there are; None to find out.
    """
    found = [way for name in _WEIGHTS for sign in (1.0, -1.0) if (way := _measured_way(body, view, name, sign))]
    if shown is not None:
        return sorted((way for way in found if len(way.tops) == shown), key=_worth, reverse=True)
    best = max(map(_worth, found), default=0.0)
    rivals = [way for way in found if _worth(way) >= _RIVAL * best]
    return sorted(rivals, key=lambda way: (-len(way.tops), -_worth(way)))


def _worth(way: MeasuredWay) -> float:
    measure, clearness = way.option.measure, way.clearness
    large = min(1.0, way.travel / _LARGE_TRAVEL[measure.unit])
    return _WEIGHTS[measure.name] * large * clearness / (clearness + _CLEAR)


def _measured_way(body: Body, view: View, name: str, sign: float) -> MeasuredWay | None:
    measure = MEASURES[name]
    option = Option(measure, sign, in_turn=measure.sided)
    way = measured_way_of(option, body.poses.time_s, option.values(body))
    if way is not None and measure.sided and not _takes_turns(body, way):
        lagging = SideOf.LEAST if sign > 0 else SideOf.MOST
        option = replace(option, in_turn=False, side=lagging if view is View.FRONT else SideOf.MEAN)
        way = measured_way_of(option, body.poses.time_s, option.values(body))
    if way is None or way.travel < _SMALLEST_TRAVEL[measure.unit] or way.clearness < _CLEAR:
        return None
    return way


def _takes_turns(body: Body, way: MeasuredWay) -> bool:
    """Whether one side stays behind in most repetitions."""
    left, right = (way.option.measure.of(body, side) for side in Side)
    leads = [abs(median((left - right)[run])) for run in runs_of(way.gone) if way.gone[run.start]]
    return median(np.array(leads)) > _OWN_SIDE * way.travel


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
        held = [on_side(body, name, side, repetition.side)[_frames(body, repetition)] for repetition in repetitions]
        spread = _spread(held)
        if spread <= _DOUBTFUL_DEG:
            check = _check(name, side, median(np.concatenate(held)), spread)
            (steady if spread <= _STEADY_DEG else doubtful).append(check)
    return Form(tuple(steady[:_MOST_CHECKS]), tuple(doubtful))


def _places(body: Body, exercise: Exercise) -> Iterator[tuple[str, SideOf]]:
    """Measures and sides that a check may look at."""
    sides: tuple[SideOf, ...] = (SideOf.NEAR,)
    if exercise.sides.in_turn:
        sides = (SideOf.WORKING, SideOf.RESTING)
    elif exercise.placement.view is View.FRONT:
        sides = (SideOf.LEAST,)
    level = abs(median(near_values(body, "trunk_pitch"))) < _LEVEL_DEG
    for name in _SMALLEST:
        driving = name == exercise.drive.measure or {name, exercise.drive.measure} <= set(_TRUNK)
        if name in _TRUNK and not driving and level == (name == "trunk_pitch"):
            yield name, SideOf.NEAR
        elif name not in _TRUNK:
            # The resting side of the drive tells whether the other leg or arm stayed where it was.
            yield from ((name, side) for side in sides if not driving or side is SideOf.RESTING)


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
    middles = [median(hold) for hold in held if not np.isnan(hold).all()]
    low, high = np.percentile(values[seen], [10, 90])
    return max(float(high - low) / 2, (max(middles) - min(middles)) / 2)


def _check(name: str, side: SideOf, middle: float, spread: float) -> Check:
    tolerance = rounded(name, max(_SMALLEST[name], _SPREADS * spread))
    limb = name in ("knee_angle", "elbow_angle")
    target = rounded(name, middle)
    check = Check(
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
    # A tolerance that no value can exceed would only look like a rule.
    return check.model_copy(update=dict.fromkeys(check.silent))


_MARGINS = {"trunk_pitch": 45.0, "knee_angle": 75.0}
"""What the end position shows of an exercise, and how far other people's may lie from the one that was shown."""
_STAYS = 0.75
"""Of the travel, by which the limb at rest may be elsewhere than where it was shown."""
_LEAST = (0.3, 0.7)
"""Of the described travel, that calibration may ask for."""
_TOLERANCE = (0.4, 2.5)
"""Of a check's own tolerance, that calibration may choose."""

Limits = tuple[float, float]


def rounded(measure: str, value: float) -> float:
    """As many places as people should read: whole degrees, hundredths of a trunk length."""
    return round(float(value), 0 if MEASURES[measure].unit == "deg" else 2) + 0.0


def drive_of(way: MeasuredWay, *, held_alone: bool) -> Drive:
    """The drive between the levels that were shown."""
    option = way.option
    name = option.measure.name
    start, end = (rounded(name, option.sign * level) for level in (way.start, way.end))
    return Drive(measure=name, side=option.side, start=start, end=end, held_alone=held_alone)


def gate_of(body: Body, way: MeasuredWay, posture: Posture) -> Gate:
    """The posture where it was held, and wide ranges around the end position that was shown.

    Args:
        body: The demonstration, with all landmarks that the estimator gave.
        way: The drive's way through it.
        posture: What the body rests on at first.
    """
    start, end = (posture if _in_posture(body, posture, frames) else None for frames in (~way.gone, way.gone))
    return Gate(start=start, end=end, ranges=tuple(_ranges(body, way)))


def sided_ranges(body: Body, drive: Drive, counted: Sequence[RepetitionCounted]) -> tuple[GateRange, ...]:
    """Wide ranges around where the limb at rest stayed, and around the knee of the one that worked.

    Args:
        body: The demonstration, with all landmarks that the estimator gave.
        drive: What makes a repetition.
        counted: The repetitions, of which each has a working side.
    """
    rest = (drive.measure, SideOf.RESTING, _STAYS * drive.travel)
    knee = ("knee_angle", SideOf.WORKING, _MARGINS["knee_angle"])
    places = (rest,) if drive.measure == "knee_angle" else (rest, knee)
    found = (_around(name, _held(body, name, side, counted), margin, side) for name, side, margin in places)
    return tuple(one for one in found if one is not None)


def limits_of(exercise: Exercise) -> dict[str, Limits]:
    """How far calibration may change the thresholds, by their names."""
    tolerances = [one for one in all_thresholds(exercise).values() if one.check is not None]
    return {"drive.least": _LEAST} | {one.path: _around_tolerance(exercise, one) for one in tolerances}


def _in_posture(body: Body, posture: Posture, frames: NDArray[np.bool_]) -> bool:
    return not any(one.broken_by(median(on_side(body, one.measure, SideOf.MEAN)[frames])) for one in POSTURES[posture])


def _ranges(body: Body, way: MeasuredWay) -> Iterator[GateRange]:
    for name, margin in _MARGINS.items():
        if name == way.option.measure.name:
            continue
        if way.option.in_turn and MEASURES[name].sided:
            # Which side works is known of each repetition only.
            continue
        found = _around(name, median(on_side(body, name, SideOf.MEAN)[way.gone]), margin)
        if found is not None:
            yield found


def _around(name: str, middle: float, margin: float, side: SideOf = SideOf.MEAN) -> GateRange | None:
    """A range of the end position; None where every value lies in it, or none was seen."""
    lowest, highest = MEASURES[name].possible
    low, high = middle - margin, middle + margin
    if np.isnan(middle) or (low <= lowest and high >= highest):
        return None
    return GateRange(
        at=At.END,
        measure=name,
        side=side,
        min=None if low <= lowest else rounded(name, low),
        max=None if high >= highest else rounded(name, high),
    )


def _held(body: Body, name: str, side: SideOf, counted: Sequence[RepetitionCounted]) -> float:
    """Median of a measure on the working or on the resting side, in all holds."""
    time_s = body.poses.time_s
    values = []
    for rep in counted:
        value = on_side(body, name, side, rep.side)
        values.append(value[(time_s >= rep.hold_start_s) & (time_s <= rep.hold_end_s)])
    return median(np.concatenate(values))


def _around_tolerance(exercise: Exercise, one: Threshold) -> Limits:
    """Limits of a check's tolerance, within which it can still speak."""
    check = next(check for check in exercise.checks if check.id == one.check)
    places, least = (0, 1.0) if MEASURES[one.measure].unit == "deg" else (3, 0.001)
    low, high = (round(share * one.value, places) for share in _TOLERANCE)
    return low, max(one.value, min(high, check.room(one.end) - least))
