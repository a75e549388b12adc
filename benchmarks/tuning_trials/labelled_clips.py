"""Sample clips as labelled recordings, with landmarks out of the benchmarks' cache."""

from collections.abc import Sequence
from dataclasses import dataclass

from accuracy_report.clips import ClipFolder
from accuracy_report.observation import shipped_exercise

from posecoach.exercise.schema import Dose, Exercise
from posecoach.pose.series import Landmarks
from posecoach.tuning.label_files import read_labels
from posecoach.tuning.labels import Labels
from posecoach.tuning.objective import Objective
from posecoach.tuning.replays import Replays
from sample_videos.recipes import Recipe, load_recipes
from sample_videos.truth import truth_path

__all__ = ["Clips", "labelled_clips", "shortest_dose"]


@dataclass(frozen=True, eq=False, slots=True)
class Clips:
    """Some clips of one exercise.

    Attributes:
        exercise: As it ships.
        recipes: The clips.
        series: Their landmarks.
        labels: Their truths as labels.
    """

    exercise: Exercise
    recipes: tuple[Recipe, ...]
    series: tuple[Landmarks, ...]
    labels: tuple[Labels, ...]

    def objective(self, replays: Replays, labels: Sequence[Labels] | None = None) -> Objective:
        """What thresholds are worth on them, with their own or other labels."""
        return Objective(self.exercise, shortest_dose(self.exercise), replays, labels or self.labels)

    def replays(self) -> Replays:
        """The clips, ready to be counted."""
        return Replays(self.exercise, self.series)


def labelled_clips(exercise_id: str, half: str | None = None) -> Clips:
    """The clips of an exercise that are there, or those of a half.

    Raises:
        ValueError: There is no such exercise, or no clip of it.
    """
    exercise, folder = shipped_exercise(exercise_id), ClipFolder()
    recipes = [one for one in load_recipes().values() if one.exercise == exercise_id and half in {None, one.half}]
    there = [recipe for recipe in recipes if folder.has(recipe)]
    if exercise is None or not there:
        raise ValueError(f"no clip of {exercise_id} in {folder.folder}")
    videos = [folder.video(recipe) for recipe in there]
    return Clips(
        exercise,
        tuple(there),
        tuple(folder.cache(video, lambda _: None) for video in videos),
        tuple(read_labels(truth_path(video), exercise) for video in videos),
    )


def shortest_dose(exercise: Exercise) -> Dose:
    """The dose with the shortest hold, as `accuracy.py` takes it."""
    return min(exercise.doses.values(), key=lambda dose: dose.hold_s)
