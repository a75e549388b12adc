"""Where recordings are analysed, several at a time: what every such place offers, and processes of this computer."""

import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Thread
from typing import Protocol, TypeAlias

from posecoach.batch.analysing import Failure, RecordingJob, Report
from posecoach.messages import Message

__all__ = ["Ended", "Executor", "LocalProcesses", "Work", "given_up"]

_BEAT_S = 0.5
Work: TypeAlias = Callable[[RecordingJob], Report]
"""Does a job, in any process: picklable, and raises nothing."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A job that is over, and what came of it."""

    job: RecordingJob
    report: Report


class Executor(Protocol):
    """Does jobs somewhere, several at a time."""

    def run(self, work: Work, jobs: Iterable[RecordingJob]) -> Generator[Ended | None, None, None]:
        """Does the work of all jobs and gives each as it ends, in any order; None now and then while none does.

        A job is taken from `jobs` when there is room for it. When it ends, its results are in its folder on this
        computer. One whose worker dies is tried once more, alone; if that worker dies, too, it ends with `given_up`.
        Closing the generator stops the work at once.

        Args:
            work: What to do.
            jobs: May be without an end.
        """


def given_up(job: RecordingJob) -> Report:
    """Of a job that two workers died of."""
    reason = Message("{path}: ended the process that analysed it, twice", path=job.recording.path)
    return Report(failure=Failure(reason, lasting=True))


class LocalProcesses:
    """Processes of this computer, which are kept from one recording to the next."""

    def __init__(self, count: int) -> None:
        """Args: count: how many."""
        self._count = count

    def run(self, work: Work, jobs: Iterable[RecordingJob]) -> Generator[Ended | None, None, None]:
        """Does the work of all jobs, see `Executor`."""
        died = list[RecordingJob]()
        with _workers(self._count) as workers:
            for one in _spread(work, iter(jobs), workers):
                if isinstance(one, RecordingJob):
                    died.append(one)
                else:
                    yield one
            # At last, so that no other job takes memory, or dies with it.
            for one in _spread(work, iter(died), workers[:1]):
                yield Ended(one, given_up(one)) if isinstance(one, RecordingJob) else one


def _spread(
    work: Work, jobs: Iterator[RecordingJob], workers: "list[_Worker]"
) -> Iterator[Ended | RecordingJob | None]:
    """Jobs as they end, without a report if their worker died; None now and then while none ends."""
    idle, busy = deque(workers), dict[Future[Report], tuple[RecordingJob, _Worker]]()
    while True:
        while idle and (job := next(jobs, None)) is not None:
            worker = idle.popleft()
            busy[worker.submit(work, job)] = job, worker
        if not busy:
            return
        ended, _ = wait(busy, _BEAT_S, FIRST_COMPLETED)
        for future in ended:
            job, worker = busy.pop(future)
            idle.append(worker)
            report = worker.report(future, job)
            yield job if report is None else Ended(job, report)
        if not ended:
            yield None


class _Worker:
    """A process that does one job at a time, and another one in its place once it has died."""

    def __init__(self, alive: Connection) -> None:
        """Args: alive: ends the process when its other end is closed."""
        self._alive = alive
        self._pool: ProcessPoolExecutor | None = None

    def submit(self, work: Work, job: RecordingJob) -> "Future[Report]":
        """Begins a job."""
        try:
            return self._begun().submit(work, job)
        except BrokenProcessPool:
            # Somebody has ended it while it had nothing to do.
            self.close()
            return self._begun().submit(work, job)

    def _begun(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(1, get_context("spawn"), _begin, (self._alive,))
        return self._pool

    def report(self, future: "Future[Report]", job: RecordingJob) -> Report | None:
        """What came of a job; None if the process died of it."""
        try:
            return future.result()
        except BrokenProcessPool:
            self.close()
        except Exception as error:  # noqa: BLE001 - such as a report that can't be sent back
            return Report(failure=Failure.of(error, job.recording))
        return None

    def close(self) -> None:
        """Waits for the process's end."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


@contextmanager
def _workers(count: int) -> Iterator[list[_Worker]]:
    """Workers that end with this context, and with this process, however that ends."""
    with ExitStack() as stack:
        watched, held = get_context("spawn").Pipe(duplex=False)
        workers = [_Worker(watched) for _ in range(count)]
        for worker in workers:
            stack.callback(worker.close)
        stack.callback(watched.close)
        stack.callback(held.close)
        yield workers


def _begin(alive: Connection) -> None:
    """Prepares a worker's process."""
    # Ctrl+C reaches all processes of a terminal; what it means is up to the one that began this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with, args=(alive,), daemon=True).start()


def _end_with(alive: Connection) -> None:
    try:
        alive.recv()
    except (EOFError, OSError):
        os._exit(1)
