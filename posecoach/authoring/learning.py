"""From a demonstration to an exercise: what moves, how far, how often, how long, and what stays as it is."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from posecoach.authoring import wording
from posecoach.authoring.drafting import (
    Form,
    drive_of,
    form_of,
    gate_of,
    limits_of,
    measured_ways,
    rounded,
    sided_ranges,
)
from posecoach.authoring.view import joints_in_view, posture_of, view_of
from posecoach.authoring.ways import MeasuredWay
from posecoach.counting.events import RepetitionCounted
from posecoach.counting.recount import MeasuredRecording, recount
from posecoach.errors import SourceError
from posecoach.exercise.drive import Drive
from posecoach.exercise.rules import Check, SideOf
from posecoach.exercise.schema import Dose, Exercise, Placement, Sides, View
from posecoach.measures import Body
from posecoach.messages import Message
from posecoach.pose.posture import Posture
from posecoach.pose.series import StablePoses
from posecoach.pose.transforms import without_hip_offset

__all__ = ["ExerciseDraft", "Identity", "NoRepetitionError", "learn"]

OWN = "own"
_HELD_S = 1.0
"""A shorter stay at the furthest point is no hold."""
_STRETCH_S = 10.0
"""A longer one is a stretch: it counts even when nobody sees how it begins or ends."""
_SHORT = 0.3
"""Of the travel that was shown, by which a movement may fall short of it."""


class NoRepetitionError(SourceError):
    """A demonstration in which nothing is repeated; the message lacks the recording's name."""

    def __init__(self) -> None:
        super().__init__(
            Message(
                "no repetition can be found; "
                "show the exercise from a still start position, a few times, and return to it"
            )
        )


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
class ExerciseDraft:
    """What was learnt.

    Attributes:
        exercise: The exercise, which counts the demonstration right.
        doubtful: Checks that may be meant, but whose measure wasn't steady.
        repetitions: How many were shown.
        hold_s: Shortest and longest hold.
    """

    exercise: Exercise
    doubtful: tuple[Check, ...]
    repetitions: int
    hold_s: tuple[float, float]


def learn(
    poses: StablePoses, identity: Identity, posture: Posture | None = None, shown: int | None = None
) -> ExerciseDraft:
    """Learns an exercise from somebody who shows it.

    Args:
        poses: Stable poses of the demonstration, with the hips as they were found.
        identity: What it is to be called.
        posture: What the body rests on at first; None to find out.
        shown: How many repetitions there are, of both sides together; None to find out.

    Raises:
        NoRepetitionError: If nothing is repeated.
        SourceError: If nobody is in view; the message lacks the recording's name.
    """
    if not poses.found.any() or np.isnan(poses.points).all():
        raise SourceError(Message("nobody is in view; film the whole body from the side"))
    body = Body(poses, None)
    view = view_of(body)
    posture = posture or _posture(body, view, shown)
    if view is View.SIDE:
        poses = without_hip_offset(poses, posture)
    body = Body(poses, posture.front_up)
    for way in measured_ways(Body.as_seen(poses, front_up=posture.front_up), view, shown):
        draft = _draft(body, way, _Frame(identity, posture, view))
        if draft is not None:
            return draft
    raise NoRepetitionError


@dataclass(frozen=True, slots=True)
class _Frame:
    """What is known before the movement."""

    identity: Identity
    posture: Posture
    view: View


def _posture(body: Body, view: View, shown: int | None) -> Posture:
    ways = measured_ways(body, view, shown)
    if not ways:
        raise NoRepetitionError
    return posture_of(body, ~ways[0].gone)


def _draft(body: Body, way: MeasuredWay, frame: _Frame) -> ExerciseDraft | None:
    """A draft that counts what the way shows, with checks that the demonstration itself passes."""
    exercise = _exercise(body, way, frame)
    counted = _counted(exercise, body.poses)
    if len(counted) != len(way.tops):
        return None
    if way.option.in_turn:
        exercise = _with_sides(exercise, Body.as_seen(body.poses, front_up=body.front_up), counted)
    holds_s = [repetition.hold_s for repetition in counted]
    drive = drive_of(way, held_alone=not way.option.in_turn and min(holds_s) >= _STRETCH_S)
    exercise = exercise.model_copy(update={"sides": _order(exercise.sides, counted), "drive": drive})
    form = form_of(body, exercise, counted)
    finished = _finished(exercise, form, counted)
    return ExerciseDraft(finished, form.doubtful, len(counted), (min(holds_s), max(holds_s)))


