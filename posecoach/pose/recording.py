"""Landmark recordings: a session's poses as the estimator saw them, for replay and tuning.

Whole ones are a `landmarks.npz`; of a session under way, a `landmarks.part` is readable wherever a crash cuts it off.
"""

import json
import os
import tempfile
import zipfile
from collections.abc import Iterable
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass, fields
from functools import partial
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import numpy as np

from posecoach.errors import OutputError
from posecoach.files import atomic_write, writing
from posecoach.messages import Message, os_reason
from posecoach.names import printable
from posecoach.pose.estimator import MEDIAPIPE, PROFILES, EstimatorProfile
from posecoach.pose.landmark_files import (
    ARRAYS,
    LOG_SCHEMA,
    NOTE_FILE,
    RECORD,
    SCHEMA,
    Note,
    log_note,
    log_rows,
    read_landmark_file,
)
from posecoach.pose.series import Landmarks
from posecoach.pose.transforms import Fit

__all__ = [
    "LandmarkLog",
    "LandmarkRecorder",
    "Origin",
    "is_landmarks",
    "is_of_results",
    "load_landmarks",
    "pack_log",
    "save_landmarks",
]

_COPIED_AT_ONCE = 1 << 20
"""Bytes."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where landmarks come from.

    Attributes:
        source: Name of the recording or camera, made printable.
        recorded_at: When it was recorded, as ISO 8601 with the time zone; None if that isn't known.
        recording_sha256: Of the recording's bytes; None for a camera.
        model_sha256: Of the pose model's bytes; None if another estimator saw them.
        version: Of the program that estimated them; None if that isn't known.
        pose_rate_hz: How often a second the recording was looked at, at most; None if that isn't known.
    """

    source: str
    recorded_at: str | None = None
    recording_sha256: str | None = None
    model_sha256: str | None = None
    version: str | None = None
    pose_rate_hz: float | None = None

    def __post_init__(self) -> None:
        # It goes into files and tables of all kinds, of which some can't hold any name.
        object.__setattr__(self, "source", printable(self.source))

    def note(self, landmarks_schema: str, size: tuple[int, int], profile: EstimatorProfile) -> dict[str, Any]:
        """What a file says of itself."""
        return {"schema": landmarks_schema, **asdict(self), "size": size, "estimator": profile.name}

    @classmethod
    def of_note(cls, note: Note) -> "Origin":
        """The origin that a file tells."""
        return cls(*(getattr(note, one.name) for one in fields(cls)))


@dataclass(frozen=True, slots=True)
class _Array:
    """An array that is written piece by piece.

    Attributes:
        name: One of those of a record.
        rows: How many it has.
        pieces: Its bytes.
    """

    name: str
    rows: int
    pieces: Iterable[bytes]

    def header(self) -> dict[str, Any]:
        """As its file has it."""
        row = RECORD[self.name]
        descr = np.lib.format.dtype_to_descr(row.base)
        return {"descr": descr, "fortran_order": False, "shape": (self.rows, *row.shape)}


_TEMPORARY_ADVICE = Message("free space, or name another folder in TMPDIR")


class LandmarkRecorder:
    """Writes a `landmarks.npz` piece by piece, so that memory doesn't grow with the recording.

    Arrays are collected in unnamed temporary files and put together by `save`; leaving the context without saving
    leaves nothing behind.
    """

    def __init__(self, origin: Origin | str) -> None:
        """Args: origin: where the landmarks come from, or only the recording's name."""
        self._origin = origin if isinstance(origin, Origin) else Origin(origin)
        self._profile = MEDIAPIPE
        self._stack = ExitStack()
        self._parts: dict[str, IO[bytes]] = {}
        self._size = (0, 0)
        self._count = 0

    def __enter__(self) -> "LandmarkRecorder":
        try:
            for name in ARRAYS:
                self._parts[name] = self._stack.enter_context(tempfile.TemporaryFile())
        except OSError as error:
            raise OutputError(
                Message(
                    "no temporary file can be written ({reason}); free space, or name a folder in TMPDIR",
                    reason=os_reason(error),
                )
            ) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # What can't be written any more has been told.
        with suppress(OSError):
            self._stack.close()

    def add(self, series: Landmarks) -> None:
        """Appends the next frames.

        Raises:
            OutputError: If the folder for temporary files is full.
        """
        for name in ARRAYS:
            array = np.ascontiguousarray(getattr(series, name), RECORD[name].base)
            with writing(Path(tempfile.gettempdir()), _TEMPORARY_ADVICE):
                self._parts[name].write(array.data)
                # Now rather than when the next one is written, which would be told as another file's error.
                self._parts[name].flush()
        self._size, self._profile = series.size, series.profile
        self._count += len(series)

    def save(self, path: Path) -> None:
        """Writes all frames added so far; the bytes depend on them alone."""
        note = self._origin.note(SCHEMA, self._size, self._profile)
        _write(path, note, [self._array(name) for name in ARRAYS])

    def _array(self, name: str) -> _Array:
        part = self._parts[name]
        part.seek(0)
        return _Array(name, self._count, iter(partial(part.read, _COPIED_AT_ONCE), b""))


