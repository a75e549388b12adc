"""Whether the counting stands on a knife's edge: all its numbers drawn at once, and what is still counted exactly.

    python benchmarks/flatness.py [FOLDER] [--draws N] [--workers N]

Each draw multiplies every number of the counting (the constants of `posecoach.counting`, and each exercise's travel,
share that counts and ends of cat and cow) by its own factor between 0.75 and 1.33, and moves every limit of the gate
and of the postures by up to 10 degrees or 0.15 trunk lengths. A design that is flat keeps what it counts.
"""

import argparse
import importlib
import math
import pkgutil
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from types import ModuleType
from typing import TypeVar

import numpy as np
from real_people import DATA
from real_people.chain import count, exercise_of
from real_people.clips import ClipFolder, read_folder
from real_people.landmarks import load_all
from real_people.scoring import score_clip
from rich.console import Console

from posecoach import counting
from posecoach.exercise import postures
from posecoach.exercise.rules import Condition
from posecoach.exercise.schema import Exercise
from posecoach.measures import MEASURES
from posecoach.pose.landmarking import usable_cores

LOW, HIGH = 0.75, 1.33
DEGREES, LENGTHS = 10.0, 0.15
_CONSTANT = re.compile(r"^_?[A-Z][A-Z_]*$")
SomeCondition = TypeVar("SomeCondition", bound=Condition)
Random = np.random.Generator


def constants() -> Iterator[tuple[ModuleType, str, float]]:
    """Every number that stands by name in a module of the counting, and where."""
    for found in pkgutil.iter_modules(counting.__path__, f"{counting.__name__}."):
        module = importlib.import_module(found.name)
        for name, value in sorted(vars(module).items()):
            if _CONSTANT.match(name) and isinstance(value, float):
                yield module, name, value


def factor(random: Random) -> float:
    """A factor, as likely below 1 as above."""
    return math.exp(random.uniform(math.log(LOW), math.log(HIGH)))


def moved(condition: SomeCondition, random: Random) -> SomeCondition:
    """A range with each of its limits moved."""
    most = DEGREES if MEASURES[condition.measure].unit == "deg" else LENGTHS
    limits = {"min": condition.min, "max": condition.max}
    shifted = {key: None if limit is None else limit + random.uniform(-most, most) for key, limit in limits.items()}
    return condition.model_copy(update=shifted)


def drawn(exercise: Exercise, random: Random) -> Exercise:
    """An exercise with other numbers in its drive and its gate."""
    drive = exercise.drive
    if drive.bidirectional:
        changed = {"start": drive.start * factor(random), "end": drive.end * factor(random)}
    else:
        changed = {"end": drive.start + (drive.end - drive.start) * factor(random)}
    least = min(0.95, drive.least * factor(random))
    snr = None if drive.min_snr is None else drive.min_snr * factor(random)
    ranges = tuple(moved(one, random) for one in exercise.gate.ranges)
    return exercise.model_copy(
        update={
            "drive": drive.model_copy(update={**changed, "least": least, "min_snr": snr}),
            "gate": exercise.gate.model_copy(update={"ranges": ranges}),
        }
    )


def draw(folder: ClipFolder, seed: int) -> tuple[int, tuple[str, ...]]:
    """Counts a folder with the numbers of one draw; clips counted exactly, and the names of the others.

    A draw has a process of its own, so that nobody else sees its numbers.
    """
    random = np.random.default_rng(seed)
    for module, name, value in list(constants()):
        setattr(module, name, value * factor(random))
    table = {posture: tuple(moved(one, random) for one in ranges) for posture, ranges in postures.POSTURES.items()}
    importlib.import_module("posecoach.counting.gate").__dict__["POSTURES"] = table
    names = sorted({clip.labels.exercise for clip in folder.clips})
    exercises = {name: drawn(exercise_of(name), random) for name in names}
    landmarks = load_all(clip.recording for clip in folder.clips)
    scores = [
        score_clip(clip.name, clip.labels, count(landmarks[clip.recording], exercises[clip.labels.exercise]))
        for clip in folder.clips
    ]
    return sum(not score.off for score in scores), tuple(score.name for score in scores if score.off)


def main(arguments: Sequence[str] | None = None) -> None:
    """Draws and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "folder", nargs="?", type=Path, default=DATA, help="labelled recordings; those of the checkout if none"
    )
    parser.add_argument("--draws", type=int, default=20)
    parser.add_argument("--workers", type=int, default=usable_cores())
    options = parser.parse_args(arguments)
    folder = read_folder(options.folder)
    with get_context("spawn").Pool(options.workers, maxtasksperchild=1) as pool:
        draws = pool.map(partial(draw, folder), range(options.draws), chunksize=1)
    exact, lost = sorted(count for count, _ in draws), Counter(name for _, names in draws for name in names)
    console = Console()
    console.print(f"{len(folder.clips)} clips, {options.draws} draws: exact {' '.join(map(str, exact))}")
    console.print(f"median {np.median(exact):g}, nine draws of ten at least {exact[len(exact) // 10]}")
    for name, times in lost.most_common(12):
        console.print(f"  {times / options.draws:4.0%} lost: {name}")


if __name__ == "__main__":
    main()
