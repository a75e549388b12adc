"""A camera that does what a script says, without any waiting."""

import threading
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

import numpy as np

from posecoach.capture.frame import Frame, RgbImage
from posecoach.capture.live_source import CameraFormat
from posecoach.errors import SourceError

__all__ = ["Blocked", "Breaks", "FailedReads", "Film", "Script", "ScriptedCamera", "Unplugged"]

_PATIENCE_S = 10.0
"""A test that waits longer than this for another thread has failed."""

_NOISE = 8


@dataclass(frozen=True, eq=False, slots=True)
class Film:
    """The camera gives pictures for some seconds.

    Attributes:
        seconds: Of scripted time.
        rate_hz: Frames a second.
        size: Width and height in pixels.
        level: Grey level of the pictures; 0 is black without noise.
        still: Whether all its pictures are the same, as those of a driver that hangs.
        picture: Shown instead of grey pictures.
    """

    seconds: float
    rate_hz: float = 30.0
    size: tuple[int, int] = (160, 90)
    level: int = 120
    still: bool = False
    picture: RgbImage | None = None

    @property
    def format(self) -> CameraFormat:
        """What the camera says that it gives."""
        height, width = self.picture.shape[:2] if self.picture is not None else self.size[::-1]
        return CameraFormat(width, height, self.rate_hz)

    def images(self) -> Iterator[RgbImage]:
        """One picture for each frame; every one has noise of its own, unless they are to be the same."""
        rng = np.random.default_rng(0)
        for _ in range(round(self.seconds * self.rate_hz)):
            yield self._image(np.random.default_rng(0) if self.still else rng)

    def _image(self, rng: np.random.Generator) -> RgbImage:
        if self.picture is not None:
            return self.picture.copy()
        shape = (self.size[1], self.size[0], 3)
        noise = rng.integers(0, _NOISE if self.level else 1, shape, np.uint8)
        return np.asarray(np.minimum(noise, 255 - self.level) + self.level, np.uint8)


@dataclass(frozen=True, slots=True)
class FailedReads:
    """Some reads give nothing, though the camera is there."""

    count: int = 1


@dataclass(frozen=True, slots=True)
class Unplugged:
    """Reads fail, and opening fails a number of times; after that the camera is back."""

    opens: int = 1
    message: str = "no camera 0: plug one in, or choose another with --camera; `posecoach doctor` lists them"


@dataclass(frozen=True, eq=False, slots=True)
class Blocked:
    """A read doesn't return until it is released: a camera that hangs, or a place for a test to look around."""

    _reached: threading.Event = field(default_factory=threading.Event)
    _released: threading.Event = field(default_factory=threading.Event)

    def wait_until_reached(self) -> None:
        """Waits until all of the script before it has been given.

        Raises:
            TimeoutError: If that doesn't happen.
        """
        if not self._reached.wait(_PATIENCE_S):
            message = "the script didn't get here"
            raise TimeoutError(message)

    def release(self) -> None:
        """Lets the read go on with what comes next in the script."""
        self._released.set()

    def block(self) -> None:
        """Called by the camera."""
        self._reached.set()
        self._released.wait()


@dataclass(frozen=True, slots=True)
class Breaks:
    """A read raises what no camera should raise."""

    error: Exception


Script: TypeAlias = Sequence[Film | FailedReads | Unplugged | Blocked | Breaks]


class ScriptedCamera:
    """A `LiveSource` that follows a script, and then has ended.

    Its time passes by its frames alone, so that a grabber given its `clock` and `wait` sees scripted seconds:

        hangs = Blocked()
        camera = ScriptedCamera([Film(2, rate_hz=5), Unplugged(opens=3), Film(1, level=0), hangs])
        with Grabber(camera, clock=camera.clock, wait=camera.wait) as grabber:
            hangs.wait_until_reached()
            ...
            hangs.release()

    Attributes:
        name: As given.
        opened: How often it was opened, or tried to be.
        closed: How often it was closed.
    """

    def __init__(self, script: Script, *, name: str = "scripted camera") -> None:
        self.name = name
        self.opened = 0
        self.closed = 0
        self._steps = deque(script)
        self._film: Iterator[Frame] = iter(())
        self._format: CameraFormat | None = None
        self._now_s = 0.0

    @property
    def format(self) -> CameraFormat | None:
        """Of the film that is or was last shown."""
        return self._format

    @property
    def ended(self) -> bool:
        """Whether the script is over, which is known once `read` has given None."""
        return not self._steps

    def clock(self) -> float:
        """Scripted seconds: the time of the last frame, and what was waited since."""
        return self._now_s

    def wait(self, seconds: float) -> None:
        """Lets scripted time pass; from a test only while the camera is blocked."""
        self._now_s += seconds

    def open(self) -> None:
        """Follows the script.

        Raises:
            SourceError: While it is unplugged.
        """
        self.opened += 1
        step = self._steps[0] if self._steps else None
        if isinstance(step, Unplugged) and step.opens > 0:
            self._steps[0] = replace(step, opens=step.opens - 1)
            raise SourceError(step.message)
        if isinstance(step, Unplugged):
            self._steps.popleft()

    def read(self) -> Frame | None:
        """The script's next frame, at once.

        Raises:
            Exception: If the script says so.
        """
        while (frame := next(self._film, None)) is None and self._steps:
            step = self._steps[0]
            if isinstance(step, Unplugged):
                return None
            self._steps.popleft()
            if isinstance(step, FailedReads):
                self._fail(step)
                return None
            self._begin(step)
        return frame

    def close(self) -> None:
        """Only counts."""
        self.closed += 1

    def _fail(self, step: FailedReads) -> None:
        if step.count > 1:
            self._steps.appendleft(replace(step, count=step.count - 1))

    def _begin(self, step: Film | Blocked | Breaks) -> None:
        if isinstance(step, Breaks):
            raise step.error
        if isinstance(step, Blocked):
            step.block()
        else:
            self._format = step.format
            self._film = self._frames(step)

    def _frames(self, film: Film) -> Iterator[Frame]:
        begun_s = self._now_s
        for number, image in enumerate(film.images(), start=1):
            self._now_s = begun_s + number / film.rate_hz
            yield Frame(self._now_s, image)
