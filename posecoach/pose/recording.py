"""Landmark recordings: a session's poses as the estimator saw them, for replay and tuning.

Whole ones are a `landmarks.npz`; of a session under way, a `landmarks.part` is readable wherever a crash cuts it off.
"""

import json
import tempfile
import zipfile
from collections.abc import Generator, Iterable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass, fields
from functools import partial
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import IO, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from posecoach.errors import OutputError, SourceError
from posecoach.files import atomic_write, writing
from posecoach.pose.estimator import MEDIAPIPE, PROFILES, EstimatorProfile
from posecoach.pose.landmarks import LANDMARK_COUNT
from posecoach.pose.series import CONTOUR_POINTS, Landmarks
from posecoach.pose.transforms import Fit

__all__ = ["LandmarkLog", "LandmarkRecorder", "Origin", "is_landmarks", "load_landmarks", "pack_log", "save_landmarks"]

_SCHEMA = "posecoach.landmarks/1"
_LOG_SCHEMA = "posecoach.landmark-log/1"
"""A log is a line of JSON with this, the source and the frame size, and then one record for each frame."""
_ARRAYS = ("time_s", "points", "visibility", "contour")
_COPIED_AT_ONCE = 1 << 20
"""Bytes."""
_Rows: TypeAlias = NDArray[np.void]
"""Shape (n,), records with the fields `time_s`, `points`, `visibility` and `contour`."""
_RECORD = np.dtype(
    [
        ("time_s", "<f8"),
        ("points", "<f4", (LANDMARK_COUNT, 3)),
        ("visibility", "<f4", (LANDMARK_COUNT,)),
        ("contour", "<f4", (CONTOUR_POINTS,)),
    ]
)
"""One frame in 620 bytes; all have the same length, so that a cut tears the last one only."""
_READ_AT_ONCE = 4096
"""Records, 2.5 MB of them."""
_BEGINNING = b'{"schema": "posecoach.landmark-log/'


@dataclass(frozen=True, slots=True)
class Origin:
    """Where landmarks come from.

    Attributes:
        source: Name of the recording or camera.
        recorded_at: When it was recorded, as ISO 8601 with the time zone; None if that isn't known.
        recording_sha256: Of the recording's bytes; None for a camera.
        model_sha256: Of the pose model's bytes; None if another estimator saw them.
        version: Of the program that estimated them; None if that isn't known.
    """

    source: str
    recorded_at: str | None = None
    recording_sha256: str | None = None
    model_sha256: str | None = None
    version: str | None = None

    def note(self, landmarks_schema: str, size: tuple[int, int], profile: EstimatorProfile) -> dict[str, Any]:
        """What a file says of itself."""
        return {"schema": landmarks_schema, **asdict(self), "size": size, "estimator": profile.name}

    @classmethod
    def of_note(cls, note: Mapping[str, Any]) -> "Origin":
        """The origin that a file tells; keys that older files haven't got are None."""
        return cls(note["source"], *(note.get(one.name) for one in fields(cls)[1:]))


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

    def __init__(self, origin: Origin | str) -> None:
        """Args: origin: where the landmarks come from, or only the recording's name."""
        self._origin = origin if isinstance(origin, Origin) else Origin(origin)
        self._profile = MEDIAPIPE
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
        # What can't be written any more has been told.
        with suppress(OSError):
            self._stack.close()

    def add(self, series: Landmarks) -> None:
        """Appends the next frames.

        Raises:
            OutputError: If the folder for temporary files is full.
        """
        for name in _ARRAYS:
            array = np.ascontiguousarray(getattr(series, name))
            self._shapes[name] = (array.dtype, array.shape[1:])
            with writing(Path(tempfile.gettempdir()), "free space, or name another folder in TMPDIR"):
                self._parts[name].write(array.data)
                # Now rather than when the next one is written, which would be told as another file's error.
                self._parts[name].flush()
        self._size, self._profile = series.size, series.profile
        self._count += len(series)

    def save(self, path: Path) -> None:
        """Writes all frames added so far; the bytes depend on them alone."""
        note = self._origin.note(_SCHEMA, self._size, self._profile)
        _write(path, note, {name: self._array(name) for name in _ARRAYS})

    def _array(self, name: str) -> _Array:
        dtype, row = self._shapes[name]
        part = self._parts[name]
        part.seek(0)
        return _Array(dtype, (self._count, *row), iter(partial(part.read, _COPIED_AT_ONCE), b""))


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
            reason = error.strerror or error
            raise OutputError(f"{self._path}: can't be written ({reason}); free space or choose --out") from error
        self.count += len(series)

    def close(self) -> None:
        """Lets go of the file; closing twice does no harm."""
        if self._file is not None:
            self._file.close()

    def _opened(self, series: Landmarks) -> FileIO:
        self._size = series.size
        self._file = FileIO(self._path, "x")
        header = json.dumps(self._origin.note(_LOG_SCHEMA, series.size, series.profile)) + "\n"
        _write_all(self._file, header.encode())
        return self._file

    def _placed(self, series: Landmarks) -> Landmarks:
        return series if series.size == self._size else Fit.of(series.size, self._size).series(series)


