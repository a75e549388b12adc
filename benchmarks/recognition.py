"""Whether `analyse --exercise auto` names the exercise of each sample clip, and cuts joined clips into their parts.

    python benchmarks/recognition.py [--joined N] [--missing]

The numbers were chosen on recordings of real people, but for those that tell like exercises apart. With --missing, each
clip's own exercise and those that are counted by the same movement are taken out of those to choose from: "don't know"
is right then.
"""

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from accuracy_report.clips import ClipFolder
from accuracy_report.grids import NOTHING, Grid
from accuracy_report.observation import shipped_exercise
from accuracy_report.rendering import print_grid
from accuracy_report.selection import HALVES
from rich.console import Console
from rich.progress import track

from posecoach.errors import PosecoachError
from posecoach.exercise.library import data_folder
from posecoach.exercise.schema import Exercise
from posecoach.pose.series import Landmarks, StablePoses, concatenate
from posecoach.pose.stabilise import Stabiliser
from posecoach.recognition import Part, alike, recognise
from sample_videos.recipes import Recipe, load_recipes

WIDTH = 140
PAUSE_S = 2.0
UNKNOWN = "don't know"
EMPTY_ROOM = "(empty room)"


@dataclass(frozen=True, slots=True)
class Named:
    """What was made of a clip.

    Attributes:
        recipe: The clip.
        wanted: Its exercise; "don't know" for an empty room.
        like: Ids of the exercises that are counted by the same movement.
        parts: What was recognised.
    """

    recipe: Recipe
    wanted: str
    like: frozenset[str]
    parts: tuple[Part, ...]

    @property
    def got(self) -> str:
        """One name, or all of them when the clip was cut although it shows one exercise."""
        return " + ".join(part.exercise or UNKNOWN for part in self.parts) or UNKNOWN

    @property
    def right(self) -> bool:
        """Whether it is the exercise's name and nothing else."""
        return self.got == self.wanted

    @property
    def nearly_right(self) -> bool:
        """Whether it is the name of an exercise that is counted by the same movement."""
        return self.got in self.like


def main(arguments: Sequence[str] | None = None) -> None:
    """Recognises, joins and prints."""
    options = _parser().parse_args(arguments)
    folder = ClipFolder()
    recipes = [recipe for recipe in load_recipes().values() if folder.has(recipe)]
    try:
        files = sorted(data_folder("exercises").glob("*.toml"))
        exercises = [exercise for path in files if (exercise := shipped_exercise(path.stem)) is not None]
        series = {recipe.name: folder.cache(folder.video(recipe), lambda _: None) for recipe in recipes}
    except (OSError, PosecoachError) as error:
        sys.exit(f"recognition.py: {error}")
    named = [_named(recipe, series[recipe.name], exercises, options.missing) for recipe in track(recipes, "clips")]
    console = Console() if Console().is_terminal else Console(width=WIDTH)
    for half in HALVES:
        print_grid(clip_grid(half, [one for one in named if one.recipe.half == half]), console)
        if not options.missing:
            joined = list(_joined(half, recipes, options.joined))
            print_grid(joined_grid(half, joined, series, exercises), console)


def _named(recipe: Recipe, series: Landmarks, exercises: Sequence[Exercise], missing: bool) -> Named:  # noqa: FBT001
    wanted = recipe.exercise if recipe.reps and not missing else UNKNOWN
    known = {exercise.id: exercise for exercise in exercises}
    like = frozenset(one for one in known if one != wanted and alike(known[one], known[recipe.exercise]))
    chosen = [exercise for exercise in exercises if not missing or exercise.id not in like]
    return Named(recipe, wanted, frozenset() if missing else like, recognise(Stabiliser()(series), chosen))


def clip_grid(half: str, named: Sequence[Named]) -> Grid:
    """Right and wrong names by exercise."""
    groups: dict[str, list[Named]] = {"all": list(named)}
    for one in named:
        groups.setdefault(one.recipe.exercise if one.recipe.reps else EMPTY_ROOM, []).append(one)
    rows = tuple((name, *_cells(group)) for name, group in groups.items())
    columns = ("exercise", "clips", "right", "its like", "wrong", "don't know", "lowest confidence", "which not")
    return Grid(f"{_title(half)}: clips", columns, rows)


