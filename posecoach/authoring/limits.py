"""How far calibration may change the thresholds of a learnt exercise."""

from collections.abc import Iterator

from posecoach.authoring.courses import Course
from posecoach.exercise.rules import Check
from posecoach.exercise.schema import Exercise
from posecoach.measures import MEASURES

__all__ = ["limits_of"]

Limits = tuple[float, float]

_ZONES = {"rest": (0.1, 0.55), "hold_leave": (0.2, 0.8), "hold_enter": (0.3, 0.9)}
"""Shares of the way that was shown, in the order of the movement: limited people may go a third of it."""
_TRAVEL = (0.25, 0.8)
_TOLERANCE = (0.4, 2.5)
"""Of a check's own tolerance."""


def limits_of(exercise: Exercise, course: Course) -> dict[str, Limits]:
    """Limits of the drive's zones and of the checks' tolerances, by the names of the thresholds."""
    return dict([*_of_drive(exercise, course), *(limits for check in exercise.checks for limits in _of_check(check))])


def _of_drive(exercise: Exercise, course: Course) -> Iterator[tuple[str, Limits]]:
    places = 1 if MEASURES[exercise.drive.measure].unit == "deg" else 3
    sign, start, way = course.option.sign, course.start, course.travel
    for zone, shares in _ZONES.items():
        low, high = sorted(round(sign * (start + share * way), places) + 0.0 for share in shares)
        yield f"drive.{zone}", (low, high)
    low, high = (round(share * way, places) for share in _TRAVEL)
    yield "drive.travel", (low, high)


def _of_check(check: Check) -> Iterator[tuple[str, Limits]]:
    places = 0 if MEASURES[check.measure].unit == "deg" else 3
    for bound in ("below", "above"):
        tolerance = getattr(check, bound)
        if tolerance is not None:
            low, high = (round(share * tolerance, places) for share in _TOLERANCE)
            yield f"checks.{check.id}.{bound}", (low, high)
