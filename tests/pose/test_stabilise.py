from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posecoach.pose.landmarks import Landmark, Side
from posecoach.pose.series import Landmarks, concatenate
from posecoach.pose.stabilise import Stabiliser
from posecoach.testing import Figure, scripted_series

KNEE, FOOT = Landmark.LEFT_KNEE, Landmark.LEFT_FOOT_INDEX


def still(frames: int = 90, noise_px: float = 0.0) -> Landmarks:
    """Somebody who lies still."""
    return scripted_series([Figure.supine()] * frames, noise_px=noise_px)


def rising(frames: int = 60) -> Landmarks:
    """A leg that rises behind somebody on all fours."""
    return scripted_series([Figure.all_fours(Side.LEFT, leg=95 + 75 * index / frames) for index in range(frames)])


def test_movement_is_followed_closely_and_noise_is_smoothed_away() -> None:
    """A rising foot is followed within a twentieth of a trunk length; jitter of two pixels comes out smaller."""
    series = rising()
    behind = np.linalg.norm(Stabiliser()(series).points[:, FOOT] - series.points[:, FOOT, :2], axis=-1)
    assert behind.max() < 0.05 * 260
    assert Stabiliser()(still(noise_px=2.0)).points[30:, KNEE].std(axis=0).max() < 1.6


@pytest.mark.parametrize(("frames", "bridged"), [(14, True), (30, False)])
def test_a_short_gap_is_bridged_and_a_long_one_is_not(frames: int, bridged: bool) -> None:
    """A missing pose keeps its last place for half a second, then it is unknown."""
    script = [Figure.supine()] * 30 + [None] * frames + [Figure.supine()] * 30
    knee = Stabiliser()(scripted_series(script)).points[:, KNEE, 0]
    assert not np.isnan(knee[:44]).any()
    assert np.isnan(knee[: 30 + frames]).any() != bridged
    assert not np.isnan(knee[30 + frames + 1 :]).any()


def test_landmarks_that_leave_or_jump_are_no_evidence() -> None:
    """What leaves the picture is unknown soon after, and told to be outside; what jumps in every frame is invented."""
    series = still()
    series.points[45:, FOOT, 0] = series.size[0] + 200
    series.points[44:45, FOOT, 0] = series.size[0] - 5
    series.points[30:, Landmark.RIGHT_FOOT_INDEX, 0] += np.where(np.arange(60) % 2, 150.0, -150.0)
    poses = Stabiliser()(series)
    assert np.isnan(poses.points[-1, [FOOT, Landmark.RIGHT_FOOT_INDEX]]).all()
    assert poses.outside[-1, FOOT]
    assert not np.isnan(poses.points[-1, KNEE]).any()


def test_a_cut_to_another_view_is_taken_at_once() -> None:
    """When the whole body jumps, it is the camera that changed."""
    series = still()
    series.points[45:, :, 0] -= 300.0
    moved = Stabiliser()(series).points[60, KNEE, 0]
    assert moved == pytest.approx(series.points[60, KNEE, 0], abs=15)


def test_hidden_landmarks_come_and_go_with_hysteresis() -> None:
    """Visibility that flickers between the thresholds changes nothing."""
    series = still()
    series.visibility[30:, KNEE] = np.where(np.arange(60) % 2, 0.28, 0.14)
    assert not np.isnan(Stabiliser()(series).points[:, KNEE]).any()
    series.visibility[30:, KNEE] = np.where(np.arange(60) % 2, 0.28, 0.05)
    assert np.isnan(Stabiliser()(series).points[-1, KNEE]).all()


@pytest.mark.parametrize("frames", [1, 15])
def test_exchanged_legs_are_put_back(frames: int) -> None:
    """The raised leg keeps its side while the estimator has the sides wrong."""
    figure = Figure.all_fours(Side.LEFT)
    wrong = replace(figure, left=figure.right, right=figure.left)
    script = [figure] * 30 + [wrong] * frames + [figure] * 30
    poses, right = Stabiliser()(scripted_series(script)), Stabiliser()(scripted_series([figure] * len(script)))
    assert np.abs(poses.points[:, FOOT] - right.points[:, FOOT]).max() < 20


def test_a_wrong_side_is_forgotten_when_the_legs_meet() -> None:
    """An exchange isn't carried on for ever: with the legs together the estimator is believed again."""
    raised, down = Figure.all_fours(Side.LEFT), Figure.all_fours()
    script = [raised] * 20 + [replace(raised, left=raised.right, right=raised.left)] * 20 + [down] * 20
    script += [Figure.all_fours(Side.LEFT, leg=95 + 75 * index / 40) for index in range(41)]
    poses = Stabiliser()(scripted_series(script))
    expected = Stabiliser()(scripted_series([raised] * 30))
    assert poses.points[-1, FOOT] == pytest.approx(expected.points[-1, FOOT], abs=15)


@pytest.mark.parametrize("head_left", [True, False])
def test_the_near_side_is_the_one_seen_better(head_left: bool) -> None:
    """Lying with the head at the left, the right side is nearer; a leg that hides the other for a moment is nothing."""
    series = scripted_series([Figure.supine(head_left=head_left)] * 60)
    series.visibility[30:45] = 1.0 - series.visibility[30:45]
    assert set(Stabiliser()(series).near_is_right.tolist()) == {head_left}


@settings(max_examples=12)
@given(cuts=st.lists(st.integers(1, 89), max_size=6, unique=True))
def test_pieces_give_the_same_as_the_whole(cuts: list[int]) -> None:
    """However a recording is cut up, the poses are the same bits."""
    series = rising(90)
    series.points[40:43] = np.nan
    series.points[60:70, FOOT, 0] += 400
    whole, stabilise = Stabiliser()(series), Stabiliser()
    edges = [0, *sorted(cuts), 90]
    pieces = concatenate([stabilise(series[start:end]) for start, end in pairwise(edges)])
    assert np.array_equal(pieces.points, whole.points, equal_nan=True)
    assert pieces.near_is_right.tolist() == whole.near_is_right.tolist()


@settings(max_examples=12)
@given(factor=st.floats(0.3, 1.0), mirrored=st.booleans())
def test_size_and_mirroring_change_nothing(factor: float, mirrored: bool) -> None:
    """A recording scaled or mirrored about its middle gives the same poses, scaled or mirrored."""
    series = scripted_series([Figure.all_fours(Side.LEFT, leg=95 + index) for index in range(60)], noise_px=1.0)
    centre = np.array([series.size[0] / 2, series.size[1] / 2, 0.0])
    flip = np.array([-1.0 if mirrored else 1.0, 1.0, 1.0]) * factor
    series = replace(series, points=((series.points - centre) * 0.6 + centre).astype(np.float32))
    changed = replace(series, points=((series.points - centre) * flip + centre).astype(np.float32))
    expected = (Stabiliser()(series).points - centre[:2]) * flip[:2] + centre[:2]
    assert Stabiliser()(changed).points == pytest.approx(expected, abs=0.05, nan_ok=True)
