"""landmarks.part: the landmarks of a session under way, readable wherever a crash cuts it off."""

import json
from collections.abc import Generator
from io import FileIO
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from posecoach.errors import OutputError
from posecoach.pose.fitting import Fit
from posecoach.pose.landmarks import LANDMARK_COUNT
from posecoach.pose.series import CONTOUR_POINTS, PoseSeries

__all__ = ["SCHEMA", "LandmarkLog", "is_landmark_log", "log_note", "log_rows"]

SCHEMA = "posecoach.landmark-log/1"
"""The file is a line of JSON with this, the source and the frame size, and then one record for each frame."""

Rows: TypeAlias = NDArray[np.void]
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


class LandmarkLog:
    """Writes a `landmarks.part`.

    Each frame is handed to the operating system at once, so a process that is killed loses none. Nothing is forced
    onto the disk, because that takes longer than a frame may: a power failure can cost some seconds.

    Attributes:
        count: Frames written.
    """

    def __init__(self, path: Path, source: str) -> None:
        """Prepares the file; it is made with the first frame.

        Args:
            path: File to write.
            source: Name of what the frames come from.
        """
        self.count = 0
        self._path, self._source = path, source
        self._file: FileIO | None = None
        self._size = (0, 0)

    def add(self, series: PoseSeries) -> None:
        """Appends the next frames; those of another size are placed in the first one's.

        Raises:
            OutputError: If they can't be written.
        """
        try:
            file = self._file or self._opened(series.size)
            _write_all(file, _rows(self._placed(series)).tobytes())
        except OSError as error:
            reason = error.strerror or error
            raise OutputError(f"{self._path}: can't be written ({reason}); free space or choose --out") from error
        self.count += len(series)

    def close(self) -> None:
        """Lets go of the file; closing twice does no harm."""
        if self._file is not None:
            self._file.close()

    def _opened(self, size: tuple[int, int]) -> FileIO:
        self._size = size
        self._file = FileIO(self._path, "x")
        header = json.dumps({"schema": SCHEMA, "source": self._source, "size": size}) + "\n"
        _write_all(self._file, header.encode())
        return self._file

    def _placed(self, series: PoseSeries) -> PoseSeries:
        return series if series.size == self._size else Fit.of(series.size, self._size).series(series)


def is_landmark_log(path: Path) -> bool:
    """Whether a file begins as a `landmarks.part` does; OSError if it can't be read."""
    with path.open("rb") as file:
        return file.read(len(_BEGINNING)) == _BEGINNING


def log_note(path: Path) -> dict[str, Any]:
    """What a log's first line says: schema, source and size; ValueError if that line is cut off."""
    with path.open("rb") as file:
        note: dict[str, Any] = json.loads(file.readline())
    return note


def log_rows(path: Path) -> Generator[Rows, None, None]:
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


def _rows(series: PoseSeries) -> Rows:
    rows = np.empty(len(series), _RECORD)
    for name in _RECORD.names or ():
        rows[name] = getattr(series, name)
    return rows


def _write_all(file: FileIO, data: bytes) -> None:
    """On a disk that is nearly full, only the beginning may be written, without an error."""
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) :]
