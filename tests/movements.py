"""The course of a scripted repetition, frame by frame."""

from pathlib import Path

from posecoach.pose.recording import LandmarkRecorder
from posecoach.pose.series import Landmarks
from posecoach.testing import eased

__all__ = ["saved", "there_and_back"]


def there_and_back(low: float, top: float, *, moving: int, held: int, resting: int = 0) -> list[float]:
    """Values of a repetition from `low` to `top` and back, and of the rest after it.

    Args:
        low: Where it begins and ends.
        top: Where it is held.
        moving: Frames of the way there, and of the way back.
        held: Frames of the hold.
        resting: Frames of the rest.
    """
    return [*eased(low, top, moving), *[top] * held, *eased(top, low, moving), *[low] * resting]


def saved(path: Path, series: Landmarks, source: str = "clip.mp4") -> Path:
    """A file of landmarks, as an analysis leaves it."""
    with LandmarkRecorder(source) as recorder:
        recorder.add(series)
        recorder.save(path)
    return path
