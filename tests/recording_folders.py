"""Folders with recordings of scripted people and labels, without any model."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from movements import saved, there_and_back

from posecoach.exercise.library import load_exercise
from posecoach.files import sha256_of
from posecoach.pose.recording import is_landmarks, load_landmarks
from posecoach.pose.series import Landmarks
from posecoach.testing import AnyFigure, Figure, between, scripted_series
from posecoach.tuning.folders import Folder, load_folder
from posecoach.tuning.landmark_cache import Progress
from posecoach.tuning.recording import Recording

BRIDGE = load_exercise("bridge")
HOOK = Figure.supine()
HEADER, ONE_REP = "start_s,end_s\n", "start_s,end_s\n1.5,6.5\n"
TWO_REPS = f"{ONE_REP}8.5,13.5\n"
BRIDGE_LINE = "# exercise: bridge\n"


def twice(start: AnyFigure, top: AnyFigure) -> Landmarks:
    """Two repetitions of 5 s with a pause of 2 s between them, the first from 1.5 s on."""
    one = [between(start, top, share) for share in there_and_back(0.0, 1.0, moving=40, held=70)]
    return scripted_series([start] * 45 + one + [start] * 60 + one + [start] * 45, noise_px=0.3)


BRIDGES = twice(HOOK, Figure.supine(178.0))


@dataclass
class Landmarker:
    """Sees bridges that differ a little from file to file, or what it is told to see in a file of a name."""

    told: dict[str, Landmarks] = field(default_factory=dict)
    looked_at: list[str] = field(default_factory=list)

    def __call__(self, path: Path, progress: Progress) -> Landmarks:
        self.looked_at.append(path.name)
        progress(0.5)
        progress(1.0)
        if is_landmarks(path):
            return load_landmarks(path)[1]
        series = self.told.get(path.name, BRIDGES)
        return replace(series, points=series.points + int(sha256_of(path)[:3], 16) / 100)


class Maker:
    """Puts recordings and their labels into a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def video(self, name: str, labels: str | None = None, content: str | None = None) -> Path:
        path = self.folder / name
        path.write_text(name if content is None else content, encoding="utf-8")
        if labels is not None:
            path.with_suffix(".csv").write_text(labels, encoding="utf-8")
        return path

    def results(self, name: str, series: Landmarks = BRIDGES, labels: str | None = None) -> Path:
        """As `analyse` leaves them."""
        folder = self.folder / name
        folder.mkdir()
        landmarks = saved(folder / "landmarks.npz", series, f"{name}.mp4")
        for other in ("annotated.mp4", "frames.csv", "session.json"):
            (folder / other).write_text(other, encoding="utf-8")
        if labels is not None:
            (self.folder / f"{name}.csv").write_text(labels, encoding="utf-8")
        return landmarks


def loaded(make: Maker, landmarker: Landmarker | None = None) -> Folder:
    """What is found in the folder for the bridge."""
    return load_folder(make.folder, BRIDGE, landmarker or Landmarker(), lambda _: None)


def names(recordings: Sequence[Recording]) -> list[str]:
    """The recordings' names, in their order."""
    return [recording.name for recording in recordings]
