"""The newest frame of a live source, read on a thread of its own."""

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from posecoach.capture.frame import Frame, RgbImage
from posecoach.capture.live_source import LiveSource
from posecoach.capture.timestamps import SteadyClock
from posecoach.errors import SourceError

__all__ = ["Arrivals", "Grab", "GrabState", "Grabber"]

_STALLED_AFTER_S = 2.0
"""A camera in a dark room may take half a second for a picture; OpenCV itself waits for ten."""

_FROZEN_AFTER_S = 2.0
"""No two pictures of a camera are the same; a driver that hangs repeats one."""

_FAILED_READS = 5
"""A cable's glitch spoils a picture or two, and opening the camera again takes a second or more."""

_CLOSE_WITHIN_S = 1.0
"""How long to wait for the thread at the end; it may be caught in a read of a camera that says nothing."""

_WINDOW_S = 3.0
"""Long enough for a camera of five frames a second, short enough to follow one that slows down as it gets dark."""

_STRIDE = 20
"""Every 20th pixel of every 20th row: 2304 of a picture of 1280x720, each with its own noise."""


class GrabState(str, Enum):
    """How a source is doing."""

    OPENING = "opening"
    LIVE = "live"
    GONE = "gone"
    """It fails; it is opened again and again until it is back."""
    STALLED = "stalled"
    """It is open, but has given no frame for two seconds."""
    FROZEN = "frozen"
    """Its frames have all been the same for two seconds."""
    ENDED = "ended"


@dataclass(frozen=True, eq=False, slots=True)
class Grab:
    """A frame as it arrived.

    Attributes:
        number: Counts all frames of the source from 1, so that a gap tells how many were missed.
        frame: The frame; its time only grows, see `SteadyClock`.
        captured_s: When it arrived, by the grabber's clock.
    """

    number: int
    frame: Frame
    captured_s: float


