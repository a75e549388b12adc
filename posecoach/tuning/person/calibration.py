"""Calibrating an exercise to a person, from landmarks of a rest and a few comfortable repetitions."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from posecoach.analysis import has_poses
from posecoach.coaching.hips import with_hips_for
from posecoach.coaching.recount import Course
from posecoach.errors import SourceError
from posecoach.exercise.personal import PersonalRange
from posecoach.exercise.schema import Exercise
from posecoach.exercise.tunables import with_thresholds
from posecoach.measures import MEASURES
from posecoach.pose.levelling import levelled
from posecoach.pose.series import PoseSeries, StablePoses
from posecoach.pose.stabilise import Stabiliser
from posecoach.tuning.person.loosening import easiest, loosened
from posecoach.tuning.person.movements import Found, find_movements
from posecoach.tuning.person.refusals import refusal, too_small
from posecoach.tuning.person.resting import noise_at_rest
from posecoach.tuning.person.roll import Roll, estimate_roll
from posecoach.tuning.person.rounding import rounded
from posecoach.tuning.person.tolerances import start_ranges, tolerances
from posecoach.tuning.person.trial import counted_of, faulted_checks
from posecoach.tuning.person.zones import REST_SHARES, Ability, ability_of, best_by_side, zones_for

__all__ = ["PersonFit", "fit_person"]


@dataclass(frozen=True, slots=True)
class PersonFit:
    """What a calibration found of a person.

    Attributes:
        exercise: With the thresholds that were there.
        thresholds: Their own values, by key.
        range: How far they go.
        sides: The furthest that was held, in the drive's unit by side ("" where both work) and direction (1 or -1).
        noise: Standard deviation at rest by measure.
        roll: Of the camera.
        counted_before: How many of their repetitions counted with the thresholds that were there.
    """

    exercise: Exercise
    thresholds: dict[str, float]
    range: PersonalRange
    sides: dict[tuple[str, float], float]
    noise: dict[str, float]
    roll: Roll
    counted_before: int


def fit_person(exercise: Exercise, series: PoseSeries, others: Sequence[Exercise] = ()) -> PersonFit:
    """Reads a person's range off a recording, and fits the exercise's thresholds to it.

    Args:
        exercise: The exercise, with the thresholds that hold for everybody.
        series: Landmarks of a rest in the start position and about three comfortable repetitions.
        others: Exercises that the recording may show instead.

    Raises:
        SourceError: If it shows nobody, another exercise, fewer than two comfortable repetitions, or movements too
            small to count even at the limits of the exercise's tunables.
    """
    exercise = exercise.model_copy(update={"personal": None})
    if not len(series) or not has_poses(int(series.has_pose.sum()), len(series)):
        raise SourceError("nobody is in view; film the whole body from the side")
    stable = Stabiliser()(series)
    poses, found, roll = _found(exercise, with_hips_for(exercise, stable))
    noise = noise_at_rest(exercise, found.table, found.resting)
    of_drive = noise.get(exercise.drive.measure, 0.0)
    problem = refusal(exercise, stable, found, others, of_drive)
    if problem is not None:
        raise SourceError(problem)
    ability = ability_of(found, of_drive)
    course = Course.of(exercise, poses)
    values = _fitted(exercise, course, found, ability, noise)
    sign = exercise.drive.sign
    decimals = MEASURES[exercise.drive.measure].decimals
    return PersonFit(
        exercise=exercise,
        thresholds=values,
        range=PersonalRange(
            rest=round(sign * ability.rest, decimals) + 0.0,
            best=round(sign * ability.best, decimals),
            repetitions=found.repetitions,
        ),
        sides={key: round(sign * best, decimals) for key, best in best_by_side(found.strokes).items()},
        noise={name: round(value, MEASURES[name].decimals + 1) for name, value in noise.items()},
        roll=roll,
        counted_before=counted_of(exercise, course, found.strokes),
    )


def _found(exercise: Exercise, poses: StablePoses) -> tuple[StablePoses, Found, Roll]:
    """Poses as a level camera would have seen them, the movements in them, and the camera's roll."""
    easy = loosened(exercise)
    found = find_movements(easy, poses)
    roll = estimate_roll(exercise, poses, found.resting)
    if roll.known_deg == 0:
        return poses, found, roll
    level = levelled(poses, round(roll.known_deg, 1))
    return level, find_movements(easy, level), roll


def _fitted(
    exercise: Exercise, course: Course, found: Found, ability: Ability, noise: dict[str, float]
) -> dict[str, float]:
    """The first of several tries with which all comfortable repetitions count.

    Raises:
        SourceError: If none does.
    """
    clear_by = exercise.drive.clear_by
    lowest = -math.inf if clear_by is None else clear_by * ability.noise
    for values in _tries(exercise, found, ability, noise):
        changed = with_thresholds(exercise, values) if values else exercise
        drowned = lowest > changed.drive.zones.hold_enter
        if not drowned and counted_of(changed, course, found.strokes) >= found.repetitions:
            return _without_faults(exercise, values, course, found)
    raise SourceError(too_small(exercise, ability.rest, ability.comfort, ability.noise))


def _tries(exercise: Exercise, found: Found, ability: Ability, noise: dict[str, float]) -> Iterator[dict[str, float]]:
    """Thresholds from those with room to spare to the easiest."""
    fitting = tolerances(exercise, found, ability.noise) | start_ranges(exercise, found, noise)
    for share in REST_SHARES:
        yield rounded(exercise, zones_for(exercise, ability, share) | fitting)
    easy = easiest(exercise)
    helping = ("witness.change", "also_back.within", "drive.travel")
    yield rounded(
        exercise,
        zones_for(exercise, ability, REST_SHARES[-1]) | fitting | {key: easy[key] for key in helping if key in easy},
    )


def _without_faults(exercise: Exercise, values: dict[str, float], course: Course, found: Found) -> dict[str, float]:
    """The values, with a fitted tolerance at its limit where a comfortable repetition still fails the check."""
    fitted = {key for key in values if key.startswith("checks.")}
    if not fitted:
        return values
    failed = faulted_checks(with_thresholds(exercise, values), course, found.strokes)
    easy = easiest(exercise)
    return values | {key: easy[key] for key in fitted if key.split(".")[1] in failed}
