"""Where a live session's frames and events go: a list of sinks, each of them one class."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from queue import SimpleQueue
from threading import Semaphore, Thread
from typing import Any, Protocol, TextIO

from pydantic import TypeAdapter

from posecoach.capture.frame import RgbImage
from posecoach.messages import Message
from posecoach.pose.series import Landmarks
from posecoach.session.moments import Moment
from posecoach.session.run import ExerciseRun

__all__ = ["EventLines", "Listener", "Sink", "ThreadedSink", "event_record"]


class Sink(Protocol):
    """Takes in frames and events, on the frame thread; what takes long belongs behind a `ThreadedSink`."""

    def on_frame(self, run: ExerciseRun, landmarks: Landmarks, image: RgbImage) -> None:
        """Takes in one frame that is coached, before what happens in it; the image is unmirrored."""

    def on_event(self, run: ExerciseRun, event: Moment) -> None:
        """Takes in what has happened."""

    def problems(self) -> list[str]:
        """What has gone wrong since this was asked last, in one line each."""

    def close(self) -> None:
        """Ends it; closing twice does no harm."""


@dataclass(frozen=True, slots=True)
class Listener:
    """Calls a function for each event.

    Attributes:
        listen: The function.
    """

    listen: Callable[[Moment], None]

    def on_frame(self, run: ExerciseRun, landmarks: Landmarks, image: RgbImage) -> None:
        """Frames aren't listened to."""

    def on_event(self, run: ExerciseRun, event: Moment) -> None:  # noqa: ARG002 - only the event is told
        """Calls the function."""
        self.listen(event)

    def problems(self) -> list[str]:
        """None that are known here."""
        return []

    def close(self) -> None:
        """Nothing to end."""


@dataclass(frozen=True, slots=True)
class EventLines:
    """Writes each event as a line of JSON, for a smart home, a game or a streaming program.

    Attributes:
        file: Gets the lines, each as soon as it is known.
    """

    file: TextIO

    def on_frame(self, run: ExerciseRun, landmarks: Landmarks, image: RgbImage) -> None:
        """Frames aren't written."""

    def on_event(self, run: ExerciseRun, event: Moment) -> None:
        """Writes a line."""
        record = {"exercise": run.task.exercise.id, **event_record(event)}
        self.file.write(json.dumps(record) + "\n")
        self.file.flush()

    def problems(self) -> list[str]:
        """None that are known here."""
        return []

    def close(self) -> None:
        """The file is closed by who has opened it."""


_PATIENCE_S = 5.0
"""How long leaving may take because of a sink."""


class ThreadedSink:
    """Hands another sink's work to a thread of its own, so that no frame waits for it.

    Frames are left out while the thread is behind; events never are. What goes wrong there ends that sink alone.

    Attributes:
        failed: Whether something has.
    """

    def __init__(self, sink: Sink, frames_ahead: int = 4) -> None:
        """Args: sink: does the work; frames_ahead: how many frames may wait."""
        self.failed = False
        self._sink = sink
        self._free = Semaphore(frames_ahead)
        self._work = SimpleQueue[Callable[[], None] | None]()
        self._problems = list[str]()
        self._thread = Thread(target=self._run, name=type(sink).__name__, daemon=True)
        self._thread.start()

    def on_frame(self, run: ExerciseRun, landmarks: Landmarks, image: RgbImage) -> None:
        """Has the frame taken in soon, unless too many are waiting."""
        if self._free.acquire(blocking=False):
            self._work.put(partial(self._take_frame, run, landmarks, image))

    def on_event(self, run: ExerciseRun, event: Moment) -> None:
        """Has the event taken in soon."""
        self._work.put(partial(self._sink.on_event, run, event))

    def problems(self) -> list[str]:
        """Those of the sink, and what has ended it."""
        ended, self._problems = self._problems, []
        return [*ended, *self._sink.problems()]

    def close(self) -> None:
        """Waits until everything is taken in, and closes the sink; not for ever, as whoever reads may have stopped."""
        self._work.put(None)
        self._thread.join(_PATIENCE_S)
        if self._thread.is_alive():
            self._end(Message("nobody takes in what it gives"))

    def _take_frame(self, run: ExerciseRun, landmarks: Landmarks, image: RgbImage) -> None:
        self._free.release()
        self._sink.on_frame(run, landmarks, image)

    def _run(self) -> None:
        try:
            while (work := self._work.get()) is not None:
                work()
            self._sink.close()
        except Exception as error:  # noqa: BLE001 - whatever ends a sink must not end the session
            self._end(error)

    def _end(self, reason: Exception | Message) -> None:
        self.failed = True
        name = type(self._sink).__name__
        self._problems = [Message("{name}: {reason}; the session goes on without it", name=name, reason=reason)]


def event_record(event: Moment) -> dict[str, Any]:
    """An event as JSON has it: its kind, then its fields, where what wasn't seen is null.

    >>> from posecoach.events import RepetitionStarted
    >>> event_record(RepetitionStarted(2.5))
    {'event': 'RepetitionStarted', 'time_s': 2.5}
    """
    kind: Any = type(event)
    return {"event": kind.__name__, **json.loads(_adapter(kind).dump_json(event))}


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
