from collections.abc import Sequence
from dataclasses import replace

import pytest
from guided import in_brief
from hypothesis import given
from hypothesis import strategies as st

from posecoach.counting.state import CoachState, Phase
from posecoach.exercise.schema import Dose
from posecoach.pose.landmarks import Side
from posecoach.session.moments import HoldDone, HoldTick
from posecoach.session.run import HoldClock

STATE = CoachState(0.0, Phase.REST, 0, 5, None, 0.0, 5.0, 0.0, Side.LEFT)


def dose(shortest: float, longest: float | None = None) -> Dose:
    return Dose(hold_s=(shortest, shortest if longest is None else longest))


def held(hold_s: float, phase: Phase = Phase.HOLD, begin_s: float = 0.0) -> CoachState:
    """A moment of a hold that began at some time."""
    return replace(STATE, time_s=begin_s + hold_s, phase=phase, hold_s=hold_s)


def even(seconds: float, rate_hz: float = 30.0) -> list[CoachState]:
    return [held(step / rate_hz) for step in range(round(seconds * rate_hz) + 1)]


def ticks(states: Sequence[CoachState], asked: Dose, clock: HoldClock | None = None) -> list[HoldTick | HoldDone]:
    clock = HoldClock() if clock is None else clock
    return [tick for state in states for tick in clock.step(state, asked)]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (dose(20.0), ["hold 3", "hold 2", "hold 1", "held"]),
        (dose(2.0, 5.0), ["hold 3", "hold 2", "hold 1", "held"]),
        (dose(4.0), ["hold 2", "hold 1", "held"]),
        (dose(3.0), ["hold 1", "held"]),
        (dose(2.0), ["held"]),
        (dose(0.0), []),
    ],
)
def test_the_last_seconds_are_counted(asked: Dose, said: list[str]) -> None:
    """To the longer end, but none while "hold" is still being said; none where nothing is held."""
    assert in_brief(ticks(even(25.0), asked)) == said


@pytest.mark.parametrize("between", [[Phase.REST], [Phase.AWAY], [Phase.RETURNING, Phase.OUTBOUND]])
def test_the_next_hold_is_counted_anew(between: list[Phase]) -> None:
    """Once the body is back, has left the exercise, or went back only half of the way."""
    clock = HoldClock()
    for _ in range(2):
        assert in_brief(ticks(even(6.0), dose(5.0), clock)) == ["hold 3", "hold 2", "hold 1", "held"]
        assert ticks([held(0.0, phase) for phase in between], dose(5.0), clock) == []


@pytest.mark.parametrize("phase", [Phase.RETURNING, Phase.LOST])
def test_only_a_hold_is_counted(phase: Phase) -> None:
    """A tick that falls into a moment without one waits; none is said twice after it."""
    clock = HoldClock()
    assert in_brief(ticks(even(2.5), dose(5.0), clock)) == ["hold 3"]
    assert ticks([held(seconds / 10, phase) for seconds in range(25, 35)], dose(5.0), clock) == []
    rest = [held(seconds / 10) for seconds in range(35, 60)]
    assert in_brief(ticks(rest, dose(5.0), clock)) == ["hold 2", "hold 1", "held"]


def test_a_hold_that_is_left_early_has_no_end() -> None:
    """Nobody who went back is called back."""
    clock = HoldClock()
    assert in_brief(ticks(even(4.2), dose(5.0), clock)) == ["hold 3", "hold 2", "hold 1"]
    assert ticks([held(0.0, Phase.RETURNING), held(4.2, Phase.REST)], dose(5.0), clock) == []


@given(st.integers(5, 60), st.sampled_from([5.0, 10.0, 20.0]))
def test_no_second_is_left_out(rate_hz: int, longest_s: float) -> None:
    """From five frames a second on."""
    moments = ticks(even(longest_s + 1.0, rate_hz), dose(longest_s))
    assert in_brief(moments) == ["hold 3", "hold 2", "hold 1", "held"]
    late = [one.time_s - (longest_s - seconds) for one, seconds in zip(moments, (3, 2, 1, 0), strict=True)]
    assert all(-1e-6 <= one <= 1 / rate_hz + 1e-6 for one in late)
