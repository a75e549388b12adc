"""Files: written whole or not at all, one writer at a time, kept private, and told apart by their hash."""

import hashlib
import os
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from itertools import chain, count
from pathlib import Path

from filelock import FileLock, Timeout

from posecoach.errors import ChangedFileError, OutputError, SourceError
from posecoach.temporary import TemporaryFile, remove_left_over_files

__all__ = [
    "CODE_FOLDER",
    "atomic_write",
    "free_name_beside",
    "locked",
    "make_private_folder",
    "refuse_changed",
    "sha256_of",
    "writing",
]

CODE_FOLDER = Path(__file__).parents[1]
"""Where child processes work: Python looks for modules there first, and the user's folder may have anything in it."""

_READ_AT_ONCE = 1 << 20
"""Bytes."""
_PATIENCE_S = 10.0
"""Whoever holds a lock does so for some milliseconds."""
_ADVICE = "free space or choose --out"
_PRIVATE = 0o700


def _read_umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


_UMASK = _read_umask()
"""Read once, before there are threads: it can be read only by changing it for a moment, for all of them."""


@contextmanager
def atomic_write(path: Path, advice: str = _ADVICE) -> Generator[Path, None, None]:
    """A temporary file in the same folder, renamed to `path` on success and removed on failure.

    Args:
        path: The file to be.
        advice: What to do when it can't be written, for the error's end.

    Raises:
        OutputError: If it can't be written, such as with a full disk or without permission.
    """
    remove_left_over_files(path.parent)
    with writing(path, advice), TemporaryFile(path.parent, path.suffix) as temporary:
        yield temporary.path
        # Temporary files are private; results have the permissions of any other new file.
        temporary.path.chmod(0o666 & ~_UMASK)
        temporary.put(path)


@contextmanager
def writing(path: Path, advice: str = _ADVICE) -> Generator[None, None, None]:
    """Tells what the system refuses meanwhile as that file's.

    Raises:
        OutputError: If it can't be written.
    """
    try:
        yield
    except OSError as error:
        if not path.parent.is_dir():
            raise OutputError(f"{path}: can't be written (its folder isn't there)") from error
        raise OutputError(f"{path}: can't be written ({error.strerror or error}); {advice}") from error


@contextmanager
def locked(lock: Path) -> Generator[None, None, None]:
    """Meanwhile, other processes that want the same lock wait; what was read is still there when it is written.

    Args:
        lock: A file for this alone, which is made and stays. Where none can be made, nobody waits.

    Raises:
        OutputError: If another process holds it for long.
    """
    with ExitStack() as stack:
        try:
            make_private_folder(lock.parent)
            stack.enter_context(FileLock(lock, timeout=_PATIENCE_S))
        except Timeout as error:
            raise OutputError(f"{lock}: another posecoach is writing; try again when it is done") from error
        except (OSError, NotImplementedError):
            pass
        yield


def refuse_changed(path: Path, sha256: str | None) -> None:
    """Raises ChangedFileError unless a file still has this hash; None if it wasn't there."""
    if (sha256_of(path) if path.exists() else None) != sha256:
        raise ChangedFileError(path)


def free_name_beside(path: Path) -> Path:
    """A name for another version of a file, such as `clip.labels.mine.csv` or `clip.labels.mine-2.csv`."""
    names = (
        path.with_name(f"{path.stem}.mine{number}{path.suffix}") for number in chain([""], (f"-{n}" for n in count(2)))
    )
    return next(name for name in names if not name.exists())


def make_private_folder(folder: Path) -> None:
    """Makes a folder for what concerns its owner alone, with what is missing above it.

    A folder that is there already is closed to others, too: earlier versions made it open.

    Raises:
        OSError: If it can't be made.
    """
    if not folder.parent.exists():
        make_private_folder(folder.parent)
    folder.mkdir(mode=_PRIVATE, exist_ok=True)
    folder.chmod(_PRIVATE)


def sha256_of(path: Path) -> str:
    """Hash of a file's bytes.

    Raises:
        SourceError: If it can't be read.
    """
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(_READ_AT_ONCE):
                digest.update(piece)
    except OSError as error:
        raise SourceError(f"{path}: can't be read ({error.strerror})") from error
    return digest.hexdigest()
