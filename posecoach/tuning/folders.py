"""Folders of labelled recordings."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np

from posecoach.batch.recordings import is_recording
from posecoach.chain import has_poses
from posecoach.errors import ModelError, SourceError, in_one_line
from posecoach.exercise.library import exercise_paths, read_exercise
from posecoach.exercise.schema import Exercise
from posecoach.files import sha256_of
from posecoach.messages import Message, os_reason
from posecoach.pose.recording import is_of_results
from posecoach.pose.series import Landmarks, StablePoses
from posecoach.pose.stabilise import Stabiliser
from posecoach.recognition import alike, recognise
from posecoach.tuning.label_files import FoundLabels, find_labels
from posecoach.tuning.labels import Labels, refuse_times_beyond
from posecoach.tuning.landmark_cache import Landmarker, Progress
from posecoach.tuning.recording import Recording

__all__ = ["Folder", "Refusal", "load_folder", "load_recording", "load_unlabelled", "recordings_in"]

_MARGIN_S = 3.0
"""Before and after what is labelled, to see the start position."""
_LONGEST_S = 240.0
"""So much of a recording tells which exercise it shows; more only takes longer."""
_MOST = 0.5
"""Of the labelled time: a part that covers less may be what else was done."""


def _other_exercise_in(series: Landmarks, labels: Labels, exercise: Exercise, others: Sequence[Exercise]) -> str | None:
    """Id of the exercise that the labelled time clearly shows instead; None if it may well be this one.

    It clearly shows another one if that is recognised and this one isn't even among the likeliest. Exercises that are
    alike are never told apart so: whoever labelled the recording knows better.

    Args:
        series: The recording's landmarks.
        labels: What is labelled in it.
        exercise: The exercise that it should show.
        others: All exercises there are.
    """
    movements = labels.movements
    if not movements:
        return None
    choice = {other.id: other for other in others} | {exercise.id: exercise}
    start_s, end_s = movements[0].start_s, min(movements[-1].end_s, movements[0].start_s + _LONGEST_S)
    poses = _between(Stabiliser()(series), start_s - _MARGIN_S, end_s + _MARGIN_S)
    for part in recognise(poses, choice.values()):
        covered_s = sum(max(0.0, min(part.end_s, m.end_s) - max(part.start_s, m.start_s)) for m in movements)
        labelled_s = sum(max(0.0, min(end_s, m.end_s) - m.start_s) for m in movements)
        other = choice.get(part.exercise or exercise.id, exercise)
        if not alike(other, exercise) and exercise.id not in part.guesses and covered_s > _MOST * labelled_s:
            return other.id
    return None


def _between(poses: StablePoses, start_s: float, end_s: float) -> StablePoses:
    first, last = (int(row) for row in np.searchsorted(poses.time_s, [start_s, end_s]))
    return poses[first:last]


@dataclass(slots=True)
class _Loader:
    """Loads recordings of an exercise.

    Attributes:
        exercise: The exercise.
        landmarker: Gives their landmarks.
    """

    exercise: Exercise
    landmarker: Landmarker
    _known: dict[str, Path] = field(default_factory=dict)
    _exercises: list[Exercise] = field(default_factory=list)

    def load(self, path: Path, found: FoundLabels | None, progress: Progress) -> Recording:
        """A recording with its labels; without them, nothing is labelled in it.

        Raises:
            SourceError: If it can't be used, its labels can't be its own, or it was loaded before.
        """
        sha256 = sha256_of(path)
        self._refuse_known(path, sha256)
        series = self.landmarker(path, progress)
        # All empty rooms are alike.
        digest = _digest(series) if series.has_pose.any() else sha256
        self._refuse_known(path, digest)
        labels = Labels(self.exercise.id, ()) if found is None else found.labels
        if found is not None:
            self._check(path, series, found)
        self._known |= {sha256: path, digest: path}
        if found is None:
            return Recording(path, sha256, series, labels)
        return Recording(path, sha256, series, labels, found.path, found.sha256)

    def _refuse_known(self, path: Path, digest: str) -> None:
        if digest in self._known:
            raise SourceError(
                Message(
                    "{path}: the same recording as {other}; what is fitted to one would be tested on the other, "
                    "so remove one",
                    path=path,
                    other=self._known[digest],
                )
            )

    def _check(self, path: Path, series: Landmarks, found: FoundLabels) -> None:
        """Raises SourceError if labels and landmarks can't be of the same recording."""
        labels = found.labels
        try:
            refuse_times_beyond(labels, float(series.time_s[-1]))
        except SourceError as error:
            raise SourceError(Message("{path}: {problem}", path=found.path, problem=error)) from error
        if labels.repetitions and not has_poses(int(series.has_pose.sum()), len(series)):
            raise SourceError(
                Message("{path}: nobody is in view, but {labels} names repetitions", path=path, labels=found.path.name)
            )
        other = _other_exercise_in(series, labels, self.exercise, self._all()) if labels.exercise is None else None
        if other is not None:
            raise SourceError(
                Message(
                    "{path}: shows {other}, not {exercise}; if it does show {exercise}, write the line "
                    "`# exercise: {exercise}` into {labels}",
                    path=path,
                    other=other,
                    exercise=self.exercise.id,
                    labels=found.path.name,
                )
            )

    def _all(self) -> list[Exercise]:
        """All exercises there are, read once."""
        if not self._exercises:
            self._exercises = [read_exercise(path) for path in exercise_paths().values()]
        return self._exercises


