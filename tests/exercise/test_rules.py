import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from posecoach.exercise.drive import Drive
from posecoach.exercise.rules import Attempt, Check, Condition
from posecoach.exercise.schema import Dose, Exercise

RULE = {"cue": "Up.", "spoken": "Up", "source": "A"}
CHECK = {"id": "up", "measure": "hip_angle", "target": 180.0, "below": 10.0} | RULE


@pytest.mark.parametrize(("start", "end", "sign", "half"), [(120.0, 180.0, 1.0, 150.0), (1.0, -0.4, -1.0, 0.3)])
def test_progress_is_a_share_of_the_described_travel(start: float, end: float, sign: float, half: float) -> None:
    """Whichever way the measure goes."""
    drive = Drive(measure="hip_angle", start=start, end=end)
    assert drive.sign == sign
    assert drive.travel == pytest.approx(abs(end - start))
    assert [drive.measured(share) for share in (0.0, 0.5, 1.0)] == pytest.approx([start, half, end])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"end": 120.0}, "start and end must differ"),
        ({"end": math.nan}, "finite"),
        ({"least": 1.0}, "less than 1"),
        ({"side": "working"}, "sides that work together"),
        ({"side_by_direction": "near, far"}, "far, near"),
        ({"rest": 147.0}, "Extra inputs"),
    ],
)
def test_a_drive_that_makes_no_sense_is_refused(changes: dict[str, Any], message: str) -> None:
    """Each rule speaks for itself."""
    with pytest.raises(ValidationError, match=message):
        Drive(**{"measure": "hip_angle", "start": 120.0, "end": 180.0, **changes})


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


@pytest.mark.parametrize(
    ("limits", "wanted"),
    [({"min": 70}, "at least 70"), ({"max": 0.4}, "at most 0.4"), ({"min": -10, "max": 10}, "-10 to 10")],
)
def test_a_range_tells_what_it_wants(limits: dict[str, float], wanted: str) -> None:
    """In words."""
    assert Condition(measure="hip_angle", **limits).wanted == wanted


@pytest.mark.parametrize(("limits", "message"), [({}, "min or max is needed"), ({"min": 2, "max": 2}, "below max")])
def test_a_range_that_means_nothing_is_refused(limits: dict[str, float], message: str) -> None:
    """Always fulfilled, or never."""
    with pytest.raises(ValidationError, match=message):
        Condition(measure="hip_angle", **limits)


@pytest.mark.parametrize("changes", [{"hold_s": (3, 2)}, {"reps": (5, 4)}, {"moving_s": (-1, 30)}, {"reps": (0, 0)}])
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
        ({"sides": "alternate", "drive__bidirectional": True}, "sides that work together"),
        ({"drive__side_by_direction": "far, near"}, "must take turns"),
        ({"checks": [{**CHECK, "id": "alignment", "side": "working"}]}, "no working side"),
        ({"gate__ranges": [{"at": "end", "measure": "hip_bend", "side": "resting", "min": 9}]}, "no working side"),
        ({"checks": [{**CHECK, "id": "alignment"}] * 2}, "same id"),
        ({"attempt": {"id": "alignment", **RULE}}, "same id"),
    ],
)
def test_sides_and_names_must_agree(bridge: Exercise, changes: dict[str, Any], message: str) -> None:
    """What only makes sense for one kind of exercise is refused in the other."""
    with pytest.raises(ValidationError, match=message):
        Exercise.model_validate(changed(bridge, **changes))


@pytest.mark.parametrize(
    ("changes", "more", "attempt", "kind", "shown"),
    [
        ({}, [], "alignment", Check, "hip_angle"),
        ({"attempt": {"id": "too_low", **RULE}}, ["too_low"], "too_low", Attempt, "hip_lift"),
    ],
)
def test_rules_are_all_that_a_fault_may_be_of(
    bridge: Exercise, changes: dict[str, Any], more: list[str], attempt: str, kind: type, shown: str
) -> None:
    """The checks, and what an attempt fails if that is none of them; it says what tells people how far they are."""
    exercise = Exercise.model_validate(changed(bridge, **changes))
    assert [rule.id for rule in exercise.rules] == [*(check.id for check in bridge.checks), *more]
    assert (exercise.attempt_rule.id, type(exercise.attempt_rule)) == (attempt, kind)
    assert exercise.shown_measure == shown
    assert Exercise.model_validate(changed(exercise)) == exercise


def test_the_outline_is_asked_for_where_a_check_needs_it(bridge: Exercise) -> None:
    """Its measure is among the exercise's."""
    curved = Check(**{**CHECK, "id": "back", "measure": "back_curve"})
    exercise = bridge.model_copy(update={"checks": (*bridge.checks, curved)})
    assert "back_curve" in exercise.measures
    assert (exercise.needs_contour, bridge.needs_contour) == (True, False)


@pytest.mark.parametrize(
    ("below", "above", "value", "excess"),
    [
        (10.0, 20.0, 170.0, 0.0),
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
