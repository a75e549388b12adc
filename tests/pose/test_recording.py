import zipfile
from pathlib import Path

import numpy as np
import pytest

from posecoach.errors import SourceError
from posecoach.pose.recording import LandmarkRecorder, load_landmarks
from posecoach.pose.series import PoseSeries
from posecoach.testing import Figure, scripted_series


def recorded(path: Path, *parts: PoseSeries) -> Path:
    with LandmarkRecorder("clip.mp4") as recorder:
        for part in parts:
            recorder.add(part)
        recorder.save(path)
    return path


@pytest.mark.parametrize("cut", [1, 20, 59])
def test_a_recording_comes_back_bit_for_bit(tmp_path: Path, cut: int) -> None:
    """What was added in pieces is read back whole."""
    series = scripted_series([Figure.supine(), None] * 30, noise_px=1.0)
    source, loaded = load_landmarks(recorded(tmp_path / "a.npz", series[:cut], series[cut:]))
    assert (source, loaded.size) == ("clip.mp4", series.size)
    for name in ("time_s", "points", "visibility", "contour"):
        before, after = getattr(series, name), getattr(loaded, name)
        assert before.dtype == after.dtype
        assert np.array_equal(before, after, equal_nan=True)


def test_the_same_landmarks_give_the_same_file(tmp_path: Path) -> None:
    """No date or temporary name gets into the bytes, nor how the pieces were cut."""
    series = scripted_series([Figure.supine()] * 20)
    once = recorded(tmp_path / "a.npz", series).read_bytes()
    assert once == recorded(tmp_path / "b.npz", series[:7], series[7:]).read_bytes()


def test_numpy_reads_it_too(tmp_path: Path) -> None:
    """Other tools can open the arrays without this package."""
    series = scripted_series([Figure.supine()] * 5)
    with np.load(recorded(tmp_path / "a.npz", series)) as arrays:
        assert arrays["points"].shape == (5, 33, 3)


def damaged(path: Path, kind: str) -> Path:
    """A file that isn't a landmark recording."""
    series = scripted_series([Figure.supine()] * 5)
    if kind == "text":
        path.write_text("hello")
    elif kind == "foreign":
        np.savez(path, something=np.zeros(3))
    elif kind == "newer":
        recorded(path, series)
        with zipfile.ZipFile(path) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        members["recording.json"] = members["recording.json"].replace(b"landmarks/1", b"landmarks/9")
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in members.items():
                archive.writestr(name, content)
    elif kind == "cut":
        path.write_bytes(recorded(path, series).read_bytes()[:3000])
    return path


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("missing", "not a landmark recording"),
        ("text", "not a landmark recording"),
        ("foreign", "not a landmark recording"),
        ("cut", "not a landmark recording"),
        ("newer", "another version"),
    ],
)
def test_other_files_are_refused_by_name(tmp_path: Path, kind: str, message: str) -> None:
    """One line that names the file."""
    path = damaged(tmp_path / "landmarks.npz", kind)
    with pytest.raises(SourceError, match=message) as caught:
        load_landmarks(path)
    assert str(path) in str(caught.value)