class Grabber:
    """Opens a source, reads it on a thread, and keeps only the newest frame. A context manager, for one use.

        with Grabber(source) as grabber:
            grab = grabber.newest(after=0, timeout_s=0.5)

    A frame without a picture in colour, or whose time can't be true, is left out as if the read had failed. What the
    source raises unexpectedly on that thread is raised by `newest`, or else at the end of the block.

    Args:
        source: Only this thread uses it from here on.
        clock: Seconds that never run backwards.
        wait: Waits for some seconds between two tries to open a source again; None ends with the block.
        reopen_every_s: How long to wait between two tries.
        watch_frozen: Whether equal pictures mean that the source hangs: true of cameras, which have noise, not of
            recordings.
    """

    def __init__(
        self,
        source: LiveSource,
        *,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], object] | None = None,
        reopen_every_s: float = 1.0,
        watch_frozen: bool = True,
    ) -> None:
        self._source = source
        self._clock = clock
        self._closing = threading.Event()
        self._wait = wait or self._closing.wait
        self._reopen_every_s = reopen_every_s
        self._watch_frozen = watch_frozen
        self._thread = threading.Thread(target=self._run, name="grabber", daemon=True)
        self._opened = threading.Event()
        self._changed = threading.Condition()
        # What follows is only touched with the condition held.
        self._arrivals = Arrivals()
        self._steady = SteadyClock()
        self._unusable = 0
        self._grab: Grab | None = None
        self._heard_s = clock()
        self._was_open = False
        self._gone = False
        self._over = False
        self._error: Exception | None = None
        self._told = False

    def __enter__(self) -> "Grabber":
        """Waits until the source was opened.

        Raises:
            SourceError: If it can't be.
        """
        self._thread.start()
        try:
            self._opened.wait()
            if not self._was_open:
                self._raise_error()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stop()
        if kind is None and not self._told:
            self._raise_error()

    @property
    def state(self) -> GrabState:
        """How the source is doing at this moment."""
        with self._changed:
            if self._over:
                return GrabState.ENDED
            if self._gone:
                return GrabState.GONE
            if self._was_open and self._clock() - self._heard_s >= _STALLED_AFTER_S:
                return GrabState.STALLED
            if self._grab is None:
                return GrabState.OPENING
            frozen = self._watch_frozen and self._arrivals.unchanged_s >= _FROZEN_AFTER_S
            return GrabState.FROZEN if frozen else GrabState.LIVE

    @property
    def unusable(self) -> int:
        """How many frames were left out because of their picture or their time."""
        with self._changed:
            return self._unusable

    @property
    def rate(self) -> float:
        """Frames a second that arrived over the last seconds; 0 before the second one."""
        with self._changed:
            return self._arrivals.rate(self._clock())

    def newest(self, after: int, timeout_s: float) -> Grab | None:
        """The newest frame, once its number is above `after`; None if none comes in time, or none will any more.

        Raises:
            Exception: What the source raised when it was read.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._over or self._is_newer(after), timeout_s)
            if self._is_newer(after):
                return self._grab
        self._raise_error()
        return None

    def _is_newer(self, after: int) -> bool:
        return self._grab is not None and self._grab.number > after

    def _raise_error(self) -> None:
        with self._changed:
            if self._error is not None:
                self._told = True
                raise self._error

    def _stop(self) -> None:
        self._closing.set()
        self._thread.join(_CLOSE_WITHIN_S)

    def _run(self) -> None:
        try:
            self._use_source()
        except Exception as error:  # noqa: BLE001 - raised again on the thread that asks for frames
            with self._changed:
                self._error = error
        with self._changed:
            self._over = True
            self._changed.notify_all()
        self._opened.set()

    def _use_source(self) -> None:
        try:
            self._source.open()
            self._note_open()
            self._read_all()
        finally:
            self._source.close()

    def _read_all(self) -> None:
        failures = 0
        while not self._closing.is_set():
            frame = self._source.read()
            if frame is not None and self._note(frame):
                failures = 0
            elif frame is None and self._source.ended:
                return
            else:
                failures += 1
                # A read that waited this long in vain is as good as many that failed at once.
                if failures == _FAILED_READS or self._clock() - self._heard_s >= _STALLED_AFTER_S:
                    failures = 0
                    self._reopen()

    def _note(self, frame: Frame) -> bool:
        """Takes in a frame; returns whether it can be used."""
        with self._changed:
            time_s = self._steady.time_of(frame.time_s) if frame.is_picture else None
            if time_s is None:
                self._unusable += 1
                return False
            now_s = self._heard_s = self._clock()
            self._gone = False
            self._arrivals.add(now_s, frame.image)
            number = self._grab.number + 1 if self._grab else 1
            self._grab = Grab(number, Frame(time_s, frame.image), now_s)
            self._changed.notify_all()
            return True

    def _note_open(self) -> None:
        with self._changed:
            self._heard_s = self._clock()
            self._was_open = True
            self._steady.expect_jump()
        self._opened.set()

    def _reopen(self) -> None:
        with self._changed:
            self._gone = True
        self._source.close()
        while True:
            self._wait(self._reopen_every_s)
            if self._closing.is_set():
                return
            try:
                self._source.open()
            except SourceError:
                continue
            self._note_open()
            return


class Arrivals:
    """Counts frames over the last seconds, and notices when they are all the same."""

    def __init__(self) -> None:
        self._times_s: deque[float] = deque()
        self._sample: NDArray[np.uint8] | None = None
        self._changed_s = 0.0

    @property
    def unchanged_s(self) -> float:
        """Seconds from the first to the last of the frames that are the same as the last one."""
        return self._times_s[-1] - self._changed_s if self._times_s else 0.0

    def rate(self, now_s: float) -> float:
        """Frames a second over the last seconds before a moment, falling while none comes."""
        recent = [time_s for time_s in self._times_s if time_s > now_s - _WINDOW_S]
        if len(recent) < 2 or now_s <= recent[0]:
            return 0.0
        return (len(recent) - 1) / (now_s - recent[0])

    def add(self, now_s: float, image: RgbImage) -> None:
        """Notes a frame that has just come."""
        self._times_s.append(now_s)
        while self._times_s[0] <= now_s - _WINDOW_S:
            self._times_s.popleft()
        sample = image[::_STRIDE, ::_STRIDE]
        # A covered camera may well give nothing but black: that says nothing about whether it hangs.
        uniform = sample.min() == sample.max()
        if uniform or self._sample is None or not np.array_equal(sample, self._sample):
            self._changed_s = now_s
            self._sample = sample.copy()
