"""The course of a scripted repetition, frame by frame."""

from pathlib import Path

from posecoach.pose.recording import LandmarkRecorder
from posecoach.pose.series import Landmarks
from posecoach.testing import eased


def there_and_back(low: float, top: float, *, moving: int, held: int, resting: int = 0) -> list[float]:
    """Values of a repetition from `low` to `top` and back, and of the rest after it, for so many frames each."""
    return [*eased(low, top, moving), *[top] * held, *eased(top, low, moving), *[low] * resting]


def saved(path: Path, series: Landmarks, source: str = "clip.mp4") -> Path:
    """A file of landmarks, as an analysis leaves it."""
    with LandmarkRecorder(source) as recorder:
        recorder.add(series)
        recorder.save(path)
    return path
