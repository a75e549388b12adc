"""How many recordings spread over many workers: a simulation with durations and overheads that were measured.

    python benchmarks/scale.py [--recordings 10000]
    python benchmarks/scale.py --measure FILE... [--no-video]
    python benchmarks/scale.py --measure-overhead

The first prints the table, from `scale_durations.json`. `--measure` analyses some recordings, one at a time on one
thread, and writes down the processor seconds of each; take some of your own to size a cluster for them.
`--measure-overhead` has a local cluster do nothing, many times: what is left is what each recording costs the command
that gives out the work and writes the results, which does so for one after the other.

In the simulation each recording takes as long as one of those that were measured, drawn with a fixed seed; every
500th is a session of half an hour, and every tenth worker takes twice as long for all: the stragglers.
"""

import argparse
import heapq
import json
import random
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import BaseModel
from rich.console import Console
from rich.progress import track
from rich.table import Table

from posecoach.batch.analysing import Failure, RecordingJob, Report, analyse_recording
from posecoach.batch.cluster import DaskCluster
from posecoach.batch.options import Wanted
from posecoach.batch.recordings import AUTO, Recording
from posecoach.capture.video import VideoFile

_FILE = Path(__file__).with_name("scale_durations.json")
_WORKERS = (2, 5, 10, 20, 50, 100, 200)
_LONG_EVERY, _LONG_MIN = 500, 30.0
_SLOW_EVERY, _SLOW_FACTOR = 10, 2.0
_NOTHINGS = 400


class Analysed(BaseModel):
    """What a recording took.

    Attributes:
        recording: Its name.
        video_s: How long it is.
        annotated: Whether an annotated video was written.
        core_s: Processor seconds, all threads together.
    """

    recording: str
    video_s: float
    annotated: bool
    core_s: float


class Measured(BaseModel):
    """All that was measured.

    Attributes:
        recordings: What each took.
        overhead_s: Processor seconds of the command for a recording, whatever is in it.
        task_s: Those of Dask alone, for a task that does nothing.
    """

    recordings: list[Analysed] = []
    overhead_s: float = 0.0
    task_s: float = 0.0

    @classmethod
    def read(cls) -> "Measured":
        """What was measured before."""
        return cls.model_validate_json(_FILE.read_bytes()) if _FILE.exists() else cls()

    def write(self) -> None:
        """Keeps it."""
        _FILE.write_text(f"{json.dumps(self.model_dump(), indent=1)}\n", encoding="utf-8")

    def core_s_per_minute(self, *, annotated: bool) -> float:
        """Processor seconds for a minute of video."""
        some = [one for one in self.recordings if one.annotated == annotated]
        return 60.0 * sum(one.core_s for one in some) / sum(one.video_s for one in some)


@dataclass(frozen=True, slots=True)
class Spread:
    """How recordings spread over workers.

    Attributes:
        workers: How many.
        hours: Until the last result is written.
        core_hours: What the workers are paid for.
        tail: Share of the time in which some worker has nothing left to do.
        command: Share of the time in which the command is busy.
        ideal: Hours if all workers were busy until the end, and the command took no time.
    """

    workers: int
    hours: float
    core_hours: float
    tail: float
    command: float
    ideal: float


