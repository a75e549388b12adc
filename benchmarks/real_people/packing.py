"""Landmark recordings made small: numbers rounded to what counting needs, and stored as differences between frames."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posecoach.errors import SourceError
from posecoach.pose.landmarks import LANDMARK_COUNT
from posecoach.pose.series import CONTOUR_POINTS, Floats, Landmarks

__all__ = ["SCHEMA", "is_packed", "load_packed", "save_packed", "thinned"]

SCHEMA = "posecoach.packed-landmarks/1"
_NOTE = "recording.json"
_ARRAYS = ("time_us", "found", "xy", "z", "visibility", "contour")
_PER_PIXEL, _PER_DEPTH, _PER_VISIBILITY, _PER_TRUNK = 8.0, 0.5, 255.0, 1000.0
"""Steps per pixel of x and y, per pixel of z, per unit of visibility, and per trunk length of the outline."""
_UNSEEN = np.iinfo(np.int16).min
"""A height of the outline that wasn't seen."""


def thinned(series: Landmarks, rate_hz: float) -> Landmarks:
    """Every nth frame, so that there are at most so many a second."""
    length_s = float(series.time_s[-1] - series.time_s[0])
    given_hz = (len(series) - 1) / length_s if length_s > 0 else rate_hz
    # Rates such as 29.97 count as the round one.
    step = max(1, int(np.ceil(given_hz / rate_hz - 0.02)))
    return series[slice(None, None, step)]


def save_packed(path: Path, series: Landmarks) -> None:
    """Writes a packed recording; the bytes depend on the landmarks alone."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, array in _packed(series).items():
            content = io.BytesIO()
            np.lib.format.write_array(content, np.ascontiguousarray(array), allow_pickle=False)
            _add(archive, f"{name}.npy", content.getvalue())
        _add(archive, _NOTE, json.dumps({"schema": SCHEMA, "size": series.size}).encode())


def is_packed(path: Path) -> bool:
    """Whether a file is a packed recording."""
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return _NOTE in archive.namelist() and json.loads(archive.read(_NOTE))["schema"] == SCHEMA


def load_packed(path: Path) -> Landmarks:
    """Reads a packed recording.

    Raises:
        SourceError: If the file isn't one.
    """
    try:
        with zipfile.ZipFile(path) as archive, np.load(path, allow_pickle=False) as arrays:
            note = json.loads(archive.read(_NOTE))
            return _unpacked({name: arrays[name] for name in _ARRAYS}, tuple(note["size"]))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise SourceError(f"{path}: not a packed landmark recording") from error


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, compresslevel=9)


def _packed(series: Landmarks) -> dict[str, NDArray[Any]]:
    """Only frames with a person, a landmark's values one after the other in time."""
    found = series.has_pose
    points, contour = series.points[found], series.contour[found]
    heights = np.where(np.isnan(contour), _UNSEEN, np.round(np.nan_to_num(contour) * _PER_TRUNK))
    return {
        "time_us": np.diff(np.round(series.time_s * 1e6).astype(np.int64), prepend=0),
        "found": found,
        "xy": _differences(np.round(points[..., :2] * _PER_PIXEL)),
        "z": _differences(np.round(points[..., 2] * _PER_DEPTH)),
        "visibility": _differences(np.round(series.visibility[found] * _PER_VISIBILITY)),
        "contour": _differences(heights),
    }


def _unpacked(arrays: dict[str, NDArray[Any]], size: tuple[int, int]) -> Landmarks:
    found = arrays["found"]
    xy = (_summed(arrays["xy"]) / _PER_PIXEL).reshape(-1, LANDMARK_COUNT, 2)
    z = _summed(arrays["z"]) / _PER_DEPTH
    heights = _summed(arrays["contour"])
    contour = np.where(heights == _UNSEEN, np.nan, heights / _PER_TRUNK)
    return Landmarks(
        time_s=np.cumsum(arrays["time_us"]) / 1e6,
        points=_spread(np.concatenate([xy, z[..., None]], axis=-1), found),
        visibility=_spread(_summed(arrays["visibility"]) / _PER_VISIBILITY, found),
        contour=_spread(contour.reshape(-1, CONTOUR_POINTS), found),
        size=size,
    )


def _differences(values: NDArray[np.floating]) -> NDArray[np.int16]:
    """Shape (values per frame, frames); sums of them wrap around as they do."""
    limit = np.iinfo(np.int16)
    whole = values.reshape(len(values), -1).T.clip(limit.min, limit.max).astype(np.int16)
    return np.diff(whole, prepend=np.int16(0)).astype(np.int16)


def _summed(differences: NDArray[np.int16]) -> NDArray[np.int16]:
    """Shape (frames, values per frame)."""
    return np.cumsum(differences, axis=1, dtype=np.int16).T


def _spread(values: NDArray[np.float64], found: NDArray[np.bool_]) -> Floats:
    """Values of frames with a person among all frames; NaN in the others."""
    spread = np.full((len(found), *values.shape[1:]), np.nan, np.float32)
    spread[found] = values
    return spread
