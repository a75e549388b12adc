"""The camera's movements."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sample_videos.camera_path import CameraPath, camera_path
from sample_videos.effects import moved
from sample_videos.recipes import Effects

SIZE = (320, 180)
TIMES = np.arange(120) / 30


def path_of(**choices: object) -> CameraPath:
    return camera_path(Effects.model_validate(choices), SIZE, TIMES, 30, seed=5)


def seen(path: CameraPath, index: int, point: complex) -> complex:
    return complex(path.m[index] * point + path.t[index])


def test_zoom_and_tilt() -> None:
    """Zooming keeps its point in place; positive tilt lifts a point at the right, and enlarges only so far."""
    path = path_of(zoom=1.5, zoom_at=(0.25, 0.5))
    assert [seen(path, 0, 80 + 90j), seen(path, 0, 180 + 90j)] == pytest.approx([80 + 90j, 230 + 90j])
    assert seen(path_of(tilt_deg=3), 0, 260 + 90j).imag < 90
    assert np.abs(path_of(tilt_deg=12).m).max() == pytest.approx(1.12)


@given(st.floats(0, 8), st.none() | st.floats(0.1, 0.9), st.integers(0, 1000))
@settings(deadline=None, max_examples=30)
def test_no_border_is_ever_seen(shake: float, knock_at: float | None, seed: int) -> None:
    """The picture's corners stay outside the frame."""
    path = camera_path(Effects(shake_px=shake, knock_at=knock_at, zoom=1.05), SIZE, TIMES, 30, seed)
    for corner in (0, 320, 180j, 320 + 180j):
        source = (corner - path.t) / path.m
        assert -0.01 <= source.real.min() <= source.real.max() <= 320.01
        assert -0.01 <= source.imag.min() <= source.imag.max() <= 180.01


def test_a_knock_comes_once_and_stays() -> None:
    """Three frames move, the ones before and after stand still."""
    path = path_of(knock_at=0.5)
    steps = np.flatnonzero(np.abs(np.diff(path.t)) > 1e-9)
    assert list(steps) == [59, 60, 61, 62]
    assert 3 <= abs(np.degrees(np.angle(path.m[-1]))) <= 4
    jump = seen(path, -1, 160 + 90j) - seen(path, 0, 160 + 90j)
    assert abs(jump) == pytest.approx(0.05 * 320, rel=0.25)


def test_pixels_go_where_the_truth_says() -> None:
    """A dot in a moved picture lies at its similarity's point; a camera that stands still changes nothing."""
    image = np.zeros((180, 320, 3), np.uint8)
    assert path_of().rows() is None
    assert moved(image, path_of(), 7) is image
    cv2.circle(image, (200, 60), 6, (255, 255, 255), -1)
    path = path_of(tilt_deg=4, zoom=1.2, shake_px=5)
    rows, columns = np.nonzero(moved(image, path, 30)[..., 0] > 127)
    rows_of_truth = path.rows()
    assert rows_of_truth
    a, b, tx, ty = rows_of_truth[30]
    x, y = 200.5, 60.5
    found = (columns.mean() + 0.5, rows.mean() + 0.5)
    assert found == pytest.approx((a * x - b * y + tx, b * x + a * y + ty), abs=0.3)
