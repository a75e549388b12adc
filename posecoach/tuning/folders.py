"""Folders of labelled recordings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from posecoach.errors import SourceError
from posecoach.exercise.schema import Exercise
from posecoach.pose.recording import is_landmarks
from posecoach.tuning.label_files import FoundLabels, find_labels
from posecoach.tuning.landmark_cache import Landmarker, Progress
from posecoach.tuning.loading import Loader
from posecoach.tuning.recording import Recording, is_of_results

__all__ = ["Folder", "Refusal", "load_folder", "load_recording", "recordings_in"]

_VIDEOS = frozenset(
    {".3gp", ".avi", ".m2ts", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg", ".mts", ".ogv", ".ts", ".webm", ".wmv"}
)
_DRAWN_OVER = "annotated.mp4"
"""What `analyse` writes beside the landmarks: no recording of its own."""
_ONLY_LABELS = (".labels.csv", ".truth.json")
"""A file that ends so can't be anything else."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that can't be used, and why.

    Attributes:
        path: The recording, or a label file that belongs to none.
        reason: One line that names the file.
    """

    path: Path
    reason: str


@dataclass(frozen=True, eq=False, slots=True)
class Folder:
    """What a folder holds.

    Attributes:
        recordings: Those with labels of the exercise, by name; no two are the same recording.
        refused: What can't be used, by name.
        unlabelled: Recordings without a label file.
    """

    recordings: tuple[Recording, ...]
    refused: tuple[Refusal, ...] = ()
    unlabelled: tuple[Path, ...] = ()


def recordings_in(folder: Path) -> list[Path]:
    """Videos and landmark recordings of a folder, by name.

    Of folders within it, only landmarks of results are looked for, such as `clip/landmarks.npz`.

    Raises:
        SourceError: If there is no such folder, or it can't be read.
    """
    try:
        paths = [path for path in folder.iterdir() if _is_recording(path)]
    except OSError as error:
        raise SourceError(f"{folder}: not a folder that can be read ({error.strerror})") from error
    paths += [path for path in folder.glob("*/landmarks.*") if is_of_results(path)]
    return sorted(paths, key=lambda path: path.relative_to(folder).as_posix())


def load_folder(folder: Path, exercise: Exercise, landmarker: Landmarker, progress: Progress) -> Folder:
    """Loads the labelled recordings of a folder.

    All labels are read first, so that landmarks are only looked for in recordings of the exercise.

    Args:
        folder: Where they are.
        exercise: The exercise that is to be tuned.
        landmarker: Gives their landmarks.
        progress: Told the share of the whole folder.

    Raises:
        SourceError: If there is no such folder.
        ModelError: If landmarks have to be found and the model can't be had.
    """
    found = {path: _labels(path, exercise) for path in recordings_in(folder)}
    labelled = {path: labels for path, labels in found.items() if isinstance(labels, FoundLabels)}
    loader = Loader(exercise, landmarker)
    loaded = [
        _loaded(loader, path, labels, part)
        for (path, labels), part in zip(labelled.items(), _parts(list(labelled), progress), strict=True)
    ]
    refused = [one for one in (*_orphans(folder, list(found)), *found.values(), *loaded) if isinstance(one, Refusal)]
    return Folder(
        recordings=tuple(one for one in loaded if isinstance(one, Recording)),
        refused=tuple(sorted(refused, key=lambda one: one.path)),
        unlabelled=tuple(path for path, labels in found.items() if labels is None),
    )


def load_recording(path: Path, exercise: Exercise, landmarker: Landmarker, progress: Progress) -> Recording:
    """One recording; if it has no label file, nothing is labelled in it.

    Raises:
        SourceError: If it or its labels can't be used.
        ModelError: If landmarks have to be found and the model can't be had.
    """
    return Loader(exercise, landmarker).load(path, find_labels(path, exercise), progress)


def _is_recording(path: Path) -> bool:
    if path.name.startswith(".") or path.name == _DRAWN_OVER or not path.is_file():
        return False
    return path.suffix.lower() in _VIDEOS or is_landmarks(path)


def _labels(path: Path, exercise: Exercise) -> FoundLabels | Refusal | None:
    try:
        return find_labels(path, exercise)
    except SourceError as error:
        return Refusal(path, str(error))


def _loaded(loader: Loader, path: Path, labels: FoundLabels, progress: Progress) -> Recording | Refusal:
    try:
        return loader.load(path, labels, progress)
    except SourceError as error:
        return Refusal(path, str(error))


def _orphans(folder: Path, recordings: Sequence[Path]) -> Iterator[Refusal]:
    """Label files that no recording is called after."""
    stems = {path.stem for path in recordings} | {path.absolute().parent.name for path in recordings}
    for suffix in _ONLY_LABELS:
        for path in folder.glob(f"*{suffix}"):
            stem = path.name.removesuffix(suffix)
            if stem not in stems and not path.name.startswith("."):
                yield Refusal(path, f"{path}: labels without a recording; call it after its video, or remove it")


def _parts(paths: Sequence[Path], progress: Progress) -> Iterator[Progress]:
    """A progress for each recording, by how large they are."""
    sizes = [max(1, path.stat().st_size) for path in paths]
    for index, size in enumerate(sizes):
        yield partial(_tell, progress, sum(sizes[:index]) / sum(sizes), size / sum(sizes))


def _tell(progress: Progress, before: float, part: float, share: float) -> None:
    progress(before + part * share)
