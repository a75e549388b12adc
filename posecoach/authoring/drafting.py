"""The parts of an exercise that follow from the movement: its drive, its gate, and how far they may be tuned."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from posecoach.authoring.courses import Course
from posecoach.authoring.view import middle_of
from posecoach.counting.events import RepetitionCounted
from posecoach.counting.table import from_side
from posecoach.exercise.drive import Drive
from posecoach.exercise.postures import POSTURES
from posecoach.exercise.rules import At, Check, Gate, GateRange, SideOf
from posecoach.exercise.schema import Exercise
from posecoach.measures import MEASURES, Body, Values
from posecoach.pose.landmarks import Side
from posecoach.pose.posture import Posture

__all__ = ["drive_of", "gate_of", "limits_of", "rounded", "sided_ranges"]

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


def drive_of(course: Course, *, held_alone: bool) -> Drive:
    """The drive between the levels that were shown."""
    option = course.option
    name = option.measure.name
    start, end = (rounded(name, option.sign * level) for level in (course.start, course.end))
    return Drive(measure=name, side=option.side, start=start, end=end, held_alone=held_alone)


def gate_of(body: Body, course: Course, posture: Posture) -> Gate:
    """The posture where it was held, and wide ranges around the end position that was shown.

    Args:
        body: The demonstration, with all landmarks that the estimator gave.
        course: The drive's way through it.
        posture: What the body rests on at first.
    """
    start, end = (posture if _in_posture(body, posture, frames) else None for frames in (~course.gone, course.gone))
    return Gate(start=start, end=end, ranges=tuple(_ranges(body, course)))


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
    return {"drive.least": _LEAST} | dict(limits for check in exercise.checks for limits in _of_check(check))


def _in_posture(body: Body, posture: Posture, frames: NDArray[np.bool_]) -> bool:
    return not any(one.broken_by(middle_of(_mean(body, one.measure)[frames])) for one in POSTURES[posture])


def _mean(body: Body, measure: str) -> Values:
    left, right = (MEASURES[measure].of(body, side) for side in Side)
    return from_side(left, right, SideOf.MEAN, working=None, near_is_right=body.poses.near_is_right)


def _ranges(body: Body, course: Course) -> Iterator[GateRange]:
    for name, margin in _MARGINS.items():
        if name == course.option.measure.name:
            continue
        if course.option.in_turn and MEASURES[name].sided:
            # Which side works is known of each repetition only.
            continue
        found = _around(name, middle_of(_mean(body, name)[course.gone]), margin)
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
        left, right = (MEASURES[name].of(body, one) for one in Side)
        value = from_side(left, right, side, working=rep.side, near_is_right=body.poses.near_is_right)
        values.append(value[(time_s >= rep.hold_start_s) & (time_s <= rep.hold_end_s)])
    return middle_of(np.concatenate(values))


def _of_check(check: Check) -> Iterator[tuple[str, Limits]]:
    places = 0 if MEASURES[check.measure].unit == "deg" else 3
    for bound in ("below", "above"):
        tolerance = getattr(check, bound)
        if tolerance is not None:
            low, high = (round(share * tolerance, places) for share in _TOLERANCE)
            yield f"checks.{check.id}.{bound}", (low, high)
