"""Odd videos, each analysed by a process of its own: none may be endless, greedy, unexpected, or silent about loss."""

import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from attacks.odd_videos import OddVideo, odd_videos
from attacks.tally import Case, Tally

if sys.platform != "win32":
    import resource

__all__ = ["run"]

_CPU_S, _WALL_S = 60, 300
_MOST_MB = 1000
_TOLD = (0, 2)
"""Exit codes: all of it was analysed, or a line says what was not."""
_LOST_SHARE = 0.05
"""Of the pictures, that may be missing without a word: formats differ in how they end."""


@dataclass(frozen=True)
class _Done:
    """How an analysis went."""

    code: int
    said: str
    frames: int | None
    megabytes: float


def run(cases: int | None = None) -> Tally:
    """Analyses the videos, two at a time; `cases` takes as many from all kinds."""
    videos = odd_videos()
    chosen = videos if cases is None else videos[:: max(1, len(videos) // max(1, cases))][:cases]
    with ThreadPoolExecutor(2) as pool:
        return Tally("Odd videos", tuple(pool.map(_case, chosen)))


def _case(video: OddVideo) -> Case:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        return Case(video.name, _harm(video, _analysed(video.make(folder), folder / "out")))


def _harm(video: OddVideo, done: _Done | None) -> str:
    if done is None:
        return f"took longer than {_CPU_S} s"
    said = done.said.strip()
    if done.code not in _TOLD or "Traceback" in said or "unexpected" in said:
        return f"exit code {done.code}: {said[-120:]}"
    if done.megabytes > _MOST_MB:
        return f"took {done.megabytes:.0f} MB"
    if done.code and len(said.splitlines()) != 1:
        return f"not one line: {said[-120:]}"
    if done.code == 0 and video.pictures is not None and (done.frames or 0) < (1 - _LOST_SHARE) * video.pictures:
        return f"{done.frames} of {video.pictures} pictures, without a word"
    return ""


def _analysed(path: Path, out: Path) -> _Done | None:
    """None for a process that had to be ended."""
    command = [sys.executable, "-m", "posecoach", "analyse", path.name, "-e", "bridge", "--json", "-o", str(out)]
    with (out.with_suffix(".json")).open("w+") as told, (out.with_suffix(".txt")).open("w+") as said:
        process = subprocess.Popen(command, cwd=path.parent, stdout=told, stderr=said, preexec_fn=_limit)  # noqa: PLW1509 - only a limit
        status, cpu_s, megabytes = _waited_for(process.pid)
        process.returncode = os.waitstatus_to_exitcode(status)
        if cpu_s >= _CPU_S - 1:
            return None
        told.seek(0)
        said.seek(0)
        return _Done(process.returncode, said.read(), _frames(told.read()), megabytes)


def _waited_for(pid: int) -> tuple[int, float, float]:
    """Exit status, seconds of both kinds of CPU time, and megabytes at most."""
    if sys.platform != "win32":
        _, status, used = os.wait4(pid, 0)
        return status, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    raise OSError("what a process takes is measured as only Linux and macOS do")


def _limit() -> None:
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_CPU, (_CPU_S, _CPU_S))


def _frames(told: str) -> int | None:
    session = json.loads(told).get("session") if told.strip() else None
    return session["frames"] if session is not None else None
