"""How fast a live session follows its camera, with a recording played at its own speed as the camera.

    python benchmarks/live.py [--clip NAME] [--seconds N] [--no-window]
    python benchmarks/live.py --soak 3600

The first prints frame rate, delay from capture to picture and drops, beside the bare landmarker on the same frames
right before and after the session, and how long the command takes to show its first picture. The second plays the clip
again and again and prints memory, delay and counts every minute. Without a screen both need
`xvfb-run -a -s "-screen 0 1280x720x24"` before them, or `--no-window`.
"""

import argparse
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from rich.console import Console
from rich.table import Table

from posecoach.capture.frame import Frame, RgbImage
from posecoach.capture.playback import PlayedVideo
from posecoach.capture.video import VideoFile
from posecoach.counting.events import RepetitionCounted
from posecoach.exercise.library import data_folder, load_exercise
from posecoach.exercise.schema import Dose
from posecoach.feedback.display import Display, NoDisplay, OpenCvWindow
from posecoach.feedback.voice.choosing import make_voice
from posecoach.feedback.voice.protocols import VoiceMode
from posecoach.live.launch import Equipment, LiveJob, LiveResult, run_live
from posecoach.live.sinks import Listener
from posecoach.live.stats import LiveStats
from posecoach.pose.mediapipe_estimator import MediaPipeEstimator
from posecoach.pose.model_store import ModelStore
from posecoach.session.moments import Moment
from posecoach.session.task import GuidedTask
from sample_videos.truth import load_truth, truth_path

CLIP = "bird_dog_clean_mei"
"""960x540 at 30 frames a second; the exercise needs the back's outline, which is the dearer way."""
ENDLESS = 1000
"""Repetitions of a dose that no run reaches."""
BARE_FRAMES = 200
MINUTE_S = 60.0
PAGE_BYTES = 4096


@dataclass(slots=True)
class Watched:
    """A display that passes pictures on, and ends the session after some time.

    Attributes:
        display: Gets the pictures.
        seconds: How long to go on after the first picture.
        minute: Called once a minute.
        first_s: When the first picture was shown, by the calendar's clock.
    """

    display: Display
    seconds: float
    minute: Callable[[], None] = lambda: None
    first_s: float = 0.0
    _minutes: int = 0

    @property
    def size(self) -> tuple[int, int]:
        """The display's."""
        return self.display.size

    @property
    def closed(self) -> bool:
        """Whether the time is over."""
        return self.display.closed or (self.first_s > 0 and time.time() > self.first_s + self.seconds)

    def show(self, image: RgbImage) -> None:
        """Shows a picture."""
        self.display.show(image)
        now_s = time.time()
        self.first_s = self.first_s or now_s
        if now_s >= self.first_s + (self._minutes + 1) * MINUTE_S:
            self._minutes += 1
            self.minute()

    def key(self) -> str | None:
        """The display's key."""
        return self.display.key()

    def toggle_full_screen(self) -> None:
        """Passes it on."""
        self.display.toggle_full_screen()

    def close(self) -> None:
        """Closes the display."""
        self.display.close()


