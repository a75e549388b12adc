"""session.json of a session under way, written again and again on a thread of its own."""

from pathlib import Path
from queue import SimpleQueue
from threading import Thread

from posecoach.file_writing import written_beside
from posecoach.results.session import Session

__all__ = ["SessionFile"]


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
        with written_beside(self._path) as path:
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
