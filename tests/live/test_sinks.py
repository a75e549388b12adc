import io
import json
import threading
from dataclasses import dataclass, field

import numpy as np
import pytest
from live_people import bridges

from posecoach.capture.frame import RgbImage
from posecoach.counting.events import FaultEnded, HoldStarted, RepetitionStarted
from posecoach.live import sinks
from posecoach.live.sinks import EventLines, ThreadedSink, event_record
from posecoach.pose.series import Landmarks
from posecoach.session.moments import Moment, Stage, StageEntered
from posecoach.session.run import ExerciseRun
from posecoach.testing import Figure, scripted_series

RUN = ExerciseRun(bridges())
FRAME = scripted_series([Figure.supine()])
IMAGE = np.zeros((90, 160, 3), np.uint8)


@dataclass
class Slow:
    """A sink that does nothing until it may, and then keeps what it is told."""

    may: threading.Event = field(default_factory=threading.Event)
    events: list[Moment] = field(default_factory=list)
    frames: int = 0
    closed: bool = False

    def on_frame(self, run: ExerciseRun, landmarks: Landmarks, image: RgbImage) -> None:  # noqa: ARG002
        self.may.wait()
        self.frames += 1

    def on_event(self, run: ExerciseRun, event: Moment) -> None:  # noqa: ARG002
        self.may.wait()
        self.events.append(event)

    def problems(self) -> list[str]:
        return []

    def close(self) -> None:
        self.closed = True


class Broken(Slow):
    """A sink that fails."""

    def on_event(self, run: ExerciseRun, event: Moment) -> None:  # noqa: ARG002
        raise ConnectionError("nobody listens")


def test_events_are_lines_of_json() -> None:
    """Each with its exercise and kind, written at once."""
    file = io.StringIO()
    lines = EventLines(file)
    lines.on_event(RUN, RepetitionStarted(2.5))
    lines.on_event(RUN, StageEntered(3.0, Stage.REST, 0))
    first, second = (json.loads(line) for line in file.getvalue().splitlines())
    assert first == {"exercise": "bridge", "event": "RepetitionStarted", "time_s": 2.5}
    assert (second["event"], second["stage"]) == ("StageEntered", "rest")


def test_what_was_not_seen_is_null() -> None:
    """JSON has no NaN."""
    fault = FaultEnded("arms", None, None, 1.0, 2.0, float("nan"), "10", "Arms down.")
    assert event_record(fault)["measured"] is None


def test_no_frame_waits_for_a_slow_sink() -> None:
    """It misses frames, but no event, and is closed after the last of them."""
    slow = Slow()
    sink = ThreadedSink(slow, frames_ahead=2)
    events: list[Moment] = [HoldStarted(float(second)) for second in range(20)]
    for event in events:
        sink.on_frame(RUN, FRAME, IMAGE)
        sink.on_event(RUN, event)
    slow.may.set()
    sink.close()
    assert slow.events == events
    assert 2 <= slow.frames < 20
    assert slow.closed


def test_a_broken_sink_is_told_once_and_ends_nothing_else() -> None:
    """The session goes on, and says so."""
    sink = ThreadedSink(Broken())
    sink.on_event(RUN, HoldStarted(1.0))
    sink.close()
    sink.on_event(RUN, HoldStarted(2.0))
    assert sink.problems() == ["Broken: nobody listens; the session goes on without it"]
    assert sink.problems() == []


def test_whoever_stops_listening_does_not_keep_the_session_from_ending(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told as that sink's problem."""
    monkeypatch.setattr(sinks, "_PATIENCE_S", 0.0)
    slow = Slow()
    sink = ThreadedSink(slow)
    sink.on_event(RUN, HoldStarted(1.0))
    sink.close()
    assert sink.problems() == ["Slow: nobody takes in what it gives; the session goes on without it"]
    slow.may.set()


@pytest.mark.parametrize("times", [1, 2])
def test_closing_twice_does_no_harm(times: int) -> None:
    """As every sink's."""
    slow = Slow()
    sink = ThreadedSink(slow)
    for _ in range(times):
        sink.close()
    assert slow.closed
