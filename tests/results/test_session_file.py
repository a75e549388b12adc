from pathlib import Path
from threading import Event, active_count

import pytest

from posecoach.errors import OutputError
from posecoach.exercise.library import load_exercise
from posecoach.exercise.schema import Dose
from posecoach.pose.recording import Origin
from posecoach.results.live_record import SessionFile
from posecoach.results.session import Session
from posecoach.results.session_builder import FrameSpan, SessionBuilder


def version(frames: int) -> Session:
    builder = SessionBuilder(load_exercise("bridge"), "B", Dose(hold_s=(5.0, 5.0), reps=(4, 4)), Origin("camera 0"))
    return builder.build(FrameSpan(frames, frames, 0.0, (frames - 1) / 30, "mediapipe"))


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The frames of each version that was written, in turn."""
    frames: list[int] = []
    to_json = Session.to_json

    def noted(self: Session) -> str:
        frames.append(self.frames)
        return to_json(self)

    monkeypatch.setattr(Session, "to_json", noted)
    return frames


def test_the_last_version_stays(tmp_path: Path, written: list[int]) -> None:
    """Each is written in turn or passed over for a newer one, and no thread is left."""
    threads = active_count()
    file = SessionFile(tmp_path / "session.json")
    file.write(version(0))
    for frames in range(1, 20):
        file.offer(version(frames))
    file.close(version(20))
    assert (tmp_path / "session.json").read_text() == version(20).model_dump_json(by_alias=True, indent=1) + "\n"
    assert written == sorted(set(written))
    assert (written[0], written[-1]) == (0, 20)
    assert active_count() == threads


def test_a_slow_disk_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: list[int]) -> None:
    """Of the versions that come meanwhile, only the newest is written."""
    busy, go_on, newest = Event(), Event(), Event()
    write = SessionFile.write

    def slow(self: SessionFile, session: Session) -> None:
        busy.set()
        go_on.wait()
        write(self, session)
        if session.frames == 4:
            newest.set()

    monkeypatch.setattr(SessionFile, "write", slow)
    file = SessionFile(tmp_path / "session.json")
    file.offer(version(1))
    busy.wait()
    for frames in (2, 3, 4):
        file.offer(version(frames))
    go_on.set()
    newest.wait()
    assert written == [1, 4]
    file.close(version(5))


def test_a_version_that_can_not_be_written_is_told_with_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once, and the next is tried all the same."""
    tried = Event()
    attempt = SessionFile._try_to_write  # noqa: SLF001 - when the thread has failed can't be seen from outside

    def noted(self: SessionFile, session: Session) -> None:
        attempt(self, session)
        tried.set()

    monkeypatch.setattr(SessionFile, "_try_to_write", noted)
    folder = tmp_path / "late"
    file = SessionFile(folder / "session.json")
    file.offer(version(1))
    tried.wait()
    folder.mkdir()
    with pytest.raises(OutputError, match=r"session.json: can't be written \(No such file"):
        file.offer(version(2))
    file.offer(version(3))
    file.close(version(4))
    assert Session.model_validate_json((folder / "session.json").read_bytes()).frames == 4


def test_a_failing_last_version_is_told(tmp_path: Path) -> None:
    """There is no later one to tell it with."""
    file = SessionFile(tmp_path / "no" / "session.json")
    with pytest.raises(OutputError, match="can't be written"):
        file.close(version(1))
