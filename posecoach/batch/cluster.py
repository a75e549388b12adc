"""Recordings analysed by the workers of a Dask cluster, on other computers or on this one."""

import asyncio
import logging
from collections.abc import Generator, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from posecoach.batch import cluster_worker
from posecoach.batch.analysing import RecordingJob
from posecoach.batch.cluster_run import ClusterRun, Wanted
from posecoach.batch.executor import Ended, Work
from posecoach.errors import ClusterError
from posecoach.installation import install_command
from posecoach.messages import Message
from posecoach.pose.model_store import model_identity
from posecoach.temporary import remove_left_over_folders, temporary_folder
from posecoach.version import __version__

__all__ = ["DaskCluster"]

_LOCAL = "local:"
_NOBODY_ELSE = "127.0.0.1:0"
"""Dask's pages listen to all of the network otherwise, at a port that is the same for all clusters."""
_SPARE_TIME = {
    # Dask samples what its workers do, and has them give memory back to the system, and get it anew, all the time.
    "distributed.worker.profile.enabled": False,
    "distributed.nanny.pre-spawn-environ": {},
}
_CONNECT_S, _FAREWELL_S = 10.0, 0.5


class DaskCluster:
    """The workers of a Dask cluster, each thread of which does a job at a time."""

    def __init__(self, address: str, model: Path | None = None, *, patience_s: float = 60.0) -> None:
        """Prepares nothing yet.

        Args:
            address: Of the scheduler, such as `tcp://host:8786`; or `local:2` for two workers on this computer.
            model: The user's own pose model, at a path that all workers see; None for the one the program fetches.
            patience_s: How long there may be no worker at all.

        Raises:
            ClusterError: If the address is neither, or Dask isn't installed.
            SourceError: If the model can't be read.
        """
        if "://" not in address and _local_workers(address) is None:
            raise ClusterError(
                Message("{address}: not a cluster; write tcp://HOST:8786, tls://HOST:8786 or local:2", address=address)
            )
        _distributed()
        self._address, self._patience_s = address, patience_s
        self._equipment = Wanted(model and model.absolute(), __version__, model_identity(model))

    def run(self, work: Work, jobs: Iterable[RecordingJob]) -> Generator[Ended | None, None, None]:
        """Does the work of all jobs, see `Executor`.

        Each is given to one worker by name, so that it is known what a worker that is lost was doing. A job goes on a
        worker of its own if its first one was lost, and is given up after the second; those of a worker that leaves
        in good order aren't counted.

        Raises:
            ClusterError: If the cluster can't be reached, has no workers, or one of them can't do the work.
        """
        with _connected(self._address) as client:
            yield from ClusterRun(client, self._equipment, work, jobs, self._patience_s).ended()


def _distributed() -> Any:
    try:
        import distributed  # noqa: PLC0415 - an extra, and slow to load
    except ImportError as error:
        command = install_command("cluster")
        raise ClusterError(
            Message("a cluster needs Dask, which isn't installed: {command}", command=command)
        ) from error
    return distributed


def _local_workers(address: str) -> int | None:
    count = address.removeprefix(_LOCAL)
    return int(count) if address.startswith(_LOCAL) and count.isdecimal() and int(count) > 0 else None


@contextmanager
def _connected(address: str) -> Iterator[Any]:
    """A client of the cluster's scheduler.

    Raises:
        ClusterError: If it can't be reached.
    """
    distributed = _distributed()
    with ExitStack() as stack:
        # What is wrong is told in a line, by whoever waits for the workers.
        stack.enter_context(distributed.utils.silence_logging_cmgr(logging.CRITICAL))
        count = _local_workers(address)
        if count is not None:
            address = stack.enter_context(_local_cluster(count)).scheduler_address
        try:
            client = distributed.Client(address, timeout=_CONNECT_S, set_as_default=False)
        except (OSError, ValueError, asyncio.TimeoutError) as error:
            raise ClusterError(
                Message("{address}: no scheduler answers there; start one with `dask scheduler`", address=address)
            ) from error
        yield stack.enter_context(client)


@contextmanager
def _local_cluster(count: int) -> Iterator[Any]:
    """Processes of this computer, without a limit to their memory, as those of `LocalProcesses` have none."""
    import dask  # noqa: PLC0415 - as above

    with ExitStack() as stack:
        remove_left_over_folders()
        stack.enter_context(dask.config.set(_SPARE_TIME))
        cluster = _distributed().LocalCluster(
            n_workers=count,
            threads_per_worker=1,
            dashboard_address=_NOBODY_ELSE,
            worker_dashboard_address=_NOBODY_ELSE,
            memory_limit=0,
            silence_logs=logging.CRITICAL,
            local_directory=str(stack.enter_context(temporary_folder())),
            preload=[cluster_worker.__name__],
        )
        stack.enter_context(cluster)
        stack.callback(_end_workers, cluster)
        yield cluster


def _end_workers(cluster: Any) -> None:
    """Doesn't wait for what they are doing."""

    async def end() -> None:
        await asyncio.gather(*(worker.close(timeout=_FAREWELL_S) for worker in cluster.workers.values()))

    cluster.sync(end)
