"""Many short recordings with broken ones among them: killed half way, gone on with, and how fast that is.

    python benchmarks/batch.py [--clips 200] [--timed 40] [--folder DIR] [--cluster local:2]

The clips are cut from a sample clip at a small size, a tenth of them broken in different ways. `analyse --jobs 2` is
ended with SIGKILL when half of them are done, run again, and once more when there is nothing left to do; then some of
the whole clips are analysed with one and with two jobs. With `--cluster`, one of its workers is ended with SIGKILL
instead of the command, and two jobs are compared with the cluster.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import wave
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import TypeAlias

import av
import numpy as np
from rich.console import Console
from rich.table import Table

from posecoach.capture.frame import RgbImage
from posecoach.capture.video import VideoFile
from posecoach.errors import SourceError
from posecoach.exercise.library import data_folder
from posecoach.pose.model_store import ModelStore
from posecoach.pose.recording import load_landmarks
from posecoach.results.session import Session

_SOURCE = Path("clips", "bridge_alignment_maria.mp4")
_SIZE, _RATE, _FRAMES = 320, 15, 45
_PATIENCE_S = 1800.0
_Where: TypeAlias = tuple[str, str]
"""An option of the command and its value."""
_PICTURES = "cues"
"""A folder where any fault was told."""
_RESULTS = ("annotated.mp4", "frames.csv", "landmarks.npz", "session.json")


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clips", type=int, default=200, help="how many, a tenth of them broken")
    parser.add_argument("--timed", type=int, default=40, help="how many whole ones are analysed by one and two jobs")
    parser.add_argument("--cluster", metavar="local:N", help="analyses with this many workers of Dask's")
    parser.add_argument("--folder", type=Path, help="keeps clips and results there")
    arguments = parser.parse_args()
    ModelStore().ensure()
    with _working_folder(arguments.folder) as folder:
        make_clips(folder / "clips", arguments.clips)
        table = Table("", "figure", title=f"{arguments.clips} clips", title_justify="left")
        for name, figure in _figures(folder, arguments):
            table.add_row(name, figure)
        Console().print(table)


def _figures(folder: Path, arguments: argparse.Namespace) -> Iterator[tuple[str, str]]:
    jobs = ("--jobs", "2")
    if arguments.cluster is None:
        yield from _killed(folder, arguments.clips)
        yield from _ratio(folder, arguments.timed, ("--jobs", "1"), jobs)
    else:
        cluster = ("--cluster", arguments.cluster)
        yield from _without_a_worker(folder, arguments.clips, cluster)
        yield from _ratio(folder, arguments.timed, jobs, cluster)


@contextmanager
def _working_folder(chosen: Path | None) -> Iterator[Path]:
    if chosen is not None:
        chosen.mkdir(parents=True)
        yield chosen
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def make_clips(folder: Path, count: int) -> None:
    """Writes clips into two folders with the same names in each, every tenth one broken."""
    pictures = _pictures()
    for number in range(count):
        path = folder / "ab"[number % 2] / f"IMG_{number // 2:04}.mp4"
        path.parent.mkdir(parents=True, exist_ok=True)
        if number % 10 == 9:
            _BROKEN[number // 10 % len(_BROKEN)](path)
        else:
            first = number % (len(pictures) - _FRAMES)
            _write(path, pictures[first : first + _FRAMES])


def _pictures() -> list[RgbImage]:
    """Every second frame of the source, small."""
    frames = VideoFile.open(data_folder("sample_videos") / _SOURCE).frames(end_s=20.0, max_side=_SIZE)
    return [frame.image for number, frame in enumerate(frames) if number % 2 == 0]


def _write(path: Path, pictures: list[RgbImage]) -> None:
    with av.open(str(path), "w") as output:
        stream = output.add_stream("libx264", rate=_RATE, options={"preset": "veryfast", "g": "15"})
        stream.height, stream.width = pictures[0].shape[:2]
        stream.pix_fmt = "yuv420p"
        stream.codec_context.time_base = Fraction(1, _RATE)
        for picture in pictures:
            output.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        output.mux(stream.encode())


def _empty(path: Path) -> None:
    path.touch()


def _text(path: Path) -> None:
    path.write_text("This is no video.\n" * 100, encoding="utf-8")


def _sound(path: Path) -> None:
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(16000))


def _without_its_end(path: Path) -> None:
    _write(path, _nobody())
    path.write_bytes(path.read_bytes()[:-1500])


def _black(path: Path) -> None:
    _write(path, _nobody())


def _zeroed(path: Path) -> None:
    _write(path, _nobody())
    path.write_bytes(bytes(path.stat().st_size))


def _nobody() -> list[RgbImage]:
    return [np.zeros((180, _SIZE, 3), np.uint8)] * _FRAMES


_BROKEN: tuple[Callable[[Path], None], ...] = (_empty, _text, _sound, _without_its_end, _black, _zeroed)


def _killed(folder: Path, count: int) -> Iterator[tuple[str, str]]:
    out = folder / "out"
    process = _start(folder / "clips", out, ("--jobs", "2"))
    _wait_until(lambda: process.poll() is not None or len(_statuses(out)) >= count // 2)
    workers = _children(process.pid)
    process.kill()
    process.wait()
    yield "done when it was killed", str(len(_statuses(out)))
    _wait_until(lambda: not any(map(_is_alive, workers)))
    yield "its processes that live on", str(sum(map(_is_alive, workers)))
    seconds, code = _timed(folder / "clips", out, ("--jobs", "2"))
    yield "the rest", f"{seconds:.0f} s, exit code {code}"
    yield from _what_there_is(out)
    seconds, code = _timed(folder / "clips", out, ("--jobs", "2"))
    yield "once more, with nothing to do", f"{seconds:.2f} s, exit code {code}"


def _without_a_worker(folder: Path, count: int, cluster: _Where) -> Iterator[tuple[str, str]]:
    out = folder / "out"
    begun = time.perf_counter()
    process = _start(folder / "clips", out, cluster)
    _wait_until(lambda: process.poll() is not None or len(_statuses(out)) >= count // 2)
    yield "done when a worker was killed", str(len(_statuses(out)))
    # Its first child is that of Python which tidies up after the others.
    os.kill(max(_children(process.pid)), signal.SIGKILL)
    code = process.wait()
    yield "all", f"{time.perf_counter() - begun:.0f} s, exit code {code}"
    yield from _what_there_is(out)


def _what_there_is(out: Path) -> Iterator[tuple[str, str]]:
    statuses = _statuses(out)
    times = Counter(status["recording"] for status in statuses)
    folders = [path.parent for path in out.rglob("session.json")]
    yield "results", str(len(folders))
    yield "named failures", str(sum(status["problem"] is not None for status in statuses))
    yield "done twice", str(sum(done > 1 for done in times.values()))
    left = [path for path in out.rglob("*") if "posecoach-" in path.name]
    yield "half files", str(len(left) + sum(not _is_whole(path) for path in folders))


def _is_whole(folder: Path) -> bool:
    """Whether all files of a result are there, can be read, and tell of as many frames."""
    try:
        session = Session.load(folder / "session.json")
        video = VideoFile.open(folder / "annotated.mp4")
        frames = {len(load_landmarks(folder / "landmarks.npz")[1]), sum(1 for _ in video.frames()), session.frames}
    except SourceError:
        return False
    names = {path.name for path in folder.iterdir()} - {_PICTURES}
    return names == set(_RESULTS) and len(frames) == 1


def _ratio(folder: Path, count: int, before: _Where, after: _Where) -> Iterator[tuple[str, str]]:
    whole = folder / "whole"
    whole.mkdir()
    clips = sorted(folder.glob("clips/a/*.mp4"))[:count]
    for path in clips:
        os.link(path, whole / path.name)
    first, second = (_timed(whole, folder / f"out{where[1]}", where)[0] for where in (before, after))
    yield f"{len(clips)} clips, {' '.join(before)}", f"{first:.1f} s"
    yield f"{len(clips)} clips, {' '.join(after)}", f"{second:.1f} s, {first / second:.2f} times as fast"


def _timed(clips: Path, out: Path, where: _Where) -> tuple[float, int]:
    start = time.perf_counter()
    code = _start(clips, out, where).wait()
    return time.perf_counter() - start, code


def _start(clips: Path, out: Path, where: _Where) -> "subprocess.Popen[bytes]":
    command = (sys.executable, "-m", "posecoach", "analyse", str(clips), "-e", "bridge", "--out", str(out))
    return subprocess.Popen((*command, *where), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _statuses(out: Path) -> list[dict[str, object]]:
    """The whole lines of recordings.jsonl."""
    path = out / "recordings.jsonl"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]


def _children(process: int) -> list[int]:
    """A process's children, on Linux."""
    tasks = Path("/proc", str(process), "task").glob("*/children")
    return [int(child) for path in tasks for child in path.read_text(encoding="ascii").split()]


def _is_alive(process: int) -> bool:
    try:
        return Path("/proc", str(process), "stat").read_text(encoding="ascii").split()[2] != "Z"
    except OSError:
        return False


def _wait_until(condition: Callable[[], bool]) -> None:
    end_s = time.monotonic() + _PATIENCE_S
    while not condition() and time.monotonic() < end_s:
        time.sleep(0.1)


if __name__ == "__main__":
    main()
