"""Observes clips one after the other: landmarks out of the cache, truth beside the video."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from accuracy_report import ROOT
from accuracy_report.landmark_cache import LandmarkCache
from accuracy_report.observation import Observation, observe, shipped_exercise
from posecoach.pose.landmarking import Progress as Told
from sample_videos.recipes import Recipe
from sample_videos.truth import load_truth, truth_path

__all__ = ["CLIPS", "ClipFolder"]

CLIPS = ROOT / "sample_videos" / "clips"


@dataclass(frozen=True, slots=True)
class ClipFolder:
    """A folder of clips with their truths.

    Attributes:
        folder: Where they are.
        cache: Where their landmarks are.
        correct_hips: Whether to take off the landmarker's offset of the hips, as the product does.
    """

    folder: Path = CLIPS
    cache: LandmarkCache = field(default_factory=LandmarkCache)
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
                task = progress.add_task(recipe.name, total=None)
                yield self._observed(recipe, partial(progress.advance, task))
                progress.remove_task(task)

    def _observed(self, recipe: Recipe, progress: Told) -> Observation:
        video = self.video(recipe)
        truth = load_truth(truth_path(video))
        series, exercise = self.cache.landmarks(video, progress), shipped_exercise(recipe.exercise)
        return observe(recipe, truth, series, exercise, correct_hips=self.correct_hips)
