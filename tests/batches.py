"""Many recordings in tests: analysed in this process, or by work that other processes do and that may kill them."""

import os
import pickle
from collections.abc import Generator, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from movements import saved, there_and_back

from posecoach.batch.analysing import RecordingJob, Report, analyse_recording
from posecoach.batch.executor import Ended, Work
from posecoach.pose.series import Landmarks
from posecoach.testing import Figure, scripted_series


def bridges(count: int = 1, top: float = 178.0) -> Landmarks:
    one = there_and_back(125.0, top, moving=40, held=70, resting=30)
    return scripted_series([Figure.supine(angle) for angle in [125.0] * 30 + one * count])


def film(path: Path, landmarks: Landmarks | None = None, source: str | None = None) -> Path:
    """A recording of one bridge, as a landmark file that is called like its video."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return saved(path.with_suffix(".npz"), bridges() if landmarks is None else landmarks, source or f"{path.stem}.mp4")


@dataclass
class InThisProcess:
    """An executor without processes that remembers what it did.

    Attributes:
        work: What it does; None for what it is told to do.
        names: Of the recordings so far.
    """

    work: Work | None = None
    names: list[str] = field(default_factory=list)

    def run(self, work: Work, jobs: Iterable[RecordingJob]) -> Generator[Ended, None, None]:
        for job in jobs:
            self.names.append(job.recording.path.stem)
            # As if it came from another process.
            report = pickle.dumps((self.work or work)(job))
            yield Ended(job, pickle.loads(report))  # noqa: S301 - it is our own


def analyse_or_die(job: RecordingJob) -> Report:
    """Analyses a recording, notes which process did; of one called poison it dies, and endless never ends."""
    with (job.recording.path.parent / "notes.txt").open("a") as notes:
        notes.write(f"{job.recording.path.stem} {os.getpid()}\n")
    if job.recording.path.stem == "endless":
        Event().wait()
    if job.recording.path.stem == "poison":
        job.folder.mkdir(exist_ok=True)
        (job.folder / "half").touch()
        os._exit(9)
    return analyse_recording(job)
