import errno
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from pathlib import Path
from threading import active_count
from typing import Any, NoReturn

import av
import live_child
import numpy as np
import pytest
from live_child import DOSE, bridging, picture, session

from posecoach.analysis import Job, replay_landmarks
from posecoach.coaching.events import Event, RepetitionCounted
from posecoach.coaching.exercise import Exercise
from posecoach.pose.recording import LandmarkRecorder, load_landmarks
from posecoach.pose.series import PoseSeries, concatenate
from posecoach.results.live_record import LiveRecord
from posecoach.results.session import Session, SessionBuilder
from posecoach.results.session_file import SessionFile

FRAMES = 300
"""Two bridges, and the beginning of a third."""
KILLED_AFTER = 350
"""In the third."""


@pytest.fixture(scope="module")
def bridges() -> list[tuple[PoseSeries, list[Event]]]:
    """Frames and what the coach made of them."""
    return list(islice(session(), KILLED_AFTER))


@pytest.fixture
def _saved_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Frames come faster in tests than thirty a second, so the thread that saves has to be waited for."""
    monkeypatch.setattr(SessionFile, "offer", SessionFile.write)


def live_record(folder: Path, exercise: Exercise, *, video: bool = False) -> LiveRecord:
    return LiveRecord(folder, "camera 0", exercise, "own", DOSE, video=video)


def saved(folder: Path) -> Session:
    return Session.model_validate_json((folder / "session.json").read_bytes())


def video_times(path: Path) -> list[float]:
    with av.open(str(path)) as container:
        return [frame.time or 0.0 for frame in container.decode(video=0)]


def recorder_bytes(path: Path, series: list[PoseSeries]) -> bytes:
    with LandmarkRecorder("camera 0") as recorder:
        for one in series:
            recorder.add(one)
        recorder.save(path)
    return path.read_bytes()


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a session whose process was killed in the middle of a bridge."""
    folder = tmp_path_factory.mktemp("killed") / "2026-11-21_18-30" / "1_bridge"
    command = [sys.executable, live_child.__file__, str(folder), str(KILLED_AFTER)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        said = child.stdout.readline()
        child.kill()
    assert (said.strip(), child.returncode) == (b"recorded", -signal.SIGKILL)
    return folder


@pytest.mark.skipif(sys.platform == "win32", reason="it has no such signal")
def test_a_killed_session_lacks_its_last_second_at_most(
    killed: Path, bridge: Exercise, bridges: list[tuple[PoseSeries, list[Event]]]
) -> None:
    """The session file is valid and the landmarks and pictures are there, to a second before the end."""
    a_second_before = KILLED_AFTER - 30
    builder = SessionBuilder(bridge, "own", DOSE, "camera 0")
    for _, events in bridges[:a_second_before]:
        builder.add(events)
    expected = builder.build(duration_s=0.0, frames=0, frames_with_pose=0)
    found = saved(killed)
    assert found.frames >= a_second_before
    assert expected.rep_count == 2
    assert found.reps[:2] == expected.reps
    source, series = load_landmarks(killed / "landmarks.part")
    assert (source, len(series) >= a_second_before) == ("camera 0", True)
    whole = concatenate([one for one, _ in bridges])
    assert np.array_equal(series.points[:KILLED_AFTER], whole.points)
    times_s = video_times(killed / "recording.mkv")
    assert times_s == pytest.approx([index / 30 for index in range(len(times_s))], abs=1e-3)
    assert len(times_s) >= a_second_before


@pytest.mark.skipif(sys.platform == "win32", reason="it has no such signal")
def test_a_killed_session_can_be_analysed(killed: Path, bridge: Exercise, tmp_path: Path) -> None:
    """What the crash has left tells the same repetitions."""
    job = Job(bridge, "own", DOSE, tmp_path, correct_hips=False)
    result = replay_landmarks(killed / "landmarks.part", job)
    assert result.session.reps[:2] == saved(killed).reps[:2]


def test_a_finished_session_is_as_if_it_had_been_analysed(
    tmp_path: Path, bridge: Exercise, bridges: list[tuple[PoseSeries, list[Event]]]
) -> None:
    """Its files are those of an analysis, and nothing else is left."""
    with live_record(tmp_path / "1_bridge", bridge) as record:
        for series, events in bridges[:FRAMES]:
            record.note(events)
            record.add(series, None)
        record.finish()
    assert record.problem is None
    assert sorted(path.name for path in record.folder.iterdir()) == ["landmarks.npz", "session.json"]
    expected = recorder_bytes(tmp_path / "a.npz", [series for series, _ in bridges[:FRAMES]])
    assert (record.folder / "landmarks.npz").read_bytes() == expected
    job = Job(bridge, "own", DOSE, tmp_path / "out", correct_hips=False)
    replayed = replay_landmarks(record.folder / "landmarks.npz", job).session
    assert saved(record.folder) == record.session
    assert record.session == replayed
    assert (record.folder / "session.json").read_text() == record.session.to_json()


def test_the_last_events_are_in_the_file(tmp_path: Path, bridge: Exercise) -> None:
    """What the coach says at the end belongs to the session."""
    rep = RepetitionCounted(1, None, 1.0, 2.0, 3.0, 1.0, 4.0, (), {})
    with live_record(tmp_path / "1_bridge", bridge) as record:
        record.note([rep])
        record.finish()
        record.note([replace(rep, number=2)])
        record.finish()
    assert [one.number for one in saved(record.folder).reps] == [1]


@pytest.mark.usefixtures("_saved_at_once")
def test_events_may_come_apart_from_the_frames(
    tmp_path: Path, bridge: Exercise, bridges: list[tuple[PoseSeries, list[Event]]]
) -> None:
    """They are saved with the frames that follow, just as if they had come with them."""
    with live_record(tmp_path / "1_bridge", bridge) as record:
        for series, events in bridges[:FRAMES]:
            record.add(series, None)
            record.note(events)
        assert saved(record.folder).rep_count == 2


@pytest.mark.usefixtures("_saved_at_once")
def test_a_saved_session_is_at_most_a_second_old(
    tmp_path: Path, bridge: Exercise, bridges: list[tuple[PoseSeries, list[Event]]]
) -> None:
    """At every moment, by the frames' own time; it isn't written with every frame."""
    versions = set()
    with live_record(tmp_path / "1_bridge", bridge) as record:
        for number, (series, events) in enumerate(bridges[:FRAMES], start=1):
            record.note(events)
            record.add(series, None)
            found = saved(record.folder)
            versions.add(found.frames)
            assert number - found.frames <= 30
    assert len(versions) <= FRAMES / 20


def test_a_session_without_frames_has_a_session_file(tmp_path: Path, bridge: Exercise) -> None:
    """From the beginning, and alone."""
    with live_record(tmp_path / "1_bridge", bridge, video=True) as record:
        assert (saved(record.folder).frames, saved(record.folder).duration_s) == (0, 0.0)
    assert [path.name for path in record.folder.iterdir()] == ["session.json"]


@pytest.mark.parametrize("error", [ZeroDivisionError, KeyboardInterrupt])
def test_an_error_in_the_session_keeps_what_is_there(
    tmp_path: Path,
    bridge: Exercise,
    bridges: list[tuple[PoseSeries, list[Event]]],
    error: type[BaseException],
) -> None:
    """The error comes through, and the files are complete to there."""
    with pytest.raises(error), live_record(tmp_path / "1_bridge", bridge, video=True) as record:
        for number, (series, events) in enumerate(bridges[:200]):
            record.note(events)
            record.add(series, picture(number))
        raise error
    names = sorted(path.name for path in record.folder.iterdir())
    assert names == ["landmarks.npz", "recording.mkv", "session.json"]
    assert len(load_landmarks(record.folder / "landmarks.npz")[1]) == saved(record.folder).frames == 200
    assert saved(record.folder).rep_count == 1
    assert video_times(record.folder / "recording.mkv")


def test_an_interrupted_end_leaves_no_thread(tmp_path: Path, bridge: Exercise, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody impatient gets away, and the landmarks stay as they are."""

    def interrupted(*_: Path) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr("posecoach.results.live_record.pack_log", interrupted)
    threads = active_count()
    with pytest.raises(KeyboardInterrupt), live_record(tmp_path / "1_bridge", bridge, video=True) as record:
        for number, series in enumerate(islice(bridging(), 40)):
            record.add(series, picture(number))
    assert active_count() == threads
    assert sorted(path.name for path in record.folder.iterdir()) == ["landmarks.part", "recording.mkv", "session.json"]
    assert len(load_landmarks(record.folder / "landmarks.part")[1]) == saved(record.folder).frames == 40


def test_a_frame_at_anothers_time_is_not_kept(tmp_path: Path, bridge: Exercise) -> None:
    """A camera that was opened again may repeat itself; recordings run forward."""
    series = concatenate(list(islice(bridging(), 5)))
    with live_record(tmp_path / "1_bridge", bridge) as record:
        for index in (0, 1, 1, 2, 0, 3, 4):
            record.add(series[index : index + 1], None)
    loaded = load_landmarks(record.folder / "landmarks.npz")[1]
    assert np.array_equal(loaded.time_s, series.time_s)
    assert record.session.frames == 5


def test_a_session_that_begins_late_lasts_as_long_as_its_frames(tmp_path: Path, bridge: Exercise) -> None:
    """The second exercise doesn't last from the first one's beginning; its times stay those of the session."""
    series = concatenate(list(islice(bridging(), 60)))
    late = replace(series, time_s=series.time_s + 300)
    with live_record(tmp_path / "2_bridge", bridge) as record:
        record.add(late, None)
    assert saved(record.folder).duration_s == pytest.approx(2.0)
    assert load_landmarks(record.folder / "landmarks.npz")[1].time_s[0] == 300


def test_a_camera_may_change_its_resolution(tmp_path: Path, bridge: Exercise) -> None:
    """The recording goes on in the size it began with."""
    series = concatenate(list(islice(bridging(), 4)))
    smaller = replace(series, time_s=series.time_s + 1, points=series.points / np.float32(2), size=(640, 360))
    with live_record(tmp_path / "1_bridge", bridge, video=True) as record:
        record.add(series, np.zeros((72, 128, 3), np.uint8))
        record.add(smaller, np.zeros((36, 64, 3), np.uint8))
    loaded = load_landmarks(record.folder / "landmarks.npz")[1]
    assert (record.problem, loaded.size) == (None, (1280, 720))
    assert np.array_equal(loaded.points, np.concatenate([series.points, series.points]))
    assert len(video_times(record.folder / "recording.mkv")) == 2


def test_every_exercise_has_its_folder(tmp_path: Path, bridge: Exercise, bird_dog: Exercise) -> None:
    """Folders above are made, and one record doesn't know of the others."""
    outing = tmp_path / "out" / "2026-11-21_18-30"
    frames = list(islice(bridging(), 20))
    for name, exercise, part in (("1_bridge", bridge, frames[:12]), ("2_bird_dog", bird_dog, frames[12:])):
        with live_record(outing / name, exercise) as record:
            for series in part:
                record.add(series, None)
    assert [(path.name, saved(path).exercise, saved(path).frames) for path in sorted(outing.iterdir())] == [
        ("1_bridge", "bridge", 12),
        ("2_bird_dog", "bird_dog", 8),
    ]


def test_an_earlier_session_is_not_written_over(tmp_path: Path, bridge: Exercise) -> None:
    """Whoever begins again after a crash still has what the crash has left."""
    series = next(bridging())
    (tmp_path / "1_bridge").mkdir()
    for expected in ("1_bridge", "1_bridge-2", "1_bridge-3"):
        with live_record(tmp_path / "1_bridge", bridge) as record:
            record.add(series, None)
        assert (record.folder, record.problem) == (tmp_path / expected, None)
    assert len(list(tmp_path.glob("*/landmarks.npz"))) == 3


def no_space(*_: Any, **__: Any) -> NoReturn:
    raise OSError(errno.ENOSPC, "No space left on device")


WRITE_LANDMARKS = "posecoach.pose.landmark_log._write_all"
ENCODE = "posecoach.results.video_writer.cv2.cvtColor"
MAKE_FILE = "posecoach.file_writing.tempfile.mkstemp"


@pytest.fixture
def recorded_on_a_full_disk(
    tmp_path: Path,
    bridge: Exercise,
    bridges: list[tuple[PoseSeries, list[Event]]],
    monkeypatch: pytest.MonkeyPatch,
    _saved_at_once: None,
) -> Callable[..., LiveRecord]:
    """Records a session in which something can't be written from the hundredth frame on."""

    def recorded(*failing: str, repaired: bool = False) -> LiveRecord:
        with live_record(tmp_path / "1_bridge", bridge, video=True) as record, monkeypatch.context() as patches:
            for number, (series, events) in enumerate(bridges[:FRAMES]):
                if number == 100:
                    for target in failing:
                        patches.setattr(target, no_space)
                record.note(events)
                record.add(series, picture(number))
            if repaired:
                patches.undo()
            record.finish()
        return record

    return recorded


def test_a_full_disk_ends_the_landmarks_alone(recorded_on_a_full_disk: Callable[..., LiveRecord]) -> None:
    """The exercise goes on and is counted; the landmarks are kept to there."""
    record = recorded_on_a_full_disk(WRITE_LANDMARKS)
    assert record.problem is not None
    assert re.search(r"landmarks.part: can't be written \(No space left on device\)", record.problem)
    assert len(load_landmarks(record.folder / "landmarks.npz")[1]) == 100
    assert (saved(record.folder).frames, saved(record.folder).rep_count) == (FRAMES, 2)


def test_a_full_disk_ends_the_video_alone(recorded_on_a_full_disk: Callable[..., LiveRecord]) -> None:
    """The pictures are kept to there, and everything else goes on."""
    record = recorded_on_a_full_disk(ENCODE)
    assert record.problem is not None
    assert re.search(r"the video can't be written \(No space left on device\)", record.problem)
    assert 0 < len(video_times(record.folder / "recording.mkv")) <= 100
    assert len(load_landmarks(record.folder / "landmarks.npz")[1]) == FRAMES


@pytest.mark.parametrize("repaired", [True, False])
def test_a_full_disk_keeps_the_last_session_file(
    recorded_on_a_full_disk: Callable[..., LiveRecord], repaired: bool
) -> None:
    """It is tried again as long as the session lasts; landmarks that can't be packed stay as they are."""
    record = recorded_on_a_full_disk(MAKE_FILE, repaired=repaired)
    assert record.problem is not None
    assert re.search(r"session.json: can't be written \(No space left on device\)", record.problem)
    assert (saved(record.folder).frames == FRAMES) == repaired
    assert saved(record.folder).frames > 70
    left = record.folder / ("landmarks.npz" if repaired else "landmarks.part")
    assert len(load_landmarks(left)[1]) == FRAMES
    assert sorted(path.name for path in record.folder.iterdir()) == [left.name, "recording.mkv", "session.json"]


def test_the_first_problem_is_told(recorded_on_a_full_disk: Callable[..., LiveRecord]) -> None:
    """Of several, because the others follow from it; what was recorded before is still there."""
    record = recorded_on_a_full_disk(WRITE_LANDMARKS, MAKE_FILE, ENCODE)
    assert record.problem is not None
    assert "landmarks.part" in record.problem
    assert record.session.rep_count == 2
    assert len(load_landmarks(record.folder / "landmarks.part")[1]) == 100


@pytest.mark.usefixtures("_saved_at_once")
@pytest.mark.skipif(sys.platform == "win32", reason="its open files can't be removed")
def test_a_folder_may_vanish(tmp_path: Path, bridge: Exercise, bridges: list[tuple[PoseSeries, list[Event]]]) -> None:
    """The session goes on, and the user is told."""
    with live_record(tmp_path / "1_bridge", bridge) as record:
        for number, (series, events) in enumerate(bridges[:FRAMES]):
            if number == 100:
                shutil.rmtree(record.folder)
            record.note(events)
            record.add(series, None)
    assert record.problem is not None
    assert "session.json: can't be written (No such file" in record.problem
    assert (record.session.rep_count, list(tmp_path.iterdir())) == (2, [])


def test_a_folder_that_can_not_be_made_is_told_at_once(
    tmp_path: Path, bridge: Exercise, bridges: list[tuple[PoseSeries, list[Event]]]
) -> None:
    """The session goes on all the same."""
    (tmp_path / "out").write_text("a file")
    with live_record(tmp_path / "out" / "1_bridge", bridge, video=True) as record:
        assert record.problem is not None
        assert "choose another folder with --out" in record.problem
        for series, events in bridges[:FRAMES]:
            record.note(events)
            record.add(series, picture(0))
    assert record.session.rep_count == 2
