"""What a landmark file must be, checked before any of it is taken into memory.

A whole one is a zip of NumPy arrays that aren't compressed, so that it never takes more memory than it has bytes; a log
is a line of JSON and then a record for each frame.
"""

import json
import zipfile
from collections import deque
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tokenize import TokenError
from typing import IO, Annotated, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, PositiveFloat, field_validator

from posecoach.errors import SourceError
from posecoach.files import open_zip
from posecoach.messages import Message
from posecoach.names import printable
from posecoach.pose.estimator import MEDIAPIPE, PROFILES
from posecoach.pose.series import LONGEST_SIDE, ROW_SHAPES

__all__ = [
    "ARRAYS",
    "LOG_SCHEMA",
    "NOTE_FILE",
    "RECORD",
    "SCHEMA",
    "LandmarkFile",
    "Note",
    "log_note",
    "log_rows",
    "read_landmark_file",
]

SCHEMA = "posecoach.landmarks/1"
LOG_SCHEMA = "posecoach.landmark-log/1"
"""A log is a line of JSON with this, the source and the frame size, and then one record for each frame."""
RECORD = np.dtype([(name, "<f8" if name == "time_s" else "<f4", row) for name, row in ROW_SHAPES.items()])
"""One frame in 620 bytes; all have the same length, so that a cut tears the last one only."""
ARRAYS = tuple(ROW_SHAPES)
NOTE_FILE = "recording.json"

_ADVICE = Message("give a landmarks.npz that analyse wrote")
_MOST_FRAMES = 2_000_000
"""18 hours of 30 frames a second, which take 1.2 GB."""
_DAMAGES = (zipfile.BadZipFile, LookupError, MemoryError, RecursionError, TokenError, ValueError)
"""What reading one may end with that is damaged, or that is something else."""
_LATEST_S = 366 * 24 * 3600.0
"""No media time lies further from 0."""
_LARGEST = 1e6
"""Of pixels, visibility and heights of the contour."""
_LONGEST_NOTE = 1 << 16
"""Bytes."""
_READ_AT_ONCE = 4096
"""Records, 2.5 MB of them."""
_BYTES_AT_ONCE = 1 << 20
_BEGINNING = b'{"schema": "posecoach.landmark-log/'
_Pixels = Annotated[int, Field(gt=0, le=LONGEST_SIDE)]
_Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
_Arrays: TypeAlias = dict[str, NDArray[Any]]
"""Of some frames, by the names of `ARRAYS`."""
_Rows: TypeAlias = NDArray[np.void]
"""Shape (n,), records with the fields `time_s`, `points`, `visibility` and `contour`."""


class Note(BaseModel):
    """What a landmark file says of itself; keys that it doesn't know are passed over.

    Attributes:
        schema_name: Of the file.
        source: Name of the recording or camera.
        recorded_at: As in `Origin`, and so are those that follow.
        recording_sha256: Of the recording's bytes.
        model_sha256: Of the pose model's bytes.
        version: Of the program.
        pose_rate_hz: How often a second the recording was looked at.
        size: Width and height of the frame in pixels.
        estimator: Name of its profile. Older files were all seen by MediaPipe, and don't say so.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    schema_name: str = Field(alias="schema")
    source: str
    recorded_at: str | None = None
    recording_sha256: _Sha256 | None = None
    model_sha256: _Sha256 | None = None
    version: str | None = None
    pose_rate_hz: PositiveFloat | None = None
    size: tuple[_Pixels, _Pixels]
    estimator: str = MEDIAPIPE.name

    @field_validator("source")
    @classmethod
    def _as_name(cls, source: str) -> str:
        """Of a path only the name is kept."""
        return printable(Path(source).name)

    @field_validator("recorded_at", "version")
    @classmethod
    def _is_printable(cls, text: str | None) -> str | None:
        if text is not None and not text.isprintable():
            raise ValueError("not printable")
        return text

    @field_validator("estimator")
    @classmethod
    def _is_known(cls, name: str) -> str:
        if name not in PROFILES:
            raise ValueError(f"allowed: {', '.join(PROFILES)}")
        return name


@dataclass(frozen=True, eq=False, slots=True)
class LandmarkFile:
    """A landmark recording or a log, whose frames are read some at a time.

    Attributes:
        path: Where it is.
        note: What it says of itself.
        time_s: Shape (n,), times of all frames.
    """

    path: Path
    note: Note
    time_s: NDArray[np.float64]

    @classmethod
    def open(cls, path: Path) -> "LandmarkFile":
        """Looks at all but the landmarks themselves.

        Raises:
            SourceError: If it isn't one.
        """
        with _told_of(path), _without_warnings():
            note, time_s = _read_log_times(path) if _is_log(path) else _read_archive_times(path)
        if not len(time_s):
            raise SourceError(Message("{path}: the landmark recording is empty", path=path))
        return cls(path, note, time_s)

    def pieces(self, frames: int, rows: slice = slice(None)) -> Generator[_Arrays, None, None]:
        """The arrays of consecutive frames, in the order of time.

        Args:
            frames: How many at a time, about.
            rows: Which of them; the file is read from the first of all on.

        Raises:
            SourceError: If the file isn't whole.
        """
        first, last, _ = rows.indices(len(self.time_s))
        with _told_of(self.path):
            read = _log_pieces if _is_log(self.path) else _archive_pieces
            for arrays in read(self.path, first, last, frames):
                with _without_warnings():
                    _forget_impossible(arrays)
                yield arrays


def _without_warnings() -> np.errstate:
    """Damage makes numbers that warn in any calculation; the NaN that takes their place doesn't."""
    return np.errstate(invalid="ignore")


