"""Loading labelled recordings one by one, none of them twice."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from posecoach.analysis import has_poses
from posecoach.errors import SourceError
from posecoach.exercise.schema import Exercise
from posecoach.exercise_files import exercise_paths, read_exercise
from posecoach.pose.series import PoseSeries
from posecoach.tuning.label_files import FoundLabels
from posecoach.tuning.label_rows import refuse_times_beyond
from posecoach.tuning.labels import Labels
from posecoach.tuning.landmark_cache import Landmarker, Progress, sha256_of
from posecoach.tuning.other_exercise import other_exercise_in
from posecoach.tuning.recording import Recording

__all__ = ["Loader"]


@dataclass(slots=True)
class Loader:
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
                f"{path}: the same recording as {self._known[digest]}; what is fitted to one would be tested on the "
                "other, so remove one"
            )

    def _check(self, path: Path, series: PoseSeries, found: FoundLabels) -> None:
        """Raises SourceError if labels and landmarks can't be of the same recording."""
        labels = found.labels
        try:
            refuse_times_beyond(labels, float(series.time_s[-1]))
        except SourceError as error:
            raise SourceError(f"{found.path}: {error}") from error
        if labels.repetitions and not has_poses(int(series.has_pose.sum()), len(series)):
            raise SourceError(f"{path}: nobody is in view, but {found.path.name} names repetitions")
        other = other_exercise_in(series, labels, self.exercise, self._all()) if labels.exercise is None else None
        if other is not None:
            raise SourceError(
                f"{path}: shows {other}, not {self.exercise.id}; if it does show {self.exercise.id}, write the line "
                f"`# exercise: {self.exercise.id}` into {found.path.name}"
            )

    def _all(self) -> list[Exercise]:
        """All exercises there are, read once."""
        if not self._exercises:
            self._exercises = [read_exercise(path) for path in exercise_paths().values()]
        return self._exercises


def _digest(series: PoseSeries) -> str:
    """Of what was seen and when: a video and its landmarks are the same recording.

    The back's outline is left out, which only some estimators see.
    """
    digest = hashlib.sha256(np.ascontiguousarray(series.time_s).tobytes())
    digest.update(np.ascontiguousarray(series.points).tobytes())
    return digest.hexdigest()
