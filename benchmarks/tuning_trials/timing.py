"""How fast: trials a minute, and counting an hour again."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import cycle, islice
from statistics import median

from accuracy_report.grids import Grid

from posecoach.exercise.library import data_folder
from posecoach.exercise.thresholds import thresholds, with_thresholds
from posecoach.pose.series import Landmarks, concatenate
from posecoach.tuning.objective import Objective, SmoothedScore
from posecoach.tuning.replays import Replays
from posecoach.tuning.search import middle, neighbours, search
from tuning_trials.labelled_clips import Clips, labelled_clips, shortest_dose
from tuning_trials.spoiling import spoiled

__all__ = ["hour_grid", "hour_of", "trials_grid"]

_FOLDER = 20
"""Clips."""
_HOUR_S = 3600.0
_PARTS = 12
"""Recordings that an hour is cut into."""
_PAUSE_S = 0.5
_RECOUNTS = 9


def trials_grid(exercise_ids: Sequence[str], trials: int) -> Grid:
    """Trials a minute on a folder of 20 clips."""
    rows = []
    for exercise_id in exercise_ids:
        clips = labelled_clips(exercise_id)
        indices = list(islice(cycle(range(len(clips.series))), _FOLDER))
        series, labels = [clips.series[index] for index in indices], [clips.labels[index] for index in indices]
        with Replays(clips.exercise, series) as replays:
            objective = Objective(clips.exercise, shortest_dose(clips.exercise), replays, labels)
            tried, taken_s = _searched(objective, clips, trials)
        minutes = sum(float(one.time_s[-1]) for one in series) / 60
        per_trial = objective.recounts / tried
        rows.append((exercise_id, f"{minutes:.1f}", str(tried), f"{per_trial:.1f}", f"{60 * tried / taken_s:.0f}"))
    columns = ("exercise", "minutes of recording", "trials", "recounts a trial", "trials a minute")
    return Grid(f"A folder of {_FOLDER} clips", columns, tuple(rows))


def _searched(objective: Objective, clips: Clips, trials: int) -> tuple[int, float]:
    """How many thresholds were tried, and the seconds that took."""
    exercise, tried = clips.exercise, list[None]()
    score, starts = SmoothedScore(objective, range(_FOLDER)), [spoiled(clips.exercise, "random 1"), middle(exercise)]
    began_s = time.perf_counter()
    search(score, exercise, starts, trials, lambda: tried.append(None))
    return len(tried), time.perf_counter() - began_s


def hour_of(series: Sequence[Landmarks], length_s: float) -> Landmarks:
    """One recording, of the clips one after the other until it is long enough."""
    pieces, now_s = [], 0.0
    for one in cycle(series):
        pieces.append(replace(one, time_s=one.time_s - one.time_s[0] + now_s, size=series[0].size))
        now_s = float(pieces[-1].time_s[-1]) + _PAUSE_S
        if now_s >= length_s:
            return concatenate(pieces)
    raise ValueError("no series given")


def hour_grid() -> Grid:
    """Milliseconds for counting an hour again, of each exercise."""
    return Grid(
        "Counting an hour again, ms: median (least)",
        ("exercise", "frames", "one recording", f"{_PARTS} recordings"),
        tuple(_hours()),
    )


def _hours() -> Iterator[tuple[str, ...]]:
    for path in sorted(data_folder("exercises").glob("*.toml")):
        clips = labelled_clips(path.stem)
        whole = [hour_of(clips.series, _HOUR_S)]
        parts = [hour_of(clips.series[index % len(clips.series) :], _HOUR_S / _PARTS) for index in range(_PARTS)]
        yield (
            path.stem,
            str(len(whole[0])),
            _recounted_ms(clips, whole),
            _recounted_ms(clips, parts),
        )


def _recounted_ms(clips: Clips, recordings: Sequence[Landmarks]) -> str:
    """Median and least over different thresholds: a busy computer is up to twice as slow as the least says."""
    exercise, dose = clips.exercise, shortest_dose(clips.exercise)
    taken_s = []
    with Replays(exercise, recordings) as replays:
        replays.recount(exercise, dose)
        for values in [thresholds(exercise), *neighbours(exercise, thresholds(exercise))][:_RECOUNTS]:
            changed = with_thresholds(exercise, values)
            began_s = time.perf_counter()
            replays.recount(changed, dose)
            taken_s.append(time.perf_counter() - began_s)
    return f"{1000 * median(taken_s):.0f} ({1000 * min(taken_s):.0f})"