def _cells(group: Sequence[Named]) -> tuple[str, ...]:
    right = [one for one in group if one.right]
    nearly = [one for one in group if one.nearly_right]
    unknown = [one for one in group if not one.right and one.got == UNKNOWN]
    sure = [part.confidence for one in right for part in one.parts]
    failed = "; ".join(f"{one.recipe.name}: {one.got}" for one in group if not one.right)
    return (
        str(len(group)),
        f"{len(right)} ({len(right) / len(group):.0%})",
        str(len(nearly)),
        str(len(group) - len(right) - len(nearly) - len(unknown)),
        str(len(unknown)),
        f"{min(sure):.2f}" if sure else NOTHING,
        failed or NOTHING,
    )


def _joined(half: str, recipes: Sequence[Recipe], count: int) -> Iterator[list[Recipe]]:
    """Draws two or three clips of one half, neighbours of different exercises."""
    chosen = [recipe for recipe in recipes if recipe.half == half and recipe.group != "hard"]
    draw = random.Random(half)  # noqa: S311 - the same draw each time
    while count and len({recipe.exercise for recipe in chosen}) > 1:
        clips = draw.sample(chosen, draw.choice((2, 3)))
        if all(first.exercise != second.exercise for first, second in pairwise(clips)):
            count -= 1
            yield clips


def joined_grid(
    half: str, joined: Sequence[Sequence[Recipe]], series: dict[str, Landmarks], exercises: Sequence[Exercise]
) -> Grid:
    """How many recordings were cut into the right parts, and how much of their time was named right."""
    rows, right, shares = [], 0, []
    for clips in track(joined, f"joined, {half}"):
        poses, edges = join([series[clip.name] for clip in clips])
        parts = recognise(poses, exercises)
        wanted, got = [clip.exercise for clip in clips], [part.exercise or UNKNOWN for part in parts]
        shares.append(_share_named_right(parts, wanted, edges))
        right += wanted == got
        if wanted != got:
            rows.append((" + ".join(clip.name for clip in clips), " + ".join(got) or UNKNOWN, f"{shares[-1]:.0%}"))
    total = f"{right} of {len(shares)} cut into the right parts"
    mean = f"{np.mean(shares):.0%}" if shares else NOTHING
    return Grid(
        f"{_title(half)}: joined clips", ("recording", "cut into", "time right"), ((total, "", mean), *rows), words=2
    )


def join(series: Sequence[Landmarks]) -> tuple[StablePoses, list[tuple[float, float]]]:
    """One recording of several, with pauses between them, in the first one's picture; and when each of them runs."""
    first, start_s = series[0], 0.0
    pieces, edges = [], []
    for one in series:
        factor = np.float32(min(first.size[0] / one.size[0], first.size[1] / one.size[1]))
        time_s = one.time_s - one.time_s[0] + start_s
        pieces.append(replace(one, time_s=time_s, points=one.points * factor, size=first.size))
        edges.append((start_s, float(time_s[-1])))
        start_s = edges[-1][1] + PAUSE_S
    return Stabiliser()(concatenate(pieces)), edges


def _share_named_right(parts: Sequence[Part], wanted: Sequence[str], edges: Sequence[tuple[float, float]]) -> float:
    """Of the time in parts, how much has the name of the clip it lies in."""
    right: Counter[bool] = Counter()
    for part in parts:
        for name, (start_s, end_s) in zip(wanted, edges, strict=True):
            overlap_s = min(part.end_s, end_s) - max(part.start_s, start_s)
            right[part.exercise == name] += max(0.0, overlap_s)  # type: ignore[assignment]
    return right[True] / max(1e-9, right[True] + right[False])


def _title(half: str) -> str:
    return f"{half.replace('_', '-').capitalize()} half"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--joined", type=int, default=30, metavar="N", help="recordings of joined clips for each half")
    parser.add_argument("--missing", action="store_true", help="take each clip's own exercise out of the choice")
    return parser


if __name__ == "__main__":
    main()
