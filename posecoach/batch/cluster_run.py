"""One run of jobs on a Dask cluster: which worker gets which, and what becomes of those whose worker is lost."""

import asyncio
import pickle
import shutil
import tarfile
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import CancelledError
from dataclasses import dataclass, replace
from io import BufferedReader, RawIOBase
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from posecoach.batch.analysing import Failure, RecordingJob, Report
from posecoach.batch.cluster_worker import Equipment, Returned, discard, do_job, equipment, read_piece
from posecoach.batch.executor import Ended, Work
from posecoach.batch.places import ADVICE
from posecoach.batch.recordings import Recording
from posecoach.errors import ClusterError
from posecoach.files import writing
from posecoach.messages import Message, with_another_value

__all__ = ["ClusterRun", "Wanted"]

_BEAT_S = 0.5
_TRANSFER_S = 120.0
"""A result takes seconds at most; a worker that dies with it tells nothing."""
_LONGEST_LANDMARKS = 8 << 20
"""Bytes, of some hours. Finding them again costs less memory than sending more at once."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What workers must have.

    Attributes:
        model: The user's own pose model; None for the one that the program fetches.
        version: Of the program.
        model_sha256: Hash of the model.
    """

    model: Path | None
    version: str
    model_sha256: str

    def refuse(self, worker: str, found: Equipment) -> None:
        """Raises ClusterError if a worker has something else."""
        if found.version != self.version:
            raise ClusterError(
                Message(
                    "{worker}: has posecoach {version}, and this is {wanted}; "
                    "install the same version on all computers",
                    worker=worker,
                    version=found.version,
                    wanted=self.version,
                )
            )
        if found.problem is not None:
            raise ClusterError(Message("{worker}: {problem}", worker=worker, problem=found.problem))
        if found.model_sha256 != self.model_sha256:
            raise ClusterError(
                Message(
                    "{worker}: has another pose model than this computer; copy {model} there",
                    worker=worker,
                    model=self.model,
                )
            )


@dataclass(frozen=True, slots=True)
class _Task:
    """What a worker has been given.

    Attributes:
        worker: Its address.
        job: What to do; None to look whether it can do any.
        threads: How many of the worker's it takes.
        again: Whether another worker was lost with the job.
    """

    worker: str
    job: RecordingJob | None
    threads: int = 0
    again: bool = False


@dataclass(frozen=True, slots=True)
class _Call:
    """A function and its arguments, which is called where this is unpickled.

    The scheduler, too, unpickles what workers are to do, unless it is bytes: so it need not have this program.
    """

    function: Callable[..., Any]
    arguments: tuple[Any, ...]

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return self.function, self.arguments


class _WorkerLostError(Exception):
    """A worker doesn't answer any more; no OSError, of which each may be about a file here."""


