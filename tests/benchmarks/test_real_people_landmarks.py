"""Landmarks made small, and recordings made worse."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from real_people.labels import ClipLabels
from real_people.packing import is_packed, load_packed, save_packed
from real_people.variants import VARIANTS, Variant, changed, mirrored, resampled, without_bursts, without_ends
from scripted_truths import RATE_HZ, bridges

from posecoach.errors import SourceError
from posecoach.pose.landmarks import Landmark, Side
from posecoach.pose.recording import LandmarkRecorder
from posecoach.pose.series import Landmarks
from posecoach.testing import scripted_series
from posecoach.tuning.labels import Counts, LabelledMovement


@pytest.fixture(scope="module")
def series() -> Landmarks:
    """Two bridges, with nobody there in the middle and an outline that is seen in part."""
    series = scripted_series([*bridges(1), None, None, *bridges(1)])
    contour = np.random.default_rng(0).normal(0, 0.1, series.contour.shape).astype(np.float32)
    contour[:, 3] = np.nan
    contour[~series.has_pose] = np.nan
    return replace(series, contour=contour)


def test_packed_landmarks_are_the_same_within_their_steps(series: Landmarks, tmp_path: Path) -> None:
    """Frames without a person and heights that weren't seen stay so; packing anew gives the same bytes."""
    path = tmp_path / "clip.npz"
    save_packed(path, series)
    save_packed(tmp_path / "again.npz", series)
    assert path.read_bytes() == (tmp_path / "again.npz").read_bytes()
    packed = load_packed(path)
    assert is_packed(path)
    assert packed.size == series.size
    np.testing.assert_allclose(packed.time_s, series.time_s, atol=1e-6)
    np.testing.assert_allclose(packed.points[..., :2], series.points[..., :2], atol=1 / 16)
    np.testing.assert_allclose(packed.points[..., 2], series.points[..., 2], atol=1.0)
    np.testing.assert_allclose(packed.visibility, series.visibility, atol=1 / 510)
    np.testing.assert_allclose(packed.contour, series.contour, atol=1 / 2000 + 1e-6)
    assert {array.dtype for array in (packed.points, packed.visibility, packed.contour)} == {np.dtype(np.float32)}


def test_other_files_are_not_packed_landmarks(series: Landmarks, tmp_path: Path) -> None:
    """Neither the program's own recordings nor anything else."""
    own, text = tmp_path / "own.npz", tmp_path / "text.npz"
    text.write_text("landmarks")
    with LandmarkRecorder("clip.mp4") as recorder:
        recorder.add(series)
        recorder.save(own)
    assert not is_packed(own)
    assert not is_packed(text)
    for path in (own, text):
        with pytest.raises(SourceError, match="not a packed landmark recording"):
            load_packed(path)


def test_a_resampled_recording_has_the_rate(series: Landmarks) -> None:
    """And the same length; frames put between lie between, and beside one without a person the nearer one counts."""
    for rate_hz in (10.0, 60.0):
        found = resampled(series, rate_hz)
        assert np.median(np.diff(found.time_s)) == pytest.approx(1 / rate_hz)
        assert found.time_s[-1] == pytest.approx(series.time_s[-1], abs=1 / rate_hz)
    assert len(resampled(series, RATE_HZ)) == len(series)
    found = resampled(series, 2 * RATE_HZ)
    np.testing.assert_allclose(found.points[:200:2], series.points[:100], atol=0.01)
    middle = (series.points[:99] + series.points[1:100]) / 2
    np.testing.assert_allclose(found.points[1:199:2], middle, atol=0.01)
    assert 3 <= (~found.has_pose).sum() <= 5
    lost = without_bursts(series, np.random.default_rng(1))  # frames, not their times
    assert 0.8 <= len(lost) / len(series) <= 0.9
    assert (np.diff(lost.time_s) * RATE_HZ).max() >= 4


def test_a_mirrored_recording_has_its_sides_changed(series: Landmarks) -> None:
    """Twice is as it was."""
    labels = ClipLabels("bird_dog", (LabelledMovement(1.0, 2.0, side=Side.LEFT), LabelledMovement(3.0, 4.0)))
    once = mirrored(Variant(series, labels))
    left, right = once.series.points[:, Landmark.LEFT_KNEE], series.points[:, Landmark.RIGHT_KNEE]
    np.testing.assert_allclose(left[:, 0], series.size[0] - right[:, 0])
    np.testing.assert_allclose(left[:, 1:], right[:, 1:])
    assert [one.side for one in once.labels.movements] == [Side.RIGHT, None]
    twice = mirrored(once)
    np.testing.assert_allclose(twice.series.points, series.points, atol=1e-3)
    assert twice.labels == labels


def test_a_movement_that_is_cut_may_be_counted(series: Landmarks) -> None:
    """One that is cut away isn't there, one that is whole stays, and one that mustn't be counted still mustn't."""
    end_s = float(series.time_s[-1])
    times = [(0.0, 0.9), (0.5, 2.0), (0.6, 2.0), (3.0, 4.0)]
    counts = [Counts.YES, Counts.YES, Counts.NO, Counts.YES]
    movements = [
        LabelledMovement(start_s, stop_s, counts=one) for (start_s, stop_s), one in zip(times, counts, strict=True)
    ]
    variant = Variant(series, ClipLabels("bridge", (*movements, LabelledMovement(end_s - 2, end_s - 0.5))))
    first = without_ends(variant, first_s=1.0)
    assert [one.counts for one in first.labels.movements] == [Counts.MAYBE, Counts.NO, Counts.YES, Counts.YES]
    assert first.labels.movements[0].start_s == 1.0
    assert first.series.time_s[0] == pytest.approx(1.0, abs=1 / RATE_HZ)
    last = without_ends(variant, last_s=1.0)
    assert [one.counts for one in last.labels.movements] == [*counts, Counts.MAYBE]
    assert last.series.time_s[-1] <= end_s - 1
    short = Variant(series[:20], ClipLabels("bridge", ()))
    assert without_ends(short, first_s=1.0) is short


def test_variants_are_the_same_each_time(series: Landmarks) -> None:
    """And leave what they are made of as it was."""
    before = series.points.copy()
    variant = Variant(series, ClipLabels("bridge", (LabelledMovement(1.5, 4.0),)))
    for name in VARIANTS:
        first, second = (changed(name, "clip", variant).series for _ in range(2))
        np.testing.assert_array_equal(first.points, second.points)
        np.testing.assert_array_equal(series.points, before)
        assert first.points.dtype == np.float32