def main() -> None:
    """Measures, or simulates and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--recordings", type=int, default=10_000, help="how many are spread")
    parser.add_argument("--measure", type=Path, nargs="+", metavar="FILE", help="recordings that are analysed")
    parser.add_argument("--no-video", action="store_true", help="measure without annotated videos")
    parser.add_argument("--measure-overhead", action="store_true")
    arguments = parser.parse_args()
    measured = Measured.read()
    if arguments.measure:
        annotated = not arguments.no_video
        others = [one for one in measured.recordings if one.annotated != annotated]
        measured.recordings = [*others, *_analysed(arguments.measure, annotated=annotated)]
        measured.write()
    if arguments.measure_overhead:
        measured.overhead_s, measured.task_s = _overhead_s(), _task_s()
        measured.write()
    for annotated in sorted({one.annotated for one in measured.recordings}):
        Console().print(_table(measured, arguments.recordings, annotated=annotated))


def _analysed(paths: Sequence[Path], *, annotated: bool) -> Iterator[Analysed]:
    options, _ = Wanted(AUTO, annotate=annotated).options().of(Recording(Path()))
    with TemporaryDirectory() as folder:
        # Loads what each process loads once.
        analyse_recording(RecordingJob(Recording(paths[0]), options, Path(folder, "first")))
        for number, path in track(list(enumerate(paths))):
            begun = time.process_time()
            analyse_recording(RecordingJob(Recording(path), options, Path(folder, str(number))))
            core_s = time.process_time() - begun
            video_s = VideoFile.open(path).info.duration_s
            yield Analysed(recording=path.name, video_s=round(video_s, 2), annotated=annotated, core_s=round(core_s, 2))


def _overhead_s() -> float:
    """Processor seconds of this process, which has the scheduler in it, for each job of a local cluster."""
    options, _ = Wanted(AUTO).options().of(Recording(Path()))
    with TemporaryDirectory() as folder:
        recording = Recording(Path(__file__))
        jobs = (RecordingJob(recording, options, Path(folder, str(number))) for number in range(_NOTHINGS + 1))
        ended = DaskCluster("local:2").run(_do_nothing, jobs)
        next(one for one in ended if one is not None)
        begun = time.process_time()
        done = sum(one is not None for one in ended)
        return round((time.process_time() - begun) / done, 4)


def _do_nothing(job: RecordingJob) -> Report:
    job.folder.mkdir()
    (job.folder / "session.json").write_bytes(bytes(20_000))
    return Report(failure=Failure("nothing was done", lasting=True))


def _task_s() -> float:
    from distributed import Client, LocalCluster  # noqa: PLC0415 - the extra cluster

    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=50) as cluster,
        Client(cluster) as client,
    ):
        client.gather(client.map(_number, range(10), pure=False))
        begun = time.process_time()
        client.gather(client.map(_number, range(10 * _NOTHINGS), pure=False))
        return round((time.process_time() - begun) / (10 * _NOTHINGS), 5)


def _number(number: int) -> int:
    return number


def _table(measured: Measured, count: int, *, annotated: bool) -> Table:
    per_minute = measured.core_s_per_minute(annotated=annotated)
    kind = "with annotated videos" if annotated else "without annotated videos"
    title = f"{count} recordings {kind}, {per_minute:.1f} core seconds for a minute of video"
    table = Table(title=title, title_justify="left")
    for name in ("workers", "hours", "longest first", "ideal", "core hours", "some idle", "command busy"):
        table.add_column(name, justify="right")
    durations_s = list(_durations_s(measured, count, annotated=annotated))
    for workers in _WORKERS:
        one = spread(durations_s, workers, measured.overhead_s)
        sorted_hours = spread(sorted(durations_s, reverse=True), workers, measured.overhead_s).hours
        hours = (f"{value:.2f}" for value in (one.hours, sorted_hours, one.ideal))
        table.add_row(
            str(workers), *hours, f"{one.core_hours:.0f}", f"{100 * one.tail:.0f} %", f"{100 * one.command:.0f} %"
        )
    return table


def _durations_s(measured: Measured, count: int, *, annotated: bool) -> Iterator[float]:
    drawn = random.Random(1)  # noqa: S311 - no secret
    some = [one.core_s for one in measured.recordings if one.annotated == annotated]
    long_s = _LONG_MIN * measured.core_s_per_minute(annotated=annotated)
    for number in range(count):
        yield long_s if number % _LONG_EVERY == _LONG_EVERY - 1 else drawn.choice(some)


def spread(durations_s: Iterable[float], workers: int, overhead_s: float) -> Spread:
    """Gives each recording to the worker that is free first, through a command that does one thing at a time.

    Args:
        durations_s: Of each recording, in the order in which they are given out.
        workers: How many, one thread each; every tenth is slow.
        overhead_s: What the command takes for each recording.
    """
    slowness = [_SLOW_FACTOR if number % _SLOW_EVERY == _SLOW_EVERY - 1 else 1.0 for number in range(workers)]
    free = [(0.0, number) for number in range(workers)]
    command_s, busy_s, work_s = 0.0, 0.0, 0.0
    for duration_s in durations_s:
        since_s, worker = heapq.heappop(free)
        command_s = max(command_s, since_s) + overhead_s
        busy_s += overhead_s
        work_s += duration_s
        heapq.heappush(free, (command_s + duration_s * slowness[worker], worker))
    first_s, last_s = min(free)[0], max(max(free)[0], command_s)
    ideal_s = work_s / sum(1.0 / slow for slow in slowness)
    return Spread(
        workers, last_s / 3600, workers * last_s / 3600, 1 - first_s / last_s, busy_s / last_s, ideal_s / 3600
    )


if __name__ == "__main__":
    main()
