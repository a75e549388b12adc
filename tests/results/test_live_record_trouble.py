"""What is left of a live session that was killed or interrupted, or whose disk was full."""

import errno
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from threading import active_count
from typing import Any, NoReturn

import live_child
import numpy as np
import pytest
from live_child import DOSE, bridging, picture, saved_at_once
from live_records import FRAMES, KILLED_AFTER, bridges, live_record, saved, video_times

from posecoach.analysis import Job, replay_landmarks
from posecoach.exercise.schema import Exercise
from posecoach.pose.recording import Origin, load_landmarks
from posecoach.pose.series import concatenate
from posecoach.results.folders import ResultFolders
from posecoach.results.live_record import LiveRecord
from posecoach.results.session_builder import FrameSpan, SessionBuilder


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a session whose process was killed in the middle of a bridge."""
    folder = tmp_path_factory.mktemp("killed") / "2026-11-21_18-30" / "1_bridge"
    command = [sys.executable, live_child.__file__, str(folder), str(KILLED_AFTER)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        said = child.stdout.readline()
        child.kill()
    assert said.strip() == b"recorded"
    assert child.returncode != 0
    return folder


def test_a_killed_session_lacks_its_last_second_at_most(killed: Path, bridge: Exercise, tmp_path: Path) -> None:
    """The session file is valid, landmarks and pictures are there, to a second before the end; it can be analysed."""
    a_second_before = KILLED_AFTER - 30
    builder = SessionBuilder(bridge, "own", DOSE, Origin("camera 0"))
    for _, events in bridges()[:a_second_before]:
        builder.add(events)
    expected = builder.build(FrameSpan())
    found = saved(killed)
    assert found.frames >= a_second_before
    assert expected.rep_count == 2
    result = replay_landmarks(killed / "landmarks.part", Job(bridge, "own", DOSE, ResultFolders(tmp_path)))
    assert found.reps[:2] == expected.reps == result.session.reps[:2]
    source, series = load_landmarks(killed / "landmarks.part")
    assert (source.source, len(series) >= a_second_before) == ("camera 0", True)
    whole = concatenate([one for one, _ in bridges()])
    assert np.array_equal(series.points[:KILLED_AFTER], whole.points)
    times_s = video_times(killed / "recording.mkv")
    assert times_s == pytest.approx([index / 30 for index in range(len(times_s))], abs=1e-3)
    assert len(times_s) >= a_second_before


@pytest.mark.parametrize("error", [ZeroDivisionError, KeyboardInterrupt])
def test_an_error_in_the_session_keeps_what_is_there(
    tmp_path: Path,
    bridge: Exercise,
    error: type[BaseException],
) -> None:
    """The error comes through, and the files are complete to there."""
    with pytest.raises(error), live_record(tmp_path / "1_bridge", bridge, video=True) as record:
        for number, (series, events) in enumerate(bridges()[:200]):
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


def no_space(*_: Any, **__: Any) -> NoReturn:
    raise OSError(errno.ENOSPC, "No space left on device")


WRITE_LANDMARKS = "posecoach.pose.recording._write_all"
ENCODE = "posecoach.results.video_writer.cv2.cvtColor"
MAKE_FILE = "posecoach.temporary.tempfile.mkstemp"


@pytest.fixture
def recorded_on_a_full_disk(
    tmp_path: Path,
    bridge: Exercise,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[..., LiveRecord]:
    """Records a session in which something can't be written from the hundredth frame on."""

    def recorded(*failing: str, repaired: bool = False, full_until_room_is_made: bool = False) -> LiveRecord:
        record = live_record(tmp_path / "1_bridge", bridge, video=True)
        make_file = tempfile.mkstemp

        def make_file_in_room(**how: Any) -> tuple[int, str]:
            reserve = sum(path.stat().st_size for path in record.folder.glob(".*"))
            return no_space() if reserve else make_file(**how)

        with saved_at_once(), record, monkeypatch.context() as patches:
            for number, (series, events) in enumerate(bridges()[:FRAMES]):
                if number == 100:
                    for target in failing:
                        patches.setattr(target, make_file_in_room if full_until_room_is_made else no_space)
                record.note(events)
                record.add(series, picture(number))
            if repaired:
                patches.undo()
            record.finish()
        return record

    return recorded