class LandmarkLog:
    """Writes a `landmarks.part`.

    Each frame is handed to the operating system at once, so a process that is killed loses none. Nothing is forced
    onto the disk, because that takes longer than a frame may: a power failure can cost some seconds.

    Attributes:
        count: Frames written.
    """

    def __init__(self, path: Path, origin: Origin | str) -> None:
        """Prepares the file; it is made with the first frame.

        Args:
            path: File to write.
            origin: Where the frames come from, or only the camera's name.
        """
        self.count = 0
        self._path, self._origin = path, origin if isinstance(origin, Origin) else Origin(origin)
        self._file: FileIO | None = None
        self._size = (0, 0)

    def add(self, series: Landmarks) -> None:
        """Appends the next frames; those of another size are placed in the first one's.

        Raises:
            OutputError: If they can't be written.
        """
        try:
            file = self._file or self._opened(series)
            _write_all(file, _rows(self._placed(series)).tobytes())
        except OSError as error:
            raise OutputError(
                Message(
                    "{path}: can't be written ({reason}); {advice}",
                    path=self._path,
                    reason=os_reason(error),
                    advice=Message("free space or choose --out"),
                )
            ) from error
        self.count += len(series)

    def close(self) -> None:
        """Lets go of the file; closing twice does no harm."""
        if self._file is not None:
            self._file.close()

    def _opened(self, series: Landmarks) -> FileIO:
        self._size = series.size
        self._file = FileIO(self._path, "x", opener=partial(os.open, mode=0o600))
        header = json.dumps(self._origin.note(LOG_SCHEMA, series.size, series.profile)) + "\n"
        _write_all(self._file, header.encode())
        return self._file

    def _placed(self, series: Landmarks) -> Landmarks:
        return series if series.size == self._size else Fit.of(series.size, self._size).series(series)


def _rows(series: Landmarks) -> np.ndarray[Any, np.dtype[np.void]]:
    rows = np.empty(len(series), RECORD)
    for name in ARRAYS:
        rows[name] = getattr(series, name)
    return rows


def _write_all(file: FileIO, data: bytes) -> None:
    """On a disk that is nearly full, only the beginning may be written, without an error."""
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) :]


def pack_log(log: Path, path: Path) -> None:
    """Writes a `landmarks.npz` from a `landmarks.part`, as a recorder of the same frames would, byte for byte.

    Raises:
        OSError: If one can't be read, or the other not be written.
    """
    note, count = log_note(log), sum(len(rows) for rows in log_rows(log))
    _write(path, note | {"schema": SCHEMA}, [_logged_array(log, name, count) for name in ARRAYS])


def _logged_array(log: Path, name: str, count: int) -> _Array:
    return _Array(name, count, (rows[name].tobytes() for rows in log_rows(log)))


def _write(path: Path, note: dict[str, Any], arrays: Iterable[_Array]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for array in arrays:
            with archive.open(zipfile.ZipInfo(f"{array.name}.npy"), "w", force_zip64=True) as member:
                np.lib.format.write_array_header_2_0(member, array.header())
                member.writelines(array.pieces)
        archive.writestr(zipfile.ZipInfo(NOTE_FILE), json.dumps(note))


def is_landmarks(path: Path) -> bool:
    """Whether a file's name is that of a landmark recording, whole or left over from a session that broke off."""
    return path.suffix in (".npz", ".part")


def is_of_results(path: Path) -> bool:
    """Whether landmarks lie among results: all are called alike, in a folder that is called after the recording."""
    return is_landmarks(path) and path.stem == "landmarks"


def load_landmarks(path: Path) -> tuple[Origin, Landmarks]:
    """Reads a landmark recording, or the `landmarks.part` that a crash has left of one.

    Returns:
        Where it comes from, and its poses.

    Raises:
        SourceError: If the file isn't a landmark recording.
    """
    note, arrays = read_landmark_file(path)
    series = Landmarks(**arrays, size=note.size, profile=PROFILES[note.estimator])
    return Origin.of_note(note), series


def save_landmarks(path: Path, landmarks: Landmarks, source: str) -> None:
    """Writes a landmark recording at once.

    Raises:
        OutputError: If it can't be written.
    """
    advice = Message("free space or choose another folder")
    with atomic_write(path, advice) as temporary, LandmarkRecorder(source) as recorder:
        recorder.add(landmarks)
        recorder.save(temporary)
