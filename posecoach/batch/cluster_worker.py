"""What a worker of a cluster does: it looks whether it can, analyses one recording, and gives the files away in pieces.

All of a job lies in the worker's own folder (`--local-directory`), and only while the job is under way.
"""

import shutil
import signal
import tarfile
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from filelock import FileLock

from posecoach.batch.analysing import RecordingJob, Report
from posecoach.batch.executor import Work
from posecoach.batch.recordings import Recording
from posecoach.errors import PosecoachError
from posecoach.files import sha256_of
from posecoach.messages import os_reason
from posecoach.pose.model_store import ModelStore
from posecoach.temporary import temporary_folder
from posecoach.version import __version__

__all__ = ["Equipment", "Returned", "dask_setup", "discard", "do_job", "equipment", "read_piece"]

_PIECE = 4 << 20
"""Bytes that are sent at a time."""
_LONGEST_FETCH_S = 900.0


@dataclass(frozen=True, slots=True)
class Equipment:
    """What a worker has.

    Attributes:
        version: Of the program.
        threads: Jobs that it does at a time.
        model_sha256: Hash of the pose model.
        problem: Why it can't be used; None if it can.
    """

    version: str
    threads: int = 1
    model_sha256: str | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Returned:
    """What comes back of a job.

    Attributes:
        report: What came of it.
        seen: Whether the recording is there, seen from the worker.
        size: Bytes of the archive of its files.
        first: The archive's first piece.
        rest: Where the archive is, if there is more of it.
    """

    report: Report
    seen: bool
    size: int
    first: bytes
    rest: Path | None = None


def dask_setup(_worker: Any) -> None:
    """Called by Dask in workers that are children of the command: Ctrl+C reaches them, too, and it ends them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def equipment(model: Path | None) -> Equipment:
    """Looks what is here; the pose model is fetched unless it is here already.

    Args:
        model: The user's own model; None for the one that the program fetches.
    """
    try:
        found = sha256_of(_fetched() if model is None else model)
    except (PosecoachError, OSError) as error:
        return Equipment(__version__, problem=os_reason(error) if isinstance(error, OSError) else error.message)
    return Equipment(__version__, _worker().state.nthreads, found)


def _fetched() -> Path:
    store = ModelStore()
    store.cache_dir.mkdir(parents=True, exist_ok=True)
    # So that of all workers of a computer only one fetches it.
    with FileLock(store.cache_dir / "fetching.lock", timeout=_LONGEST_FETCH_S):
        return store.ensure()


def do_job(work: Work, job: RecordingJob, landmarks: bytes | None) -> Returned:
    """Does a job in a folder of its own.

    Args:
        work: What to do.
        job: Its recording, where this worker sees it, too.
        landmarks: The file of landmarks that were found before; None without any.
    """
    with temporary_folder(_local_folder()) as folder:
        known = None if landmarks is None else folder / "landmarks.npz"
        if known is not None and landmarks is not None:
            known.write_bytes(landmarks)
        results = folder / "results"
        report = work(replace(job, folder=results, threads=1, landmarks=known))
        results.mkdir(exist_ok=True)
        return _returned(report, results, seen=_is_there(job.recording))


def _is_there(recording: Recording) -> bool:
    return recording.url is not None or recording.path.is_file()


def _returned(report: Report, results: Path, *, seen: bool) -> Returned:
    archive = results.with_name("results.tar")
    with tarfile.open(archive, "w") as tar:
        tar.add(results, ".")
    size = archive.stat().st_size
    with archive.open("rb") as file:
        first = file.read(_PIECE)
    if size == len(first):
        return Returned(report, seen, size, first)
    # Outlives the job's folder; what nobody fetches goes with the worker's folder.
    kept = Path(shutil.move(archive, _local_folder() / f"{results.parent.name}.tar"))
    return Returned(report, seen, size, first, kept)


def read_piece(archive: Path, offset: int) -> bytes:
    """A piece of an archive.

    Raises:
        OSError: If it can't be read.
    """
    with archive.open("rb") as file:
        file.seek(offset)
        return file.read(_PIECE)


def discard(archive: Path) -> None:
    """Removes an archive that was fetched."""
    with suppress(OSError):
        archive.unlink()


def _local_folder() -> Path:
    return Path(_worker().local_directory)


def _worker() -> Any:
    from distributed import get_worker  # noqa: PLC0415 - only where there is Dask

    return get_worker()
