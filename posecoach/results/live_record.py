"""The folder of one exercise of a live session, written while it goes on."""

import math
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from itertools import count
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from types import TracebackType

from posecoach.capture.frame import RgbImage
from posecoach.counting.events import Event
from posecoach.errors import OutputError
from posecoach.exercise.schema import Dose, Exercise
from posecoach.files import atomic_write, make_private_folder, writing
from posecoach.pose.recording import LandmarkLog, Origin, pack_log
from posecoach.pose.series import Landmarks
from posecoach.results.folders import no_folder
from posecoach.results.session import Session
from posecoach.results.session_builder import FrameSpan, SessionBuilder
from posecoach.results.video_writer import LiveVideo
from posecoach.temporary import TemporaryFile

__all__ = ["LiveRecord", "SessionFile"]


class SessionFile:
    """Each version takes the place of the one before whole, so that there is a valid file at any moment.

    A thread of its own because the disk, even the system's part of writing, takes longer than frames can wait: up to
    19 ms (measured, with 600 repetitions and while a video was encoded). Making their text takes 3 ms more.
    """

    def __init__(self, path: Path) -> None:
        """Args: path: file to write."""
        self._path = path
        self._waiting: SimpleQueue[Session | None] = SimpleQueue()
        self._error: Exception | None = None
        # A daemon, because at no moment does it do harm to end it.
        self._thread = Thread(target=self._write_newest, name="session-file", daemon=True)

    def write(self, session: Session) -> None:
        """Writes a version at once; for before the first offer.

        Raises:
            OutputError: If it can't be written.
        """
        text = session.to_json().encode()
        with atomic_write(self._path) as path:
            path.write_bytes(text)

    def offer(self, session: Session) -> None:
        """Has a version written soon, unless a newer one comes first.

        Raises:
            OutputError: If an earlier one couldn't be written; this one is tried all the same.
        """
        if self._thread.ident is None:
            self._thread.start()
        self._waiting.put(session)
        error, self._error = self._error, None
        if error is not None:
            raise error

    def close(self, session: Session) -> None:
        """Writes the last version and ends the thread.

        Raises:
            OutputError: If it can't be written.
        """
        if self._thread.ident is not None:
            self._waiting.put(None)
            self._thread.join()
        self.write(session)

    def _write_newest(self) -> None:
        while (session := self._newest()) is not None:
            self._try_to_write(session)

    def _try_to_write(self, session: Session) -> None:
        try:
            self.write(session)
        except Exception as error:  # noqa: BLE001 - whatever goes wrong on this thread must reach the caller
            self._error = error

    def _newest(self) -> Session | None:
        newest = self._waiting.get()
        while newest is not None and not self._waiting.empty():
            newest = self._waiting.get()
        return newest


_SAVED_EVERY_S = 0.9
"""Of the frames' own time: with a frame's duration added, a saved session is never older than a second."""

_PART, _LANDMARKS, _VIDEO, _SESSION = "landmarks.part", "landmarks.npz", "recording.mkv", "session.json"
_RESERVE = 1 << 20
"""Bytes; a session file with 700 repetitions has as many (measured)."""


