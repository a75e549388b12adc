"""Files: written whole or not at all, one writer at a time, kept private, told apart, and read if not too large."""

import errno
import hashlib
import os
import struct
import zipfile
import zlib
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from io import FileIO
from itertools import chain, count
from pathlib import Path

from filelock import FileLock, Timeout

from posecoach.errors import ChangedFileError, OutputError, SourceError
from posecoach.messages import Message, os_reason
from posecoach.temporary import TemporaryFile, remove_left_over_files

__all__ = [
    "CODE_FOLDER",
    "atomic_write",
    "free_name_beside",
    "locked",
    "make_private_folder",
    "open_zip",
    "read_whole",
    "refuse_changed",
    "sha256_of",
    "writing",
]

CODE_FOLDER = Path(__file__).parents[1]
"""Where child processes work: Python looks for modules there first, and the user's folder may have anything in it."""

_READ_AT_ONCE = 1 << 20
"""Bytes."""
_LONGEST_TEXT = 1 << 20
"""Bytes; files that people write have a tenth of them at most."""
_PATIENCE_S = 10.0
"""Whoever holds a lock does so for some milliseconds."""
_ADVICE = Message("free space or choose --out")
_PRIVATE, _OTHERS = 0o700, 0o077


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
        # Temporary files are private; results in a folder that others may look into are as open as any new file.
        if not _is_closed(path.parent):
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
            raise OutputError(Message("{path}: can't be written (its folder isn't there)", path=path)) from error
        raise OutputError(
            Message("{path}: can't be written ({reason}); {advice}", path=path, reason=os_reason(error), advice=advice)
        ) from error


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
            raise OutputError(
                Message("{path}: another posecoach is writing; try again when it is done", path=lock)
            ) from error
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


def _is_closed(folder: Path) -> bool:
    """To everybody but its owner; folders on Windows say nothing of that."""
    return not folder.stat().st_mode & _OTHERS


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
        raise SourceError(Message("{path}: can't be read ({reason})", path=path, reason=os_reason(error))) from error
    return digest.hexdigest()


def read_whole(path: Path, most: int = _LONGEST_TEXT) -> bytes:
    """A file's bytes, of which there mustn't be more than `most`.

    Raises:
        OSError: If it can't be read, or is longer.
    """
    with path.open("rb") as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
    return content


class _ShortReads(FileIO):
    """A file that gives few bytes at a time: `ZipFile` would take in a directory of any length at once."""

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Goes to a place.

        Raises:
            BadZipFile: If there is none such, which the file says of itself.
        """
        try:
            return super().seek(offset, whence)
        except (OSError, ValueError, OverflowError) as error:
            raise zipfile.BadZipFile(str(error)) from error

    def read(self, size: int | None = -1, /) -> bytes:
        """At most some bytes.

        Raises:
            BadZipFile: If more are asked for and there.
        """
        longest = _READ_AT_ONCE + 1
        content = super().read(longest if size is None or not 0 <= size < longest else size) or b""
        if len(content) == longest:
            raise zipfile.BadZipFile("too much to be read at once")
        return content


@contextmanager
def open_zip(path: Path) -> Generator[zipfile.ZipFile, None, None]:
    """A zip file with a directory of at most a megabyte; its members have to be read in pieces that are no longer.

    Whatever turns out to be wrong with it inside the context is a `BadZipFile`.

    Raises:
        OSError: If it can't be read.
        BadZipFile: If it is damaged, or has members that this Python can't unpack.
    """
    try:
        with _ShortReads(path) as file, zipfile.ZipFile(file) as archive:
            # The others unpack all that is in some bytes, a million times as many.
            if any(one.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for one in archive.infolist()):
                raise zipfile.BadZipFile("compressed in an unusual way")
            yield archive
    except (EOFError, RuntimeError, struct.error, zlib.error) as error:
        raise zipfile.BadZipFile(str(error)) from error
