"""A person's own start position, learnt from what was seen so far."""

import numpy as np
import pytest
from scripted import path

from posecoach.counting.signals import Baseline
from posecoach.measures import Values

RATE_HZ = 20


def levels(height: Values, shift: Values, feet: Values | None = None) -> Values:
    """The baseline of a shift in each frame."""
    baseline = Baseline(1)
    times_s = np.arange(len(height)) / RATE_HZ
    return baseline(times_s, height, height if feet is None else feet, shift[:, None])[:, 0]


def stretch(held_s: float, start: float = 0.07) -> tuple[Values, Values]:
    """Height and shift of hips that go aside for a while, and sink by it."""
    height = np.array(path((1.5, 2.0), (1.35, held_s), (1.5, 2.0), rate_hz=RATE_HZ))
    shift = np.array(path((start, 2.0), (start + 0.2, held_s), (start, 2.0), rate_hz=RATE_HZ))
    return height, shift


@pytest.mark.parametrize(("held_s", "start"), [(1.0, 0.0), (5.0, 0.07), (25.0, -0.2)])
def test_the_start_is_where_the_body_is_highest(held_s: float, start: float) -> None:
    """However long the other position is held, and wherever this person stands."""
    found = levels(*stretch(held_s, start))
    assert found[RATE_HZ:] == pytest.approx(start, abs=0.03)


def test_what_was_not_seen_teaches_nothing() -> None:
    """Not at the beginning, and not later."""
    height, shift = stretch(3.0)
    height[:10] = shift[:10] = np.nan
    height[50:70] = np.nan
    found = levels(height, shift)
    assert np.isnan(found[:10]).all()
    assert found[20:] == pytest.approx(0.07, abs=0.03)


def test_a_body_that_is_lifted_for_a_moment_has_not_changed_its_start() -> None:
    """Feet that leave the floor raise what is measured against them."""
    height, shift = stretch(2.0)
    feet = height.copy()
    height[-30:], feet[-30:], shift[-30:] = height[-30:] + 0.3, feet[-30:] - 0.5, 0.6
    assert levels(height, shift, feet)[-1] == pytest.approx(0.07, abs=0.03)
