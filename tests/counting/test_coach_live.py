"""Somebody who exercises right now: what the coach knows frame by frame."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from calibrating import WAYS
from hypothesis import given, settings
from hypothesis import strategies as st
from scripted import DOSE, bridge_angles, bridging, reps, visits

from posecoach.counting.coach import Advance, Coach
from posecoach.counting.events import Event, HoldStarted, NotCounted, RepetitionStarted
from posecoach.counting.state import CoachState, Phase
from posecoach.exercise.library import load_exercise
from posecoach.pose.landmarks import Side
from posecoach.pose.series import StablePoses
from posecoach.pose.stabilise import Stabiliser
from posecoach.testing import AnyFigure, Figure, between, eased, scripted_series

HOOK, UP, FOURS, HEEL_SIT = Figure.supine(), Figure.supine(178.0), Figure.all_fours(), Figure.kneeling()
TWO = bridging(bridge_angles(178.0, 178.0))


def seen(figures: Sequence[AnyFigure | None], noise_px: float = 0.3) -> StablePoses:
    return Stabiliser()(scripted_series(figures, noise_px=noise_px))


def live(figures: Sequence[AnyFigure | None], exercise_id: str = "bridge") -> tuple[list[CoachState], list[Event]]:
    """States, and events up to the end of the session."""
    coach = Coach(load_exercise(exercise_id), DOSE, live=True)
    advance = coach.follow(seen(figures))
    return advance.states, [*advance.events, *coach.finish()]


def script_of(exercise_id: str) -> list[AnyFigure]:
    start, tops = WAYS[exercise_id]
    return visits(start, *tops)


@settings(max_examples=12)
@given(
    st.sampled_from(["bridge", "bird_dog", "cat_cow", "pelvic_tilt", "cobra", "hip_shift_stretch", "leg_roll"]),
    st.lists(st.integers(1, 90), min_size=1, max_size=6),
    st.booleans(),
)
def test_chunks_of_any_length_show_and_tell_the_same(exercise_id: str, lengths: list[int], live: bool) -> None:
    """Frame by frame as all at once, live as of a recording: the states of the screen, and the events."""
    poses = seen(script_of(exercise_id))
    whole, pieces = (Coach(load_exercise(exercise_id), DOSE, live=live) for _ in range(2))
    first, advances = 0, list[Advance]()
    while first < len(poses):
        last = first + lengths[len(advances) % len(lengths)]
        advances.append(pieces.follow(poses[first:last]))
        first = last
    expected = whole.follow(poses)
    assert repr([state for advance in advances for state in advance.states]) == repr(expected.states)
    events = [event for advance in advances for event in advance.events]
    assert repr([*events, *pieces.finish()]) == repr([*expected.events, *whole.finish()])


def test_a_repetition_goes_through_its_phases() -> None:
    """One after the other, without going back to one before."""
    states, _ = live(TWO)
    phases = [state.phase for state in states]
    changes = [phase for before, phase in zip([None, *phases], phases, strict=False) if phase is not before]
    movement = [Phase.OUTBOUND, Phase.HOLD, Phase.RETURNING, Phase.REST]
    assert changes == [Phase.AWAY, Phase.REST, *movement, *movement]


@pytest.mark.parametrize(("exercise_id", "held_s"), [("bridge", 1.2), ("bird_dog", 6.0)])
def test_one_hold_on_the_screen_and_in_the_files(exercise_id: str, held_s: float) -> None:
    """It grows while it lasts, and what is left on the screen is what is told."""
    top = UP if exercise_id == "bridge" else Figure.all_fours(Side.LEFT)
    states, events = live(visits(HOOK if exercise_id == "bridge" else FOURS, top, held_s=held_s), exercise_id)
    (rep,) = reps(events)
    holding = [state for state in states if state.phase is Phase.HOLD]
    returning = [state for state in states if state.phase is Phase.RETURNING and state.rep_count == 0]
    assert max(state.hold_s for state in holding) == pytest.approx(rep.hold_s, abs=0.25)
    assert returning[-1].hold_s == pytest.approx(rep.hold_s, abs=0.1)
    assert states[-1].hold_s == rep.hold_s
    assert rep.hold_s == pytest.approx(held_s, abs=0.3)


def test_getting_into_position_is_no_movement() -> None:
    """Nothing begins, nothing is held, nothing is found fault with; the first repetition counts."""
    lying_down = [between(HEEL_SIT, HOOK, share) for share in eased(0.0, 1.0, 60)]
    arriving = [*[HEEL_SIT] * 60, *lying_down, *[HOOK] * 90]
    states, events = live([*arriving, *script_of("pelvic_tilt")], "pelvic_tilt")
    arrived_s = len(arriving) / 30
    assert [event for event in events if not isinstance(event, NotCounted) and _when(event) < arrived_s] == []
    assert {state.phase for state in states[len(arriving) - 45 : len(arriving)]} == {Phase.REST}
    assert len(reps(events)) == 1


def _when(event: Event) -> float:
    return event.time_s if isinstance(event, RepetitionStarted | HoldStarted) else event.end_s  # type: ignore[union-attr]


@pytest.mark.parametrize("held", [True, False], ids=["held", "on the way"])
def test_interrupting_gives_up_what_is_under_way(held: bool) -> None:
    """What follows is another movement, and what was counted stays."""
    coach = Coach(load_exercise("bridge"), DOSE, live=True)
    poses = seen(bridging(bridge_angles(178.0, 178.0, 178.0)))
    second = 45 + 39 + 78 + 39 + 45
    cut = second + (39 + 40 if held else 30)
    before = coach.follow(poses[0:cut])
    coach.interrupt()
    after = coach.follow(poses[cut : len(poses)])
    assert [rep.number for rep in reps(before.events)] == [1]
    assert [rep.number for rep in reps([*after.events, *coach.finish()])] == [2]
    assert after.states[6].phase in (Phase.REST, Phase.AWAY)


def test_in_a_pause_only_the_position_is_watched() -> None:
    """No movement is told of, and whether the body is in the start position is known."""
    coach = Coach(load_exercise("bridge"), DOSE, live=True)
    coach.counts = False
    paused = coach.follow(seen([*TWO, *[HEEL_SIT] * 60, *[HOOK] * 60]))
    assert paused.events == []
    sitting, lying = (paused.states[span] for span in (slice(-90, -60), slice(-15, None)))
    assert ({state.phase for state in sitting}, {state.phase for state in lying}) == ({Phase.AWAY}, {Phase.REST})


@pytest.mark.parametrize("resting", [0.1, -0.12])
def test_a_back_that_reads_like_a_cat_or_a_cow_at_rest_begins_nothing(resting: float) -> None:
    """It is ready, as nobody knows a person's neutral; one there and one at the other end are a repetition."""
    rest = replace(FOURS, back_curve=resting)
    states, events = live([*[rest] * 120, *visits(rest, *WAYS["cat_cow"][1])], "cat_cow")
    assert {state.phase for state in states[60:120]} == {Phase.REST}
    assert [event for event in events if _when(event) < 4.0] == []
    assert len(reps(events)) == 1


def test_a_body_out_of_the_posture_is_away_and_an_unseen_one_lost() -> None:
    """Nobody is told that they can't be seen who can."""
    states, _ = live([*[FOURS] * 60, *[Figure.standing(shoulder_angle=10.0)] * 90, *[None] * 90], "bird_dog")
    assert {state.phase for state in states[120:150]} == {Phase.AWAY}
    assert {state.phase for state in states[-30:]} == {Phase.LOST}
