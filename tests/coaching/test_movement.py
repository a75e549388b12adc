import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from posecoach.coaching.movement import Moment, Movement, start_columns
from posecoach.counting.table import Column, Rows, pick
from posecoach.exercise.drive import Drive, Poles
from posecoach.exercise.rules import AlsoBack, Check, Condition, Witness
from posecoach.exercise.schema import Exercise, Sides
from posecoach.pose.landmarks import Side

LEFT, RIGHT = Side.LEFT, Side.RIGHT
RATE_HZ = 30.0
RULE = {"cue": "Up.", "spoken": "Up", "source": "A"}
WITNESS = Witness(id="stayed", measure="back_curve", change=0.1, **RULE)

Values = Mapping[str, tuple[float, float] | float]
"""By measure: left and right, or the same for both; the right side is the near one."""


def check(**changes: Any) -> Check:
    return Check(**{"id": "check", "measure": "knee_angle", "target": 170, "below": 20, **RULE, **changes})


def exercise(bridge: Exercise, *checks: Check, sides: Sides = Sides.TOGETHER, **changes: Any) -> Exercise:
    """A bridge with other checks."""
    return bridge.model_copy(update={"checks": checks, "sides": sides, **changes})


def rows(frames: list[Values]) -> Rows:
    """A table of these frames."""
    columns: dict[Column, list[float]] = {}
    for name in {name for frame in frames for name in frame}:
        for side, place in ((LEFT, 0), (RIGHT, 1)):
            columns[name, side] = [
                value[place] if isinstance(value := frame[name], tuple) else value for frame in frames
            ]
        columns[name, None] = columns[name, RIGHT]
    return Rows(columns, (np.arange(len(frames)) / RATE_HZ).tolist(), [math.nan] * len(frames))


def follow(
    movement: Movement, frames: list[Values], *, holding: bool = True, pole: float = 1.0, near: Side = RIGHT
) -> list[str]:
    """Ids of the checks that called a fault while these frames were watched."""
    table = rows([{"hip_angle": 125.0, **frame} for frame in frames])
    called = []
    for index in range(len(frames)):
        moment = Moment(table, index, 100.0 + index, near, pole, holding, at_peak=True)
        called += [one.id for one in movement.watch(moment)]
    return called


BENT: list[Values] = [{"knee_angle": 120.0}] * 30


@pytest.mark.parametrize(
    ("when", "holding", "calls"),
    [("hold", True, 1), ("hold", False, 0), ("moving", True, 1), ("moving", False, 1), ("start", True, 0)],
)
def test_a_check_looks_when_it_is_told_to(bridge: Exercise, when: str, holding: bool, calls: int) -> None:
    """In the hold, all the way, or before it begins."""
    movement = Movement(exercise(bridge, check(when=when)))
    assert len(follow(movement, BENT, holding=holding)) == calls


@pytest.mark.parametrize(("value", "failed"), [(120.0, True), (165.0, False), (math.nan, False)])
def test_the_start_position_is_judged_once(bridge: Exercise, value: float, failed: bool) -> None:
    """By its own value, before the movement; what wasn't seen is no fault."""
    movement = Movement(exercise(bridge, check(when="start")), {("knee_angle", None): value})
    assert [one.id for one in movement.begin(3.0)] == ["check"] * failed
    assert [(fault.start_s, fault.measured) for fault in movement.finish()] == [(3.0, value)] * failed


@pytest.mark.parametrize(("start", "calls"), [(130.0, 0), (160.0, 1), (math.nan, 0)])
def test_a_change_counts_from_the_start_position(bridge: Exercise, start: float, calls: int) -> None:
    """The same knee is a fault for one who began straighter; without a start position nothing is said."""
    rule = check(from_start=True, target=0)
    movement = Movement(exercise(bridge, rule), {("knee_angle", None): start})
    assert len(follow(movement, BENT)) == calls


@pytest.mark.parametrize(("agreeing", "calls"), [(90.0, 1), (150.0, 0), (math.nan, 0)])
def test_a_check_is_silent_unless_others_agree(bridge: Exercise, agreeing: float, calls: int) -> None:
    """A measure out of its range or not seen is no evidence."""
    rule = check(only_if=(Condition(measure="elbow_angle", min=60, max=100),))
    frames: list[Values] = [{"knee_angle": 120.0, "elbow_angle": agreeing}] * 30
    assert len(follow(Movement(exercise(bridge, rule)), frames)) == calls


