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


def test_a_slow_disk_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: list[int]) -> None:
    """Of the versions that come meanwhile, only the newest is written; the last stays, and no thread is left."""
    busy, go_on, newest, threads = Event(), Event(), Event(), active_count()
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
    assert (tmp_path / "session.json").read_text() == version(5).model_dump_json(by_alias=True, indent=1) + "\n"
    assert active_count() == threads


def test_a_failing_last_version_is_told(tmp_path: Path) -> None:
    """There is no later one to tell it with."""
    file = SessionFile(tmp_path / "no" / "session.json")
    with pytest.raises(OutputError, match="can't be written"):
        file.close(version(1))
