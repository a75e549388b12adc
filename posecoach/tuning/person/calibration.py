"""Calibrating an exercise to a person, from landmarks of a rest and a few comfortable repetitions."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from posecoach.chain import has_poses
from posecoach.counting.coach import Coach
from posecoach.counting.events import NotCounted, RepetitionCounted
from posecoach.counting.recount import recount
from posecoach.counting.table import with_hips_for
from posecoach.errors import SourceError
from posecoach.exercise.rules import Check, Severity
from posecoach.exercise.schema import Dose, Exercise, PersonalRange
from posecoach.exercise.thresholds import Threshold, all_thresholds, with_thresholds
from posecoach.measures import MEASURES
from posecoach.messages import ExerciseText, Message, decimal
from posecoach.pose.series import Landmarks, StablePoses
from posecoach.pose.stabilise import Stabiliser
from posecoach.pose.transforms import levelled
from posecoach.recognition import recognise
from posecoach.tuning.matching import overlap_s
from posecoach.tuning.person.movements import Found, Stroke, find_movements, noise_at_rest
from posecoach.tuning.person.roll import Roll, estimate_roll
from posecoach.tuning.search import possible

__all__ = ["PersonFit", "fit_person", "loosened", "without_cues", "worded"]


def loosened(exercise: Exercise) -> Exercise:
    """The exercise with each threshold at the limit at which most counts and least is a fault."""
    easiest = {path: _easiest(exercise, one) for path, one in all_thresholds(exercise).items()}
    return with_thresholds(exercise, {path: easiest[path] for path in exercise.tunables})


def without_cues(exercise: Exercise) -> Exercise:
    """The exercise with no fault but those of safety: nobody is told to go further while they show how far they go."""
    free = {"below": None, "above": None}
    checks = tuple(
        check if check.severity is Severity.SAFETY else check.model_copy(update=free) for check in exercise.checks
    )
    known = all_thresholds(exercise)
    kept = {path: limits for path, limits in exercise.tunables.items() if known[path].check is None}
    return exercise.model_copy(update={"checks": checks, "tunables": kept})


def _easiest(exercise: Exercise, one: Threshold) -> float:
    """Of what a threshold may be."""
    low, high = one.limits or (one.value, one.value)
    if one.check is not None:
        return high
    rising = exercise.drive.sign > 0
    # The shorter the described travel is, the easier.
    return low if {"start": not rising, "end": rising}.get(one.end, True) else high


_FEWEST = 2
"""Comfortable repetitions that are needed: one may be a try."""


def _refusal(exercise: Exercise, poses: StablePoses, repetitions: int, others: Sequence[Exercise]) -> Message | None:
    """What is wrong with a recording; None if a person's range can be read off it.

    Args:
        exercise: The exercise.
        poses: Stable poses with the hips as they were found.
        repetitions: Comfortable ones that were found.
        others: Exercises that it may show instead.
    """
    if repetitions >= _FEWEST:
        return None
    if repetitions == 1:
        return Message(
            "one comfortable repetition of {exercise}; do at least {fewest}, or better three, alike",
            exercise=ExerciseText(exercise.id, exercise.name),
            fewest=_FEWEST,
        )
    problem, other = _nothing_counts(exercise, poses), _other(poses, others)
    if other is None:
        return problem
    name = ExerciseText(other.id, other.name)
    return Message("{problem}; it looks like {exercise} ({id})", problem=problem, exercise=name, id=other.id)


def _nothing_counts(exercise: Exercise, poses: StablePoses) -> Message:
    reason = _reason(exercise, poses)
    told = Message(
        "no repetition of {exercise}, even at the limits of its thresholds",
        exercise=ExerciseText(exercise.id, exercise.name),
    )
    return told if reason is None else Message("{problem}: {reason}", problem=told, reason=reason)


def worded(measure: str, value: float) -> Message:
    """A value with its unit."""
    known = MEASURES[measure]
    places = 2 if known.unit != "deg" else 0 if abs(value) >= 10 else 1
    return Message("{number} {unit}", number=decimal(value + 0.0, places), unit=known.unit_in_words)


def _other(poses: StablePoses, others: Sequence[Exercise]) -> Exercise | None:
    """The exercise that the longest part shows."""
    known = {other.id: other for other in others}
    parts = [part for part in recognise(poses, others) if part.exercise is not None]
    longest = max(parts, key=lambda part: part.end_s - part.start_s, default=None)
    return None if longest is None else known[str(longest.exercise)]


def _reason(exercise: Exercise, poses: StablePoses) -> str | None:
    """Why nothing counts: the reason that most of the time has."""
    coach = Coach(loosened(exercise), Dose())
    events = [*coach.follow(poses).events, *coach.finish()]
    spans_s = defaultdict[str, float](float)
    for event in events:
        if isinstance(event, NotCounted):
            spans_s[event.reason] += event.end_s - event.start_s
    return max(spans_s, key=lambda reason: spans_s[reason], default=None)


_ROOM_SHARE, _ROOM_NOISES = 0.1, 3.0
"""Of a person's way, and in standard deviations of the noise: how much less than usual is no fault yet."""
_COUNTED_SHARE = 0.7
"""Of a person's way: a movement that goes as far still counts."""
_SAME_SHARE = 0.5
"""Of the shorter of two movements, that they share if they are the same one."""


@dataclass(frozen=True, slots=True)
class PersonFit:
    """What a calibration found of a person.

    Attributes:
        exercise: With the thresholds that were there.
        thresholds: Their own values, by key, where those that were there ask for more than they can do.
        range: How far they go.
        sides: The furthest that was held, by side; of both sides together if they take no turns.
        noise: Standard deviation at rest by measure.
        roll: Of the camera.
        enough_before: How many of their repetitions went far enough with the thresholds that were there.
    """

    exercise: Exercise
    thresholds: dict[str, float]
    range: PersonalRange
    sides: dict[str, float]
    noise: dict[str, float]
    roll: Roll
    enough_before: int


