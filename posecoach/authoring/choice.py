"""Which measure makes the repetitions of a demonstration."""

from dataclasses import replace

import numpy as np

from posecoach.authoring.courses import Course, Option, course_of, runs_of
from posecoach.authoring.view import middle_of
from posecoach.exercise.rules import SideOf
from posecoach.exercise.schema import View
from posecoach.measures import MEASURES, Body
from posecoach.pose.landmarks import Side

__all__ = ["courses_through"]

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


def courses_through(body: Body, view: View, shown: int | None = None) -> list[Course]:
    """What may make the repetitions, most likely first: those that see most repetitions, then those worth most.

    Args:
        body: The demonstration.
        view: Where the camera sees it from.
        shown: How many repetitions there are; None to find out.
    """
    found = [course for name in _WEIGHTS for sign in (1.0, -1.0) if (course := _course(body, view, name, sign))]
    if shown is not None:
        return sorted((course for course in found if len(course.tops) == shown), key=_worth, reverse=True)
    best = max(map(_worth, found), default=0.0)
    rivals = [course for course in found if _worth(course) >= _RIVAL * best]
    return sorted(rivals, key=lambda course: (-len(course.tops), -_worth(course)))


def _worth(course: Course) -> float:
    measure, clearness = course.option.measure, course.clearness
    large = min(1.0, course.travel / _LARGE_TRAVEL[measure.unit])
    return _WEIGHTS[measure.name] * large * clearness / (clearness + _CLEAR)


def _course(body: Body, view: View, name: str, sign: float) -> Course | None:
    measure = MEASURES[name]
    option = Option(measure, sign, in_turn=measure.sided)
    course = course_of(option, body.poses.time_s, option.values(body))
    if course is not None and measure.sided and not _takes_turns(body, course):
        lagging = SideOf.LEAST if sign > 0 else SideOf.MOST
        option = replace(option, in_turn=False, side=lagging if view is View.FRONT else SideOf.MEAN)
        course = course_of(option, body.poses.time_s, option.values(body))
    if course is None or course.travel < _SMALLEST_TRAVEL[measure.unit] or course.clearness < _CLEAR:
        return None
    return course


def _takes_turns(body: Body, course: Course) -> bool:
    """Whether one side stays behind in most repetitions."""
    left, right = (course.option.measure.of(body, side) for side in Side)
    leads = [abs(middle_of((left - right)[run])) for run in runs_of(course.gone) if course.gone[run.start]]
    return middle_of(np.array(leads)) > _OWN_SIDE * course.travel
