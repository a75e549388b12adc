"""Landmark recordings: a session's poses as the estimator saw them, for replay and tuning."""

import json
import tempfile
import zipfile
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import numpy as np

from posecoach.errors import SourceError
from posecoach.pose import landmark_log
from posecoach.pose.landmark_log import is_landmark_log, log_note, log_rows
from posecoach.pose.series import PoseSeries

__all__ = ["SCHEMA", "LandmarkRecorder", "is_landmarks", "load_landmarks", "pack_log"]

SCHEMA = "posecoach.landmarks/1"
_ARRAYS = ("time_s", "points", "visibility", "contour")
_COPIED_AT_ONCE = 1 << 20
"""Bytes."""


@dataclass(frozen=True, slots=True)
class _Array:
    """An array that is written piece by piece.

    Attributes:
        dtype: Of its values.
        shape: Of the whole.
        pieces: Its bytes.
    """

    dtype: np.dtype[Any]
    shape: tuple[int, ...]
    pieces: Iterable[bytes]


class LandmarkRecorder:
    """Writes a `landmarks.npz` piece by piece, so that memory doesn't grow with the recording.

    Arrays are collected in unnamed temporary files and put together by `save`; leaving the context without saving
    leaves nothing behind.
    """

    def __init__(self, source: str) -> None:
        """Args: source: name of the recording the landmarks come from."""
        self._source = source
        self._stack = ExitStack()
        self._parts: dict[str, IO[bytes]] = {}
        self._shapes: dict[str, tuple[np.dtype[Any], tuple[int, ...]]] = {}
        self._size = (0, 0)
        self._count = 0

    def __enter__(self) -> "LandmarkRecorder":
        for name in _ARRAYS:
            self._parts[name] = self._stack.enter_context(tempfile.TemporaryFile())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def add(self, series: PoseSeries) -> None:
        """Appends the next frames."""
        for name in _ARRAYS:
            array = np.ascontiguousarray(getattr(series, name))
            self._shapes[name] = (array.dtype, array.shape[1:])
            self._parts[name].write(array.data)
        self._size = series.size
        self._count += len(series)

    def save(self, path: Path) -> None:
        """Writes all frames added so far; the bytes depend on them alone."""
        _write(path, self._source, self._size, {name: self._array(name) for name in _ARRAYS})

    def _array(self, name: str) -> _Array:
        dtype, row = self._shapes[name]
        part = self._parts[name]
        part.seek(0)
        return _Array(dtype, (self._count, *row), iter(partial(part.read, _COPIED_AT_ONCE), b""))


def pack_log(log: Path, path: Path) -> None:
    """Writes a `landmarks.npz` from a `landmarks.part`, as a recorder of the same frames would, byte for byte.

    Raises:
        OSError: If one can't be read, or the other not be written.
    """
    note, count = log_note(log), sum(len(rows) for rows in log_rows(log))
    _write(path, note["source"], note["size"], {name: _logged_array(log, name, count) for name in _ARRAYS})


def _logged_array(log: Path, name: str, count: int) -> _Array:
    first = next(log_rows(log))[name]
    return _Array(first.dtype, (count, *first.shape[1:]), (rows[name].tobytes() for rows in log_rows(log)))


def _write(path: Path, source: str, size: tuple[int, int], arrays: dict[str, _Array]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, array in arrays.items():
            with archive.open(zipfile.ZipInfo(f"{name}.npy"), "w", force_zip64=True) as member:
                descr = np.lib.format.dtype_to_descr(array.dtype)
                header = {"descr": descr, "fortran_order": False, "shape": array.shape}
                np.lib.format.write_array_header_2_0(member, header)
                member.writelines(array.pieces)
        note = json.dumps({"schema": SCHEMA, "source": source, "size": size})
        archive.writestr(zipfile.ZipInfo("recording.json"), note)


def is_landmarks(path: Path) -> bool:
    """Whether a file's name is that of a landmark recording, whole or left over from a session that broke off."""
    return path.suffix in (".npz", ".part")


def load_landmarks(path: Path) -> tuple[str, PoseSeries]:
    """Reads a landmark recording, or the `landmarks.part` that a crash has left of one.

    Returns:
        The name of the recording it comes from, and its poses.

    Raises:
        SourceError: If the file isn't a landmark recording.
    """
    try:
        source, series = _read_log(path) if is_landmark_log(path) else _read_archive(path)
    except (OSError, KeyError, TypeError, ValueError, zipfile.BadZipFile) as error:
        raise SourceError(f"{path}: not a landmark recording; give a landmarks.npz that analyse wrote") from error
    if not len(series):
        raise SourceError(f"{path}: the landmark recording is empty")
    return source, series


def _read_archive(path: Path) -> tuple[str, PoseSeries]:
    with zipfile.ZipFile(path) as archive, np.load(path, allow_pickle=False) as arrays:
        note = json.loads(archive.read("recording.json"))
        _check_version(path, note["schema"], SCHEMA)
        series = PoseSeries(**{name: arrays[name] for name in _ARRAYS}, size=tuple(note["size"]))
    return note["source"], series


def _read_log(path: Path) -> tuple[str, PoseSeries]:
    note = log_note(path)
    _check_version(path, note["schema"], landmark_log.SCHEMA)
    rows = np.concatenate(list(log_rows(path)))
    arrays = {name: np.ascontiguousarray(rows[name]) for name in _ARRAYS}
    return note["source"], PoseSeries(**arrays, size=tuple(note["size"]))


def _check_version(path: Path, found: str, known: str) -> None:
    if found != known:
        raise SourceError(f"{path}: landmark recording of another version ({found}); analyse the video again")
