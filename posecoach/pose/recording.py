"""Landmark recordings: a session's poses as the estimator saw them, for replay and tuning."""

import json
import shutil
import tempfile
import zipfile
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import numpy as np

from posecoach.errors import SourceError
from posecoach.pose.series import PoseSeries

__all__ = ["SCHEMA", "LandmarkRecorder", "load_landmarks"]

SCHEMA = "posecoach.landmarks/1"
_ARRAYS = ("time_s", "points", "visibility", "contour")


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
        with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
            for name in _ARRAYS:
                with archive.open(zipfile.ZipInfo(f"{name}.npy"), "w", force_zip64=True) as member:
                    self._copy(name, member)
            note = json.dumps({"schema": SCHEMA, "source": self._source, "size": self._size})
            archive.writestr(zipfile.ZipInfo("recording.json"), note)

    def _copy(self, name: str, member: IO[bytes]) -> None:
        dtype, row = self._shapes[name]
        header = {
            "descr": np.lib.format.dtype_to_descr(dtype),
            "fortran_order": False,
            "shape": (self._count, *row),
        }
        np.lib.format.write_array_header_2_0(member, header)
        self._parts[name].seek(0)
        shutil.copyfileobj(self._parts[name], member)


def load_landmarks(path: Path) -> tuple[str, PoseSeries]:
    """Reads a landmark recording.

    Returns:
        The name of the recording it comes from, and its poses.

    Raises:
        SourceError: If the file isn't a landmark recording.
    """
    try:
        with zipfile.ZipFile(path) as archive, np.load(path, allow_pickle=False) as arrays:
            note = json.loads(archive.read("recording.json"))
            if note["schema"] != SCHEMA:
                raise SourceError(
                    f"{path}: landmark recording of another version ({note['schema']}); analyse the video again"
                )
            series = PoseSeries(**{name: arrays[name] for name in _ARRAYS}, size=tuple(note["size"]))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise SourceError(f"{path}: not a landmark recording; give a landmarks.npz that analyse wrote") from error
    if not len(series):
        raise SourceError(f"{path}: the landmark recording is empty")
    return note["source"], series
