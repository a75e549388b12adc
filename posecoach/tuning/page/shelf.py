"""The recordings of a page with what is worked out of them when somebody looks at them."""

import threading
from collections.abc import Callable, Sequence

from posecoach.counting.events import Attempted
from posecoach.counting.table import MeasureTable
from posecoach.measures import Values
from posecoach.tuning.page.changes import counted
from posecoach.tuning.page.curves import Curve, curves_of
from posecoach.tuning.page.frames import Pictures
from posecoach.tuning.page.job import PageJob
from posecoach.tuning.page.page_state import Counts

__all__ = ["Shelf"]


class Shelf:
    """Recordings with their pictures and curves; safe to use from several threads.

    Attributes:
        recordings: In the job's order.
        pictures: Of each.
    """

    def __init__(
        self, job: PageJob, base: Counts, measured: Callable[[int], tuple[MeasureTable, Values]] | None = None
    ) -> None:
        """Prepares nothing yet.

        Args:
            job: What the page is for.
            base: What is counted in each recording: before movements the start position is looked for.
            measured: Gives the measures of a recording and its drive, once for each that is looked at; None if nobody
                knows the exercise.
        """
        self.recordings = job.recordings
        self.pictures = [Pictures(recording) for recording in job.recordings]
        self._tuned, self._base, self._measures_of = job.tuned, base, measured
        self._curves: dict[int, list[Curve]] = {}
        self._lock = threading.Lock()

    def curves(self, index: int) -> Sequence[Curve]:
        """The curves of a recording; none if nobody knows its exercise."""
        with self._lock:
            if index not in self._curves:
                self._curves[index] = self._measured(index)
            return self._curves[index]

    def close(self) -> None:
        """Closes all files."""
        for pictures in self.pictures:
            pictures.close()

    def _measured(self, index: int) -> list[Curve]:
        if self._tuned is None or self._measures_of is None:
            return []
        events = self._base[index]
        attempts = [(one.start_s, one.end_s) for one in events if isinstance(one, Attempted)]
        moving = [*((rep.start_s, rep.end_s) for rep in counted(events)), *attempts]
        return curves_of(self._tuned.exercise, *self._measures_of(index), moving)