class ClusterRun:
    """The jobs of one run, and the workers as far as they are known.

    All is decided on one thread, from news in the order in which they come: tasks that have ended, and workers that
    have joined or left.
    """

    def __init__(
        self, client: Any, wanted: Wanted, work: Work, jobs: Iterable[RecordingJob], patience_s: float
    ) -> None:
        self._client, self._wanted, self._work, self._jobs = client, wanted, work, iter(jobs)
        self._news = SimpleQueue[Any]()
        self._running = dict[Any, _Task]()
        self._threads, self._free = dict[str, int](), dict[str, int]()
        self._left = set[str]()
        self._returned, self._suspects = deque[RecordingJob](), deque[RecordingJob]()
        self._all_taken = False
        self._patience_s, self._deserted_s = patience_s, time.monotonic()

    def ended(self) -> Generator[Ended | None, None, None]:
        """Jobs as they end; None now and then while none does."""
        self._client.subscribe_topic("all", self._listen)
        for worker in self._client.nthreads():
            self._look_at(worker)
        try:
            while not self._is_done():
                yield from self._next()
                self._give_out()
        finally:
            self._client.unsubscribe_topic("all")
            self._client.cancel(list(self._running))

    def _listen(self, event: tuple[float, Any]) -> None:
        """Takes news of the scheduler, on a thread of Dask's."""
        _, message = event
        if isinstance(message, dict) and message.get("action") in ("add-worker", "remove-worker"):
            if message["action"] == "remove-worker":
                self._left.add(message["worker"])
            self._news.put(message)

    def _is_done(self) -> bool:
        busy = any(task.job is not None for task in self._running.values())
        return self._all_taken and not (busy or self._returned or self._suspects)

    def _next(self) -> Iterator[Ended | None]:
        try:
            news = self._news.get(timeout=_BEAT_S)
        except Empty:
            self._refuse_to_wait_for_ever()
            yield None
            return
        if isinstance(news, dict):
            yield from self._hear(news)
        # Of what was under way on a worker that has left, the news that it has are still to come.
        elif news in self._running and self._running[news].worker not in self._left:
            yield from self._end(news, self._running.pop(news))

    def _hear(self, message: dict[str, Any]) -> Iterator[Ended]:
        worker = message["worker"]
        if message["action"] == "add-worker":
            self._left.discard(worker)
            self._look_at(worker)
            return
        self._free.pop(worker, None)
        self._threads.pop(worker, None)
        for future, task in list(self._running.items()):
            if task.worker == worker:
                del self._running[future]
                future.cancel()
                yield from self._lose(task, expected=message.get("expected", False))

    def _lose(self, task: _Task, *, expected: bool) -> Iterator[Ended]:
        """A job's worker is gone; one that left in good order says nothing of its job."""
        self._refuse_lost_scheduler()
        job = task.job
        if job is None:
            return
        if not expected and task.again:
            yield Ended(job, _given_up(job, task.worker))
        elif not expected or task.again:
            self._suspects.append(job)
        else:
            self._returned.append(job)

    def _look_at(self, worker: str) -> None:
        """Has a worker tell whether it can do any job."""
        if worker not in self._threads and all(task.worker != worker for task in self._running.values()):
            self._submit(_Task(worker, None), equipment, self._wanted.model)

    def _give_out(self) -> None:
        """Gives jobs to workers, one to each free thread; those that lost a worker have one to themselves, at last."""
        while (worker := max(self._free, key=self._free.__getitem__, default=None)) and self._free[worker]:
            job = self._returned.popleft() if self._returned else next(self._jobs, None)
            if job is None:
                self._all_taken = True
                break
            self._submit_job(job, _Task(worker, job, 1))
        while self._suspects and (idle := [one for one, free in self._free.items() if free == self._threads[one]]):
            job = self._suspects.popleft()
            self._submit_job(job, _Task(idle[0], job, self._threads[idle[0]], again=True))

    def _submit_job(self, job: RecordingJob, task: _Task) -> None:
        self._free[task.worker] -= task.threads
        sent = replace(job, recording=_seen_from_anywhere(job.recording), landmarks=None)
        self._submit(task, do_job, self._work, sent, _bytes_of(job.landmarks))

    def _submit(self, task: _Task, function: Any, *arguments: Any) -> None:
        call = pickle.dumps(_Call(function, arguments))
        future = self._client.submit(pickle.loads, call, workers=[task.worker], pure=False, retries=0)
        self._running[future] = task
        future.add_done_callback(self._news.put)

    def _end(self, future: Any, task: _Task) -> Iterator[Ended]:
        try:
            if task.job is None:
                self._admit(task.worker, future)
                return
            self._free[task.worker] += task.threads
            # The worker need not wait until its results are here.
            self._give_out()
            yield Ended(task.job, self._report(task.worker, task.job, future))
        except _WorkerLostError:
            yield from self._lose(task, expected=False)

    def _admit(self, worker: str, future: Any) -> None:
        try:
            found: Equipment = _result(future)
        except _WorkerLostError:
            raise
        except Exception as error:
            package = f"posecoach[cluster]=={self._wanted.version}"
            raise ClusterError(
                Message(
                    "{worker}: can't run posecoach ({reason}); install {package} there",
                    worker=worker,
                    reason=error,
                    package=package,
                )
            ) from error
        self._wanted.refuse(worker, found)
        self._threads[worker] = self._free[worker] = found.threads

    def _report(self, worker: str, job: RecordingJob, future: Any) -> Report:
        try:
            returned: Returned = _result(future)
        except _WorkerLostError:
            raise
        except Exception as error:  # noqa: BLE001 - such as a report that can't be sent back
            return Report(failure=Failure.of(error, job.recording))
        path = job.recording.path
        if not returned.seen and path.exists():
            raise ClusterError(
                Message(
                    "{worker}: doesn't see {path}; use a folder that all computers share",
                    worker=worker,
                    path=path.absolute(),
                )
            )
        self._unpack(worker, job, returned)
        return _told_here(returned.report, job)

    def _unpack(self, worker: str, job: RecordingJob, returned: Returned) -> None:
        """Writes the files of a job here."""
        shutil.rmtree(job.folder, ignore_errors=True)
        pieces = BufferedReader(_Pieces(self._client, worker, returned))
        with writing(job.folder, ADVICE), tarfile.open(fileobj=pieces, mode="r|") as archive:
            archive.extractall(job.folder, filter="data")
            # What fills it up at its end, too: then the worker has nothing to keep.
            pieces.read()

    def _refuse_to_wait_for_ever(self) -> None:
        self._refuse_lost_scheduler()
        if self._free or self._running:
            self._deserted_s = time.monotonic()
        elif time.monotonic() > self._deserted_s + self._patience_s:
            where = self._client.scheduler.address
            raise ClusterError(
                Message("{address}: has no workers; start some with `dask worker {address}`", address=where)
            )

    def _refuse_lost_scheduler(self) -> None:
        if self._client.status != "running":
            raise ClusterError(Message("the scheduler doesn't answer any more; the same command goes on from here"))


