"""Peak memory of an analysis of short and long recordings.

    python benchmarks/memory.py [--times 1 4 8]

Each recording is the sample clip over and over, analysed with its annotated video in a process of its own.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import av
from rich.console import Console
from rich.table import Table

from posecoach.capture.video import VideoFile
from posecoach.exercise.library import data_folder

_ANALYSE_AND_TELL = """
import resource
from posecoach.cli import main
try:
    main()
finally:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", nargs="+", type=int, default=[1, 4, 8])
    source = data_folder("sample_videos") / "clips" / "bridge_alignment_maria.mp4"
    table = Table("recording", "peak memory")
    for times in parser.parse_args().times:
        with tempfile.TemporaryDirectory() as folder:
            clip = _repeated(source, times, Path(folder) / "clip.mp4")
            table.add_row(f"{VideoFile.open(clip).info.duration_s:.0f} s", f"{_peak_mb(clip, Path(folder)):.0f} MB")
    Console().print(table)


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


def _peak_mb(clip: Path, folder: Path) -> float:
    """Peak resident memory of one `analyse`, as it tells itself at its end (kilobytes on Linux)."""
    command = [
        sys.executable,
        "-c",
        _ANALYSE_AND_TELL,
        "analyse",
        str(clip),
        "-e",
        "bridge",
        "--out",
        str(folder / "out"),
    ]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return int(printed.split()[-1]) / 1024


if __name__ == "__main__":
    main()
