"""The drive's zones and the ranges of the start position, from the levels that a demonstration goes between."""

import numpy as np

from posecoach.authoring.courses import Course, Which
from posecoach.authoring.view import middle_of, near
from posecoach.exercise.drive import Drive, DriveSide
from posecoach.exercise.rules import Condition
from posecoach.exercise.schema import View
from posecoach.measures import MEASURES, Body, Values
from posecoach.pose.landmarks import Side

__all__ = ["drive_of", "engaged_of", "near_values", "rounded", "start_of"]

_REST, _LEAVE, _ENTER, _TRAVEL = 0.35, 0.5, 0.6, 0.55
"""Of the way: other people begin further on, and go less far."""
_STILL_SHARE, _STILLEST = 0.1, {"deg": 4.0, "trunk lengths": 0.03}
"""Of the way in a second; slower is holding still."""
_BEYOND_REST = {"deg": 40.0, "trunk lengths": 0.5}
_MARGINS = {"trunk_pitch": 25.0, "trunk_lean": 25.0, "hip_angle": 45.0, "knee_angle": 45.0}
_STEADY_DEG = 12.0
_MOST_CONDITIONS = 4
_ENGAGED_MARGIN_DEG = 30.0
_TURNED_MARGIN = 0.7
_TURNED_LIMIT = 1.2
_UPRIGHT_DEG = 60.0


def rounded(measure: str, value: float) -> float:
    """As many places as people should read: whole degrees, hundredths of a trunk length."""
    return round(float(value), 0 if MEASURES[measure].unit == "deg" else 2) + 0.0


def near_values(body: Body, name: str) -> Values:
    """A measure on the side nearer to the camera."""
    return near(body, *(MEASURES[name].of(body, side) for side in Side))


def drive_of(course: Course) -> Drive:
    """The drive with its zones."""
    option, start, way = course.option, course.start, course.travel
    name, unit = option.measure.name, option.measure.unit
    places = 0 if unit == "deg" else 3
    at = {share: option.sign * round(start + share * way, places) + 0.0 for share in (_REST, _LEAVE, _ENTER, 1.0)}
    return Drive(
        measure=name,
        side=DriveSide.LAGGING if option.which is Which.LAGGING else DriveSide.NEAR,
        rest=at[_REST],
        hold_leave=at[_LEAVE],
        hold_enter=at[_ENTER],
        target=at[1.0],
        travel=round(_TRAVEL * way, places),
        still_speed=round(max(_STILLEST[unit], _STILL_SHARE * way), places),
        returns=not bool(course.gone[-1]),
    )


def start_of(body: Body, course: Course) -> tuple[Condition, ...]:
    """Ranges that a start position lies in: of the drive, and of what was steady in the one that was shown."""
    upright = abs(middle_of(near_values(body, "trunk_pitch")[~course.gone])) > _UPRIGHT_DEG
    names = ("trunk_lean" if upright else "trunk_pitch", "hip_angle", "knee_angle")
    others = (found for name in names if (found := _steady_range(body, course, name)))
    return (_drive_range(course), *others)[:_MOST_CONDITIONS]


def engaged_of(body: Body, view: View) -> tuple[Condition, ...]:
    """Ranges outside of which it isn't the exercise any more: how the trunk goes, and facing the camera as shown."""
    pitch, turned = (near_values(body, name) for name in ("trunk_pitch", "turned_away"))
    low, high = np.percentile(pitch[~np.isnan(pitch)], [2, 98])
    trunk = _range("trunk_pitch", low - _ENGAGED_MARGIN_DEG, high + _ENGAGED_MARGIN_DEG)
    widest = max(_TURNED_LIMIT, float(np.percentile(turned[~np.isnan(turned)], 98)) + _TURNED_MARGIN)
    narrowest = 0.2 if view is View.FRONT else -1.0
    return (trunk, Condition(measure="turned_away", min=narrowest, max=rounded("turned_away", widest)))


def _drive_range(course: Course) -> Condition:
    """From well before the start position to where the hold zone begins: people differ."""
    option = course.option
    name, unit = option.measure.name, option.measure.unit
    before = course.start - max(_BEYOND_REST[unit], course.travel / 2)
    after = course.start + _ENTER * course.travel
    low, high = sorted((option.sign * before, option.sign * after))
    return _range(name, low, high)


def _steady_range(body: Body, course: Course, name: str) -> Condition | None:
    if name == course.option.measure.name:
        return None
    values = near_values(body, name)[~course.gone]
    seen = values[~np.isnan(values)]
    if len(seen) < len(values) / 2 or np.subtract(*np.percentile(seen, [75, 25])) > _STEADY_DEG:
        return None
    middle, margin = float(np.median(seen)), _MARGINS[name]
    return _range(name, middle - margin, middle + margin)


def _range(name: str, low: float, high: float) -> Condition:
    """A range without what the measure can't be."""
    lowest, highest = MEASURES[name].possible
    low, high = max(low, lowest), min(high, highest)
    return Condition(measure=name, min=rounded(name, low), max=rounded(name, high))
