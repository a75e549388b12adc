"""Landmarks of recordings, whatever they are kept as."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from accuracy_report.clips import product_cache
from rich.console import Console
from rich.progress import Progress

from posecoach.pose.series import Landmarks
from posecoach.tuning.landmark_cache import LandmarkCache
from real_people.packing import is_packed, load_packed

__all__ = ["load_all"]


def load_all(recordings: Iterable[Path], cache: LandmarkCache | None = None) -> Mapping[Path, Landmarks]:
    """Landmarks of all recordings, found first where they have to be, with a progress bar on standard error.

    Packed landmarks are those of every frame.

    Raises:
        SourceError: If a recording can't be used.
        ModelError: If landmarks have to be found and the model can't be had.
    """
    cache = cache or product_cache()
    with Progress(console=Console(stderr=True), transient=True) as progress:
        tracked = progress.track(list(recordings), description="landmarks")
        return {path: _loaded(path, cache) for path in tracked}


def _loaded(path: Path, cache: LandmarkCache) -> Landmarks:
    return load_packed(path) if path.suffix == ".npz" and is_packed(path) else cache(path, lambda _: None)
