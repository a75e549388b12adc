"""Peak memory of analyses: short and long recordings, many hours, and large pictures.

    python benchmarks/memory.py [--times 1 4 8]      the sample clip over and over
    python benchmarks/memory.py --hours 4            somebody scripted, in place of the landmarker: takes half an hour
    python benchmarks/memory.py --uhd 20             seconds of the sample clip in 3840x2160

Each analysis is a process of its own. Those of hours are made without an annotated video, of which memory holds a few
frames as well; first a recording of bridges whose exercise is named, then its landmarks with the exercise named and to
be recognised, then one in which somebody only lies there.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
from rich.console import Console
from rich.table import Table

from posecoach.capture.video import VideoFile
from posecoach.exercise.library import data_folder

CLIP = data_folder("sample_videos") / "clips" / "bridge_alignment_maria.mp4"
_RATE, _SMALL, _LARGE = 30, (320, 180), (3840, 2160)

_ANALYSE_AND_TELL = """
from posecoach.cli import main
try:
    main()
finally:
    with open("/proc/self/status") as status:
        print(*(line.split()[1] for line in status if line.startswith("VmHWM")))
"""
"""On Linux. What `resource` tells would be the peak of the process that made the recording, if that was higher."""
_WITH_SOMEBODY_SCRIPTED = """
from functools import lru_cache
from posecoach.cli import analyse
from posecoach.testing import Figure
from posecoach.testing.scripts import scripted_pose

@lru_cache
def seen(angle, size):
    return scripted_pose(Figure.supine(angle), size, trunk_px=0.2 * size[0])

class Scripted:
    def estimate(self, image, time_s):
        moment = time_s % 6
        share = min(max(moment - 1, 0.0), max(min(5 - moment, 1.0), 0.0), 1.0)
        return seen(125 + round(TRAVEL * share), image.shape[1::-1])

    def close(self):
        pass

analyse.estimator_for = lambda *_: Scripted
"""
_BRIDGES, _LYING = 50, 0
"""Degrees that somebody scripted lifts the hips, every six seconds."""


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", nargs="+", type=int, default=[1, 4, 8])
    parser.add_argument("--hours", type=float)
    parser.add_argument("--uhd", type=float, metavar="SECONDS")
    asked = parser.parse_args()
    table = Table("recording", "analyse", "peak memory", "took")
    with tempfile.TemporaryDirectory() as folder:
        if asked.hours:
            rows = _of_hours(Path(folder), asked.hours)
        elif asked.uhd:
            rows = _of_large_pictures(Path(folder), asked.uhd)
        else:
            rows = _of_lengths(Path(folder), asked.times)
        for row in rows:
            table.add_row(*row)
    Console().print(table)


def _of_lengths(folder: Path, times: list[int]) -> Iterator[tuple[str, ...]]:
    for count in times:
        clip = _repeated(CLIP, count, folder / f"{count}.mp4")
        yield f"{VideoFile.open(clip).info.duration_s:.0f} s", "bridge", *_measured(clip, "bridge")


def _of_large_pictures(folder: Path, seconds: float) -> Iterator[tuple[str, ...]]:
    clip = _enlarged(CLIP, round(seconds * _RATE), folder / "large.mp4")
    for options in (["--no-video"], []):
        named = "bridge, without the video" if options else "bridge"
        yield f"{seconds:.0f} s of {_LARGE[0]}x{_LARGE[1]}", named, *_measured(clip, "bridge", *options)


def _of_hours(folder: Path, hours: float) -> Iterator[tuple[str, ...]]:
    clip = _repeated(_grey_minute(folder / "minute.mp4"), round(60 * hours), folder / "long.mp4")
    landmarks = folder / "out" / "long" / "landmarks.npz"
    for recording, exercise, travel in (
        (clip, "bridge", _BRIDGES),
        (landmarks, "bridge", _BRIDGES),
        (landmarks, "auto", _BRIDGES),
        (clip, "bridge", _LYING),
    ):
        scripted = _WITH_SOMEBODY_SCRIPTED.replace("TRAVEL", str(travel))
        shown = f"{hours:g} h of {'bridges' if travel else 'lying there'}, {recording.suffix}"
        out = folder / ("out" if recording == clip else "again")
        yield shown, exercise, *_measured(recording, exercise, "--no-video", out=out, before=scripted)


def _grey_minute(target: Path) -> Path:
    with av.open(str(target), "w") as output:
        stream = output.add_stream("libx264", rate=_RATE, options={"preset": "ultrafast", "g": "60", "bf": "0"})
        stream.width, stream.height = _SMALL
        grey = np.full((*_SMALL[::-1], 3), 128, np.uint8)
        for _ in range(60 * _RATE):
            output.mux(stream.encode(av.VideoFrame.from_ndarray(grey)))
        output.mux(stream.encode())
    return target


def _enlarged(source: Path, frames: int, target: Path) -> Path:
    """The recording's first frames, scaled up; from its beginning again when it ends."""
    with av.open(str(target), "w") as output:
        stream = output.add_stream("libx264", rate=_RATE, options={"preset": "veryfast", "crf": "28"})
        stream.width, stream.height = _LARGE
        done = 0
        while done < frames:
            with av.open(str(source)) as clip:
                for picture in clip.decode(video=0):
                    large = picture.reformat(*_LARGE, "yuv420p")
                    large.pts = None
                    output.mux(stream.encode(large))
                    done += 1
                    if done == frames:
                        break
        output.mux(stream.encode())
    return target


def _repeated(source: Path, times: int, target: Path) -> Path:
    """The recording's packets several times over, not encoded again."""
    with av.open(str(target), "w") as output:
        offset = 0
        stream = None
        for _ in range(times):
            with av.open(str(source)) as clip:
                video = clip.streams.video[0]
                stream = stream or output.add_stream_from_template(video)
                for packet in clip.demux(video):
                    if packet.dts is not None and packet.pts is not None:
                        packet.pts, packet.dts, packet.stream = packet.pts + offset, packet.dts + offset, stream
                        output.mux(packet)
                offset += video.duration or 0
    return target


def _measured(
    recording: Path, exercise: str, *options: str, out: Path | None = None, before: str = ""
) -> tuple[str, str]:
    """Peak resident memory of one `analyse`, as it tells itself at its end, in kilobytes, and its time."""
    begun = time.perf_counter()
    command = [sys.executable, "-c", before + _ANALYSE_AND_TELL, "analyse", str(recording), "-e", exercise]
    command += ["--out", str(out or recording.with_suffix("")), *options]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    peak = done.stdout.split()[-1] if done.stdout else ""
    if not peak.isdigit():
        sys.exit(done.stderr)
    return f"{int(peak) / 1024:.0f} MB", f"{time.perf_counter() - begun:.0f} s"


if __name__ == "__main__":
    main()
