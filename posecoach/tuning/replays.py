"""Counting several recordings again, by as many processes as there are cores."""

import multiprocessing
import os
import signal
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from threading import Thread

import numpy as np

from posecoach.counting.events import Event
from posecoach.counting.recount import MeasuredRecording, recount
from posecoach.counting.table import MeasureTable, as_measured
from posecoach.exercise.schema import Dose, Exercise
from posecoach.measures import Values
from posecoach.pose.landmarking import usable_cores
from posecoach.pose.series import Landmarks
from posecoach.pose.stabilise import Stabiliser

__all__ = ["Replays", "measured", "partition"]


def partition(sizes: Sequence[int], workers: int) -> list[list[int]]:
    """Which pieces of work each worker gets, so that all are done at about the same time.

    Args:
        sizes: Of the pieces.
        workers: How many there are.

    Returns:
        Indices in rising order for each worker that has work; an empty list for a single one if there is none.
    """
    shares: list[list[int]] = [[] for _ in range(max(1, min(workers, len(sizes))))]
    loads = [0] * len(shares)
    for index in sorted(range(len(sizes)), key=lambda one: -sizes[one]):
        least = loads.index(min(loads))
        shares[least].append(index)
        loads[least] += sizes[index]
    return [sorted(share) for share in shares]


_WORTH_A_PROCESS = 20_000
"""Frames; fewer are counted before a process has even begun."""
_SAFE = sys.version_info >= (3, 11)
"""Python 3.10 would run a `multiprocessing.py` that lies in the current folder as a process begins."""


def measured(exercise: Exercise, series: Landmarks) -> MeasuredRecording:
    """Measures landmarks as an analysis for the exercise does, whatever its thresholds are."""
    return MeasuredRecording.of(exercise, as_measured(exercise, Stabiliser()(series)))


class Replays:
    """Several recordings that are counted at once, by a process for each core when they are long.

    What is counted doesn't depend on the number of processes. Safe to use from several threads.
    """

    def __init__(self, exercise: Exercise, recordings: Sequence[Landmarks], workers: int | None = None) -> None:
        """Prepares them.

        Args:
            exercise: The exercise, with any thresholds.
            recordings: Their landmarks.
            workers: Processes to count with, this one included; None for one per core if it is worth it.
        """
        if workers is None:
            workers = usable_cores() if _SAFE and sum(map(len, recordings)) >= _WORTH_A_PROCESS else 1
        own, *others = partition([len(series) for series in recordings], workers)
        self._others = [(share, _process(exercise, [recordings[index] for index in share])) for share in others]
        self._own = {index: measured(exercise, recordings[index]) for index in own}

    def __enter__(self) -> "Replays":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def recount(self, exercise: Exercise, dose: Dose) -> list[list[Event]]:
        """Events of each recording, in the order in which they were given; see `recount` for what is left out."""
        asked = [(share, process.submit(_recount, exercise, dose)) for share, process in self._others]
        found = {index: recount(recording, exercise, dose) for index, recording in self._own.items()}
        for share, answer in asked:
            found |= dict(zip(share, answer.result(), strict=True))
        return [found[index] for index in sorted(found)]

    def measures(self, index: int) -> tuple[MeasureTable, Values]:
        """Measures of a recording, and its drive as it is counted, in the measure's unit."""
        if index in self._own:
            return _measures(self._own[index])
        share, process = next(one for one in self._others if index in one[0])
        return process.submit(_measures_at, share.index(index)).result()

    def close(self) -> None:
        """Ends the processes."""
        for _, process in self._others:
            process.shutdown(cancel_futures=True)
        self._others = []


_recordings: list[MeasuredRecording] = []
"""What a process of its own keeps."""


def _process(exercise: Exercise, recordings: Sequence[Landmarks]) -> ProcessPoolExecutor:
    """A process that keeps some recordings; it begins to measure them at once."""
    # Forking would copy the threads' locks of a page's server.
    spawn = multiprocessing.get_context("spawn")
    process = ProcessPoolExecutor(1, spawn, initializer=_prepare, initargs=(exercise, list(recordings)))
    process.submit(int)
    return process


def _prepare(exercise: Exercise, recordings: Sequence[Landmarks]) -> None:
    # Ctrl+C goes to all processes of a terminal; the one that asks ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    _recordings.extend(measured(exercise, series) for series in recordings)


def _end_with_parent() -> None:
    """An executor's process outlives a parent that was killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _recount(exercise: Exercise, dose: Dose) -> list[list[Event]]:
    return [recount(recording, exercise, dose) for recording in _recordings]


def _measures_at(place: int) -> tuple[MeasureTable, Values]:
    return _measures(_recordings[place])


def _measures(recording: MeasuredRecording) -> tuple[MeasureTable, Values]:
    return recording.table, np.array([recording.drive.measured(row.progress) for row in recording.rows])
