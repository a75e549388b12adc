"""Faults that are called while they last."""

from collections.abc import Sequence

import pytest
from scripted import DOSE, of_kind, reps, through

from posecoach.counting.coach import Coach
from posecoach.counting.events import Event, FaultEnded, FaultStarted, HoldStarted
from posecoach.counting.state import CoachState
from posecoach.exercise.library import load_exercise
from posecoach.exercise.schema import Dose
from posecoach.pose.landmarks import Side
from posecoach.testing import AnyFigure, Figure, scripted_series

HOOK, UP, FOURS = Figure.supine(), Figure.supine(178.0), Figure.all_fours()
LOW, ARMS_UP = Figure.supine(160.0), UP.with_limbs(shoulder_angle=60.0)


def moving(start: AnyFigure, *stations: tuple[AnyFigure, float]) -> list[AnyFigure]:
    """From a start position to one figure after the other, staying for some seconds at each, and back."""
    return through((start, 1.5), *stations, (start, 1.5), moving_s=1.2)


def followed(
    figures: Sequence[AnyFigure], exercise_id: str = "bridge", dose: Dose = DOSE
) -> tuple[list[CoachState], list[Event]]:
    coach = Coach(load_exercise(exercise_id), dose, live=True)
    advance = coach.advance(scripted_series(figures, noise_px=0.3))
    return advance.states, [*advance.events, *coach.finish()]


@pytest.mark.parametrize(("top", "check"), [(LOW, "alignment"), (ARMS_UP, "arms_down")])
def test_a_fault_is_called_while_there_is_time_to_mend_it(top: Figure, check: str) -> None:
    """Once, within a second of the hold, and told when the hold is over; the cue is up meanwhile."""
    states, events = followed(moving(HOOK, (top, 4.0)))
    (called,), (held,) = of_kind(FaultStarted, events), of_kind(HoldStarted, events)
    (ended,) = of_kind(FaultEnded, events)
    assert called.check == ended.check == check
    assert 0 < called.time_s - held.time_s < 1.0
    assert ended.rep == 1
    during = [state for state in states if called.time_s + 0.3 < state.time_s < ended.end_s]
    assert {state.faults for state in during} == {(check,)}
    assert {state.cue for state in during} == {ended.cue}
    assert min(state.excesses[0] for state in during) > 0


def test_a_fault_that_is_mended_is_no_longer_shown() -> None:
    """As soon as the last moments are good."""
    states, events = followed(moving(HOOK, (ARMS_UP, 1.5), (UP, 4.0)))
    assert [event.check for event in of_kind(FaultStarted, events)] == ["arms_down"]
    assert states[45 + 36 + 45 + 36 + 60].faults == ()
    assert of_kind(FaultEnded, events) == []


def test_a_limb_that_arrives_late_is_no_fault() -> None:
    """The arm of a bird dog may come up after the leg."""
    arm_down = Figure.all_fours(Side.LEFT, arm=85.0)
    _, events = followed(moving(FOURS, (arm_down, 0.1), (Figure.all_fours(Side.LEFT), 4.0)), "bird_dog")
    assert of_kind(FaultStarted, events) == []
    assert reps(events)[0].good


def test_nothing_is_found_fault_with_on_the_way() -> None:
    """Neither there nor back, nor in what isn't the exercise."""
    for script in (moving(HOOK, (UP, 3.0)), moving(Figure.prone(), (Figure.prone(-30.0, hips_up=30.0), 3.0))):
        states, events = followed(script)
        assert of_kind(FaultStarted, events) == []
        assert {state.faults for state in states} == {()}
        assert {state.cue for state in states} == {None}


@pytest.mark.parametrize(
    ("stations", "check"),
    [([(UP, 0.3)], "hold"), ([(Figure.supine(150.0), 0.3)], "alignment")],
    ids=["too short a hold", "an attempt"],
)
def test_what_is_only_known_afterwards_stays_up_for_a_moment(
    stations: list[tuple[AnyFigure, float]], check: str
) -> None:
    """So that it can be read."""
    states, events = followed(moving(HOOK, *stations))
    ended = next(event for event in of_kind(FaultEnded, events) if event.check == check)
    shown = [state.time_s for state in states if state.cue == ended.cue]
    assert shown[0] == pytest.approx(ended.end_s, abs=1.5)
    assert 1.0 <= shown[-1] - shown[0] <= 3.1


def test_what_was_shown_in_time_is_not_shown_again_afterwards() -> None:
    """Who is back has nothing to mend any more."""
    states, events = followed(moving(HOOK, (LOW, 4.0)))
    (rep,) = reps(events)
    assert {state.cue for state in states if state.time_s > rep.end_s + 0.3} == {None}


def test_the_most_important_fault_comes_first() -> None:
    """Safety, then the end position, then what is furthest beyond its tolerance."""
    sagging = Figure.all_fours(Side.LEFT, leg=146.0, arm=122.0, back_curve=-0.14)
    states, _ = followed(moving(FOURS, (sagging, 4.0)), "bird_dog")
    shown = {state.faults for state in states if len(state.faults) > 1}
    assert {faults[:2] for faults in shown} == {("back", "leg_level")}
    cue = next(one.cue for one in load_exercise("bird_dog").checks if one.id == "back")
    assert {state.cue for state in states if state.faults} == {cue}
