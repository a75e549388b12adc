"""A process of its own that keeps some recordings, and counts them whenever it is asked to."""

import multiprocessing
import signal
from collections.abc import Sequence
from multiprocessing.connection import Connection
from typing import cast

from posecoach.coaching.recount import recount
from posecoach.counting.events import Event
from posecoach.counting.table import MeasureTable
from posecoach.exercise.dose import Dose
from posecoach.exercise.schema import Exercise
from posecoach.pose.series import PoseSeries
from posecoach.tuning.courses import course_of

__all__ = ["CountingProcess"]

_CLOSING_S = 5.0
"""A process that hasn't ended by then is killed."""


class CountingProcess:
    """Prepares recordings and counts them, beside this process; one question at a time."""

    def __init__(self, exercise: Exercise, recordings: Sequence[PoseSeries]) -> None:
        """Starts it.

        Args:
            exercise: The exercise, with any thresholds.
            recordings: Their landmarks.
        """
        # Forking would copy the threads' locks of a page's server.
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        self._pipe.send((exercise, list(recordings)))

    def ask(self, exercise: Exercise, dose: Dose) -> None:
        """Has it count with other thresholds."""
        self._pipe.send((exercise, dose))

    def answer(self) -> list[list[Event]]:
        """Events of each recording, when they are counted.

        Raises:
            EOFError: The process has been killed.
        """
        return cast("list[list[Event]]", self._pipe.recv())

    def table(self, place: int) -> MeasureTable:
        """Measures of one of its recordings; not between `ask` and `answer`.

        Args:
            place: Among the recordings that it was given.

        Raises:
            EOFError: The process has been killed.
        """
        self._pipe.send(place)
        return cast("MeasureTable", self._pipe.recv())

    def close(self) -> None:
        """Ends it."""
        self._pipe.close()
        self._process.join(_CLOSING_S)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()


def _serve(pipe: Connection) -> None:
    """Answers until the pipe is closed."""
    # Ctrl+C goes to all processes of a terminal; the one that asks ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        exercise, recordings = pipe.recv()
        courses = [course_of(exercise, series) for series in recordings]
        while True:
            asked: tuple[Exercise, Dose] | int = pipe.recv()
            if isinstance(asked, int):
                pipe.send(courses[asked].table)
            else:
                pipe.send([recount(course, *asked) for course in courses])
    except (EOFError, OSError):
        return