def _result(future: Any) -> Any:
    from distributed import KilledWorker  # noqa: PLC0415 - an extra
    from distributed.comm import CommClosedError  # noqa: PLC0415 - as above

    try:
        return future.result(timeout=_TRANSFER_S)
    except (CancelledError, TimeoutError, asyncio.TimeoutError, KilledWorker, CommClosedError) as error:
        raise _WorkerLostError from error


def _seen_from_anywhere(recording: Recording) -> Recording:
    return replace(recording, path=recording.path.absolute()) if recording.url is None else recording


def _bytes_of(landmarks: Path | None) -> bytes | None:
    if landmarks is None or landmarks.stat().st_size > _LONGEST_LANDMARKS:
        return None
    return landmarks.read_bytes()


def _told_here(report: Report, job: RecordingJob) -> Report:
    """A report with the recording's name as it is here."""
    if report.failure is None:
        return report
    sent = _seen_from_anywhere(job.recording)
    reason = with_another_value(report.failure.reason, {sent.address}, job.recording.address)
    return replace(report, failure=replace(report.failure, reason=reason))


def _given_up(job: RecordingJob, worker: str) -> Report:
    reason = Message(
        "{path}: two workers were lost while they analysed it, the second was {worker}",
        path=job.recording.address,
        worker=worker,
    )
    # The fault may be the computers', so that it is tried again the next time.
    return Report(failure=Failure(reason, lasting=False))


class _Pieces(RawIOBase):
    """An archive that is fetched from a worker piece by piece, and removed there when it is here."""

    def __init__(self, client: Any, worker: str, returned: Returned) -> None:
        self._client, self._worker, self._returned = client, worker, returned
        self._piece, self._fetched = memoryview(returned.first), len(returned.first)

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Takes what fits.

        Raises:
            _WorkerLostError: If the worker doesn't give the rest.
        """
        if not self._piece and self._returned.rest is not None and self._fetched < self._returned.size:
            self._piece = memoryview(self._ask(read_piece, self._returned.rest, self._fetched))
            self._fetched += len(self._piece)
            if self._fetched == self._returned.size:
                self._ask(discard, self._returned.rest)
        taken, self._piece = self._piece[: len(buffer)], self._piece[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)

    def _ask(self, function: Any, *arguments: Any) -> Any:
        # As a task, it would have to wait until the worker's next job is over.
        try:
            return self._client.run(function, *arguments, workers=[self._worker])[self._worker]
        except Exception as error:
            raise _WorkerLostError from error
