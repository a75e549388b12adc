import numpy as np
import pytest

from posecoach.capture.frame import Frame
from posecoach.live.pose_frame import PoseFrame
from posecoach.live.stats import LiveStats, Summary

FRAME = Frame(0.0, np.zeros((9, 16, 3), np.uint8))
LOOKED_S, LANDMARKED_S = 0.010, 0.030
"""After a frame has come."""


def shown(*rows: tuple[int, float, float], recent: int | None = 150, newest: int | None = None) -> LiveStats:
    """Frames with their number, when they came and when they were on the screen."""
    stats = LiveStats(recent)
    for number, came_s, drawn_s in rows:
        pose_frame = PoseFrame(FRAME, None, number, came_s, came_s + LOOKED_S, came_s + LANDMARKED_S)
        stats.add(pose_frame, drawn_s=drawn_s, draw_s=0.005, newest=number if newest is None else newest)
    return stats


def summary(stats: LiveStats) -> Summary:
    found = stats.summary()
    assert found is not None
    return found


@pytest.mark.parametrize("count", [0, 1])
def test_one_frame_tells_nothing(count: int) -> None:
    """A rate needs two."""
    assert shown(*[(1, 0.0, 0.05)] * count).summary() is None


def test_figures_are_of_all_frames_remembered() -> None:
    """Rate, delay, times of each step, and how many frames were left out."""
    stats = shown(*((number, number / 30, number / 30 + 0.040 + number / 1000) for number in range(1, 62, 2)))
    found = summary(stats)
    assert found.shown_rate == pytest.approx(30 / (2.0 + 0.060))
    assert found.latency_ms == pytest.approx((71.0, 98.0), abs=0.5)
    assert [found.landmark_ms, found.draw_ms] == pytest.approx([20.0, 5.0])
    assert found.dropped == pytest.approx(0.5)


def test_the_stalest_frame_is_told() -> None:
    """How many had come after it when it was shown."""
    stats = shown((1, 0.0, 0.1), (2, 0.1, 0.2))
    assert summary(stats).stalest == 0
    assert summary(shown((1, 0.0, 0.1), (2, 0.1, 0.2), newest=4)).stalest == 3


def test_old_frames_are_forgotten() -> None:
    """On the screen, figures are of the last seconds; benchmarks want them all."""
    rows = [(number, number / 10, number / 10 + (1.0 if number < 20 else 0.1)) for number in range(40)]
    assert summary(shown(*rows, recent=20)).latency_ms[1] == pytest.approx(100.0)
    assert summary(shown(*rows, recent=None)).latency_ms[1] == pytest.approx(1000.0)


def test_lines_are_short_and_whole() -> None:
    """They go into a corner of the picture."""
    assert Summary(29.97, (48.4, 71.2), 17.66, 4.0, 0.013, 1).lines() == (
        "30.0 frames/s shown, 1% dropped",
        "capture to picture 48 ms, 95% within 71 ms",
        "landmarks 17.7 ms, drawing 4.0 ms",
    )
