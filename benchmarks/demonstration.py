"""Whether exercises that are learnt from a clip count that clip and another person's: a table.

Each clean clip is taken as a demonstration. The exercise file that is written of it is read back, and its coach looks
at the same clip and at the clean clips of the other half, which show other people in other rooms.

    python benchmarks/demonstration.py
    python benchmarks/demonstration.py --exercises bridge cobra
"""

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from accuracy_report.clips import ClipFolder
from rich.console import Console
from rich.table import Table

from posecoach.authoring import Identity, exercise_text, learn
from posecoach.counting.coach import Coach
from posecoach.counting.events import FaultEnded, RepetitionCounted
from posecoach.errors import SourceError
from posecoach.exercise.library import read_exercise
from posecoach.exercise.schema import Exercise
from posecoach.pose.series import StablePoses
from posecoach.pose.stabilise import Stabiliser
from sample_videos.recipes import Recipe, load_recipes
from sample_videos.truth import load_truth, truth_path

_USUAL = (
    *("bridge", "knee_to_chest", "leg_stretch", "toe_touch", "bird_dog", "cobra", "back_stretch", "childs_pose"),
    *("seated_overhead_stretch", "double_knee_to_chest", "leg_reach", "heel_raise_bridge"),
)
"""Exercises that go from one position to another; those that go to both sides of the start position aren't learnt."""


@dataclass(frozen=True, eq=False, slots=True)
class _Clip:
    recipe: Recipe
    repetitions: int
    poses: StablePoses


def main() -> None:
    """Prints a row for each pair of a demonstration and a clip."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--exercises", nargs="+", default=_USUAL)
    chosen = parser.parse_args().exercises
    clips = {recipe.name: clip for recipe, clip in _clips(chosen)}
    table = Table("demonstration", "learnt", "clip", "counted", "true", "faults", box=None, header_style="dim")
    right = [row for clip in clips.values() for row in _rows(clip, clips, table)]
    Console(width=200).print(table)
    print(f"{sum(right)} of {len(right)} counted exactly")


def _clips(chosen: list[str]) -> Iterator[tuple[Recipe, _Clip]]:
    folder = ClipFolder()
    for recipe in load_recipes().values():
        if recipe.exercise in chosen and "_clean_" in recipe.name and folder.has(recipe):
            video = folder.video(recipe)
            series = folder.cache(video, lambda _: None)
            yield recipe, _Clip(recipe, len(load_truth(truth_path(video)).reps), Stabiliser()(series))


def _rows(shown: _Clip, clips: Mapping[str, _Clip], table: Table) -> list[bool]:
    recipe, right = shown.recipe, []
    try:
        exercise = _learnt(shown)
    except SourceError as error:
        table.add_row(recipe.name, "nothing", str(error))
        return [False]
    learnt = f"{exercise.drive.measure}, {exercise.sides.value}, {exercise.posture.value}"
    for clip in clips.values():
        other = clip.recipe
        if other is recipe or (other.exercise == recipe.exercise and other.half != recipe.half):
            counted, faults = _coached(exercise, clip.poses)
            right.append(counted == clip.repetitions)
            table.add_row(recipe.name, learnt, other.name, str(counted), str(clip.repetitions), faults)
    return right


def _learnt(shown: _Clip) -> Exercise:
    """By way of the file, which is what anybody gets."""
    text = exercise_text(learn(shown.poses, Identity("learnt", "Learnt")))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "learnt.toml"
        path.write_text(text, encoding="utf-8")
        return read_exercise(path)


def _coached(exercise: Exercise, poses: StablePoses) -> tuple[int, str]:
    """Repetitions, and faults by check."""
    coach = Coach(exercise, exercise.doses[exercise.default_dose])
    events = [*coach.follow(poses).events, *coach.finish()]
    faults = Counter(event.check for event in events if isinstance(event, FaultEnded))
    counted = sum(isinstance(event, RepetitionCounted) for event in events)
    return counted, ", ".join(f"{check} {count}" for check, count in faults.items())


if __name__ == "__main__":
    main()