def _digest(series: Landmarks) -> str:
    """Of what was seen and when: a video and its landmarks are the same recording.

    The back's outline is left out, which only some estimators see.
    """
    digest = hashlib.sha256(np.ascontiguousarray(series.time_s).tobytes())
    digest.update(np.ascontiguousarray(series.points).tobytes())
    return digest.hexdigest()


_ONLY_LABELS = (".labels.csv", ".truth.json")
"""A file that ends so can't be anything else."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that can't be used, and why.

    Attributes:
        path: The recording, or a label file that belongs to none.
        reason: One line that names the file.
        error: What it was refused with, if that was an error.
    """

    path: Path
    reason: str
    error: Exception | None = None

    @classmethod
    def of(cls, path: Path, error: Exception) -> "Refusal":
        """Whatever is wrong with a file, the other ones have nothing to do with it."""
        return cls(path, in_one_line(error, path), error)


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
        paths = [path for path in folder.iterdir() if is_recording(path)]
    except OSError as error:
        raise SourceError(
            Message("{path}: not a folder that can be read ({reason})", path=folder, reason=os_reason(error))
        ) from error
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
    loader = _Loader(exercise, landmarker)
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


def load_unlabelled(
    paths: Sequence[Path], exercise: Exercise, landmarker: Landmarker, progress: Progress
) -> list[Recording | Refusal]:
    """Recordings that no label file belongs to.

    Raises:
        ModelError: If landmarks have to be found and the model can't be had.
    """
    return [_loaded(_Loader(exercise, landmarker), path, None, progress) for path in paths]


def load_recording(path: Path, exercise: Exercise, landmarker: Landmarker, progress: Progress) -> Recording:
    """One recording; if it has no label file, nothing is labelled in it.

    Raises:
        SourceError: If it or its labels can't be used.
        ModelError: If landmarks have to be found and the model can't be had.
    """
    return _Loader(exercise, landmarker).load(path, find_labels(path, exercise), progress)


def _labels(path: Path, exercise: Exercise) -> FoundLabels | Refusal | None:
    try:
        return find_labels(path, exercise)
    except Exception as error:  # noqa: BLE001 - as `Refusal.of` says
        return Refusal.of(path, error)


def _loaded(loader: _Loader, path: Path, labels: FoundLabels | None, progress: Progress) -> Recording | Refusal:
    try:
        return loader.load(path, labels, progress)
    except ModelError:
        # Without a model there is nothing to be had from any of them.
        raise
    except Exception as error:  # noqa: BLE001 - as `Refusal.of` says
        return Refusal.of(path, error)


def _orphans(folder: Path, recordings: Sequence[Path]) -> Iterator[Refusal]:
    """Label files that no recording is called after."""
    stems = {path.stem for path in recordings} | {path.absolute().parent.name for path in recordings}
    for suffix in _ONLY_LABELS:
        for path in folder.glob(f"*{suffix}"):
            stem = path.name.removesuffix(suffix)
            if stem not in stems and not path.name.startswith("."):
                told = Message("{path}: labels without a recording; call it after its video, or remove it", path=path)
                yield Refusal(path, told)


def _parts(paths: Sequence[Path], progress: Progress) -> Iterator[Progress]:
    """A progress for each recording, by how large they are."""
    sizes = [_size(path) for path in paths]
    for index, size in enumerate(sizes):
        yield partial(_tell, progress, sum(sizes[:index]) / sum(sizes), size / sum(sizes))


def _size(path: Path) -> int:
    try:
        return max(1, path.stat().st_size)
    except OSError:
        return 1


def _tell(progress: Progress, before: float, part: float, share: float) -> None:
    progress(before + part * share)
