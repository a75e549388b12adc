"""Landmarks of clips, found once and kept in the user's cache folder."""

import hashlib
import importlib.metadata
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from posecoach.capture.video import VideoFile
from posecoach.pose.landmarking import Progress, landmark_video, usable_cores
from posecoach.pose.mediapipe_estimator import MediaPipeEstimator
from posecoach.pose.model_store import ModelStore, default_cache_dir
from posecoach.pose.recording import LandmarkRecorder, load_landmarks
from posecoach.pose.series import PoseSeries

__all__ = ["LANDMARK_STAGE", "Extract", "LandmarkCache", "extract_landmarks"]

LANDMARK_STAGE = 1
"""Raise it when the stage that turns a video into landmarks changes what it finds: older landmarks are found anew."""

Extract = Callable[[Path, Path, Progress], None]
"""Writes the landmarks of a video into a file."""


def extract_landmarks(video: Path, target: Path, progress: Progress) -> None:
    """The product's own way from a video to a landmark recording.

    The back's outline is always measured: an exercise file that comes later may need it.
    """
    model = ModelStore().ensure()
    with LandmarkRecorder(video.name) as recorder:
        series = landmark_video(
            VideoFile.open(video),
            lambda: MediaPipeEstimator(model, with_contour=True),
            workers=usable_cores(),
            progress=progress,
        )
        for piece in series:
            recorder.add(piece)
        recorder.save(target)


def _default_folder() -> Path:
    return default_cache_dir() / "benchmark-landmarks"


@dataclass(frozen=True, slots=True)
class LandmarkCache:
    """Landmark recordings by what they depend on: the video's bytes, the model and the landmark stage.

    Attributes:
        folder: Where they are kept; made when something is stored.
        extract: How landmarks are found.
        model: Hash of the model bundle.
    """

    folder: Path = field(default_factory=_default_folder)
    extract: Extract = extract_landmarks
    model: str = field(default_factory=lambda: ModelStore().recipe.sha256)

    def path(self, video: Path) -> Path:
        """Where the landmarks of a video are, or will be."""
        return self.folder / f"{video.stem}-{self._key(video)}.npz"

    def landmarks(self, video: Path, progress: Progress) -> PoseSeries:
        """The landmarks of a video, found first where they have to be."""
        path = self.path(video)
        if not path.exists():
            self._store(video, path, progress)
        return load_landmarks(path)[1]

    def _key(self, video: Path) -> str:
        content = hashlib.sha256(video.read_bytes()).hexdigest()
        parts = (content, self.model, importlib.metadata.version("mediapipe"), str(LANDMARK_STAGE))
        return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:16]

    def _store(self, video: Path, path: Path, progress: Progress) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        # Moved into place whole, so that an interrupted run leaves no half a recording.
        with tempfile.TemporaryDirectory(prefix="finding-", dir=self.folder) as folder:
            found = Path(folder) / path.name
            self.extract(video, found, progress)
            found.replace(path)
