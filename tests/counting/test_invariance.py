"""How a recording was made changes no count: its size, its place, its frame rate, what was lost of it."""

from dataclasses import replace

import numpy as np
from calibrating import WAYS
from figures import turned
from hypothesis import given, settings
from hypothesis import strategies as st
from scripted import followed, reps, visits

from posecoach.exercise.library import load_exercise
from posecoach.pose.landmarks import Side
from posecoach.pose.series import Landmarks
from posecoach.testing import scripted_series

EXERCISES = ("bridge", "bird_dog", "knee_to_chest", "cat_cow", "toe_touch", "cobra", "childs_pose")
scripts = st.sampled_from(EXERCISES)
FEW = settings(max_examples=12)


def filmed(exercise_id: str, rate_hz: float = 30.0, *, head_left: bool = True) -> Landmarks:
    """A repetition each way at a frame rate, as it is or as in a mirror."""
    start, tops = WAYS[exercise_id]
    figures = visits(start, *tops, rate_hz=rate_hz)
    return scripted_series(figures if head_left else list(map(turned, figures)), rate_hz=rate_hz, noise_px=0.3)


def counts_as_scripted(exercise_id: str, series: Landmarks) -> None:
    exercise = load_exercise(exercise_id)
    found = reps(followed(exercise, series))
    assert [rep.side for rep in found] == (list(Side) if exercise.sides.in_turn else [None])
    assert all(rep.good for rep in found)


@FEW
@given(scripts, st.floats(10.0, 60.0), st.booleans())
def test_any_frame_rate_and_either_direction_count_the_same(exercise_id: str, rate_hz: float, head_left: bool) -> None:
    """Ten frames a second are enough, sixty aren't too many, and the head may be on either side."""
    counts_as_scripted(exercise_id, filmed(exercise_id, rate_hz, head_left=head_left))


@FEW
@given(scripts, st.floats(0.5, 1.5), st.floats(-150.0, 150.0), st.floats(-80.0, 80.0))
def test_size_and_place_in_the_picture_count_the_same(
    exercise_id: str, scale: float, right: float, down: float
) -> None:
    """A camera nearer or further away, and one that is turned a little."""
    series = filmed(exercise_id)
    size = (round(1280 * scale), round(720 * scale))
    points = series.points * np.float32(scale) + np.array([right, down, 0.0], np.float32) * np.float32(scale)
    counts_as_scripted(exercise_id, replace(series, points=points, size=size))


@FEW
@given(scripts, st.integers(0, 2**32 - 1))
def test_a_tenth_of_the_frames_lost_in_bursts_changes_nothing(exercise_id: str, seed: int) -> None:
    """A busy computer drops some in a row."""
    series, random = filmed(exercise_id), np.random.default_rng(seed)
    kept = np.ones(len(series), bool)
    while kept.mean() > 0.9:
        first = int(random.integers(len(series)))
        kept[first : first + int(random.integers(2, 9))] = False
    rows = np.flatnonzero(kept)
    arrays = {name: getattr(series, name)[rows] for name in ("time_s", "points", "visibility", "contour")}
    counts_as_scripted(exercise_id, Landmarks(**arrays, size=series.size))
