"""Landmarks as text for tools of biomechanics: OpenSim's TRC, and a wide CSV table."""

import csv
import io
import shutil
from abc import ABC, abstractmethod
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from tempfile import TemporaryFile
from types import MappingProxyType
from typing import IO, Any

import numpy as np

from posecoach.counting.coach import Advance
from posecoach.files import atomic_write, writing
from posecoach.pose.landmarks import Landmark
from posecoach.pose.recording import Origin
from posecoach.pose.series import Landmarks
from posecoach.results.outputs import Opener, Output
from posecoach.results.session import Session

__all__ = ["LandmarkFormat", "landmark_export"]

_NAMES = tuple(mark.name.lower() for mark in Landmark)
_METRES = (0.001, -0.001)
"""Of a pixel: nobody's size is known, so that one is written as a millimetre; y goes up there, and down in pictures."""


class LandmarkFormat(str, Enum):
    """As what landmarks can be written beside landmarks.npz."""

    TRC = "trc"
    """Pixels as millimetres, in metres: x to the right and y up from the picture's upper left corner, no depth."""
    CSV = "csv"
    """Pixels, x to the right and y down from the picture's upper left corner."""


def landmark_export(kind: LandmarkFormat, origin: Origin) -> Opener:
    """Begins landmarks.trc or landmarks.csv, with the landmarks as the estimator saw them."""

    @contextmanager
    def opened(folder: Path) -> Generator[Output, None, None]:
        path = folder / f"landmarks.{kind.value}"
        with atomic_write(path) as beside, TemporaryFile("w+", encoding="utf-8", newline="") as file:
            yield _EXPORTS[kind](path, beside, file, origin)

    return opened


class _Export(ABC):
    """Collects lines, since what stands above them may tell how many there are."""

    def __init__(self, path: Path, beside: Path, file: IO[str], origin: Origin) -> None:
        self._path, self._beside, self._file, self._origin = path, beside, file, origin
        self._said: Mapping[str, Any] = {}
        self._count = 0
        self._first_s = self._last_s = 0.0

    def add(self, landmarks: Landmarks, advance: Advance) -> None:  # noqa: ARG002 - only what was seen is written
        times_s = landmarks.time_s.tolist()
        if not self._count:
            self._first_s, self._said = times_s[0], _said(self._origin, landmarks)
        with writing(self._path):
            for time_s, cells in zip(times_s, self._cells(landmarks), strict=True):
                self._count += 1
                self._file.write(self._line(time_s, cells))
        self._last_s = times_s[-1]

    def save(self, session: Session) -> None:  # noqa: ARG002 - what it came to stands elsewhere
        with writing(self._path), self._beside.open("w", encoding="utf-8", newline="") as file:
            file.write(self._head())
            self._file.seek(0)
            shutil.copyfileobj(self._file, file)

    @abstractmethod
    def _head(self) -> str:
        """What stands above the lines, once all are known."""

    @abstractmethod
    def _line(self, time_s: float, cells: str) -> str:
        """The line of a frame."""

    @abstractmethod
    def _cells(self, landmarks: Landmarks) -> Iterator[str]:
        """The landmarks of each frame."""


class _Trc(_Export):
    """Named markers of three coordinates, under five lines that OpenSim checks word by word."""

    def _head(self) -> str:
        steps, length_s = self._count - 1, self._last_s - self._first_s
        rate = f"{steps / length_s if length_s else 0:.3f}"
        said = " ".join(f"{name}={value}" for name, value in self._said.items() if value is not None)
        values = (rate, rate, self._count, len(_NAMES), "m", rate, 1, self._count)
        axes = (f"{axis}{number}" for number in range(1, len(_NAMES) + 1) for axis in "XYZ")
        return (
            f"PathFileType\t4\t(X/Y/Z)\t{self._path.name} {said}\n"
            "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames\n"
            + "\t".join(map(str, values))
            + "\nFrame#\tTime\t"
            + "\t\t\t".join(_NAMES)
            + "\t\t\n\t\t"
            + "\t".join(axes)
            + "\n\n"
        )

    def _line(self, time_s: float, cells: str) -> str:
        return f"{self._count}\t{time_s:.6f}\t{cells}\n"

    def _cells(self, landmarks: Landmarks) -> Iterator[str]:
        # Not an empty cell for what wasn't seen, which readers that part lines at any space would pass over.
        layout = "\t".join(["%.5f\t%.5f\t%.0f"] * len(_NAMES))
        places = np.where(np.isnan(landmarks.points), np.nan, 0.0)
        places[..., :2] = landmarks.points[..., :2] * _METRES
        return (layout % tuple(row) for row in places.reshape(len(places), -1).tolist())


class _Csv(_Export):
    """A line for each frame, with an empty cell for what wasn't seen; where it comes from ends each line."""

    def _head(self) -> str:
        columns = (f"{name}_{end}" for name in _NAMES for end in ("x", "y", "visibility"))
        return ",".join(["time_s", "frame", *columns, *self._said]) + "\n"

    def _line(self, time_s: float, cells: str) -> str:
        return f"{time_s:.6f},{self._count},{cells},{self._origin_cells}"

    def _cells(self, landmarks: Landmarks) -> Iterator[str]:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerow(self._said.values())
        self._origin_cells = text.getvalue()
        layout = ",".join(["%.2f,%.2f,%.3f"] * len(_NAMES))
        values = np.concatenate([landmarks.points[..., :2], landmarks.visibility[..., None]], axis=-1)
        return ((layout % tuple(row)).replace("nan", "") for row in values.reshape(len(values), -1).tolist())


def _said(origin: Origin, landmarks: Landmarks) -> Mapping[str, Any]:
    """Where landmarks come from, by the names that the tables of results use."""
    width, height = landmarks.size
    return {
        "recording": origin.source,
        "recording_sha256": origin.recording_sha256,
        "recorded_at": origin.recorded_at,
        "estimator": landmarks.profile.name,
        "model_sha256": origin.model_sha256,
        "pose_rate_hz": origin.pose_rate_hz,
        "posecoach_version": origin.version,
        "width_px": width,
        "height_px": height,
    }


_EXPORTS: Mapping[LandmarkFormat, type[_Export]] = MappingProxyType(
    {LandmarkFormat.TRC: _Trc, LandmarkFormat.CSV: _Csv}
)
