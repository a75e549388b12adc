"""Files: written so that they are there whole or not at all, kept private, and told apart by their hash."""

import hashlib
import os
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from posecoach.errors import OutputError, SourceError

__all__ = ["CODE_FOLDER", "atomic_write", "make_private_folder", "sha256_of"]

CODE_FOLDER = Path(__file__).parents[1]
"""Where child processes work: Python looks for modules there first, and the user's folder may have anything in it."""

_READ_AT_ONCE = 1 << 20
"""Bytes."""
_PRIVATE = 0o700


def _read_umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


_UMASK = _read_umask()
"""Read once, before there are threads: it can be read only by changing it for a moment, for all of them."""


@contextmanager
def atomic_write(path: Path, advice: str = "free space or choose --out") -> Generator[Path, None, None]:
    """A temporary file in the same folder, renamed to `path` on success and removed on failure.

    Args:
        path: The file to be.
        advice: What to do when it can't be written, for the error's end.

    Raises:
        OutputError: If it can't be written, such as with a full disk or without permission.
    """
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=path.suffix, dir=path.parent)
        os.close(handle)
        temporary = Path(name)
        yield temporary
        # Temporary files are private; results have the permissions of any other new file.
        temporary.chmod(0o666 & ~_UMASK)
        temporary.replace(path)
    except OSError as error:
        raise OutputError(f"{path}: can't be written ({error.strerror or error}); {advice}") from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


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
