"""Counting several recordings again, by as many processes as there are cores."""

from collections.abc import Sequence
from threading import Lock

from posecoach.coaching.recount import recount
from posecoach.counting.events import Event
from posecoach.counting.table import MeasureTable
from posecoach.exercise.dose import Dose
from posecoach.exercise.schema import Exercise
from posecoach.pose.landmarking import usable_cores
from posecoach.pose.series import PoseSeries
from posecoach.tuning.counting_process import CountingProcess
from posecoach.tuning.courses import course_of
from posecoach.tuning.sharing import shared_out

__all__ = ["Replays"]

_WORTH_A_PROCESS = 20_000
"""Frames; fewer are counted before a process has even begun."""


class Replays:
    """Several recordings that are counted at once, by a process for each core when they are long.

    What is counted doesn't depend on the number of processes. Safe to use from several threads.
    """

    def __init__(self, exercise: Exercise, recordings: Sequence[PoseSeries], workers: int | None = None) -> None:
        """Prepares them.

        Args:
            exercise: The exercise, with any thresholds.
            recordings: Their landmarks.
            workers: Processes to count with, this one included; None for one per core if it is worth it.
        """
        if workers is None:
            workers = usable_cores() if sum(map(len, recordings)) >= _WORTH_A_PROCESS else 1
        own, *others = shared_out([len(series) for series in recordings], workers)
        self._processes = [
            (share, CountingProcess(exercise, [recordings[index] for index in share])) for share in others
        ]
        self._own = {index: course_of(exercise, recordings[index]) for index in own}
        # A process answers one question after the other.
        self._lock = Lock()

    def __enter__(self) -> "Replays":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def recount(self, exercise: Exercise, dose: Dose) -> list[list[Event]]:
        """Events of each recording, in the order in which they were given; see `recount` for what is left out."""
        with self._lock:
            for _, process in self._processes:
                process.ask(exercise, dose)
            found = {index: recount(course, exercise, dose) for index, course in self._own.items()}
            for share, process in self._processes:
                found |= dict(zip(share, process.answer(), strict=True))
        return [found[index] for index in sorted(found)]

    def table(self, index: int) -> MeasureTable:
        """Measures of a recording, with the thresholds that it was prepared with."""
        if index in self._own:
            return self._own[index].table
        share, process = next(one for one in self._processes if index in one[0])
        with self._lock:
            return process.table(share.index(index))

    def close(self) -> None:
        """Ends the processes."""
        for _, process in self._processes:
            process.close()
        self._processes = []
