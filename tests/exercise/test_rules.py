import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from posecoach.exercise.dose import Dose
from posecoach.exercise.drive import Drive, Poles, Zones
from posecoach.exercise.rules import Attempt, Check, Condition, Witness
from posecoach.exercise.schema import Exercise
from posecoach.pose.landmarks import Side

ZONES = {"measure": "hip_angle", "rest": 147.0, "hold_leave": 150.0, "hold_enter": 154.0, "target": 180.0}
RULE = {"cue": "Up.", "spoken": "Up", "source": "A"}
CHECK = {"id": "up", "measure": "hip_angle", "target": 180.0, "below": 10.0} | RULE


def test_a_rising_drive_has_its_zones_as_they_stand() -> None:
    """The travel is the way from rest to target unless the file says otherwise."""
    drive = Drive(**ZONES)
    assert drive.sign == 1
    assert drive.zones == Zones(147, 150, 154, 180, still_speed=4, travel=33, longest_s=math.inf)
    assert Drive(**ZONES, travel=20, longest_s=30).zones.travel == 20


def test_a_falling_drive_has_its_zones_turned_round() -> None:
    """Progress always counts upwards."""
    drive = Drive(measure="hip_angle", rest=108, hold_leave=90, hold_enter=84, target=30)
    assert drive.sign == -1
    assert drive.zones == Zones(-108, -90, -84, -30, still_speed=4, travel=78, longest_s=math.inf)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"hold_leave": 155.0}, "must rise or fall"),
        ({"target": 120.0}, "must rise or fall"),
        ({"both_ways": True}, "need relative"),
        ({"poles": "far, near"}, "need relative"),
        ({"poles": "left, right"}, "need relative"),
        ({"poles": "near, far", "relative": True}, "far, near"),
        ({"clear_by": 4.0}, "clear_by needs relative"),
        ({"clear_by": 0.0, "relative": True}, "greater than 0"),
        ({"still_speed": 0.0}, "greater than 0"),
        ({"longest_s": 0.0}, "greater than 0"),
        ({"rest": math.nan}, "finite"),
    ],
)
def test_a_drive_that_makes_no_sense_is_refused(changes: dict[str, Any], message: str) -> None:
    """Each rule speaks for itself."""
    with pytest.raises(ValidationError, match=message):
        Drive(**{**ZONES, **changes})


@pytest.mark.parametrize(
    ("poles", "pole", "near", "side"),
    [
        (Poles.FAR_NEAR, 1.0, Side.RIGHT, Side.LEFT),
        (Poles.FAR_NEAR, -1.0, Side.RIGHT, Side.RIGHT),
        (Poles.FAR_NEAR, 1.0, Side.LEFT, Side.RIGHT),
        (Poles.FAR_NEAR, -1.0, Side.LEFT, Side.LEFT),
        (Poles.LEFT_RIGHT, 1.0, Side.RIGHT, Side.LEFT),
        (Poles.LEFT_RIGHT, -1.0, Side.RIGHT, Side.RIGHT),
        (Poles.LEFT_RIGHT, 1.0, Side.LEFT, Side.LEFT),
        (Poles.LEFT_RIGHT, -1.0, Side.LEFT, Side.RIGHT),
    ],
)
def test_poles_are_sides_of_the_body(poles: Poles, pole: float, near: Side, side: Side) -> None:
    """By depth, the camera's place decides which; left and right are the person's own."""
    assert poles.side(pole, near) is side


@pytest.mark.parametrize("changes", [{"from_start": True}, {"side": "working"}, {"side": "resting"}])
def test_a_check_of_the_start_has_neither_side_nor_change(changes: dict[str, Any]) -> None:
    """Nothing has worked or changed yet."""
    assert Check(**CHECK, when="start").when == "start"
    with pytest.raises(ValidationError, match="in the start position"):
        Check(**{**CHECK, "when": "start", **changes})


@pytest.mark.parametrize(
    ("value", "broken"), [(69.9, True), (70.0, False), (140.0, False), (140.1, True), (math.nan, False)]
)
def test_what_is_not_seen_breaks_no_condition(value: float, broken: bool) -> None:
    """A range holds its ends."""
    assert Condition(measure="hip_angle", min=70, max=140).broken_by(value) == broken


@pytest.mark.parametrize("change", [0.05, -0.05])
def test_a_witness_tells_what_it_wants(change: float) -> None:
    """In words, whichever way it must go."""
    witness = Witness(id="head_only", measure="back_curve", change=change, **RULE)
    assert witness.wanted == "a change of at least 0.05"


