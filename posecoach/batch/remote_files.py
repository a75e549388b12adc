"""Recordings at URLs: what fsspec and its drivers can open, such as s3://, https:// and ssh://."""

import re
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from pathlib import Path, PurePath, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from posecoach.batch.recordings import BESIDE_ALL, Recording, is_called_a_recording
from posecoach.batch.status import FileIdentity
from posecoach.errors import RemoteFileError
from posecoach.installation import install_command
from posecoach.messages import Message
from posecoach.names import printable
from posecoach.pose.recording import is_landmarks, is_of_results
from posecoach.temporary import temporary_folder

__all__ = ["identity_of", "is_url", "local_copy", "recording_at", "recordings_at"]

_MANY = "*"
"""Only this makes a pattern of a URL, in which a question mark means something else."""


def is_url(text: str) -> bool:
    """Whether that is a URL rather than a path."""
    return re.match(r"[a-z][a-z0-9+.-]+://", text, re.IGNORECASE) is not None


def recording_at(url: str, place: PurePath = BESIDE_ALL) -> Recording:
    """The recording at a URL, whether there is one or not."""
    return Recording(Path(_name(url)), place, url=url)


def _name(url: str) -> str:
    # Elsewhere, a question mark may be part of a name.
    path = unquote(urlsplit(url).path) if url.lower().startswith("http") else url
    return PurePosixPath(path).name or "recording"


def recordings_at(url: str) -> list[Recording]:
    """The recordings that a URL means: a folder's if it ends in a slash, those that fit if it has an asterisk in it.

    Raises:
        RemoteFileError: If there is no driver, or the server doesn't tell.
    """
    if _MANY not in url and not url.endswith("/"):
        return [recording_at(url)]
    files, inside = _file_system(url)
    try:
        found = sorted(files.glob(inside) if _MANY in inside else files.find(inside))
    except Exception as error:
        raise _refused(url, error) from error
    base = PurePosixPath(inside if _MANY not in inside else inside.partition(_MANY)[0].rpartition("/")[0])
    named = [(files.unstrip_protocol(name), PurePosixPath(name)) for name in found]
    recordings = [(one, path) for one, path in named if is_called_a_recording(path)]
    videos = [(one, path) for one, path in recordings if not is_landmarks(path)]
    return [recording_at(one, _place(path, base)) for one, path in videos or recordings]


def _place(path: PurePosixPath, base: PurePosixPath) -> PurePath:
    folder = path.parent.parent if is_of_results(path) else path.parent
    inside = folder.relative_to(base).parts if folder.is_relative_to(base) else ()
    return PurePath(*map(printable, inside))


def identity_of(recording: Recording) -> FileIdentity | None:
    """What tells whether a recording is still the same, without its bytes; None if it can't be seen from here.

    Raises:
        RemoteFileError: If there is no driver.
    """
    if recording.url is None:
        return FileIdentity.of(recording.path)
    files, inside = _file_system(recording.url)
    try:
        told = files.info(inside)
    except Exception:  # noqa: BLE001 - whatever it is, it is told where the recording is analysed
        return None
    return FileIdentity(size=told.get("size") or 0, mtime_ns=int(_modified(files, inside, told).timestamp() * 1e9))


def _modified(files: Any, inside: str, told: dict[str, Any]) -> datetime:
    """The same time for all files whose server tells none."""
    try:
        if "Last-Modified" in told:
            return parsedate_to_datetime(told["Last-Modified"])
        modified: datetime = files.modified(inside)
    except Exception:  # noqa: BLE001 - each driver has its own way to say that it can't
        return datetime.fromtimestamp(0, timezone.utc)
    return modified


@contextmanager
def local_copy(recording: Recording, near: Path) -> Generator[Recording, None, None]:
    """The recording with the path of a file on this computer, which is gone afterwards if it had to be fetched.

    Videos are read more than once, and from many places at a time.

    Args:
        recording: The recording.
        near: The folder for a copy.

    Raises:
        RemoteFileError: If it can't be fetched.
    """
    if recording.url is None:
        yield recording
        return
    near.mkdir(parents=True, exist_ok=True)
    with temporary_folder(near) as folder:
        copy = folder / recording.path.name
        files, inside = _file_system(recording.url)
        try:
            files.get_file(inside, str(copy))
        except Exception as error:
            raise _refused(recording.url, error) from error
        yield replace(recording, path=copy)


def _file_system(url: str) -> tuple[Any, str]:
    """The driver for a URL, and what it calls the file there."""
    try:
        from fsspec.core import url_to_fs  # noqa: PLC0415 - an extra
    except ImportError as error:
        command = install_command("cluster")
        raise RemoteFileError(
            Message("{url}: URLs need fsspec, which isn't installed: {command}", url=url, command=command)
        ) from error
    try:
        files, inside = url_to_fs(url)
    except Exception as error:
        raise _refused(url, error) from error
    return files, inside


def _refused(url: str, error: Exception) -> RemoteFileError:
    said = next(iter(str(error).splitlines()), "") or type(error).__name__
    reason = Message("there is no such file") if isinstance(error, FileNotFoundError) else said
    return RemoteFileError(Message("{url}: can't be fetched ({reason})", url=url, reason=reason))