def _with_sides(exercise: Exercise, body: Body, counted: Sequence[RepetitionCounted]) -> Exercise:
    """The exercise with what tells the limb that works from the one at rest, if it counts as before."""
    gate = exercise.gate
    ranges = (*gate.ranges, *sided_ranges(body, exercise.drive, counted))
    told = exercise.model_copy(update={"gate": gate.model_copy(update={"ranges": ranges})})
    return told if len(_counted(told, body.poses)) == len(counted) else exercise


def _counted(exercise: Exercise, poses: StablePoses) -> list[RepetitionCounted]:
    events = recount(MeasuredRecording.of(exercise, poses), exercise, exercise.doses[OWN])
    return [event for event in events if isinstance(event, RepetitionCounted)]


def _exercise(body: Body, way: MeasuredWay, frame: _Frame) -> Exercise:
    """The exercise with a stand-in for its checks and its dose."""
    drive, identity = drive_of(way, held_alone=False), frame.identity
    sides = Sides.ALTERNATE if way.option.in_turn else Sides.TOGETHER
    return Exercise(
        id=identity.id,
        name=identity.name,
        posture=frame.posture,
        sides=sides,
        articles=(identity.article,),
        description=wording.description(frame.posture.value, drive.measure, drive.end),
        position=wording.position(frame.posture.value),
        safety="Move only as far as it doesn't hurt, and keep breathing.",
        placement=Placement(
            view=frame.view,
            advice=wording.advice(frame.posture.value, frame.view.value),
            joints=joints_in_view(body.poses, frame.view),
        ),
        gate=gate_of(Body.as_seen(body.poses, front_up=body.front_up), way, frame.posture),
        drive=drive,
        attempt="far_enough",
        checks=(_far_enough(drive, sides),),
        default_dose=OWN,
        doses={OWN: Dose()},
    )


def _far_enough(drive: Drive, sides: Sides) -> Check:
    """How far the movement goes; the only check where nothing was steady enough to be another."""
    room = rounded(drive.measure, _SHORT * drive.travel)
    above, below = (None, room) if drive.sign > 0 else (room, None)
    further = SideOf.MOST if drive.sign > 0 else SideOf.LEAST
    return Check(
        id="far_enough",
        measure=drive.measure,
        side=further if sides.in_turn else drive.side,
        target=drive.end,
        below=below,
        above=above,
        cue="Go as far as shown.",
        spoken="Further",
        source=OWN,
    )


def _order(sides: Sides, counted: Sequence[RepetitionCounted]) -> Sides:
    """In turn, or all repetitions of one side and then all of the other."""
    if not sides.in_turn or len(counted) < 2:
        return Sides.EACH if sides.in_turn else sides
    changes = sum(first.side is not second.side for first, second in pairwise(counted))
    return Sides.ALTERNATE if changes > 1 or (len(counted) == 2 and changes) else Sides.EACH


def _finished(exercise: Exercise, form: Form, counted: Sequence[RepetitionCounted]) -> Exercise:
    finished = exercise.model_copy(update={"checks": (*exercise.checks, *form.steady), "doses": {OWN: _dose(counted)}})
    return Exercise.model_validate(finished.model_dump() | {"tunables": limits_of(finished)})


def _dose(counted: Sequence[RepetitionCounted]) -> Dose:
    """As much as was shown."""
    holds_s = [repetition.hold_s for repetition in counted]
    held = min(holds_s) >= _HELD_S
    by_side = Counter(repetition.side for repetition in counted).values()
    return Dose(
        hold_s=(math.floor(min(holds_s)), math.ceil(max(holds_s))) if held else (0.0, 0.0),
        reps=(min(by_side), max(by_side)),
    )
