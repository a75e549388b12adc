import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from live_people import bridges

from posecoach.capture.frame import RgbImage
from posecoach.errors import SourceError
from posecoach.feedback.voice.choosing import Voice
from posecoach.feedback.voice.protocols import VoiceMode
from posecoach.feedback.words.language import load_language
from posecoach.live import scenes
from posecoach.live.launch import Equipment, LiveJob, LiveResult, run_live
from posecoach.live.sinks import Listener
from posecoach.live.stats import LiveStats
from posecoach.pose.estimator import Pose
from posecoach.pose.recording import load_landmarks
from posecoach.results.session import Session
from posecoach.session.moments import Moment, Stage, StageEntered
from posecoach.testing import (
    Blocked,
    Breaks,
    Figure,
    FigureEstimator,
    Film,
    RecordingChimes,
    RecordingDisplay,
    RecordingSpeaker,
    ScriptedCamera,
    Unplugged,
)

JOB = LiveJob((bridges(),))
MORE = Film(0.5, 10.0)
WAIT_S = 10.0
"""For what is there within milliseconds."""


@pytest.fixture(autouse=True)
def _no_thread_left(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """And no summary that stays for half a minute."""
    monkeypatch.setattr(scenes, "_SUMMARY_S", 0.0)
    before = set(threading.enumerate())
    yield
    assert set(threading.enumerate()) <= before


@dataclass
class Counted:
    """An estimator that sees somebody on the mat, until it fails."""

    fails_at: int = 0
    looks: int = 0
    closed: bool = False

    def estimate(self, image: RgbImage, time_s: float) -> Pose | None:
        self.looks += 1
        if 0 < self.fails_at <= self.looks:
            raise ZeroDivisionError
        return FigureEstimator(lambda _: Figure.supine()).estimate(image, time_s)

    def close(self) -> None:
        self.closed = True


@dataclass
class Outing:
    """A session on real threads; its camera goes on with the second film once the first has been seen."""

    second: Film | Breaks = MORE
    estimator: Counted = field(default_factory=Counted)
    display: RecordingDisplay = field(default_factory=lambda: RecordingDisplay(size=(160, 90)))
    voice: Voice = field(default_factory=lambda: Voice(RecordingSpeaker(float, 0.0), RecordingChimes(float)))
    moments: list[Moment] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    camera: ScriptedCamera = field(init=False)

    def run(self, job: LiveJob = JOB, stats: LiveStats | None = None) -> LiveResult:
        seen = Blocked()
        self.camera = ScriptedCamera([Film(0.1, 10.0), seen, self.second])

        def listen(moment: Moment) -> None:
            self.moments.append(moment)
            seen.release()

        equipment = Equipment(self.camera, lambda: self.estimator, self.display, self.voice)
        try:
            return run_live(job, equipment, notice=self.notices.append, sinks=[Listener(listen)], stats=stats)
        finally:
            # A window that is closed at once leaves it behind in its first read.
            seen.release()
            for thread in [one for one in threading.enumerate() if one.name == "grabber"]:
                thread.join(WAIT_S)

    @property
    def said(self) -> list[str]:
        assert isinstance(self.voice.speaker, RecordingSpeaker)
        return [one.text for one in self.voice.speaker.log]

    @property
    def stages(self) -> list[Stage]:
        return [one.stage for one in self.moments if isinstance(one, StageEntered)]


def recorded(folder: Path) -> int:
    """How many frames are in a finished record."""
    assert sorted(path.name for path in (folder / "1_bridge").iterdir()) == ["landmarks.npz", "session.json"]
    session = Session.model_validate_json((folder / "1_bridge" / "session.json").read_bytes())
    assert len(load_landmarks(folder / "1_bridge" / "landmarks.npz")[1]) == session.frames
    return session.frames


def test_frames_that_were_left_out_are_told() -> None:
    """A camera that gives a grey picture or two doesn't end the session."""
    outing = Outing(Film(0.3, 10.0, picture=np.zeros((90, 160), np.uint8)))
    assert outing.run().session.over
    assert outing.notices == ["scripted camera: 3 frames without a true time or a picture were left out"]


def test_a_session_ends_with_its_source(tmp_path: Path) -> None:
    """Everything is given back and what was recorded is finished."""
    outing = Outing()
    result = outing.run(LiveJob((bridges(),), opening="Slowly today.", record=tmp_path / "out"))
    assert result.session.over
    assert result.records is not None
    assert result.records.folders == [tmp_path / "out" / "1_bridge"]
    assert recorded(tmp_path / "out") >= 1
    assert (outing.camera.closed, outing.estimator.closed) == (1, True)
    assert outing.stages == [Stage.PLACEMENT, Stage.DONE]
    assert outing.said[:2] == ["Stop if it hurts.", "Slowly today."]
    assert outing.notices == []
    assert outing.display.shown > 0


@pytest.mark.parametrize("where", ["show", "key"])
@pytest.mark.parametrize("error", [ZeroDivisionError, KeyboardInterrupt])
def test_an_error_at_the_screen_keeps_the_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str, error: type[BaseException]
) -> None:
    """It comes through; Ctrl+C is a way to leave."""
    outing, job = Outing(), LiveJob((bridges(),), record=tmp_path)

    def fail_once_seen(*_: object) -> None:
        if outing.moments:
            raise error

    monkeypatch.setattr(RecordingDisplay, where, fail_once_seen)
    if error is KeyboardInterrupt:
        assert outing.run(job).session.over
    else:
        with pytest.raises(error):
            outing.run(job)
    assert recorded(tmp_path) >= 1
    assert (outing.camera.closed, outing.estimator.closed) == (1, True)


