import csv
import math
import tracemalloc
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posecoach.pose.filters import OneEuroFilter, RunningMedian

GOLDEN = Path(__file__).with_name("one_euro_golden.csv")
values_of = st.lists(st.one_of(st.floats(-9, 9), st.just(float("nan"))), min_size=1, max_size=60)


def run(filtering: OneEuroFilter, times_s: list[float], values: list[float]) -> list[float]:
    """The filtered values of a scalar signal."""
    return [float(value) for value in filtering(np.array(times_s), np.array(values))]


def test_the_golden_signal_is_reproduced() -> None:
    """The published algorithm, worked out by hand in plain numbers, to 1e-4."""
    with GOLDEN.open(newline="") as file:
        rows = [{key: float(value) for key, value in row.items()} for row in csv.DictReader(file)]
    filtering = OneEuroFilter(min_cutoff_hz=1.0, beta=0.007, speed_cutoff_hz=1.0)
    found = run(filtering, [row["time_s"] for row in rows], [row["noisy"] for row in rows])
    assert found == pytest.approx([row["filtered"] for row in rows], abs=1e-4)


def test_gaps_pass_without_harm() -> None:
    """A missing element is missing only there and then; one that comes back late doesn't drift from its old place."""
    values = np.array([[1.0, 1.0], [2.0, np.nan], [3.0, 3.0]])
    outputs = OneEuroFilter()(np.array([0.0, 0.1, 0.2]), values)
    assert math.isnan(outputs[1, 1])
    assert not np.isnan(outputs[2]).any()
    assert outputs[2, 0] < 3.0
    assert run(OneEuroFilter(longest_gap_s=0.5), [0.0, 0.1, 1.0, 1.1], [0.0, 0.0, 100.0, 101.0])[2] == 100.0


@settings(max_examples=40)
@given(
    factor=st.floats(0.1, 10),
    offset=st.floats(-100, 100),
    values=st.lists(st.floats(-10, 10), min_size=2, max_size=20),
)
def test_near_and_far_persons_are_filtered_alike(factor: float, offset: float, values: list[float]) -> None:
    """Scaling and moving the signal scales and moves the output, when the scale is told; so does a later start."""
    time_s, signal = np.arange(len(values)) / 30, np.array(values)
    plain, scaled = (OneEuroFilter(min_cutoff_hz=1.0, beta=2.0) for _ in range(2))
    expected = plain(time_s, signal) * factor + offset
    assert scaled(time_s + 5, signal * factor + offset, factor) == pytest.approx(expected, abs=1e-6)


@settings(max_examples=25)
@given(cuts=st.lists(st.integers(1, 39), max_size=5, unique=True))
def test_pieces_give_the_same_as_the_whole(cuts: list[int]) -> None:
    """Fed in chunks, the filter remembers where it stands."""
    time_s, signal = np.arange(40) / 30, np.sin(np.arange(80).reshape(40, 2))
    signal[10:14, 0] = np.nan
    whole, filtering = OneEuroFilter(beta=1.0)(time_s, signal), OneEuroFilter(beta=1.0)
    edges = [0, *sorted(cuts), 40]
    parts = [filtering(time_s[a:b], signal[a:b]) for a, b in pairwise(edges)]
    assert np.array_equal(np.concatenate(parts), whole, equal_nan=True)


def by_definition(time_s: np.ndarray, values: np.ndarray, before_s: float, after_s: float) -> list[float]:
    """The median of each window, one after the other."""
    medians = []
    for moment in time_s:
        window = values[(time_s >= moment - before_s - 1e-6) & (time_s <= moment + after_s + 1e-6)]
        seen = window[np.isfinite(window)]
        medians.append(float(np.median(seen)) if len(seen) else float("nan"))
    return medians


@settings(max_examples=40)
@given(values_of, st.sampled_from([(2.0, 0.0), (0.15, 0.15), (0.0, 0.3)]), st.integers(1, 7))
def test_chunks_give_the_medians_of_the_whole(values: list[float], window: tuple[float, float], chunk: int) -> None:
    """Fed in chunks of any size, every frame gets the median of its window."""
    time_s, series = np.arange(len(values)) / 30, np.array(values)
    running = RunningMedian(*window)
    given_ = [running(time_s[i : i + chunk], series[i : i + chunk]) for i in range(0, len(series), chunk)]
    found = np.concatenate([*given_, running.finish()])
    assert found == pytest.approx(by_definition(time_s, series, *window), nan_ok=True)


def test_crowded_windows_take_little_memory() -> None:
    """Pictures may come by the thousand within one window."""
    times_s = np.linspace(0.0, 1.0, 3000)
    tracemalloc.start()
    try:
        medians = RunningMedian(2.0)(times_s, np.arange(3000.0))
        assert tracemalloc.get_traced_memory()[1] < 60_000_000
    finally:
        tracemalloc.stop()
    assert medians[-1] == 1499.5
