"""Labels that belong to nothing: how often tuning writes all the same."""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from accuracy_report.grids import Grid

from posecoach.exercise.thresholds import thresholds
from posecoach.tuning.agreement import pooled
from posecoach.tuning.fitting import Plan, Tuning, fit_thresholds
from posecoach.tuning.labels import LabelledMovement, Labels
from tuning_trials.labelled_clips import Clips, labelled_clips
from tuning_trials.spoiling import spoiled

__all__ = ["SHUFFLES", "Shuffled", "exchanged", "moved", "shuffled", "shuffled_grid"]


def exchanged(clips: Clips, draw: random.Random) -> list[Labels]:
    """Every clip gets the labels of another one."""
    order = list(range(len(clips.labels)))
    while any(place == index for place, index in enumerate(order)):
        draw.shuffle(order)
    return [clips.labels[index] for index in order]


def moved(clips: Clips, draw: random.Random) -> list[Labels]:
    """All times of a clip are moved by the same time; what is moved beyond its end begins again at its start."""
    return [
        _moved(labels, float(series.time_s[-1]), draw)
        for labels, series in zip(clips.labels, clips.series, strict=True)
    ]


SHUFFLES: dict[str, Callable[[Clips, random.Random], list[Labels]]] = {"exchanged": exchanged, "moved": moved}


def _moved(labels: Labels, duration_s: float, draw: random.Random) -> Labels:
    by_s = draw.uniform(0.0, duration_s)
    later = sorted((_later(one, by_s, duration_s) for one in labels.movements), key=lambda one: one.start_s)
    return replace(labels, movements=tuple(later))


def _later(one: LabelledMovement, by_s: float, duration_s: float) -> LabelledMovement:
    """It stays whole: one that would be cut in two ends with the recording."""
    length_s = one.end_s - one.start_s
    start_s = min((one.start_s + by_s) % duration_s, duration_s - length_s)
    return replace(one, start_s=start_s, end_s=start_s + length_s)


@dataclass(frozen=True, slots=True)
class Shuffled:
    """One kind of shuffle.

    Attributes:
        name: Exercise and shuffle.
        tunings: What tuning came to, for each seed.
    """

    name: str
    tunings: tuple[Tuning, ...]


def shuffled(exercise_id: str, seeds: range, trials: int) -> Iterator[Shuffled]:
    """Shuffles and tunes; half of the seeds begin with spoiled thresholds."""
    clips = labelled_clips(exercise_id, "training")
    with clips.replays() as replays:
        for name, shuffle in SHUFFLES.items():
            tunings = []
            for seed in seeds:
                labels = shuffle(clips, random.Random(seed))  # noqa: S311 - the same draw each time
                objective = clips.objective(replays, labels)
                present = spoiled(clips.exercise, f"random {seed}") if seed % 2 else thresholds(clips.exercise)
                tunings.append(fit_thresholds(objective, present, Plan.of(objective, trials, seed)))
            yield Shuffled(f"{exercise_id}, {name}", tuple(tunings))


def shuffled_grid(cases: Sequence[Shuffled]) -> Grid:
    """A row for each kind, and all together."""
    everything = Shuffled("all", tuple(tuning for case in cases for tuning in case.tunings))
    columns = ("labels", "runs", "written", "held-out agreement", "why not")
    return Grid("Shuffled labels", columns, tuple(_row(case) for case in (*cases, everything)))


def _row(case: Shuffled) -> tuple[str, ...]:
    reasons = Counter(tuning.verdict.reason for tuning in case.tunings)
    written = reasons.pop(None, 0)
    agreed = sorted(pooled(tuning.held_out).score for tuning in case.tunings)
    why = ", ".join(f"{reason.value} {count}" for reason, count in reasons.most_common() if reason is not None)
    return (
        case.name,
        str(len(case.tunings)),
        f"{written} ({written / len(case.tunings):.0%})",
        f"{agreed[0]:.2f} to {agreed[-1]:.2f}",
        why,
    )