@contextmanager
def _told_of(path: Path) -> Generator[None, None, None]:
    try:
        yield
    except (*_DAMAGES, OSError) as error:
        raise SourceError(Message("{path}: not a landmark recording; {advice}", path=path, advice=_ADVICE)) from error


def read_landmark_file(path: Path) -> tuple[Note, dict[str, NDArray[Any]]]:
    """Reads a landmark recording or a log at once.

    Returns:
        What it says of itself, and its arrays, which all have as many rows.

    Raises:
        SourceError: If it isn't one.
    """
    file = LandmarkFile.open(path)
    whole = {name: np.empty((len(file.time_s), *RECORD[name].shape), RECORD[name].base) for name in ARRAYS}
    done = 0
    for arrays in file.pieces(_READ_AT_ONCE):
        for name in ARRAYS:
            whole[name][done : done + len(arrays[name])] = arrays[name]
        done += len(arrays["time_s"])
    if done < len(file.time_s):
        raise _refusal(path, Message("it was changed meanwhile"))
    return file.note, whole


def _forget_impossible(arrays: dict[str, NDArray[Any]]) -> None:
    """What damage has made infinite or huge wasn't seen; a landmark of which one number is so, not at all."""
    impossible = {name: np.abs(array) > _LARGEST for name, array in arrays.items() if name != "time_s"}
    impossible["points"] = impossible["points"].any(axis=-1, keepdims=True)
    for name, where in impossible.items():
        arrays[name][where | np.isnan(arrays[name])] = np.nan


def log_note(path: Path) -> dict[str, Any]:
    """What a log's first line says, unchecked.

    Raises:
        OSError: If it can't be read.
        ValueError: If that line is cut off.
    """
    with path.open("rb") as file:
        note: dict[str, Any] = json.loads(file.readline(_LONGEST_NOTE))
    return note


def log_rows(path: Path) -> Generator[_Rows, None, None]:
    """A log's whole records, some at a time, at least one piece though it may be empty.

    Nothing is read from the first record on that isn't later than the one before: after a power failure the end of
    a file may be zeros, or anything.
    """
    last_s = -np.inf
    with path.open("rb") as file:
        file.readline(_LONGEST_NOTE)
        while True:
            rows = np.fromfile(file, RECORD, _READ_AT_ONCE)
            times = rows["time_s"]
            right = (times > np.concatenate([[last_s], times[:-1]])) & (np.abs(times) <= _LATEST_S)
            rows = rows if right.all() else rows[: int(right.argmin())]
            yield rows
            if len(rows) < _READ_AT_ONCE:
                return
            last_s = rows["time_s"][-1]


def _is_log(path: Path) -> bool:
    """Whether a file begins as a log does; OSError if it can't be read."""
    with path.open("rb") as file:
        return file.read(len(_BEGINNING)) == _BEGINNING


def _read_log_times(path: Path) -> tuple[Note, NDArray[np.float64]]:
    note = _checked_note(path, log_note(path), LOG_SCHEMA)
    pieces, frames = list[NDArray[np.float64]](), 0
    for rows in log_rows(path):
        pieces.append(rows["time_s"].copy())
        frames += len(rows)
        _refuse_too_many(path, frames)
    return note, np.concatenate(pieces)


def _log_pieces(path: Path, first: int, last: int, frames: int) -> Generator[_Arrays, None, None]:  # noqa: ARG001 - as they come
    start = 0
    for rows in log_rows(path):
        wanted = rows[max(first - start, 0) : max(last - start, 0)]
        start += len(rows)
        if len(wanted):
            yield {name: np.ascontiguousarray(wanted[name]) for name in ARRAYS}