def _rows(series: Landmarks) -> _Rows:
    rows = np.empty(len(series), _RECORD)
    for name in _ARRAYS:
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
    note, count = _log_note(log), sum(len(rows) for rows in _log_rows(log))
    _write(path, note | {"schema": _SCHEMA}, {name: _logged_array(log, name, count) for name in _ARRAYS})


def _logged_array(log: Path, name: str, count: int) -> _Array:
    first = next(_log_rows(log))[name]
    return _Array(first.dtype, (count, *first.shape[1:]), (rows[name].tobytes() for rows in _log_rows(log)))


def _write(path: Path, note: dict[str, Any], arrays: dict[str, _Array]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, array in arrays.items():
            with archive.open(zipfile.ZipInfo(f"{name}.npy"), "w", force_zip64=True) as member:
                descr = np.lib.format.dtype_to_descr(array.dtype)
                header = {"descr": descr, "fortran_order": False, "shape": array.shape}
                np.lib.format.write_array_header_2_0(member, header)
                member.writelines(array.pieces)
        archive.writestr(zipfile.ZipInfo("recording.json"), json.dumps(note))


def is_landmarks(path: Path) -> bool:
    """Whether a file's name is that of a landmark recording, whole or left over from a session that broke off."""
    return path.suffix in (".npz", ".part")


def load_landmarks(path: Path) -> tuple[Origin, Landmarks]:
    """Reads a landmark recording, or the `landmarks.part` that a crash has left of one.

    Returns:
        Where it comes from, and its poses.

    Raises:
        SourceError: If the file isn't a landmark recording.
    """
    try:
        note, arrays = _read_log(path) if _is_log(path) else _read_archive(path)
        origin, series = Origin.of_note(note), _landmarks(note, arrays)
    except (OSError, KeyError, TypeError, ValueError, zipfile.BadZipFile) as error:
        raise SourceError(f"{path}: not a landmark recording; give a landmarks.npz that analyse wrote") from error
    if not len(series):
        raise SourceError(f"{path}: the landmark recording is empty")
    return origin, series


def save_landmarks(path: Path, landmarks: Landmarks, source: str) -> None:
    """Writes a landmark recording at once.

    Raises:
        OutputError: If it can't be written.
    """
    with atomic_write(path, "free space or choose another folder") as temporary, LandmarkRecorder(source) as recorder:
        recorder.add(landmarks)
        recorder.save(temporary)


def _landmarks(note: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> Landmarks:
    """Older files were all seen by MediaPipe, and don't say so."""
    profile = PROFILES[note.get("estimator", MEDIAPIPE.name)]
    width, height = note["size"]
    time_s, points, visibility, contour = (arrays[name] for name in _ARRAYS)
    return Landmarks(time_s, points, visibility, contour, (width, height), profile)


def _read_archive(path: Path) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    with zipfile.ZipFile(path) as archive, np.load(path, allow_pickle=False) as arrays:
        note = json.loads(archive.read("recording.json"))
        _check_version(path, note["schema"], _SCHEMA)
        return note, {name: arrays[name] for name in _ARRAYS}


def _read_log(path: Path) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    note = _log_note(path)
    _check_version(path, note["schema"], _LOG_SCHEMA)
    rows = np.concatenate(list(_log_rows(path)))
    return note, {name: np.ascontiguousarray(rows[name]) for name in _ARRAYS}


def _check_version(path: Path, found: str, known: str) -> None:
    if found != known:
        raise SourceError(f"{path}: landmark recording of another version ({found}); analyse the video again")


def _is_log(path: Path) -> bool:
    """Whether a file begins as a `landmarks.part` does; OSError if it can't be read."""
    with path.open("rb") as file:
        return file.read(len(_BEGINNING)) == _BEGINNING


def _log_note(path: Path) -> dict[str, Any]:
    """What a log's first line says: schema, source and size; ValueError if that line is cut off."""
    with path.open("rb") as file:
        note: dict[str, Any] = json.loads(file.readline())
    return note


def _log_rows(path: Path) -> Generator[_Rows, None, None]:
    """A log's whole records, some at a time, at least one piece though it may be empty.

    Nothing is read from the first record on that isn't later than the one before: after a power failure the end of
    a file may be zeros.
    """
    last_s = -np.inf
    with path.open("rb") as file:
        file.readline()
        while True:
            rows = np.fromfile(file, _RECORD, _READ_AT_ONCE)
            later = rows["time_s"] > np.concatenate([[last_s], rows["time_s"][:-1]])
            rows = rows if later.all() else rows[: int(later.argmin())]
            yield rows
            if len(rows) < _READ_AT_ONCE:
                return
            last_s = rows["time_s"][-1]
