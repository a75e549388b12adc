"""Landmarks of recordings, found once and kept in the user's cache folder."""

import hashlib
import importlib.metadata
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from posecoach.capture.video import VideoFile
from posecoach.errors import OutputError, SourceError
from posecoach.files import make_private_folder, sha256_of
from posecoach.pose.estimator import EstimatorFactory
from posecoach.pose.landmarking import Share, landmark_video, usable_cores
from posecoach.pose.looks import POSE_RATE_HZ
from posecoach.pose.model_store import default_cache_dir
from posecoach.pose.recording import is_landmarks, load_landmarks, save_landmarks
from posecoach.pose.series import Landmarks, concatenate

__all__ = ["LandmarkCache", "Landmarker", "Progress"]

_STAGE = 1
"""Raise it when the way from a recording to its landmarks changes what it finds: older landmarks are found anew."""

Progress: TypeAlias = Callable[[float], None]
"""Told the share of the work that is done by now, 0 to 1; may be called from any thread, one at a time."""

Landmarker: TypeAlias = Callable[[Path, Progress], Landmarks]
"""Gives the landmarks of a video or of a landmark recording; raises `SourceError` if it can't be used."""


def _default_folder() -> Path:
    return default_cache_dir() / "landmarks"


@dataclass(frozen=True, slots=True)
class LandmarkCache:
    """A `Landmarker` that looks at each recording only once.

    What it keeps is known by what it depends on: the recording's bytes, the model, whether the back's outline was
    asked for, and how often it was looked at. Landmarks that can't be read are found again, and a folder that can't be
    written to only costs time.

    Attributes:
        model: Identity of the pose model.
        prepare: Gives the factory of estimators; called only when landmarks have to be found, so that a model that
            isn't needed isn't fetched.
        with_contour: Whether those estimators see the back's outline. It costs a little and any exercise may need it.
        folder: Where landmarks are kept; made when something is stored.
        workers: Stretches of a recording that are looked at at a time; None for one per core.
        pose_rate_hz: How often a second it is looked at, at most.
    """

    model: str
    prepare: Callable[[], EstimatorFactory]
    with_contour: bool = True
    folder: Path = field(default_factory=_default_folder)
    workers: int | None = None
    pose_rate_hz: float = POSE_RATE_HZ

    def __call__(self, recording: Path, progress: Progress) -> Landmarks:
        """Landmarks of a video, found first where they have to be, or those that a landmark recording holds.

        Raises:
            SourceError: If the recording can't be used.
            ModelError: If landmarks have to be found and the model can't be had.
        """
        if is_landmarks(recording):
            return load_landmarks(recording)[1]
        path = self.path(recording)
        series = _kept(path)
        if series is None:
            series = self._found(recording, progress)
            self._keep(path, recording.name, series)
        progress(1.0)
        return series

    def path(self, video: Path) -> Path:
        """Where the landmarks of a video are, or will be.

        Raises:
            SourceError: If the video can't be read.
        """
        estimator = f"mediapipe {importlib.metadata.version('mediapipe')} {self.model} contour={self.with_contour}"
        parts = (sha256_of(video), estimator, str(_STAGE), f"{self.pose_rate_hz:g}")
        return self.folder / f"{hashlib.sha256(' '.join(parts).encode()).hexdigest()}.npz"

    def _found(self, path: Path, progress: Progress) -> Landmarks:
        video = VideoFile.open(path)
        share = Share(progress, video.info.duration_s)
        pieces = landmark_video(
            video,
            self.prepare(),
            workers=self.workers or usable_cores(),
            progress=share.advance,
            pose_rate_hz=self.pose_rate_hz,
        )
        with closing(pieces):
            return concatenate(list(pieces))

    def _keep(self, path: Path, source: str, series: Landmarks) -> None:
        with suppress(OSError, OutputError):
            make_private_folder(self.folder)
            save_landmarks(path, series, source)


def _kept(path: Path) -> Landmarks | None:
    """Landmarks from the cache; None if there are none, or none that can be read."""
    try:
        return load_landmarks(path)[1] if path.exists() else None
    except SourceError:
        return None
