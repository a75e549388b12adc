from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from posecoach.coaching.coach import Coach
from posecoach.coaching.recount import Course, recount
from posecoach.coaching.tracker import Tracker
from posecoach.coaching.trailing_speed import TrailingSpeed
from posecoach.counting.events import Attempted, Event, FaultEnded, RepetitionCounted
from posecoach.counting.history import History
from posecoach.counting.table import MeasureTable, Rows
from posecoach.exercise.rules import Condition
from posecoach.exercise.schema import Exercise
from posecoach.exercise.tunables import in_order, thresholds, with_thresholds
from posecoach.exercise_files import exercise_paths, read_exercise
from posecoach.pose.landmarks import Side
from posecoach.pose.stabilise import Stabiliser
from posecoach.testing import Figure, scripted_series

EXERCISES = [read_exercise(path) for path in exercise_paths().values()]
RATE_HZ = 30.0
TOLD = (FaultEnded, RepetitionCounted, Attempted)


def told(events: Iterable[Event]) -> list[Event]:
    """What a recount tells, too."""
    kept = [event for event in events if isinstance(event, TOLD)]
    return [replace(event, measures={}) if isinstance(event, RepetitionCounted) else event for event in kept]


def wandering(random: np.random.Generator, levels: list[float], frames: int) -> NDArray[np.float64]:
    """A course that eases from level to level, rests there, and trembles."""
    values: list[NDArray[np.float64]] = []
    level = levels[0]
    while sum(map(len, values)) < frames:
        to = float(random.choice(levels))
        share = np.linspace(0.0, 1.0, int(random.integers(4, 45)))
        values += [level + (to - level) * (3 * share**2 - 2 * share**3), np.full(int(random.integers(0, 60)), to)]
        level = to
    spread = max(levels) - min(levels)
    noise = spread * float(random.choice([0.0005, 0.01]))
    return np.concatenate(values)[:frames] + random.normal(0.0, noise, frames)


def around(exercise: Exercise, measure: str) -> list[float]:
    """Levels of a measure at which the exercise's rules decide."""
    drive = exercise.drive
    levels = [0.0, 1.0]
    if measure == drive.measure:
        target = drive.hold_enter + 0.3 * (drive.hold_enter - drive.rest)
        levels = [drive.rest - 0.5 * (drive.hold_enter - drive.rest), drive.rest, drive.hold_enter, target, target]
        levels += [-level for level in levels] if drive.folded else []
    conditions: list[Condition] = [one for one in (*exercise.start, *exercise.engaged) if one.measure == measure]
    for condition in conditions:
        levels += [(condition.min + condition.max) / 2] * 4 + [condition.max + 1]
    for check in exercise.checks:
        if check.measure == measure:
            levels += [
                check.target,
                check.target + 1.5 * (check.above or 0.0),
                check.target - 1.5 * (check.below or 0.0),
            ]
    return levels


