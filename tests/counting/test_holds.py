"""The one hold: from when the limb is still to when it goes back."""

import numpy as np
import pytest

from posecoach.counting.holds import hold_span, longest_unseen_s, short_hold
from posecoach.exercise.schema import Dose
from posecoach.measures import Values

RATE_HZ = 30


def movement(*levels: tuple[float, float]) -> tuple[Values, Values]:
    """Times and progress that reach each level in so many seconds, as gently as a limb does."""
    progress = [0.0]
    for level, seconds in levels:
        steps = np.arange(1, round(seconds * RATE_HZ) + 1) / round(seconds * RATE_HZ)
        progress += (progress[-1] + (level - progress[-1]) * (0.5 - 0.5 * np.cos(np.pi * steps))).tolist()
    return np.arange(len(progress)) / RATE_HZ, np.array(progress)


def held_s(time_s: Values, progress: Values) -> float:
    """Seconds of the hold."""
    start_s, end_s = hold_span(time_s, progress)
    return end_s - start_s


@pytest.mark.parametrize(("hold", "way"), [(0.0, 1.0), (0.5, 0.6), (2.0, 2.0), (10.0, 0.6)])
def test_a_hold_lasts_as_long_as_the_limb_is_still(hold: float, way: float) -> None:
    """However fast the way out and back is."""
    time_s, progress = movement((1.0, way), *([(1.0, hold)] if hold else []), (0.0, way))
    assert held_s(time_s, progress) == pytest.approx(hold, abs=0.35)


def test_noise_and_short_dips_end_no_hold() -> None:
    """Landmarks flicker, and a limb sags for a moment."""
    time_s, progress = movement((1.0, 1.0), (1.0, 3.0), (0.0, 1.0))
    noisy = progress + np.random.default_rng(0).normal(0.0, 0.02, len(progress))
    noisy[60:63] -= 0.5
    assert held_s(time_s, noisy) == pytest.approx(3.0, abs=0.4)


def test_frames_in_which_nothing_is_seen_end_no_hold() -> None:
    """Time goes on over a gap, whose length is told."""
    time_s, progress = movement((1.0, 1.0), (1.0, 3.0), (0.0, 1.0))
    progress[55:70] = np.nan
    assert held_s(time_s, progress) == pytest.approx(3.0, abs=0.3)
    assert longest_unseen_s(time_s, progress) == pytest.approx(16 / RATE_HZ)


@pytest.mark.parametrize("rate_hz", [8, 12, 25, 60])
def test_a_hold_lasts_as_long_at_another_frame_rate(rate_hz: float) -> None:
    """Or with a burst of frames lost while the limb comes to rest."""
    time_s, progress = movement((1.0, 1.0), (1.0, 3.0), (0.0, 1.0))
    held = held_s(time_s, progress)
    at_s = np.arange(0.0, time_s[-1], 1 / rate_hz)
    at_s = at_s[(at_s < 0.8) | (at_s > 1.0)]
    assert held_s(at_s, np.interp(at_s, time_s, progress)) == pytest.approx(held, abs=0.1)


@pytest.mark.parametrize(("held", "faults"), [(1.0, 1), (1.8, 0), (9.0, 0)])
def test_a_hold_is_short_by_more_than_can_be_timed(held: float, faults: int) -> None:
    """The dose's shorter end counts."""
    dose = Dose(hold_s=(2, 3), reps=(5, 5))
    told = short_hold(dose, 1, None, 10.0, 10.0 + held)
    assert len(told) == faults
    assert [fault.wanted for fault in told] == ["2 to 3 s"] * faults
