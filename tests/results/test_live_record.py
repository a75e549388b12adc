"""What a live session leaves when nothing goes wrong."""

import sys
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from live_child import DOSE, bridging, saved_at_once
from live_records import FRAMES, bridges, live_record, saved, video_times

from posecoach.analysis import Job, replay_landmarks
from posecoach.counting.events import RepetitionCounted
from posecoach.exercise.schema import Exercise
from posecoach.pose.recording import LandmarkRecorder, load_landmarks
from posecoach.pose.series import Landmarks, concatenate
from posecoach.results.folders import ResultFolders


def recorder_bytes(path: Path, series: list[Landmarks]) -> bytes:
    with LandmarkRecorder("camera 0") as recorder:
        for one in series:
            recorder.add(one)
        recorder.save(path)
    return path.read_bytes()


def test_a_finished_session_is_as_if_it_had_been_analysed(tmp_path: Path, bridge: Exercise) -> None:
    """Its files are those of an analysis, and nothing else is left."""
    with live_record(tmp_path / "1_bridge", bridge) as record:
        for series, events in bridges()[:FRAMES]:
            record.note(events)
            record.add(series, None)
        record.finish()
    assert record.problem is None
    assert sorted(path.name for path in record.folder.iterdir()) == ["landmarks.npz", "session.json"]
    expected = recorder_bytes(tmp_path / "a.npz", [series for series, _ in bridges()[:FRAMES]])
    assert (record.folder / "landmarks.npz").read_bytes() == expected
    job = Job(bridge, "own", DOSE, ResultFolders(tmp_path / "out"))
    replayed = replay_landmarks(record.folder / "landmarks.npz", job).session
    assert saved(record.folder) == record.session
    # What no recording's hash is known of is told by its own.
    assert record.session == replayed.model_copy(update={"recording_sha256": None})
    assert (record.folder / "session.json").read_text() == record.session.to_json()


def test_a_saved_session_is_at_most_a_second_old(tmp_path: Path, bridge: Exercise) -> None:
    """At every moment, by the frames' own time; it isn't written with every frame. Events may come after theirs."""
    versions = set()
    with saved_at_once(), live_record(tmp_path / "1_bridge", bridge) as record:
        for number, (series, events) in enumerate(bridges()[:FRAMES], start=1):
            record.add(series, None)
            record.note(events)
            found = saved(record.folder)
            versions.add(found.frames)
            assert number - found.frames <= 30
        assert saved(record.folder).rep_count == 2
        rep = RepetitionCounted(3, None, 1.0, 2.0, 3.0, 1.0, 4.0, (), {})
        record.note([rep])
        record.finish()
        record.note([replace(rep, number=4)])
        record.finish()
    assert len(versions) <= FRAMES / 20
    assert [one.number for one in saved(record.folder).reps] == [1, 2, 3]


def test_a_frame_at_anothers_time_is_not_kept(tmp_path: Path, bridge: Exercise) -> None:
    """A camera that was opened again may repeat itself; recordings run forward, from the session's time on."""
    series = concatenate(list(islice(bridging(), 60)))
    series = replace(series, time_s=series.time_s + 300)
    with live_record(tmp_path / "2_bridge", bridge) as record:
        for index in (0, 1, 1, 2, 0, *range(3, 60)):
            record.add(series[index : index + 1], None)
    loaded = load_landmarks(record.folder / "landmarks.npz")[1]
    assert np.array_equal(loaded.time_s, series.time_s)
    assert record.session.frames == 60
    assert saved(record.folder).duration_s == pytest.approx(2.0)


def test_a_camera_may_change_its_resolution(tmp_path: Path, bridge: Exercise) -> None:
    """The recording goes on in the size it began with."""
    series = concatenate(list(islice(bridging(), 4)))
    smaller = replace(series, time_s=series.time_s + 1, points=series.points / np.float32(2), size=(640, 360))
    with live_record(tmp_path / "1_bridge", bridge, video=True) as record:
        assert [path.name for path in record.folder.glob("[!.]*")] == ["session.json"]
        assert (saved(record.folder).frames, saved(record.folder).duration_s) == (0, 0.0)
        record.add(series, np.zeros((72, 128, 3), np.uint8))
        record.add(smaller, np.zeros((36, 64, 3), np.uint8))
    loaded = load_landmarks(record.folder / "landmarks.npz")[1]
    assert (record.problem, loaded.size) == (None, (1280, 720))
    assert np.array_equal(loaded.points, np.concatenate([series.points, series.points]))
    assert len(video_times(record.folder / "recording.mkv")) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="files there have no such modes")
def test_others_can_read_nothing(tmp_path: Path, bridge: Exercise) -> None:
    """Neither while it goes on nor afterwards, not even what is moved to an open folder."""
    modes = set()
    with live_record(tmp_path / "1_bridge", bridge, video=True) as record:
        record.add(next(bridging()), np.zeros((72, 128, 3), np.uint8))
        modes |= {path.stat().st_mode & 0o077 for path in (record.folder, *record.folder.iterdir())}
    names = {path.name for path in record.folder.iterdir()}
    assert names == {"landmarks.npz", "recording.mkv", "session.json"}
    assert modes | {(record.folder / name).stat().st_mode & 0o077 for name in names} == {0}


def test_an_earlier_session_is_not_written_over(tmp_path: Path, bridge: Exercise) -> None:
    """Whoever begins again after a crash still has what the crash has left."""
    series = next(bridging())
    (tmp_path / "1_bridge").mkdir()
    for expected in ("1_bridge", "1_bridge-2", "1_bridge-3"):
        with live_record(tmp_path / "1_bridge", bridge) as record:
            record.add(series, None)
        assert (record.folder, record.problem) == (tmp_path / expected, None)
    assert len(list(tmp_path.glob("*/landmarks.npz"))) == 3