@pytest.mark.parametrize(
    ("side", "knees", "calls"),
    [
        ("near", (120.0, 165.0), 0),
        ("near", (165.0, 120.0), 1),
        ("least", (120.0, 165.0), 1),
        ("least", (math.nan, 120.0), 1),
        ("most", (120.0, 165.0), 0),
        ("most", (120.0, 120.0), 1),
        ("most", (math.nan, math.nan), 0),
    ],
)
def test_a_check_looks_at_its_side(bridge: Exercise, side: str, knees: tuple[float, float], calls: int) -> None:
    """The near one, or the worse or the better of both, whichever are seen."""
    frames: list[Values] = [{"knee_angle": knees}] * 30
    assert len(follow(Movement(exercise(bridge, check(side=side))), frames)) == calls


@pytest.mark.parametrize("working", list(Side))
def test_the_side_that_works_and_the_other_are_told_apart(bridge: Exercise, working: Side) -> None:
    """By the drive over the whole movement."""
    hips = (175.0, 120.0) if working is LEFT else (120.0, 175.0)
    knees = (120.0, 165.0) if working is LEFT else (165.0, 120.0)
    rules = check(id="works", side="working"), check(id="rests", side="resting")
    movement = Movement(exercise(bridge, *rules, sides=Sides.ALTERNATE))
    assert follow(movement, [{"hip_angle": hips, "knee_angle": knees}] * 30) == ["works"]
    assert movement.side is working


@pytest.mark.parametrize("near", list(Side))
@pytest.mark.parametrize("pole", [1.0, -1.0])
@pytest.mark.parametrize("poles", list(Poles))
def test_the_pole_tells_the_side_of_legs_that_move_together(
    bridge: Exercise, poles: Poles, pole: float, near: Side
) -> None:
    """Whatever the drive reads on either side."""
    zones = {"rest": 0.02, "hold_leave": 0.03, "hold_enter": 0.04, "target": 0.6}
    drive = Drive(measure="hip_angle", relative=True, poles=poles, **zones)
    movement = Movement(exercise(bridge, check(), sides=Sides.ALTERNATE, drive=drive))
    follow(movement, [{"hip_angle": (0.3, 0.1), "knee_angle": 165.0}] * 5, pole=pole, near=near)
    assert movement.side is poles.side(pole, near)


@pytest.mark.parametrize(
    ("change", "pole", "witnessed", "refuted"),
    [
        (0.15, 1, 0.15, False),
        (0.05, 1, 0.05, True),
        (-0.15, 1, 0.0, True),
        (-0.15, -1, 0.15, False),
        (0.15, -1, 0.0, True),
    ],
)
def test_a_witness_must_move_along(
    bridge: Exercise, change: float, pole: float, witnessed: float, refuted: bool
) -> None:
    """Far enough, in its direction, the other one on the second side; the furthest that was seen counts."""
    movement = Movement(exercise(bridge, check(), witness=WITNESS), {("back_curve", None): 0.02})
    frames: list[Values] = [{"knee_angle": 165.0, "back_curve": 0.02 + share * change} for share in (0.0, 1.0, 0.3)]
    follow(movement, frames, pole=pole)
    assert movement.witnessed == pytest.approx(witnessed)
    assert movement.refuted == refuted


@pytest.mark.parametrize(("start", "curve"), [(0.02, math.nan), (math.nan, 0.02)])
def test_a_witness_that_is_not_seen_refutes_nothing(bridge: Exercise, start: float, curve: float) -> None:
    """Neither in the movement nor, before it, in the start position."""
    movement = Movement(exercise(bridge, check(), witness=WITNESS), {("back_curve", None): start})
    follow(movement, [{"knee_angle": 165.0, "back_curve": curve}] * 5)
    assert math.isnan(movement.witnessed)
    assert not movement.refuted


def test_what_matters_of_the_start_position_is_known(bridge: Exercise) -> None:
    """Only checks that ask for it and the witness, on the sides that they look at where there are sides."""
    change = check(id="change", measure="ear_height", from_start=True, side="working")
    rules = check(), change, check(id="first", when="start")
    columns = start_columns(exercise(bridge, *rules, witness=WITNESS))
    assert columns == (
        *(("ear_height", side) for side in Side),
        ("knee_angle", None),
        ("back_curve", None),
    )


@pytest.mark.parametrize("side", ["working", "resting"])
def test_without_a_working_side_there_is_no_value(side: str) -> None:
    """Nothing is judged by chance."""
    assert math.isnan(pick(lambda _: 1.0, check(side=side).side, None))


@pytest.mark.parametrize(("now", "away"), [(0.55, False), (0.52, False), (0.4, True), (0.7, True), (math.nan, False)])
def test_a_movement_is_away_while_its_second_measure_is(bridge: Exercise, now: float, away: bool) -> None:
    """In either direction; what isn't seen keeps nothing from being over."""
    back = AlsoBack(measure="knee_height", within=0.04)
    movement = Movement(bridge.model_copy(update={"also_back": back}), {("knee_height", None): 0.55})
    assert movement.away(rows([{"knee_height": now}]), 0) is away
    assert not Movement(bridge).away(rows([{"knee_height": now}]), 0)