def gaps(random: np.random.Generator, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The values with some stretches unseen."""
    for _ in range(int(random.integers(0, 4))):
        start = int(random.integers(0, len(values)))
        values[start : start + int(random.choice([2, 20, 120]))] = np.nan
    return values


def course_of(exercise: Exercise, seed: int, frames: int = 900) -> Course:
    """A recording in which anything may happen."""
    random = np.random.default_rng(seed)
    values = {
        (name, side): gaps(random, wandering(random, around(exercise, name), frames))
        for name in exercise.measures
        for side in Side
    }
    if exercise.witness is not None and random.random() < 0.8:
        share = exercise.witness.change / exercise.drive.hold_enter
        values |= {(exercise.witness.measure, side): share * values[exercise.drive.measure, side] for side in Side}
    near_is_right = np.repeat(random.random(1 + frames // 90) < 0.8, 90)[:frames]
    near = {n: np.where(near_is_right, values[n, Side.RIGHT], values[n, Side.LEFT]) for n in exercise.measures}
    sign, measure = exercise.drive.sign, exercise.drive.measure
    drive = sign * near[measure]
    if exercise.sides.in_turn:
        drive = np.fmax(*(sign * values[measure, side] for side in Side))
    time_s = np.cumsum(random.choice([1 / RATE_HZ, 1.3 / RATE_HZ], frames))
    none = np.zeros(frames, bool)
    table = MeasureTable(time_s, values, near, drive, none, none)
    speed = TrailingSpeed()(time_s, table.drive_to_target(exercise.drive))
    return Course(table, Rows.of(table), speed, speed.tolist(), near_is_right)


def step_by_step(course: Course, exercise: Exercise) -> list[Event]:
    """What the coach's own way of going from row to row tells."""
    history = History()
    table = course.table.judged_by(exercise)
    history.add(table.time_s, {})
    tracker = Tracker(exercise, exercise.doses[exercise.default_dose], history)
    events: list[Event] = []
    for index in range(len(course)):
        near = Side.RIGHT if course.near_is_right[index] else Side.LEFT
        ready, engaged = bool(table.ready[index]), bool(table.engaged[index])
        sample = tracker.sample(course.rows, index, course.speeds[index], ready=ready, engaged=engaged)
        events += tracker.step(course.rows, index, sample, near)
    return [*events, *tracker.left_open()]


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda one: one.id)
@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_leaping_counts_what_stepping_counts(exercise: Exercise, seed: int) -> None:
    """Whatever happens in a recording: the same repetitions, attempts and faults, to the last digit."""
    course = course_of(exercise, seed)
    dose = exercise.doses[exercise.default_dose]
    assert told(recount(course, exercise, dose)) == told(step_by_step(course, exercise))


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda one: one.id)
def test_what_may_happen_does_happen(exercise: Exercise) -> None:
    """The recordings above hold faults, and movements that count or are attempts, or nothing would be compared."""
    kinds = {type(event) for seed in range(12) for event in told(step_by_step(course_of(exercise, seed), exercise))}
    assert FaultEnded in kinds
    assert kinds & {RepetitionCounted, Attempted}


@settings(max_examples=10, deadline=None)
@given(shares=st.lists(st.floats(0, 1), min_size=7, max_size=7))
def test_other_thresholds_need_no_other_course(bridge: Exercise, shares: list[float]) -> None:
    """A recording measured once is counted as a coach with the new thresholds counts it from the beginning."""
    poses = Stabiliser()(scripted_series(SCRIPT, noise_px=1.0))
    limits = list(bridge.tunables.items())
    values = {key: low + share * (high - low) for (key, (low, high)), share in zip(limits, shares, strict=True)}
    changed = with_thresholds(bridge, in_order(bridge, values))
    dose = changed.doses["B"]
    coach = Coach(changed, dose)
    expected = told([*coach.advance(poses).events, *coach.finish()])
    assert told(recount(Course.of(bridge, poses), changed, dose)) == expected


def test_thresholds_decide(bridge: Exercise) -> None:
    """With the hold zone out of reach nothing is counted, and with the shipped one it is."""
    course = Course.of(bridge, Stabiliser()(scripted_series(SCRIPT, noise_px=1.0)))
    dose = bridge.doses["B"]
    far = with_thresholds(bridge, in_order(bridge, thresholds(bridge) | {"drive.hold_enter": 168.0}))
    counted = [
        sum(isinstance(event, RepetitionCounted) for event in recount(course, one, dose)) for one in (bridge, far)
    ]
    assert counted == [3, 2]


def _lift(top: float) -> list[Figure | None]:
    up = np.linspace(125.0, top, 30).tolist()
    angles = [*up, *[top] * 70, *reversed(up), *[125.0] * 30]
    return [Figure.supine(angle) for angle in angles]


SCRIPT: list[Figure | None] = [*[Figure.supine(125.0)] * 30, *_lift(175.0), *_lift(160.0), *_lift(145.0), *_lift(176.0)]