@pytest.mark.parametrize(
    ("failing", "problem", "landmarks", "incomplete"),
    [
        (WRITE_LANDMARKS, r"landmarks.part: can't be written \(no room is left on the disk\)", 100, "landmarks.npz"),
        (ENCODE, r"the video can't be written \(no room is left on the disk\)", FRAMES, "recording.mkv"),
    ],
)
def test_a_full_disk_ends_one_file_alone(
    recorded_on_a_full_disk: Callable[..., LiveRecord], failing: str, problem: str, landmarks: int, incomplete: str
) -> None:
    """The exercise goes on and is counted; landmarks or pictures are kept to there."""
    record = recorded_on_a_full_disk(failing)
    assert re.search(problem, record.problem or "")
    assert len(load_landmarks(record.folder / "landmarks.npz")[1]) == landmarks
    assert 0 < len(video_times(record.folder / "recording.mkv")) <= (FRAMES if failing == WRITE_LANDMARKS else 100)
    assert (saved(record.folder).frames, saved(record.folder).rep_count) == (FRAMES, 2)
    assert [path.name for path in record.incomplete] == [incomplete]


@pytest.mark.parametrize("repaired", [True, False])
def test_a_full_disk_keeps_the_last_session_file(
    recorded_on_a_full_disk: Callable[..., LiveRecord], repaired: bool
) -> None:
    """It is tried again as long as the session lasts; landmarks that can't be packed stay as they are."""
    record = recorded_on_a_full_disk(MAKE_FILE, repaired=repaired)
    assert record.problem is not None
    assert re.search(r"session.json: can't be written \(no room is left on the disk\)", record.problem)
    assert (saved(record.folder).frames == FRAMES) == repaired
    assert saved(record.folder).frames > 70
    left = record.folder / ("landmarks.npz" if repaired else "landmarks.part")
    assert len(load_landmarks(left)[1]) == FRAMES
    assert sorted(path.name for path in record.folder.iterdir()) == [left.name, "recording.mkv", "session.json"]


def test_the_last_session_file_fits_on_a_full_disk(recorded_on_a_full_disk: Callable[..., LiveRecord]) -> None:
    """Because some room is kept for it, which is given back before; landmarks stay as they are."""
    record = recorded_on_a_full_disk(MAKE_FILE, full_until_room_is_made=True)
    assert (saved(record.folder).frames, saved(record.folder).rep_count) == (FRAMES, 2)
    assert sorted(path.name for path in record.folder.iterdir()) == ["landmarks.part", "recording.mkv", "session.json"]
    assert [path.name for path in record.incomplete] == ["landmarks.part"]


def test_the_first_problem_is_told(recorded_on_a_full_disk: Callable[..., LiveRecord]) -> None:
    """Of several, because the others follow from it; what was recorded before is still there."""
    record = recorded_on_a_full_disk(WRITE_LANDMARKS, MAKE_FILE, ENCODE)
    assert record.problem is not None
    assert "landmarks.part" in record.problem
    assert record.session.rep_count == 2
    assert len(load_landmarks(record.folder / "landmarks.part")[1]) == 100


def test_a_folder_that_can_not_be_made_is_told_at_once(tmp_path: Path, bridge: Exercise) -> None:
    """The session goes on all the same."""
    (tmp_path / "out").write_text("a file")
    with live_record(tmp_path / "out" / "1_bridge", bridge, video=True) as record:
        assert record.problem is not None
        assert "choose another folder with --out" in record.problem
        for series, events in bridges()[:FRAMES]:
            record.note(events)
            record.add(series, picture(0))
    assert record.session.rep_count == 2
