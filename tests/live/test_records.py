import subprocess
import sys
from pathlib import Path

import av
import killed_session
import numpy as np
import pytest
from live_people import RATE_HZ, REP_S, bridges, filmed
from rehearsal import Rehearsal, begins_s, in_hold_s

from posecoach.analysis import Job, replay_landmarks
from posecoach.live.records import SessionRecords
from posecoach.pose.recording import Origin, load_landmarks
from posecoach.results.folders import ResultFolders
from posecoach.results.live_record import SessionFile
from posecoach.results.session import Session
from posecoach.session.task import GuidedTask
from posecoach.temporary import remove_left_over_files
from posecoach.testing import FailedReads, Film
from posecoach.testing.cameras import Script


@pytest.fixture(autouse=True)
def _saved_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Frames come faster in tests than a camera's, so the thread that saves has to be waited for."""
    monkeypatch.setattr(SessionFile, "offer", SessionFile.write)


def saved(folder: Path) -> Session:
    return Session.model_validate_json((folder / "session.json").read_bytes())


def recorded(
    folder: Path, script: Script, *tasks: GuidedTask, keys: dict[int, str] | None = None, video: bool = False
) -> tuple[SessionRecords, Rehearsal]:
    records = SessionRecords(folder, Origin("camera 0"), video=video)
    return records, Rehearsal.of(script, *tasks, keys=keys, sinks=[records]).run()


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.glob("*/*"))


def frame(time_s: float) -> int:
    return round(time_s * RATE_HZ)


def test_each_exercise_has_a_folder(tmp_path: Path) -> None:
    """With what was counted in it, under the camera's name; rests aren't recorded."""
    tasks = bridges(1, rest_s=4.0), bridges(2)
    records, rehearsal = recorded(tmp_path, [filmed(begins_s() + 40.0)], *tasks)
    assert files(tmp_path) == [
        f"{folder}/{file}" for folder in ("1_bridge", "2_bridge") for file in ("landmarks.npz", "session.json")
    ]
    sessions = [saved(folder) for folder in records.folders]
    assert [(one.rep_count, one.source, one.dose) for one in sessions] == [
        (1, "camera 0", "own"),
        (2, "camera 0", "own"),
    ]
    assert [one.rep_count for one in sessions] == [run.progress.count for run in rehearsal.session.guide.runs]
    (_, first), (_, second) = (load_landmarks(folder / "landmarks.npz") for folder in records.folders)
    assert second.time_s[0] - first.time_s[-1] == pytest.approx(4.0, abs=0.2)
    assert records.problem is None


def test_an_exercise_begun_again_keeps_what_was_done_before(tmp_path: Path) -> None:
    """In a folder of its own."""
    again = begins_s() + REP_S
    records, _ = recorded(tmp_path, [filmed(again + REP_S)], bridges(5), keys={frame(again): "r"})
    assert [folder.name for folder in records.folders] == ["1_bridge", "2_bridge"]
    assert [saved(folder).rep_count for folder in records.folders] == [1, 1]


def test_another_dose_is_recorded(tmp_path: Path) -> None:
    """With what was counted under the one before."""
    records, _ = recorded(tmp_path, [filmed(begins_s() + 2 * REP_S)], bridges(5), keys={frame(in_hold_s(2)): "d"})
    session = saved(records.folders[0])
    assert (len(records.folders), session.dose, session.rep_count) == (1, "A", 2)


@pytest.mark.parametrize("key", ["space", None], ids=["key", "camera"])
def test_pauses_are_not_recorded(tmp_path: Path, key: str | None) -> None:
    """What was counted before stays, and it goes on in the same folder."""
    middle_s = in_hold_s(2)
    script: Script = [filmed(middle_s), *([] if key else [FailedReads(60)]), filmed(12.0)]
    keys = {frame(middle_s): key, frame(middle_s + 4.0): key} if key else {}
    records, rehearsal = recorded(tmp_path, script, bridges(5), keys=keys)
    _, series = load_landmarks(records.folders[0] / "landmarks.npz")
    assert np.sum(np.diff(series.time_s) > 2.0) == 1
    assert (len(records.folders), saved(records.folders[0]).rep_count) == (1, rehearsal.count)
    assert rehearsal.count >= 2


def test_pictures_are_recorded_if_asked_for(tmp_path: Path) -> None:
    """As the camera gave them, not mirrored."""
    image = np.zeros((90, 160, 3), np.uint8)
    image[:, :80] = 200
    records, _ = recorded(tmp_path, [Film(0.5, RATE_HZ, picture=image)], video=True)
    assert files(tmp_path) == [f"1_bridge/{name}" for name in ("landmarks.npz", "recording.mkv", "session.json")]
    with av.open(str(records.folders[0] / "recording.mkv")) as container:
        first = next(container.decode(video=0)).to_ndarray(format="rgb24")
    assert first[:, :70].mean() > 150
    assert first[:, 90:].mean() < 50


def test_nothing_is_left_of_a_session_that_never_began(tmp_path: Path) -> None:
    """Not even its folder."""
    records, _ = recorded(tmp_path / "out", [])
    assert (records.folders, list(tmp_path.iterdir())) == ([], [])


def test_what_keeps_it_from_being_recorded_is_told(tmp_path: Path) -> None:
    """The session goes on and counts all the same."""
    (tmp_path / "out").write_text("in the way")
    records, rehearsal = recorded(tmp_path / "out", [filmed(in_hold_s(3))])
    assert records.problem is not None
    assert "choose another folder with --out" in records.problem
    assert rehearsal.count == 2


def test_a_recorded_session_may_be_analysed_again(tmp_path: Path) -> None:
    """Which finds the same."""
    records, _ = recorded(tmp_path, [filmed(in_hold_s(4))], bridges(3))
    task = bridges(3)
    job = Job(task.exercise, "own", task.dose, ResultFolders(tmp_path / "again"))
    again = replay_landmarks(records.folders[0] / "landmarks.npz", job).session
    assert again.reps == saved(records.folders[0]).reps
    assert again.rep_count == 3


def test_a_killed_session_keeps_all_but_its_last_second(tmp_path: Path) -> None:
    """In the middle of its third bridge: counts, landmarks and pictures are there."""
    frames = frame(begins_s() + 2 * REP_S + 1.0)
    command = [sys.executable, killed_session.__file__, str(tmp_path), str(frames)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        said = child.stdout.readline()
        child.kill()
    assert said.strip() == b"recorded"
    assert child.returncode != 0
    remove_left_over_files(tmp_path, 1)
    assert files(tmp_path) == [f"1_bridge/{name}" for name in ("landmarks.part", "recording.mkv", "session.json")]
    session = saved(tmp_path / "1_bridge")
    assert session.frames >= frames - RATE_HZ
    assert session.rep_count == 2
    assert [rep.good for rep in session.reps] == [True, True]
    _, series = load_landmarks(tmp_path / "1_bridge" / "landmarks.part")
    assert len(series) >= frames - RATE_HZ
    with av.open(str(tmp_path / "1_bridge" / "recording.mkv")) as container:
        assert sum(1 for _ in container.decode(video=0)) >= frames - RATE_HZ