def _read_archive_times(path: Path) -> tuple[Note, NDArray[np.float64]]:
    with open_zip(path) as archive:
        with archive.open(NOTE_FILE) as member:
            note = _checked_note(path, json.loads(member.read(_LONGEST_NOTE)), SCHEMA)
        frames = _frames(path, archive)
        with archive.open("time_s.npy") as member:
            times: NDArray[np.float64] = np.lib.format.read_array(member, allow_pickle=False)
    if frames and not (np.abs(times).max() <= _LATEST_S and (np.diff(times) > 0).all()):
        raise _refusal(path, Message("its times aren't numbers of seconds that increase"))
    return note, times


def _archive_pieces(path: Path, first: int, last: int, frames: int) -> Generator[_Arrays, None, None]:
    with open_zip(path) as archive, ExitStack() as stack:
        members = {name: stack.enter_context(archive.open(f"{name}.npy")) for name in ARRAYS}
        for name, member in members.items():
            _read_header(member)
            # Not `seek`, which reads more at a time than an archive gives.
            deque(_read(member, first * RECORD[name].itemsize), maxlen=0)
        for start in range(first, last, frames):
            count = min(frames, last - start)
            yield {name: _read_rows(member, name, count) for name, member in members.items()}


def _read_rows(member: IO[bytes], name: str, count: int) -> NDArray[Any]:
    row = RECORD[name]
    data = bytearray().join(_read(member, count * row.itemsize))
    return np.frombuffer(data, row.base).reshape(count, *row.shape)


def _read(member: IO[bytes], length: int) -> Generator[bytes, None, None]:
    """So many bytes, in pieces that an archive gives."""
    while length:
        data = member.read(min(length, _BYTES_AT_ONCE))
        if not data:
            raise zipfile.BadZipFile("it ends too early")
        length -= len(data)
        yield data


def _checked_note(path: Path, data: dict[str, Any], schema: str) -> Note:
    note = Note.model_validate(data)
    if note.schema_name != schema:
        found = f"{note.schema_name!r:.60}"
        raise SourceError(
            Message(
                "{path}: landmark recording of another version ({version}); analyse the video again",
                path=path,
                version=found,
            )
        )
    return note


def _frames(path: Path, archive: zipfile.ZipFile) -> int:
    """How many frames all arrays have, as their headers say.

    Raises:
        SourceError: If one is another kind of array, or not as long as its header says or as the others are.
    """
    frames = {name: _rows_of(path, archive, name) for name in ARRAYS}
    if len(set(frames.values())) > 1:
        told = ", ".join(f"{name} {count}" for name, count in frames.items())
        raise _refusal(path, Message("its arrays have different numbers of frames: {arrays}", arrays=told))
    return frames["time_s"]


def _rows_of(path: Path, archive: zipfile.ZipFile, name: str) -> int:
    info, wanted = archive.getinfo(f"{name}.npy"), RECORD[name]
    if info.compress_type != zipfile.ZIP_STORED:
        raise _refusal(path, Message("{name} is compressed", name=name))
    with archive.open(info) as member:
        shape, by_column, dtype = _read_header(member)
        told = member.tell() + np.dtype((wanted.base, shape)).itemsize
    if dtype != wanted.base or by_column or shape[1:] != wanted.shape or len(shape) != 1 + len(wanted.shape):
        wanted_shape = ", ".join(map(str, ("frames", *wanted.shape)))
        kind = wanted.base.name
        raise _refusal(
            path,
            Message("{name} isn't an array of {kind} and shape ({shape})", name=name, kind=kind, shape=wanted_shape),
        )
    if not told == info.file_size == info.compress_size:
        raise _refusal(path, Message("{name} isn't as long as it says", name=name))
    frames: int = shape[0]
    _refuse_too_many(path, frames)
    return frames


_HEADERS = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}


def _read_header(member: IO[bytes]) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    header: tuple[tuple[int, ...], bool, np.dtype[Any]] = _HEADERS[np.lib.format.read_magic(member)](member)
    return header


def _refuse_too_many(path: Path, frames: int) -> None:
    if frames > _MOST_FRAMES:
        raise SourceError(
            Message("{path}: more than {count} frames; cut the recording into pieces", path=path, count=_MOST_FRAMES)
        )


def _refusal(path: Path, reason: Message) -> SourceError:
    return SourceError(
        Message("{path}: not a landmark recording ({reason}); {advice}", path=path, reason=reason, advice=_ADVICE)
    )
