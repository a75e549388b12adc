"""Movements as turning points of the drive, and the two ends of a cat and cow."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scripted import path

from posecoach.counting.turning_points import EndPairs, Movement, TurningPoints

NEED, ATTEMPT = 0.45, 0.3
UP_DOWN = [(0.0, 1.0), (1.0, 1.0), (0.0, 1.0)]
PULSES = [(0.0, 1), (1.0, 0), (0.35, 0), (1.0, 0), (0.35, 0), (1.0, 0), (0.0, 1)]
WHOLE = (0.0, 1.0, "whole")


def movements(values: Sequence[float]) -> list[Movement]:
    """What a drive comes to."""
    turning = TurningPoints()
    found = [turning.step(frame, value, NEED, ATTEMPT) for frame, value in enumerate(values)]
    return [movement for movement in [*found, turning.finish()] if movement is not None]


def told(values: Sequence[float]) -> list[tuple[float | None, float, str]]:
    """Where each movement began, if that was seen, and turned round, and what is special about it."""
    found = movements(values)
    return [(None if one.open_start else round(one.low, 2), round(one.high, 2), kind(one)) for one in found]


def kind(movement: Movement) -> str:
    if not movement.reached:
        return "attempt"
    return "open start" if movement.open_start else "open end" if movement.open_end else "whole"


@pytest.mark.parametrize(
    ("stations", "expected"),
    [
        (UP_DOWN, [WHOLE]),
        ([(0.0, 1), (0.6, 1), (0.0, 1)], [(0.0, 0.6, "whole")]),
        ([(0.0, 1), (1.6, 1), (0.0, 1)], [(0.0, 1.6, "whole")]),
        ([(0.4, 1), (1.0, 1), (0.4, 1)], [(0.4, 1.0, "whole")]),
        ([(0.0, 1), (0.38, 1), (0.0, 1)], [(0.0, 0.38, "attempt")]),
        ([(0.0, 1), (0.2, 1), (0.0, 1), (0.2, 1), (0.0, 1)], []),
        (PULSES, [WHOLE, (0.35, 1.0, "whole"), (0.35, 1.0, "whole")]),
        # Giving way a little is no return.
        ([(0.0, 1), (1.0, 1), (0.7, 1), (1.0, 1), (0.0, 1)], [WHOLE]),
        # The way out in two steps, and in one after hesitating.
        ([(0.0, 1), (0.4, 2), (1.0, 1), (0.0, 1)], [WHOLE]),
        # What begins in the end position, and what ends there.
        ([(1.0, 1), (0.0, 1)], [(None, 1.0, "open start")]),
        ([(0.0, 1), (1.0, 1)], [(0.0, 1.0, "open end")]),
        ([(1.0, 1), (0.0, 1), (1.0, 1)], [(None, 1.0, "open start"), (0.0, 1.0, "open end")]),
        # Far over the end position, half of the described way back is enough.
        ([(0.0, 1), (2.0, 1), (1.4, 1)], [(0.0, 2.0, "whole")]),
    ],
)  # fmt: skip
def test_a_movement_goes_out_and_half_of_the_way_back(
    stations: list[tuple[float, float]], expected: list[tuple[float | None, float, str]]
) -> None:
    """From wherever it begins, as far as it goes; a way back is enough where its way out wasn't seen."""
    assert told(path(*stations)) == expected


def test_a_movement_has_its_frames() -> None:
    """It begins with the last frame at the start, turns while it is held, and is over half way back."""
    (one,) = movements(path(*UP_DOWN, rate_hz=10))
    assert one.start == 9
    assert 20 < one.peak < 34 < one.end < 46
    assert one.travel == pytest.approx(1.0)


@given(st.lists(st.floats(-0.14, 0.14), min_size=1, max_size=60), st.sampled_from([0.0, 1.0]))
def test_wavering_is_no_movement(noise: list[float], level: float) -> None:
    """Wherever it happens, as long as it is less than an attempt."""
    assert told([level + value for value in noise]) == []


@given(st.lists(st.tuples(st.floats(-1.0, 2.0), st.floats(0.05, 2.0)), max_size=40))
def test_what_is_needed_may_change(frames: list[tuple[float, float]]) -> None:
    """With the noise, and with what is known of the person: a movement still turns round within its time."""
    turning = TurningPoints()
    found = [turning.step(frame, value, need, ATTEMPT) for frame, (value, need) in enumerate(frames)]
    for one in [*found, turning.finish()]:
        assert one is None or (one.start <= one.peak <= one.end and one.low <= one.high)


CAT, COW, NEUTRAL = (1.4, 0.6), (-0.5, 0.6), (0.5, 0.6)


@pytest.mark.parametrize(
    ("stations", "pairs"),
    [
        ([NEUTRAL, CAT, COW, NEUTRAL], 1),
        ([NEUTRAL, COW, CAT, NEUTRAL], 1),
        ([CAT, COW, CAT, COW], 2),
        ([CAT, COW, CAT, COW, CAT], 2),
        ([COW, CAT], 1),
        ([NEUTRAL, CAT, NEUTRAL, COW, NEUTRAL], 1),
        ([NEUTRAL, CAT, NEUTRAL, CAT, NEUTRAL], 0),
        ([NEUTRAL, CAT, NEUTRAL], 0),
        ([NEUTRAL, (0.8, 1), (0.2, 1), NEUTRAL], 0),
    ],
)
def test_a_stay_beyond_each_end_is_a_pair(stations: list[tuple[float, float]], pairs: int) -> None:
    """In either order, with or without a rest between; one alone is none, and each is used once."""
    ends = EndPairs()
    found = [ends.step(frame, value) for frame, value in enumerate(path(*stations))]
    whole = [one for one in [*found, ends.finish()] if one is not None]
    assert len(whole) == pairs
    assert all(one.low <= 0 and one.high >= 1 and one.start < one.end for one in whole)