class LiveRecord:
    """Keeps what happens in an exercise so that a process that is killed loses at most the last second.

    While it goes on, the folder holds `session.json` with what has happened so far, `landmarks.part`, and
    `recording.mkv` if wanted. At the end, also of an error, `landmarks.npz` takes the place of `landmarks.part`.

    Everything is with the operating system within a second. It isn't forced onto the disk, because waiting for that
    would hold up the session: a power failure can cost more than a killed process does.

    A full disk doesn't stop the exercise. A file that can't be written any more is left as it is; only the session
    file is tried again every second, because each time it is written whole. Some room is set aside at the beginning
    and given back at the end, so that the last session file fits in any case: it is written last.

    Attributes:
        folder: Where the files go: the folder that was asked for, or one with a number after its name if that holds
            files already.
        problem: What couldn't be written first, in one line for the user; None if all is well.
        incomplete: After the end, the files that lack something; files that aren't there at all among them.
    """

    def __init__(
        self, folder: Path, origin: Origin, exercise: Exercise, dose_name: str, dose: Dose, *, video: bool
    ) -> None:
        """Prepares the record; its folder is made on entering the context.

        Args:
            folder: Of this exercise alone.
            origin: The camera, and when it was recorded.
            exercise: What is done.
            dose_name: Name of the dose.
            dose: How much is asked for.
            video: Whether to keep the camera's pictures.
        """
        self.folder = folder
        self.problem: str | None = None
        self._origin, self._with_video = origin, video
        self._builder = SessionBuilder(exercise, dose_name, dose, origin)
        self._span, self._saved_s = FrameSpan(), -math.inf
        self.incomplete: tuple[Path, ...] = ()
        self._given_up: set[str] = set()
        self._reserve: TemporaryFile | None = None
        self._finished = False

    def __enter__(self) -> "LiveRecord":
        self._tried(self._make_folder)
        self._tried(self._make_reserve)
        self._file = SessionFile(self.folder / _SESSION)
        self._log = LandmarkLog(self.folder / _PART, self._origin)
        self._video = LiveVideo(self.folder / _VIDEO) if self._with_video else None
        self._tried(partial(self._file.write, self.session))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.finish()

    @property
    def session(self) -> Session:
        """What the exercise has come to so far."""
        return self._builder.build(self._span)

    def add(self, series: Landmarks, image: RgbImage | None) -> None:
        """Takes in the next frame.

        Args:
            series: Its pose as the estimator saw it. A frame that isn't later than the one before isn't kept.
            image: Its picture, unmirrored, which must not be changed any more; None if there is none to keep.
        """
        if series.time_s[0] > self._span.last_s:
            self._span.add(series)
            self._keep(_PART, partial(self._log.add, series))
            if self._video is not None and image is not None:
                self._keep(_VIDEO, partial(self._video.add, self._span.last_s, image))
        if self._span.last_s - self._saved_s >= _SAVED_EVERY_S:
            self._saved_s = self._span.last_s
            self._tried(partial(self._file.offer, self.session))

    def note(self, events: list[Event]) -> None:
        """Takes in what the coach found; it is saved when the next frame's turn comes."""
        self._builder.add(events)

    def use(self, dose_name: str, dose: Dose) -> None:
        """Goes on with another dose."""
        self._builder.use(dose_name, dose)

    def finish(self) -> None:
        """Completes the files; finishing twice does no harm."""
        if self._finished:
            return
        self._finished = True
        try:
            self._end(_PART, self._log.close)
            if self._log.count:
                self._end(_LANDMARKS, self._save_landmarks)
        finally:
            # Also if somebody interrupts even this: the encoder's thread would keep the program from ending.
            try:
                if self._video is not None:
                    self._end(_VIDEO, self._video.close)
            finally:
                if self._reserve is not None:
                    self._reserve.close()
                self._end(_SESSION, partial(self._file.close, self.session))
                self.incomplete = tuple(self._incomplete())

    def _keep(self, file: str, write: Callable[[], None]) -> None:
        """Adds to a file, until that fails once: what came after a hole would look as if it followed."""
        if file not in self._given_up:
            self._end(file, write)

    def _end(self, file: str, write: Callable[[], None]) -> None:
        """Does the last that is to be done for a file, also if it was given up."""
        if not self._tried(write):
            self._given_up.add(file)

    def _incomplete(self) -> Iterator[Path]:
        if self._given_up & {_PART, _LANDMARKS}:
            yield self.folder / (_PART if (self.folder / _PART).exists() else _LANDMARKS)
        yield from (self.folder / name for name in (_VIDEO, _SESSION) if name in self._given_up)

    def _tried(self, write: Callable[[], None]) -> bool:
        try:
            write()
        except OutputError as error:
            self.problem = self.problem or error.message
            return False
        return True

    def _make_folder(self) -> None:
        try:
            self.folder = next(path for path in _names(self.folder) if not path.exists() or _is_empty(path))
            make_private_folder(self.folder)
        except OSError as error:
            raise no_folder(self.folder, error) from error

    def _make_reserve(self) -> None:
        with writing(self.folder / _SESSION):
            self._reserve = TemporaryFile(self.folder)
            # Some disks make little of what is all the same.
            self._reserve.path.write_bytes(os.urandom(_RESERVE))

    def _save_landmarks(self) -> None:
        part = self.folder / _PART
        with atomic_write(self.folder / _LANDMARKS) as path:
            pack_log(part, path)
        # What is left over then does no harm.
        with suppress(OSError):
            part.unlink()


def _names(folder: Path) -> Iterator[Path]:
    """The folder itself, then with numbers after its name."""
    yield folder
    for number in count(2):
        yield folder.with_name(f"{folder.name}-{number}")


def _is_empty(path: Path) -> bool:
    return path.is_dir() and not any(path.iterdir())
