"""From a demonstration to an exercise: what moves, how far, how often, how long, and what stays as it is."""

import math
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from posecoach.counting.coach import Coach
from posecoach.authoring import wording
from posecoach.authoring.choice import courses_through
from posecoach.authoring.courses import Course, Which
from posecoach.authoring.form import Form, form_of
from posecoach.authoring.limits import limits_of
from posecoach.authoring.view import joints_in_view, posture_of, view_of
from posecoach.authoring.zones import drive_of, engaged_of, start_of
from posecoach.counting.events import RepetitionCounted
from posecoach.errors import SourceError
from posecoach.exercise.dose import Dose
from posecoach.exercise.drive import Drive
from posecoach.exercise.rules import Attempt, Check, SideOf
from posecoach.exercise.schema import Exercise, Placement, Sides, View
from posecoach.measures import Body
from posecoach.pose.hip_offset import without_hip_offset
from posecoach.pose.posture import Posture
from posecoach.pose.series import StablePoses

__all__ = ["Identity", "Lesson", "learn"]

OWN = "own"
_HELD_S = 1.0
"""A shorter stay at the furthest point is no hold."""
_NOTHING = "no repetition can be found; show the exercise from a still start position, a few times, and return to it"


@dataclass(frozen=True, slots=True)
class Identity:
    """What a demonstration doesn't show.

    Attributes:
        id: Of the exercise.
        name: For people.
        article: Key of the article that describes it, "own" for none.
    """

    id: str
    name: str
    article: str = OWN


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learnt.

    Attributes:
        exercise: The draft, which counts the demonstration right.
        doubtful: Checks that may be meant, but whose measure wasn't steady.
        repetitions: How many were shown.
        hold_s: Shortest and longest hold.
        start: The drive's level in the start position.
        end: The level that was held.
    """

    exercise: Exercise
    doubtful: tuple[Check, ...]
    repetitions: int
    hold_s: tuple[float, float]
    start: float
    end: float


def learn(poses: StablePoses, identity: Identity, posture: Posture | None = None, shown: int | None = None) -> Lesson:
    """Learns an exercise from somebody who shows it.

    Args:
        poses: Stable poses of the demonstration, with the hips as they were found.
        identity: What it is to be called.
        posture: What the body rests on at first; None to find out.
        shown: How many repetitions there are, of both sides together; None to find out.

    Raises:
        SourceError: If nobody is in view or nothing is repeated; the message lacks the recording's name.
    """
    if not poses.found.any() or np.isnan(poses.points).all():
        raise SourceError("nobody is in view; film the whole body from the side")
    body = Body(poses, None)
    view = view_of(body)
    posture = posture or _posture(body, view, shown)
    if view is View.SIDE:
        body = Body(without_hip_offset(poses, posture), posture.front_up)
    else:
        body = Body(poses, posture.front_up)
    for course in courses_through(body, view, shown):
        lesson = _lesson(body, course, _Frame(identity, posture, view))
        if lesson is not None:
            return lesson
    raise SourceError(_NOTHING)


@dataclass(frozen=True, slots=True)
class _Frame:
    """What is known before the movement."""

    identity: Identity
    posture: Posture
    view: View


def _posture(body: Body, view: View, shown: int | None) -> Posture:
    courses = courses_through(body, view, shown)
    if not courses:
        raise SourceError(_NOTHING)
    return posture_of(body, ~courses[0].gone)


def _lesson(body: Body, course: Course, frame: _Frame) -> Lesson | None:
    """A draft that counts what the course shows, with checks that the demonstration itself passes."""
    draft = _draft(body, course, frame)
    counted = _counted(draft, body.poses)
    if len(counted) != len(course.tops):
        return None
    holds_s = [repetition.hold_s for repetition in counted]
    draft = draft.model_copy(update={"sides": _order(draft.sides, counted)})
    form = form_of(body, draft, counted)
    sign = course.option.sign
    return Lesson(
        exercise=_finished(draft, form, counted, course),
        doubtful=form.doubtful,
        repetitions=len(counted),
        hold_s=(min(holds_s), max(holds_s)),
        start=sign * course.start,
        end=sign * course.end,
    )


def _counted(exercise: Exercise, poses: StablePoses) -> list[RepetitionCounted]:
    coach = Coach(exercise, exercise.doses[OWN])
    events = [*coach.advance(poses).events, *coach.finish()]
    return [event for event in events if isinstance(event, RepetitionCounted)]


def _draft(body: Body, course: Course, frame: _Frame) -> Exercise:
    """The exercise with a stand-in for its checks and its dose."""
    drive, identity = drive_of(course), frame.identity
    attempt = Attempt(id="far_enough", cue="Go as far as shown.", spoken="Further", source=OWN)
    return Exercise(
        id=identity.id,
        name=identity.name,
        posture=frame.posture,
        sides=Sides.ALTERNATE if course.option.which is Which.FURTHER else Sides.TOGETHER,
        articles=(identity.article,),
        description=wording.description(frame.posture.value, drive.measure, drive.target),
        position=wording.position(frame.posture.value),
        safety="Move only as far as it doesn't hurt, and keep breathing.",
        placement=Placement(
            view=frame.view,
            advice=wording.advice(frame.posture.value, frame.view.value),
            joints=joints_in_view(body.poses, frame.view),
        ),
        start=start_of(body, course),
        engaged=engaged_of(body, frame.view),
        drive=drive,
        attempt=attempt,
        checks=(_depth(drive),),
        default_dose=OWN,
        doses={OWN: Dose()},
    )


def _depth(drive: Drive) -> Check:
    """Stands in where nothing was steady enough to be a check."""
    room = abs(drive.target - drive.hold_enter)
    above, below = (None, room) if drive.sign > 0 else (room, None)
    return Check(
        id="depth",
        measure=drive.measure,
        side=SideOf.MOST if drive.sign > 0 else SideOf.LEAST,
        target=drive.target,
        below=below,
        above=above,
        cue="Go a little further, as shown.",
        spoken="Further",
        source=OWN,
    )


def _order(sides: Sides, counted: list[RepetitionCounted]) -> Sides:
    """In turn, or all repetitions of one side and then all of the other."""
    if not sides.in_turn or len(counted) < 2:
        return Sides.EACH if sides.in_turn else sides
    changes = sum(first.side is not second.side for first, second in pairwise(counted))
    return Sides.ALTERNATE if changes > 1 or (len(counted) == 2 and changes) else Sides.EACH


def _finished(draft: Exercise, form: Form, counted: list[RepetitionCounted], course: Course) -> Exercise:
    exercise = draft.model_copy(update={"checks": form.steady or draft.checks, "doses": {OWN: _dose(counted)}})
    return Exercise.model_validate(exercise.model_dump() | {"tunables": limits_of(exercise, course)})


def _dose(counted: list[RepetitionCounted]) -> Dose:
    """As much as was shown."""
    holds_s = [repetition.hold_s for repetition in counted]
    held = min(holds_s) >= _HELD_S
    by_side = Counter(repetition.side for repetition in counted).values()
    return Dose(
        hold_s=(math.floor(min(holds_s)), math.ceil(max(holds_s))) if held else (0.0, 0.0),
        reps=(min(by_side), max(by_side)),
    )