@pytest.mark.parametrize(
    ("outing", "error"),
    [
        pytest.param(Outing(estimator=Counted(fails_at=2)), ZeroDivisionError, id="estimator"),
        pytest.param(Outing(second=Breaks(SourceError("the stream is cut off"))), SourceError, id="camera"),
    ],
)
def test_an_error_on_a_thread_keeps_the_record(tmp_path: Path, outing: Outing, error: type[Exception]) -> None:
    """It comes through, too."""
    with pytest.raises(error):
        outing.run(LiveJob((bridges(),), record=tmp_path))
    assert recorded(tmp_path) >= 1
    assert (outing.camera.closed, outing.estimator.closed) == (1, True)


def test_a_camera_that_can_not_be_opened_is_told(tmp_path: Path) -> None:
    """Before anything else is begun."""
    camera, estimator = ScriptedCamera([Unplugged(opens=9, message="no camera 0: plug one in")]), Counted()
    outing = Outing(estimator=estimator)
    equipment = Equipment(camera, lambda: estimator, outing.display, outing.voice)
    with pytest.raises(SourceError, match=r"^no camera 0: plug one in$"):
        run_live(LiveJob((bridges(),), record=tmp_path), equipment, notice=outing.notices.append)
    assert (estimator.looks, outing.display.shown, list(tmp_path.iterdir())) == (0, 0, [])


def test_what_can_not_be_recorded_is_told(tmp_path: Path) -> None:
    """In one line; the session goes on."""
    (tmp_path / "out").write_text("in the way")
    outing = Outing()
    assert outing.run(LiveJob((bridges(),), record=tmp_path / "out")).session.over
    (notice,) = outing.notices
    assert "choose another folder with --out" in notice


def test_what_can_not_be_heard_is_told() -> None:
    """Once each; the session goes on without."""
    outing = Outing()
    assert isinstance(outing.voice.speaker, RecordingSpeaker)
    outing.voice.speaker.failed = "there is no speech engine"
    assert outing.run().session.over
    assert outing.notices == ["there is no speech engine; sounds are played instead"]
    assert outing.said == []


def test_the_window_may_be_closed() -> None:
    """That ends it, whatever the camera does."""
    outing = Outing(display=RecordingDisplay(size=(160, 90), closes_after=1))
    assert outing.run().session.over
    assert outing.display.shown == 1


def test_speed_is_summed_up() -> None:
    """By the statistics that were given, or by those of the last seconds."""
    stats = LiveStats(recent=None)
    assert Outing().run(stats=stats).stats is stats
    assert Outing().run().stats.recent is not None


def test_the_job_is_done_as_ordered() -> None:
    """Language, safety advice, how much is heard."""
    outing = Outing(display=RecordingDisplay(size=(160, 90), keys={1: "enter", 2: "enter", 3: "enter"}))
    outing.run(LiveJob((bridges(),), language=load_language("de"), advise=True))
    assert outing.stages[0] is Stage.ADVICE
    assert outing.said[0].startswith("posecoach ist kein Medizinprodukt")
    silent = Outing()
    silent.run(LiveJob((bridges(),), mode=VoiceMode.OFF))
    assert silent.said == []
