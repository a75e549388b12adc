"""Medians over windows of time."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecoach.pose.running_median import RunningMedian

values_of = st.lists(st.one_of(st.floats(-9, 9), st.just(float("nan"))), min_size=1, max_size=60)


def by_definition(time_s: np.ndarray, values: np.ndarray, before_s: float, after_s: float) -> list[float]:
    """The median of each window, one after the other."""
    medians = []
    for moment in time_s:
        window = values[(time_s >= moment - before_s - 1e-6) & (time_s <= moment + after_s + 1e-6)]
        seen = window[np.isfinite(window)]
        medians.append(float(np.median(seen)) if len(seen) else float("nan"))
    return medians


@given(values_of, st.sampled_from([(2.0, 0.0), (0.15, 0.15), (0.0, 0.3)]), st.integers(1, 7))
def test_chunks_give_the_medians_of_the_whole(values: list[float], window: tuple[float, float], chunk: int) -> None:
    """Fed in chunks of any size, every frame gets the median of its window."""
    time_s, series = np.arange(len(values)) / 30, np.array(values)
    running = RunningMedian(*window)
    given_ = [running(time_s[i : i + chunk], series[i : i + chunk]) for i in range(0, len(series), chunk)]
    found = np.concatenate([*given_, running.finish()])
    assert found == pytest.approx(by_definition(time_s, series, *window), nan_ok=True)


def test_a_median_waits_for_its_window() -> None:
    """What is yet to come belongs to the window, so its frames are waited for."""
    running = RunningMedian(0.1, 0.1)
    assert len(running(np.array([0.0, 0.05]), np.array([1.0, 2.0]))) == 0
    assert len(running(np.array([0.1]), np.array([3.0]))) == 1
