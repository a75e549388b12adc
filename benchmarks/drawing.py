"""Speed of drawing the live picture: milliseconds of one core a frame, by stage and size.

    python benchmarks/drawing.py [--frames N]

A scripted figure does bridges, and everything that a stage can show is on; with `--stats`, figures are, too. The last
row is what comes before drawing: scaling and mirroring a camera's picture. Prints a table.
"""

import argparse
import math
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import cv2
import numpy as np
from rich.console import Console
from rich.table import Table

from posecoach.capture.frame import RgbImage
from posecoach.counting.state import CoachState, Phase
from posecoach.feedback.draw.angle_arc import DriveView
from posecoach.feedback.draw.layout import Layout
from posecoach.feedback.draw.picture import LivePicture
from posecoach.feedback.draw.scene import (
    Breath,
    Card,
    Demonstration,
    Message,
    Scene,
    Status,
    Summary,
    SummaryBlock,
)
from posecoach.feedback.words.phrases import Phrase
from posecoach.pose.landmarks import Side
from posecoach.session.moments import Stage
from posecoach.testing import Figure, scripted_pose

Size = tuple[int, int]

SIZES: tuple[Size, ...] = ((1280, 720), (1920, 1080))
CAMERA: Size = (960, 540)
FRAMES_PER_BRIDGE = 120
CUE = "Lift your hips until shoulders, hips and knees are in one line."
STATUS, PLAN = Status(Phrase.SEEN_WELL.value), "Exercise 2 of 3 · 8 min left"
LOOP = np.random.default_rng(1).integers(0, 256, (360, 640, 3)).astype(np.uint8)
STATS = ("30.1 frames/s, 0 dropped", "landmarks 17.7 ms, drawing 2.9 ms", "latency 84 ms (95 %: 102)")


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--frames", type=int, default=600)
    frames: int = parser.parse_args().frames
    cv2.setNumThreads(1)
    table = Table("stage", title=f"drawing, ms a frame on one core: median (95th percentile) of {frames}")
    for width, height in SIZES:
        table.add_column(f"{width}x{height}", justify="right")
    for name, scene_at in _stages().items():
        table.add_row(name, *(_figures(_milliseconds(scene_at, size, frames)) for size in SIZES))
    table.add_row("mirror, scale", *(_figures(_painted(size, frames)) for size in SIZES))
    Console().print(table)


def _figures(spent: list[float]) -> str:
    return f"{np.median(spent):.2f} ({np.percentile(spent, 95):.2f})"


def _milliseconds(scene_at: Callable[[int, Size], Scene], size: Size, frames: int) -> list[float]:
    camera = np.random.default_rng(0).integers(0, 256, (size[1], size[0], 3)).astype(np.uint8)
    picture, image, spent = LivePicture(), camera.copy(), []
    for frame in range(frames):
        np.copyto(image, camera)
        spent.append(_spent(picture, image, scene_at(frame, size)))
    return spent


def _painted(size: Size, frames: int) -> list[float]:
    camera = np.random.default_rng(0).integers(0, 256, (CAMERA[1], CAMERA[0], 3)).astype(np.uint8)
    window, layout, spent = np.zeros((size[1], size[0], 3), np.uint8), Layout.of(CAMERA, size), []
    for _ in range(frames):
        start = time.thread_time()
        layout.paint(camera, window)
        spent.append(1000 * (time.thread_time() - start))
    return spent


def _spent(picture: LivePicture, image: RgbImage, scene: Scene) -> float:
    start = time.thread_time()
    picture.draw(image, scene)
    return 1000 * (time.thread_time() - start)


def _stages() -> dict[str, Callable[[int, Size], Scene]]:
    return {
        "placement": partial(_before, Stage.PLACEMENT),
        "demonstration": _demonstrated,
        "countdown": partial(_before, Stage.COUNTDOWN),
        "exercise": _exercise,
        "with --stats": _with_stats,
        "rest": _rest,
        "summary": _summary,
    }


def _lift(frame: int) -> float:
    """How far a bridge is lifted, 0 to 1."""
    return 0.5 - 0.5 * math.cos(2 * math.pi * frame / FRAMES_PER_BRIDGE)


def _before(stage: Stage, frame: int, size: Size) -> Scene:
    return Scene(
        stage=stage,
        title="Bridge",
        points=_points(0.0, size),
        near=Side.RIGHT,
        message=Message(CUE, fault=True),
        countdown=3 - frame // 30 % 3,
        status=STATUS,
        plan=PLAN,
        marked=("knee",),
    )


def _demonstrated(frame: int, size: Size) -> Scene:
    return replace(_before(Stage.POSITION, frame, size), demonstration=Demonstration(LOOP, large=True))


def _exercise(frame: int, size: Size) -> Scene:
    lift, hold_s = _lift(frame), frame % FRAMES_PER_BRIDGE / 30
    angle = 125 + 53 * lift
    return Scene(
        stage=Stage.EXERCISE,
        title="Bridge",
        points=_points(lift, size),
        near=Side.RIGHT,
        view=DriveView(("shoulder", "hip", "knee"), (167.0, 208.0), "hip angle"),
        state=CoachState(frame / 30, Phase.HOLD, 3, 10, Side.LEFT, hold_s, 5.0, angle, Side.RIGHT),
        message=Message(CUE, fault=True),
        status=STATUS,
        plan=PLAN,
        breath=Breath("Breathe out", lift),
    )


def _with_stats(frame: int, size: Size) -> Scene:
    return replace(_exercise(frame, size), muted=True, stats=STATS)


def _rest(frame: int, size: Size) -> Scene:  # noqa: ARG001 - the same words at every size
    rows = ("Next: Bird dog", "5 repetitions on each side, hold 5 seconds")
    card = Card(Phrase.REST_TITLE.value, str(60 - frame // 30 % 60), rows)
    loop = Demonstration(LOOP, large=True)
    return Scene(Stage.REST, "Bridge", status=STATUS, plan=PLAN, card=card, demonstration=loop)


def _summary(frame: int, size: Size) -> Scene:  # noqa: ARG001 - the same words at every size
    block = SummaryBlock("Bridge", "10 of 10 repetitions, 9 in good form", CUE, "Your arms stayed on the floor.")
    summary = Summary(Phrase.DONE_TITLE.value, (block,) * 6, Phrase.DONE_QUIT.value, frame / 30)
    return Scene(Stage.DONE, "Bridge", summary=summary)


def _points(lift: float, size: Size) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    pose = scripted_pose(Figure.supine(125 + 53 * lift), size, 0.2 * size[0])
    return pose.points[:, :2].astype(np.float64)


if __name__ == "__main__":
    main()
