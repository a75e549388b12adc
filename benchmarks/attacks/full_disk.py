"""Commands whose disk is full, and what they say about it.

Each runs in a mount namespace of its own with a tiny file system in memory, so that nobody needs to be root and nothing
stays mounted.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from attacks.kills import CLIP, RUN, environment
from attacks.tally import Case, Tally

__all__ = ["run"]

_TINY = 'mount -t tmpfs -o size="$1" tmpfs "$2" && head -c "$3" /dev/zero >"$2/filler" && shift 3 && exec "$@"'
_NAMESPACE = ("unshare", "--user", "--map-root-user", "--mount")
_HANGS_AFTER_S = 120
_LIVE = ("live", "bridge", "--set", "reps=2", "hold_s=1", "--camera", CLIP, "--voice", "off", "--record-video")
_ANALYSE = ("analyse", CLIP, "-e", "bridge")
_SHOW = """
import json, subprocess, sys
from pathlib import Path
done = subprocess.run(sys.argv[2:], capture_output=True, text=True, timeout=100)
files = {str(path): path.stat().st_size for path in sorted(Path(sys.argv[1]).rglob("*")) if path.is_file()}
sessions = [json.loads(Path(name).read_text()) for name in files if name.endswith("session.json")]
print(json.dumps({"code": done.returncode, "out": done.stdout, "err": done.stderr, "files": files,
                  "counts": [session["rep_count"] for session in sessions]}))
"""
"""Runs a command, and tells what it said and what is on the tiny disk then, which goes with this process."""


@dataclass(frozen=True)
class _Deed:
    """A command and its disk.

    Attributes:
        name: What is tried.
        size: Of the disk.
        arguments: Of the command, for a folder on that disk.
        harm: Says what was wrong with what it came to.
        place: Which of the command's folders is on that disk.
        filled: Bytes that are there already.
    """

    name: str
    size: str
    arguments: Callable[[Path], Sequence[str | Path]]
    harm: Callable[[dict[str, Any]], str]
    place: str = "out"
    filled: int = 0


def run(cases: int | None) -> Tally:
    """Runs each command on its disk."""
    return Tally("full disks", tuple(_case(deed) for deed in _DEEDS[:cases]))


def _case(deed: _Deed) -> Case:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "out").mkdir()
        tiny = str(folder / deed.place)
        environ = environment(folder)
        command = [sys.executable, "-c", RUN, *map(str, deed.arguments(folder / "out"))]
        disk = [deed.size, tiny, str(deed.filled)]
        show = ["sh", "-c", _TINY, "sh", *disk, sys.executable, "-c", _SHOW, tiny, *command]
        done = subprocess.run(
            [*_NAMESPACE, *show], env=environ, capture_output=True, text=True, timeout=_HANGS_AFTER_S, check=False
        )
    if done.returncode:
        return Case(deed.name, f"can't be tried here: {done.stderr.strip()}")
    found = json.loads(done.stdout)
    harms = [deed.harm(found)] + [f"left {name}" for name in found["files"] if "posecoach-" in name]
    harms += [f"exit code {found['code']}"] * (found["code"] != 2)
    harms += [f"it said: {found['err'].strip()}"] * any(harms)
    return Case(deed.name, "; ".join(filter(None, harms)))


def _live_harm(found: dict[str, Any]) -> str:
    """The session went on, session.json has what was counted, and each file that lacks something is named."""
    told = re.search(r"Bridge +A\+ +(\d+)", found["out"])
    if told is None:
        return "the session didn't go on"
    if found["counts"] != [int(told[1])]:
        return f"{told[1]} repetitions were counted, but session.json says {found['counts']}"
    incomplete = re.search(r"incomplete: (.*);", found["err"])
    lacking = [name for name in found["files"] if name.endswith((".part", ".mkv"))]
    return ", ".join(f"{name} isn't named" for name in lacking if incomplete is None or name not in incomplete[1])


def _named(name: str) -> Callable[[dict[str, Any]], str]:
    """One line that names a file, and nothing half."""

    def harm(found: dict[str, Any]) -> str:
        lines = found["err"].strip().splitlines()
        said = len(lines) == 1 and name in lines[0] and "No space left" in lines[0]
        return "" if said else "it isn't said in one line"

    return harm


_DEEDS = (
    *(
        _Deed(f"live on a disk of {size}", size, lambda out: [*_LIVE, "-o", out], _live_harm)
        for size in ("1100k", "1200k", "1300k", "1500k")
    ),
    *(
        _Deed(f"analyse on a disk of {size}", size, lambda out: [*_ANALYSE, "-o", out], _named("can't be written"))
        for size in ("4k", "100k", "300k", "1m", "2m")
    ),
    _Deed(
        "analyse with a full temporary folder",
        "40k",
        lambda out: [*_ANALYSE, "-o", out],
        _named("TMPDIR"),
        place="temporary",
    ),
    _Deed(
        "calibrate with a full configuration folder",
        "4k",
        lambda _: ["calibrate", "bridge", "--from", CLIP, "-p", "anna"],
        _named("anna.toml"),
        place="config",
        filled=4096,
    ),
)