def fit_person(exercise: Exercise, series: Landmarks, others: Sequence[Exercise] = ()) -> PersonFit:
    """Reads a person's range off a recording, and loosens the exercise's thresholds to it.

    Args:
        exercise: The exercise, with the thresholds that hold for everybody.
        series: Landmarks of a rest in the start position and about three comfortable repetitions.
        others: Exercises that the recording may show instead.

    Raises:
        SourceError: If it shows nobody, another exercise, fewer than two comfortable repetitions, or not how far they
            go.
    """
    exercise = exercise.model_copy(update={"personal": None})
    if not len(series) or not has_poses(int(series.has_pose.sum()), len(series)):
        raise SourceError(Message("nobody is in view; film the whole body from the side"))
    stable = Stabiliser()(series)
    found, roll = _found(exercise, with_hips_for(exercise, stable))
    problem = _refusal(exercise, stable, len(found.strokes), others)
    if problem is not None:
        raise SourceError(problem)
    noise = noise_at_rest(exercise, found.recording.table, found.resting)
    decimals = MEASURES[exercise.shown_measure].decimals
    return PersonFit(
        exercise=exercise,
        thresholds=_thresholds(exercise, found, noise),
        range=_range(exercise, found),
        sides={side: round(best, decimals) for side, best in found.best_by_side.items()},
        noise={name: round(value, MEASURES[name].decimals + 1) for name, value in noise.items()},
        roll=roll,
        enough_before=_far_enough(exercise, found),
    )


def _found(exercise: Exercise, poses: StablePoses) -> tuple[Found, Roll]:
    """The movements as a level camera would have seen them, and the camera's roll."""
    easy = loosened(exercise)
    found = find_movements(easy, poses)
    roll = estimate_roll(exercise, poses, found.resting)
    if roll.known_deg == 0:
        return found, roll
    level = find_movements(easy, levelled(poses, round(roll.known_deg, 1)))
    # A roll that takes movements away was misread.
    return (level, roll) if len(level.strokes) >= len(found.strokes) else (found, Roll())


def _range(exercise: Exercise, found: Found) -> PersonalRange:
    decimals, sign, best = MEASURES[exercise.shown_measure].decimals, found.sign, found.best_by_side
    if math.isnan(found.rest) or not best:
        shown = exercise.shown_measure
        if not best:
            raise SourceError(Message("{measure} isn't seen in the end position", measure=shown))
        raise SourceError(Message("{measure} isn't seen in the start position", measure=shown))
    return PersonalRange(
        rest=round(found.rest, decimals) + 0.0,
        # The lesser side decides.
        best=round(sign * min(sign * one for one in best.values()), decimals) + 0.0,
        repetitions=len(found.strokes),
    )


def _thresholds(exercise: Exercise, found: Found, noise: dict[str, float]) -> dict[str, float]:
    """The person's own values of tunable thresholds that ask for more than they can do."""
    wanted = {
        **_least(exercise, found.strokes),
        **_either_end(exercise, found.strokes),
        **_tolerance(exercise, found, noise),
    }
    return possible(exercise, {key: value for key, value in wanted.items() if key in exercise.tunables})


def _least(exercise: Exercise, strokes: Sequence[Stroke]) -> dict[str, float]:
    own = _COUNTED_SHARE * min(stroke.travel for stroke in strokes) / exercise.drive.travel
    return {"drive.least": own} if own < exercise.drive.least and not exercise.drive.bidirectional else {}


def _either_end(exercise: Exercise, strokes: Sequence[Stroke]) -> dict[str, float]:
    """Half way from the person's own middle to what they always reach, of drives whose ends must both be passed."""
    drive = exercise.drive
    if not drive.bidirectional:
        return {}
    low, high = max(stroke.low for stroke in strokes), min(stroke.high for stroke in strokes)
    start, end = (3 * low + high) / 4, (low + 3 * high) / 4
    values = {"drive.start": drive.sign * start} if start > drive.sign * drive.start else {}
    return values | ({"drive.end": drive.sign * end} if end < drive.sign * drive.end else {})


def _tolerance(exercise: Exercise, found: Found, noise: dict[str, float]) -> dict[str, float]:
    """Of the check that says how far to go: what the person comfortably does is no fault."""
    rule, sign = exercise.attempt_rule, found.sign
    held = [sign * stroke.held for stroke in found.strokes if not math.isnan(stroke.held)]
    if not isinstance(rule, Check) or rule.measure != exercise.shown_measure or not held:
        return {}
    room = max(_ROOM_SHARE * (min(held) - sign * found.rest), _ROOM_NOISES * noise.get(rule.measure, 0.0))
    short, end = sign * rule.target - min(held) + room, "below" if sign > 0 else "above"
    allowed = rule.below if sign > 0 else rule.above
    return {f"checks.{rule.id}.{end}": short} if allowed is not None and short > allowed else {}


def _far_enough(exercise: Exercise, found: Found) -> int:
    """How many of a person's movements count and reach the end position with the exercise's thresholds."""
    counted = [event for event in recount(found.recording, exercise, Dose()) if isinstance(event, RepetitionCounted)]
    enough = [rep for rep in counted if exercise.attempt_rule.id not in rep.faults]
    return sum(any(_same(rep, stroke.rep) for rep in enough) for stroke in found.strokes)


def _same(one: RepetitionCounted, other: RepetitionCounted) -> bool:
    return overlap_s(one, other) > _SAME_SHARE * min(one.end_s - one.start_s, other.end_s - other.start_s)
