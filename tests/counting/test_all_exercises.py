"""Every exercise as scripted figures do it: what is done well counts without a word, and what is planted is told."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pytest
from calibrating import DOWN, FLAT, FOURS, HOOK, KNEES_ASIDE, SEAT_BACK, SEATED, SHIFTED, WAYS
from scripted import faults, followed, of_kind, reps, visits

from posecoach.counting.events import Attempted, NotCounted
from posecoach.counting.recount import MeasuredRecording
from posecoach.exercise.library import exercise_paths, load_exercise
from posecoach.exercise.schema import Exercise
from posecoach.pose.landmarks import Side
from posecoach.pose.stabilise import Stabiliser
from posecoach.testing import AnyFigure, Figure, FrontFigure, between, scripted_series

HELD_S = 2.6
LEFT, RIGHT = Side.LEFT, Side.RIGHT

HEEL_SIT, STANDING = Figure.kneeling(85.0, 30.0), FrontFigure()
BENT_OVER, ARMS_UP = Figure.standing(40.0), SEATED.with_limbs(shoulder_angle=172.0)
CAT, COW = WAYS["cat_cow"][1]
KNEES_APART = HOOK.with_limbs(RIGHT, roll=75.0).with_limbs(LEFT, roll=45.0)
KNEES_UP = HOOK.with_limbs(hip_angle=40.0, knee_angle=45.0)


def one_knee(side: Side) -> Figure:
    return HOOK.with_limbs(side, hip_angle=45.0, knee_angle=45.0)


def one_leg(side: Side, hip_angle: float = 80.0) -> Figure:
    return FLAT.with_limbs(side, hip_angle=hip_angle)


def leg_back(side: Side, leg: float = 172.0) -> Figure:
    return replace(Figure.all_fours(side, leg=leg, arm=85.0), neck_lift=30.0)


OTHER_LEG_BENT = one_leg(RIGHT).with_limbs(LEFT, knee_angle=110.0, hip_angle=155.0)


@dataclass(frozen=True)
class Script:
    """A movement from a start position to others and back, and what the coach must say of it."""

    exercise: str
    start: AnyFigure
    tops: Sequence[AnyFigure]
    side: Side | None = None
    fault: str | None = None

    @property
    def name(self) -> str:
        side = f" {self.side.value}" if self.side else ""
        return f"{self.exercise}{side} {self.fault or 'clean'}"


def faulty(exercise: str, check: str, start: AnyFigure, *tops: AnyFigure, side: Side | None = None) -> Script:
    return Script(exercise, start, tops, side, check)


CLEAN = [
    script
    for name, (start, tops) in WAYS.items()
    for script in (
        [Script(name, start, [top], side) for side, top in zip(Side, tops, strict=True)]
        if load_exercise(name).sides.in_turn
        else [Script(name, start, tops)]
    )
]
FROM_FLAT = [Script("knee_to_chest", FLAT, [FLAT.with_limbs(one, hip_angle=45, knee_angle=45)], one) for one in Side]

FAULTY = [
    faulty("bridge", "alignment", HOOK, Figure.supine(160.0)),
    faulty("bridge", "arms_down", HOOK, Figure.supine(178.0).with_limbs(shoulder_angle=60.0)),
    faulty("bridge", "feet_close", HOOK, Figure.supine(178.0, knee_angle=100.0)),
    faulty("heel_raise_bridge", "alignment", HOOK, Figure.supine(160.0).with_limbs(heel_lift=0.14)),
    faulty("heel_raise_bridge", "heels_up", HOOK, Figure.supine(178.0)),
    faulty("heel_raise_bridge", "feet_close", HOOK, Figure.supine(178.0, 100.0).with_limbs(heel_lift=0.14)),
    faulty("knee_to_chest", "head_down", HOOK, replace(one_knee(LEFT), neck_lift=40), side=LEFT),
    *(
        faulty("knee_to_chest", "other_foot_down", HOOK, other, side=side)
        for side in Side
        for other in [one_knee(side).with_limbs(side.other, hip_angle=115.0, knee_angle=80.0)]
    ),
    faulty("double_knee_to_chest", "knees_close", HOOK, HOOK.with_limbs(hip_angle=85.0)),
    faulty("double_knee_to_chest", "knees_together", HOOK, KNEES_UP.with_limbs(LEFT, hip_angle=80.0)),
    faulty("double_knee_to_chest", "knees_bent", HOOK, KNEES_UP.with_limbs(knee_angle=125.0)),
    faulty("leg_stretch", "knee_straight", FLAT, one_leg(LEFT).with_limbs(LEFT, knee_angle=120.0), side=LEFT),
    faulty("leg_stretch", "other_leg_straight", FLAT, OTHER_LEG_BENT, side=RIGHT),
    *(faulty("bird_dog", "leg_level", FOURS, Figure.all_fours(side, leg=146.0), side=side) for side in Side),
    faulty("bird_dog", "arm_level", FOURS, Figure.all_fours(LEFT, arm=122.0), side=LEFT),
    faulty("bird_dog", "back", FOURS, Figure.all_fours(LEFT, back_curve=-0.14), side=LEFT),
    faulty("bird_dog", "trunk_level", FOURS, replace(Figure.all_fours(RIGHT), trunk_pitch=30.0), side=RIGHT),
    faulty("leg_reach", "leg_level", DOWN, leg_back(LEFT, 146.0), side=LEFT),
    faulty("leg_reach", "back", DOWN, replace(leg_back(RIGHT), back_curve=-0.14), side=RIGHT),
    faulty("leg_reach", "head_level", DOWN, replace(leg_back(RIGHT), neck_lift=-10.0), side=RIGHT),
    faulty("back_stretch", "arms_stretched", FOURS, SEAT_BACK.with_limbs(elbow_angle=60.0)),
    faulty("back_stretch", "head_down", FOURS, replace(SEAT_BACK, neck_lift=-30.0)),
    faulty("childs_pose", "seat_on_heels", HEEL_SIT, Figure.kneeling(25.0, 60.0, 165.0)),
    faulty("childs_pose", "arms_stretched", HEEL_SIT, Figure.kneeling(25.0, 30.0, 120.0)),
    faulty("cobra", "hips_down", Figure.prone(), Figure.prone(40.0, hips_up=25.0)),
    faulty("cobra", "neck_long", Figure.prone(), replace(Figure.prone(40.0), neck_lift=-30.0)),
    faulty("toe_touch", "knees_straight", Figure.standing(), Figure.standing(40.0, knee_angle=130.0)),
    faulty("toe_touch", "arms_overhead", Figure.standing(shoulder_angle=15.0), BENT_OVER),
    faulty("hip_shift_stretch", "trunk_upright", STANDING, replace(SHIFTED, trunk_lean=14.0), side=RIGHT),
    faulty("hip_shift_stretch", "other_leg_straight", STANDING, SHIFTED.with_limbs(LEFT, knee_angle=150), side=RIGHT),
    faulty("seated_overhead_stretch", "elbows_straight", SEATED, ARMS_UP.with_limbs(elbow_angle=100.0)),
    faulty("seated_overhead_stretch", "trunk_upright", SEATED, replace(ARMS_UP, trunk_lean=15.0)),
    faulty("cat_cow", "elbows_straight", FOURS, CAT.with_limbs(elbow_angle=100.0), COW),
    faulty("cat_cow", "hips_over_knees", FOURS, CAT.with_limbs(hip_angle=125.0), COW),
    faulty("pelvic_tilt", "hips_down", HOOK, Figure.supine(148.0, 62.0)),
    faulty("leg_roll", "knees_together", HOOK, KNEES_APART, side=RIGHT),
    faulty("leg_roll", "feet_down", HOOK, KNEES_ASIDE.with_limbs(knee_angle=105.0), side=RIGHT),
    faulty("lumbar_rotation", "knees_together", HOOK, KNEES_APART, side=RIGHT),
    faulty("lumbar_rotation", "shoulders_down", HOOK, replace(KNEES_ASIDE, shoulder_roll=-0.25), side=RIGHT),
    faulty("pelvic_tilt", "head_down", HOOK, replace(Figure.supine(134.0), neck_lift=35.0)),
]


@pytest.mark.parametrize("script", [*CLEAN, *FROM_FLAT, *FAULTY], ids=lambda script: script.name)
def test_a_scripted_repetition_is_told_as_it_was_made(script: Script) -> None:
    """A clean one counts without a word, a planted fault is named and no other, and the side is the one that worked."""
    events = followed(load_exercise(script.exercise), visits(script.start, *script.tops))
    assert [rep.side for rep in reps(events)] == [script.side]
    assert faults(events) == (((script.fault, 1),) if script.fault else ())
    assert reps(events)[0].good == (script.fault is None)


ONE_OF_EACH = {script.exercise: script for script in CLEAN}
ONE_WAY = [script for script in ONE_OF_EACH.values() if len(script.tops) == 1]


@pytest.mark.parametrize("script", ONE_WAY, ids=lambda one: one.name)
def test_turning_back_early_is_told_and_not_counted(script: Script) -> None:
    """With what was wanted, and as an attempt if it may be one of the exercise."""
    exercise = load_exercise(script.exercise)
    top = part_way(exercise, script, 0.82 * exercise.drive.least)
    events = followed(exercise, visits(script.start, top))
    assert reps(events) == []
    for attempt in of_kind(Attempted, events):
        assert attempt.side is script.side
        assert attempt.start_s == pytest.approx(1.5, abs=0.9)
        assert faults(events) == ((exercise.attempt_rule.id, None),)
    (reason,) = of_kind(NotCounted, events)
    assert re.search("wanted|of at least", reason.reason)


def part_way(exercise: Exercise, script: Script, share: float) -> AnyFigure:
    """The figure on the way to the top whose drive has gone a share of the described way."""
    way = [between(script.start, script.tops[0], place) for place in np.linspace(0.0, 1.0, 101)]
    rows = MeasuredRecording.of(exercise, Stabiliser()(scripted_series([way[0]] * 60 + way, rate_hz=4.0))).rows
    progress = np.array([row.progress for row in rows[60:]])
    return way[int(np.flatnonzero(progress - progress[0] <= share)[-1])]


def test_a_nod_is_no_cat() -> None:
    """The back has to move, and that is said."""
    nods = [replace(FOURS, neck_lift=35.0), replace(FOURS, neck_lift=-35.0)]
    events = followed(load_exercise("cat_cow"), visits(FOURS, *nods))
    assert reps(events) == []
    (reason,) = of_kind(NotCounted, events)
    assert "back" in reason.reason


def test_every_exercise_is_scripted() -> None:
    """A new exercise file needs its way in `calibrating`, and here each fault that a scripted figure can show."""
    shipped = {name for name, path in exercise_paths().items() if path.parent.name == "exercises"}
    assert {script.exercise for script in CLEAN} == shipped
    planted = {(script.exercise, script.fault) for script in FAULTY}
    known = {(name, rule.id) for name in shipped for rule in load_exercise(name).rules}
    attempts = {(name, load_exercise(name).attempt_rule.id) for name in shipped}
    assert planted <= known
    assert known - planted - attempts == {("bird_dog", "opposite")}
