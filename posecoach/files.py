"""Files: written so that they are there whole or not at all, and told apart by their hash."""

import hashlib
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from posecoach.errors import OutputError, SourceError
from posecoach.temporary import TemporaryFile, remove_left_over_files

__all__ = ["atomic_write", "sha256_of", "writing"]

_READ_AT_ONCE = 1 << 20
"""Bytes."""
_ADVICE = "free space or choose --out"


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
        temporary.path.chmod(0o666 & ~_umask())
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


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


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
