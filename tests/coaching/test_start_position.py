import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecoach.coaching.start_position import StartPosition


def rested(values: list[float], rate_hz: float = 30.0) -> StartPosition:
    """After a rest with these values of one column."""
    start = StartPosition()
    for index, value in enumerate(values):
        start.add(index / rate_hz, (value,))
    return start


def test_nothing_is_known_at_first() -> None:
    """Before the first moment there are no levels."""
    assert StartPosition().rest().levels == ()


@given(st.lists(st.floats(-1, 1), min_size=30, max_size=60), st.floats(-200, 200))
def test_levels_are_among_what_was_seen(noise: list[float], level: float) -> None:
    """Jitter moves a level by no more than itself."""
    assert rested([level + one for one in noise]).rest().levels[0] == pytest.approx(level, abs=1 + 1e-9)


def test_a_wild_moment_does_not_move_the_level() -> None:
    """The median stays where most values are."""
    assert rested([125.0] * 30 + [40.0] * 5 + [125.0] * 10).rest().levels == (125.0,)


def test_the_last_two_seconds_count() -> None:
    """A person who settles elsewhere is followed."""
    assert rested([125.0] * 300 + [130.0] * 75).rest().levels == (130.0,)


@pytest.mark.parametrize("noise", [0.0, 0.5, 3.0])
def test_the_noise_at_rest_is_known(noise: float) -> None:
    """As a standard deviation, whatever the level; settling down slowly isn't noise."""
    values = np.random.default_rng(0).normal(0.0, noise, 75)
    drifting = values + np.linspace(0.0, 0.3, 75)
    assert rested(values.tolist()).rest().spreads[0] == pytest.approx(noise, rel=0.35)
    assert rested(drifting.tolist()).rest().spreads[0] == pytest.approx(noise, rel=0.35, abs=0.06)


def test_columns_are_apart_and_may_be_unseen() -> None:
    """A column that was never seen has no level; one seen now and then has its own."""
    start = StartPosition()
    for index in range(30):
        start.add(index / 30, (math.nan, 5.0 if index % 2 else math.nan, 7.0))
    assert math.isnan(start.rest().levels[0])
    assert start.rest().levels[1:] == (5.0, 7.0)


def test_a_pause_does_not_wipe_the_memory() -> None:
    """A movement between two rests counts for a frame, however long it was."""
    start = rested([125.0] * 45)
    start.add(60.0, (140.0,))
    start.add(60.2, (140.0,))
    assert start.rest().levels == (125.0,)
    assert start.rest().total_s == pytest.approx(44 / 30 + 0.2)


@pytest.mark.parametrize(("frames", "total_s"), [(0, 0.0), (1, 0.0), (16, 0.5), (61, 2.0), (600, 2.0)])
def test_how_much_rest_is_known_is_told(frames: int, total_s: float) -> None:
    """Up to the two seconds that are remembered."""
    assert rested([125.0] * frames).rest().total_s == pytest.approx(total_s, abs=0.04)


def test_leaving_forgets() -> None:
    """The next start position may be elsewhere."""
    start = rested([125.0] * 60)
    start.forget()
    assert (start.rest().levels, start.rest().spreads, start.rest().total_s) == ((), (), 0.0)
    start.add(10.0, (90.0,))
    assert start.rest().levels[0] == 90.0
