"""Measures a folder of recordings, several at a time."""

from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from posecoach.pose.series import Landmarks
from real_people.chain import all_exercises, check_ids, count, exercise_of, recognised
from real_people.clips import Clip, ClipFolder, OtherMovement
from real_people.figures import CountFigures, count_figures
from real_people.naming import Naming, name_clip
from real_people.others import OtherScore, score_other
from real_people.scoring import ClipScore, score_clip
from real_people.variants import VARIANTS, Variant, changed

__all__ = ["Measured", "VariantFigures", "measure", "measure_variants"]

Task = TypeVar("Task")
Outcome = TypeVar("Outcome")


@dataclass(frozen=True, slots=True)
class Measured:
    """What a folder came to.

    Attributes:
        clips: Labelled recordings.
        others: Other movements.
        namings: What was recognised in the labelled recordings; empty if nobody asked.
    """

    clips: tuple[ClipScore, ...]
    others: tuple[OtherScore, ...]
    namings: tuple[Naming, ...] = ()


@dataclass(frozen=True, slots=True)
class VariantFigures:
    """All labelled recordings, changed in one way.

    Attributes:
        name: Of the variant.
        figures: What they came to.
        lost: Recordings whose count is exact as recorded, and no more.
    """

    name: str
    figures: CountFigures
    lost: tuple[str, ...]


@dataclass(frozen=True, eq=False, slots=True)
class _Task:
    """A recording with its landmarks, for another process."""

    clip: Clip | OtherMovement
    series: Landmarks
    auto: bool


def measure(
    folder: ClipFolder, landmarks: Mapping[Path, Landmarks], *, auto: bool = False, workers: int = 1
) -> Measured:
    """Counts, judges and, if asked, recognises.

    Args:
        folder: What to measure.
        landmarks: Of each recording.
        auto: Whether to recognise exercises as well, which takes as long as counting them all.
        workers: Processes.
    """
    everything: tuple[Clip | OtherMovement, ...] = (*folder.clips, *folder.others)
    tasks = [_Task(clip, landmarks[clip.recording], auto) for clip in everything]
    done = _mapped(_measured, tasks, workers)
    return Measured(
        clips=tuple(score for score, _ in done if isinstance(score, ClipScore)),
        others=tuple(score for score, _ in done if isinstance(score, OtherScore)),
        namings=tuple(naming for _, naming in done if naming is not None),
    )


def _measured(task: _Task) -> tuple[ClipScore | OtherScore, Naming | None]:
    parts = recognised(task.series, all_exercises()) if task.auto else None
    if isinstance(task.clip, OtherMovement):
        return score_other(task.clip, task.series, parts), None
    exercise = exercise_of(task.clip.labels.exercise)
    events = count(task.series, exercise)
    score = score_clip(task.clip.name, task.clip.labels, events, check_ids(exercise))
    return score, None if parts is None else name_clip(task.clip, parts)


def measure_variants(
    folder: ClipFolder, landmarks: Mapping[Path, Landmarks], workers: int = 1
) -> tuple[VariantFigures, ...]:
    """Counts each labelled recording in each variant, the first of which is the recording as it is."""
    tasks = [(clip, landmarks[clip.recording]) for clip in folder.clips]
    scores = _mapped(_measured_variants, tasks, workers)
    exact = {one[0].name for one in scores if one[0].off == 0}
    return tuple(_variant_figures(*named, exact) for named in zip(VARIANTS, zip(*scores, strict=True), strict=True))


def _measured_variants(task: tuple[Clip, Landmarks]) -> tuple[ClipScore, ...]:
    clip, exercise = task[0], exercise_of(task[0].labels.exercise)
    variants = (changed(name, clip.name, Variant(task[1], clip.labels)) for name in VARIANTS)
    return tuple(score_clip(clip.name, one.labels, count(one.series, exercise)) for one in variants)


def _variant_figures(name: str, scores: Sequence[ClipScore], exact: Collection[str]) -> VariantFigures:
    lost = tuple(one.name for one in scores if one.off and one.name in exact)
    return VariantFigures(name, count_figures(name, scores), lost)


def _mapped(function: Callable[[Task], Outcome], tasks: Sequence[Task], workers: int) -> list[Outcome]:
    if workers == 1:
        return [function(task) for task in tasks]
    # Forked, a process would inherit locks that other threads hold.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return list(pool.map(function, tasks))