@dataclass(slots=True)
class Bench:
    """One clip as the camera.

    Attributes:
        path: The clip.
        window: Whether pictures are shown in a window.
        stats: Of the session.
    """

    path: Path
    window: bool
    stats: LiveStats = field(default_factory=lambda: LiveStats(recent=None))

    def session(
        self,
        seconds: float,
        *,
        minute: Callable[[], None] = lambda: None,
        listen: Callable[[Moment], None] = lambda _: None,
    ) -> tuple[LiveResult, Watched]:
        """Runs a session for some seconds."""
        exercise = load_exercise(load_truth(truth_path(self.path)).exercise)
        dose = Dose(hold_s=exercise.doses[exercise.default_dose].hold_s, reps=(ENDLESS, ENDLESS))
        model = ModelStore().ensure()
        display = Watched(OpenCvWindow("posecoach") if self.window else NoDisplay(), seconds, minute)
        voice = make_voice(VoiceMode.OFF, "en")
        equipment = Equipment(
            PlayedVideo(VideoFile.open(self.path), loop=True),
            lambda: MediaPipeEstimator(model, with_contour=exercise.needs_contour),
            display,
            voice,
        )
        job = LiveJob((GuidedTask(exercise, "endless", dose),), mode=VoiceMode.OFF)
        result = run_live(job, equipment, notice=_say, sinks=[Listener(listen)], stats=self.stats)
        display.close()
        return result, display

    def bare_ms(self) -> list[float]:
        """The landmarker alone on the clip's first frames, which are decoded already."""
        exercise = load_exercise(load_truth(truth_path(self.path)).exercise)
        estimator = MediaPipeEstimator(ModelStore().ensure(), with_contour=exercise.needs_contour)
        times_ms = []
        for frame in _first_frames(self.path):
            began_s = time.perf_counter()
            estimator.estimate(frame.image, frame.time_s)
            times_ms.append(1000 * (time.perf_counter() - began_s))
        estimator.close()
        return times_ms[10:]


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--clip", default=CLIP)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--no-window", action="store_true")
    parser.add_argument("--soak", type=float, metavar="SECONDS")
    parser.add_argument("--first-picture", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    path = data_folder("sample_videos") / "clips" / f"{arguments.clip}.mp4"
    bench = Bench(path, window=not arguments.no_window)
    if arguments.first_picture:
        _say(str(bench.session(0.5)[1].first_s))
    elif arguments.soak:
        _soak(path, arguments.soak, window=bench.window)
    else:
        _measure(bench, arguments.seconds)


def _measure(bench: Bench, seconds: float) -> None:
    before_ms = bench.bare_ms()
    bench.session(seconds)
    bare_ms = statistics.median([*before_ms, *bench.bare_ms()])
    summary, rate = bench.stats.summary(), VideoFile.open(bench.path).info.frame_rate
    if summary is None:
        raise SystemExit("no frame was shown")
    allowed_ms = 1.3 * bare_ms + 1000 / rate
    table = Table("figure", "value", "wanted", box=None, pad_edge=False)
    table.add_row("frames/s shown", f"{summary.shown_rate:.1f}", f"28 of {rate:g}")
    table.add_row("frames dropped", f"{100 * summary.dropped:.1f}%", "")
    table.add_row("stalest picture", f"{summary.stalest} frames old", "at most 2")
    median_ms, high_ms = summary.latency_ms
    table.add_row("capture to picture, median", f"{median_ms:.1f} ms", f"at most {allowed_ms:.1f} (1.3 bare + 1 frame)")
    table.add_row("capture to picture, 95th percentile", f"{high_ms:.1f} ms", "")
    table.add_row("landmarker in the session, median", f"{summary.landmark_ms:.1f} ms", "")
    table.add_row("bare landmarker, median", f"{bare_ms:.1f} ms", "")
    table.add_row("drawing, with mirror and scaling, median", f"{summary.draw_ms:.1f} ms", "")
    table.add_row("first picture after the command", f"{_first_picture_s(bench):.1f} s", "within 3")
    Console().print(table)


def _first_picture_s(bench: Bench) -> float:
    """From starting a process to its first picture, the median of three."""
    options = [] if bench.window else ["--no-window"]
    command = [sys.executable, __file__, "--clip", bench.path.stem, "--first-picture", *options]
    seconds = []
    for _ in range(3):
        began_s = time.time()
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        seconds.append(float(done.stdout.split()[-1]) - began_s)
    return statistics.median(seconds)


def _soak(path: Path, seconds: float, *, window: bool) -> None:
    """Plays the clip for a long time, and tells the rounds that weren't counted exactly."""
    bench = Bench(path, window=window, stats=LiveStats(recent=1800))
    # The first round begins when the source does, so the library is loaded by then.
    bench.bare_ms()
    round_s, truth = VideoFile.open(path).info.duration_s, load_truth(truth_path(path))
    counted = Counter[int]()
    began_s = time.time()

    def listen(moment: Moment) -> None:
        if isinstance(moment, RepetitionCounted):
            counted[int(moment.hold_start_s / round_s)] += 1

    def minute() -> None:
        summary = bench.stats.summary()
        if summary is not None:
            minutes = (time.time() - began_s) / MINUTE_S
            _say(f"{minutes:5.1f} min  {_resident_mb():7.1f} MB  " + "; ".join(summary.lines()))

    result, _ = bench.session(seconds, minute=minute, listen=listen)
    rounds = int(result.session.guide.time_s / round_s)
    wrong = {number + 1: counted[number] for number in range(rounds) if counted[number] != len(truth.reps)}
    _say(f"{rounds - len(wrong)} of {rounds} rounds of {len(truth.reps)} repetitions counted exactly; others: {wrong}")


def _resident_mb() -> float:
    """Memory in use, as Linux tells it."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * PAGE_BYTES / 1e6


def _first_frames(path: Path) -> list[Frame]:
    return list(islice(VideoFile.open(path).frames(), BARE_FRAMES))


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()
