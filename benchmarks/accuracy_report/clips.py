"""Observes clips one after the other: landmarks out of the cache, truth beside the video."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from accuracy_report import ROOT
from accuracy_report.observation import Observation, observe, shipped_exercise
from posecoach.pose.estimator import EstimatorFactory
from posecoach.pose.looks import POSE_RATE_HZ
from posecoach.pose.mediapipe_estimator import MediaPipeEstimator
from posecoach.pose.model_store import ModelStore, model_identity
from posecoach.tuning.landmark_cache import LandmarkCache, Landmarker
from sample_videos.recipes import Recipe
from sample_videos.truth import load_truth, truth_path

__all__ = ["CLIPS", "ClipFolder", "product_cache"]

CLIPS = ROOT / "sample_videos" / "clips"


def product_cache(pose_rate_hz: float = POSE_RATE_HZ) -> LandmarkCache:
    """The cache that tuning uses: landmarks of a video are found once."""
    return LandmarkCache(model_identity(None), _estimators, pose_rate_hz=pose_rate_hz)


def _estimators() -> EstimatorFactory:
    model = ModelStore().ensure()
    return lambda: MediaPipeEstimator(model, with_contour=True)


@dataclass(frozen=True, slots=True)
class ClipFolder:
    """A folder of clips with their truths.

    Attributes:
        folder: Where they are.
        cache: Gives their landmarks.
        correct_hips: Whether to take off the landmarker's offset of the hips, as the product does.
    """

    folder: Path = CLIPS
    cache: Landmarker = field(default_factory=product_cache)
    correct_hips: bool = True

    def video(self, recipe: Recipe) -> Path:
        """Where the video of a clip is."""
        return self.folder / f"{recipe.name}.mp4"

    def has(self, recipe: Recipe) -> bool:
        """Whether both the video and the truth are there."""
        video = self.video(recipe)
        return video.is_file() and truth_path(video).is_file()

    def observations(self, recipes: Sequence[Recipe]) -> Iterator[Observation]:
        """Each clip with what the product makes of it, with a progress bar on standard error."""
        with Progress(console=Console(stderr=True), transient=True) as progress:
            for recipe in progress.track(recipes, description="clips"):
                yield self._observed(recipe, progress)

    def _observed(self, recipe: Recipe, progress: Progress) -> Observation:
        video, task = self.video(recipe), progress.add_task(recipe.name, total=1.0)
        series = self.cache(video, lambda share: progress.update(task, completed=share))
        progress.remove_task(task)
        truth, exercise = load_truth(truth_path(video)), shipped_exercise(recipe.exercise)
        return observe(recipe, truth, series, exercise, correct_hips=self.correct_hips)