@pytest.mark.parametrize(
    "changes", [{"hold_s": (3, 2)}, {"reps": (5, 4)}, {"moving_s": (60, 30)}, {"moving_s": (-1, 30)}, {"reps": (0, 0)}]
)
def test_an_impossible_dose_is_refused(changes: dict[str, Any]) -> None:
    """Ranges are written smallest first, and nothing is negative."""
    with pytest.raises(ValidationError):
        Dose(**changes)


def changed(exercise: Exercise, **changes: Any) -> dict[str, Any]:
    data = exercise.model_dump(mode="json")
    for path, value in changes.items():
        place, _, key = path.rpartition("__")
        (data[place] if place else data)[key] = value
    return data


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"sides": "alternate", "drive__side": "lagging"}, "sides that work together"),
        ({"sides": "alternate", "drive__both_ways": True, "drive__relative": True}, "sides that work together"),
        ({"drive__poles": "far, near", "drive__relative": True}, "must take turns"),
        ({"drive__poles": "left, right", "drive__relative": True}, "must take turns"),
        ({"checks": [{**CHECK, "id": "alignment", "side": "working"}]}, "no working side"),
        ({"checks": [{**CHECK, "id": "alignment"}] * 2}, "same id"),
        ({"witness": {"id": "alignment", "measure": "back_curve", "change": 0.1, **RULE}}, "same id"),
        ({"attempt": {"id": "alignment", **RULE}}, "same id"),
    ],
)
def test_sides_and_names_must_agree(bridge: Exercise, changes: dict[str, Any], message: str) -> None:
    """What only makes sense for one kind of exercise is refused in the other."""
    with pytest.raises(ValidationError, match=message):
        Exercise.model_validate(changed(bridge, **changes))


WITNESS = {"id": "head_only", "measure": "back_curve", "change": 0.1, **RULE}
TOO_LOW = {"id": "too_low", **RULE}


@pytest.mark.parametrize(
    ("changes", "more", "attempt", "kind"),
    [
        ({}, [], "alignment", Check),
        ({"witness": WITNESS}, ["head_only"], "alignment", Check),
        ({"witness": WITNESS, "attempt": "head_only"}, ["head_only"], "head_only", Witness),
        ({"attempt": TOO_LOW}, ["too_low"], "too_low", Attempt),
        ({"witness": WITNESS, "attempt": TOO_LOW}, ["head_only", "too_low"], "too_low", Attempt),
    ],
)
def test_rules_are_all_that_a_fault_may_be_of(
    bridge: Exercise, changes: dict[str, Any], more: list[str], attempt: str, kind: type
) -> None:
    """The checks, the witness, and what an attempt fails if that is none of them; its file reads back as it was."""
    exercise = Exercise.model_validate(changed(bridge, **changes))
    assert [rule.id for rule in exercise.rules] == [*(check.id for check in bridge.checks), *more]
    assert (exercise.attempt_rule.id, type(exercise.attempt_rule)) == (attempt, kind)
    assert exercise.attempt_rule in exercise.rules
    assert Exercise.model_validate(changed(exercise)) == exercise


def test_a_witness_is_measured_too(bridge: Exercise) -> None:
    """Its measure is among the exercise's, and the outline is asked for when that needs it."""
    exercise = Exercise.model_validate(changed(bridge, witness=WITNESS))
    assert "back_curve" in exercise.measures
    assert exercise.needs_contour
    assert not bridge.needs_contour


@pytest.mark.parametrize(
    ("below", "above", "value", "excess"),
    [
        (10.0, 20.0, 180.0, 0.0),
        (10.0, 20.0, 170.0, 0.0),
        (10.0, 20.0, 200.0, 0.0),
        (10.0, 20.0, 165.0, 0.5),
        (10.0, 20.0, 150.0, 2.0),
        (10.0, 20.0, 210.0, 0.5),
        (10.0, None, 500.0, 0.0),
        (None, 20.0, -500.0, 0.0),
        (10.0, 20.0, math.nan, 0.0),
    ],
)
def test_how_bad_a_value_is_counts_in_tolerances(
    below: float | None, above: float | None, value: float, excess: float
) -> None:
    """Beyond the tolerance of the side that it strays to; what isn't seen isn't bad."""
    check = Check(**{**CHECK, "below": below, "above": above})
    assert check.excess(value) == pytest.approx(excess)


@given(st.floats(1e-3, 1e3), st.one_of(st.none(), st.floats(1e-3, 1e3)), st.floats(-1e4, 1e4))
def test_only_what_is_not_good_is_bad(below: float, above: float | None, value: float) -> None:
    """And the further off, the worse."""
    check = Check(**{**CHECK, "below": below, "above": above})
    assert (check.excess(value) == 0.0) == check.good(value)
    further = value + math.copysign(1.0, value - check.target)
    assert check.excess(further) >= check.excess(value)
