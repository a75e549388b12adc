"""Temporary files and folders; those of a process that was killed are removed by the next one that looks.

Whoever makes one holds it open: on Linux and macOS with a lock that ends with the process, on Windows an open file
can't be removed anyway. So what can be locked, or removed, belongs to nobody any more.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl

__all__ = ["TemporaryFile", "remove_left_over_files", "remove_left_over_folders", "temporary_folder"]

_PREFIX = ".posecoach-"
"""How their names begin: nobody takes for results what isn't done."""
_HELD = ".held"
"""The file in a folder whose lock says that the folder is in use."""


class TemporaryFile:
    """An empty file of a hidden name, which is removed on leaving the context unless it was put elsewhere.

    Attributes:
        path: Where it is.
    """

    def __init__(self, folder: Path, suffix: str = "") -> None:
        """Makes the file.

        Raises:
            OSError: If it can't be made.
        """
        self._handle, self.path = _make_held(folder, suffix)

    def __enter__(self) -> "TemporaryFile":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def put(self, path: Path) -> None:
        """Gives it its place, instead of a file that is there."""
        if sys.platform == "win32":
            # An open file can't be renamed there.
            self._let_go()
        self.path.replace(path)

    def close(self) -> None:
        """Removes the file unless it was put elsewhere; closing twice does no harm."""
        self._let_go()
        # Where the folder is gone, so is the file.
        with suppress(OSError):
            self.path.unlink(missing_ok=True)

    def _let_go(self) -> None:
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


@contextmanager
def temporary_folder(parent: Path | None = None) -> Generator[Path, None, None]:
    """A folder for this process alone, removed afterwards; without a parent, among the system's temporary files."""
    handle, folder = _make_held_folder(parent)
    try:
        yield folder
    finally:
        os.close(handle)
        shutil.rmtree(folder, ignore_errors=True)


def remove_left_over_files(folder: Path, levels: int = 0) -> None:
    """Removes temporary files in a folder, and in those so many levels below it, whose process isn't alive."""
    for level in range(levels + 1):
        for path in folder.glob(f"{'*/' * level}{_PREFIX}*"):
            if path.is_file():
                _remove_if_left(path)


def remove_left_over_folders(parent: Path | None = None) -> None:
    """Removes temporary folders whose process isn't alive; without a parent, among the system's temporary files."""
    # Where there is no folder for temporary files at all, none is left either.
    with suppress(OSError):
        for held in (parent or Path(tempfile.gettempdir())).glob(f"{_PREFIX}*/{_HELD}"):
            if _remove_if_left(held):
                shutil.rmtree(held.parent, ignore_errors=True)


def _make_held_folder(parent: Path | None) -> tuple[int, Path]:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=parent))
        held = folder / _HELD
        handle = os.open(held, os.O_CREAT | os.O_RDWR, 0o600)
        if _hold(handle) and held.exists():
            return handle, folder
        # Before it was held, another process has taken it for a left-over.
        os.close(handle)


def _make_held(folder: Path, suffix: str) -> tuple[int, Path]:
    while True:
        handle, name = tempfile.mkstemp(prefix=_PREFIX, suffix=suffix, dir=folder)
        path = Path(name)
        if _hold(handle) and path.exists():
            return handle, path
        # As above.
        os.close(handle)


def _hold(handle: int) -> bool:
    if sys.platform != "win32":
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            # A file system without locks: nobody else gets one either.
            return True
    return True


def _remove_if_left(path: Path) -> bool:
    """Removes a file that nobody holds; returns whether it did."""
    try:
        if sys.platform != "win32":
            handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink()
            finally:
                os.close(handle)
        else:
            path.unlink()
    except OSError:
        return False
    return True
