import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from posecoach.analysis import Job, replay_landmarks
from posecoach.exercise.library import load_exercise
from posecoach.pose.landmarks import Landmark
from posecoach.pose.recording import LandmarkRecorder, Origin
from posecoach.pose.series import Landmarks
from posecoach.results.folders import ResultFolders
from posecoach.results.landmark_exports import LandmarkFormat
from posecoach.testing import Figure, scripted_series

SOURCE = 'nan, "my" clip.mp4'
BRIDGE = load_exercise("bridge")


def someone() -> Landmarks:
    """Of whom nothing is seen in the first frame, and one toe not in the second."""
    series = scripted_series([Figure.supine(125)] * 40 + [Figure.supine(175)] * 40 + [Figure.supine(125)] * 40)
    points, visibility = series.points.copy(), series.visibility.copy()
    points[0] = visibility[0] = points[1, -1] = visibility[1, -1] = np.nan
    return replace(series, points=points, visibility=visibility)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Results of a landmark recording with both files."""
    with LandmarkRecorder(Origin(SOURCE, recording_sha256="a" * 64, version="1.2")) as recorder:
        recorder.add(someone())
        recorder.save(tmp_path / "landmarks.npz")
    job = Job(BRIDGE, "A", BRIDGE.dose_named("A"), ResultFolders(tmp_path), landmark_formats=tuple(LandmarkFormat))
    return replay_landmarks(tmp_path / "landmarks.npz", job).folder


def test_a_trc_file_as_opensim_reads_it(folder: Path) -> None:
    """Five lines that it checks word by word, an empty one, and three numbers for each of the markers."""
    lines = (folder / "landmarks.trc").read_text(encoding="utf-8").split("\n")
    kind, keys, values, names, axes, empty, *rows, last = lines
    assert kind.startswith("PathFileType\t4\t(X/Y/Z)\tlandmarks.trc ")
    assert f"recording={SOURCE} recording_sha256={'a' * 64} " in kind
    assert dict(zip(keys.split(), values.split(), strict=True)) == {
        "DataRate": "30.000",
        "CameraRate": "30.000",
        "NumFrames": "120",
        "NumMarkers": "33",
        "Units": "m",
        "OrigDataRate": "30.000",
        "OrigDataStartFrame": "1",
        "OrigNumFrames": "120",
    }
    assert names.split() == ["Frame#", "Time", *(mark.name.lower() for mark in Landmark)]
    assert axes.split()[:4] == ["X1", "Y1", "Z1", "X2"]
    assert empty == last == ""
    table = np.array([list(map(float, row.split("\t"))) for row in rows])
    np.testing.assert_array_equal(table[:, 0], np.arange(120) + 1)
    np.testing.assert_allclose(table[:, 1], someone().time_s, atol=1e-6)
    upright = someone().points * [0.001, -0.001, 0.0]
    np.testing.assert_allclose(table[:, 2:].reshape(upright.shape), upright, atol=6e-6)


def test_a_wide_csv_file(folder: Path) -> None:
    """Pixels and visibility by name, an empty cell for what wasn't seen; each line says where it comes from."""
    with (folder / "landmarks.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0])[:5] == ["time_s", "frame", "nose_x", "nose_y", "nose_visibility"]
    assert {(row["recording"], row["recording_sha256"], row["posecoach_version"]) for row in rows} == {
        (SOURCE, "a" * 64, "1.2")
    }
    assert {row["frame"]: row["nose_x"] for row in rows[:1]} == {"1": ""}
    assert (rows[1]["right_foot_index_x"], rows[1]["right_foot_index_visibility"]) == ("", "")
    assert float(rows[5]["left_hip_y"]) == pytest.approx(someone().points[5, Landmark.LEFT_HIP, 1], abs=0.01)
    assert float(rows[5]["time_s"]) == pytest.approx(5 / 30, abs=1e-6)
